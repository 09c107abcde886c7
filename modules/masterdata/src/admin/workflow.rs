//! Registrations that wait: list them, start them again. What the registration processor does with them is its own matter.

use masterdata_api::admin::{WorkflowResume, WorkflowResumed};
use masterdata_api::admin_error::AdminError;
use masterdata_api::search::{SearchFilter, SearchRequest, SearchSort};
use registration_api::pipeline::Cursor;
use registration_api::{PipelineEntry, PipelineQuery, PipelineState, RegistrationError, WorkflowAction};
use serde_json::{Value, json};
use types::{Caller, Failure, Rid};

use super::AdminServices;

/// Most registrations that a search looks at: the portal's list is read page by page instead.
const MOST: usize = 2_000;
const PAGE: u32 = 200;

/// What a search asks of the pipeline's list, and what is left to compare here.
#[derive(Debug, Default, PartialEq)]
struct Wanted {
    rid_prefix: String,
    state: Option<PipelineState>,
    status: Option<String>,
    flow: Option<String>,
}

fn wanted(filters: &[SearchFilter]) -> Result<Wanted, Failure> {
    let mut wanted = Wanted::default();
    for filter in filters {
        let value = filter.value.as_ref().and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let column = filter.column_name.as_deref().unwrap_or_default();
        match column {
            "" => return Err(Failure::with(AdminError::SearchMissing, ["filters.columnName"])),
            "workflowId" | "id" | "regId" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                wanted.rid_prefix = value.to_owned();
            }
            "workflowType" | "process" => wanted.flow = Some(value.to_uppercase()),
            "statusCode" => {
                let status = value.to_uppercase();
                wanted.state = match status.as_str() {
                    "PAUSED" | "PAUSED_FOR_ADDITIONAL_INFO" => Some(PipelineState::Paused),
                    "REPROCESS_FAILED" => Some(PipelineState::Stuck),
                    "REPROCESS" => Some(PipelineState::Retrying),
                    "PROCESSED" => Some(PipelineState::Processed),
                    "REJECTED" => Some(PipelineState::Rejected),
                    "FAILED" => Some(PipelineState::Failed),
                    _ => None,
                };
                wanted.status = (status != "PAUSED").then_some(status);
            }
            _ => return Err(Failure::with(AdminError::SearchInvalid, [column])),
        }
    }
    Ok(wanted)
}

impl Wanted {
    fn fits(&self, entry: &PipelineEntry) -> bool {
        self.status.as_ref().is_none_or(|status| *status == entry.status)
            && self.flow.as_ref().is_none_or(|flow| entry.flow.contains(flow.as_str()))
    }
}

fn shown(entry: &PipelineEntry) -> Value {
    json!({
        "id": entry.rid, "workflowId": entry.rid, "workflowType": entry.flow, "statusCode": entry.status,
        "statusComment": entry.reason, "currentStageName": entry.stage,
        "updateDateTime": types::time::format(entry.since),
        "resumeTimestamp": entry.next_try.map(types::time::format), "defaultResumeAction": null, "pauseRuleIds": null,
    })
}

/// Orders rows by one of their members; rows that are equal in it keep their order.
fn sort(rows: &mut [Value], order: &SearchSort) -> Result<(), Failure> {
    let field = order.sort_field.as_deref().unwrap_or_default().to_owned();
    let known = rows.first().is_none_or(|row| row.get(&field).is_some());
    let down = match order.sort_type.as_deref().unwrap_or_default().to_ascii_lowercase().as_str() {
        "asc" => false,
        "desc" => true,
        _ => return Err(Failure::with(AdminError::SearchMissing, ["sortType"])),
    };
    if !known {
        return Err(Failure::with(AdminError::SearchInvalid, [field]));
    }
    let text = |row: &Value| row[&field].as_str().unwrap_or_default().to_owned();
    rows.sort_by(|a, b| if down { text(b).cmp(&text(a)) } else { text(a).cmp(&text(b)) });
    Ok(())
}

impl AdminServices {
    /// Registrations, what moved last first: `{fromRecord, toRecord, totalRecord, data}`.
    pub(super) async fn search(&self, caller: &Caller, request: &SearchRequest) -> Result<Value, Failure> {
        let required = |member: &str| Failure::with(AdminError::SearchMissing, [member]);
        let wanted = wanted(request.filters.as_ref().ok_or_else(|| required("filters"))?)?;
        let page = request.pagination.unwrap_or_default();
        let (Ok(start), Ok(size)) = (usize::try_from(page.page_start), usize::try_from(page.page_fetch)) else {
            return Err(Failure::with(AdminError::SearchInvalid, ["pagination"]));
        };
        let mut query = PipelineQuery {
            state: wanted.state,
            rid_prefix: wanted.rid_prefix.clone(),
            limit: PAGE,
            ..PipelineQuery::default()
        };
        let mut found = Vec::new();
        while found.len() < MOST {
            let page = self.registrations.list(caller, &query).await?;
            found.extend(page.entries.into_iter().filter(|entry| wanted.fits(entry)));
            let Some(next) = page.next.as_deref().and_then(Cursor::parse) else { break };
            query.after = Some(next);
        }
        let mut found: Vec<Value> = found.iter().map(shown).collect();
        for order in request.sort.iter().flatten() {
            sort(&mut found, order)?;
        }
        let from = start.saturating_mul(size).min(found.len());
        let to = from.saturating_add(size).min(found.len());
        Ok(json!({
            "fromRecord": from + usize::from(to > from), "toRecord": to, "totalRecord": found.len(),
            "data": &found[from..to],
        }))
    }

    /// Does with a registration that waits what somebody decided.
    pub(super) async fn resume(&self, caller: &Caller, asked: &WorkflowResume) -> Result<WorkflowResumed, Failure> {
        let id = asked.workflow_id.as_deref().map(str::trim).unwrap_or_default();
        // what is no registration id is no registration's
        let rid = Rid::parse(id).map_err(|_| Failure::with(RegistrationError::WorkflowNotFound, [id]))?;
        let action = asked.workflow_action.as_deref().map(str::trim).unwrap_or_default();
        let known = WorkflowAction::parse(action);
        let known = known.ok_or_else(|| Failure::with(AdminError::ActionInvalid, ["workflowAction"]))?;
        self.registrations.act(caller, &rid, known).await?;
        Ok(WorkflowResumed { status_message: format!("Process the workflowId {action}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(column: &str, value: &str) -> SearchFilter {
        SearchFilter { column_name: Some(column.into()), value: Some(json!(value)), ..SearchFilter::default() }
    }

    // ADM-19
    #[test]
    fn filters_become_questions_to_the_pipeline() {
        let asked = [filter("statusCode", "PAUSED"), filter("workflowType", "new"), filter("workflowId", "10001")];
        let asked = wanted(&asked).expect("known columns");
        assert_eq!((asked.state, asked.status.as_deref()), (Some(PipelineState::Paused), None));
        assert_eq!((asked.flow.as_deref(), asked.rid_prefix.as_str()), (Some("NEW"), "10001"));
        assert_eq!(wanted(&[filter("", "x")]).expect_err("no column").code(), "RPR-WAA-000");
        assert_eq!(wanted(&[filter("name", "x")]).expect_err("unknown").code(), "RPR-WAA-002");
        assert_eq!(wanted(&[filter("workflowId", "x")]).expect_err("no number").code(), "RPR-WAA-002");
    }
}
