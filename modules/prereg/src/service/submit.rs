//! Hand an application in: from incomplete to waiting for an appointment.

use crate::{
    Inner,
    domain::status,
    error::{Error, Result},
    repo,
    service::{
        self, audit, form, needs,
        record::{self, Family, Record},
        update,
    },
};
use prereg_api::{
    PreregError, Status, Submission,
    permission::{APPLICATION_STATUS, APPLICATION_WRITE},
};
use types::{Caller, Failure, Fault, LangCode, Prid};

pub(crate) const UPDATED: &str = "STATUS_UPDATED_SUCESSFULLY";
pub(crate) const NOT_UPDATED: &str = "STATUS_NOT_UPDATED_SUCESSFULLY";

/// That an application was handed in.
pub(crate) fn audit_row(key: &str) -> db::AuditEvent {
    let text = "An application is complete and waits for an appointment";
    audit::about("PRE_APP_005", "APPLICATION_SUBMITTED", text, key)
}

async fn hand_in(m: &Inner, caller: &Caller, record: &Record) -> Result<()> {
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    repo::application::set_status(&mut tx, &record.row, Status::PendingAppointment, status::SUBMITTED).await?;
    tx.audit(audit_row(&record.row.key)).await?;
    tx.commit().await?;
    Ok(())
}

/// PUT /applications/prereg/status/{id}?statusCode=
pub(crate) async fn set_status(m: &Inner, caller: &Caller, prid: &str, code: Option<&str>) -> Result<&'static str> {
    caller.require(APPLICATION_STATUS)?;
    let record = record::load(m, caller, prid, Family::Demographic).await?;
    let wanted = code
        .and_then(Status::parse)
        .ok_or_else(|| Error::Coded(Failure::from(Fault::worded(PreregError::NotFound, "status code is invalid"))))?;
    match (record.status(), wanted) {
        (now, wanted) if now == wanted => Ok(UPDATED),
        (Status::Incomplete, Status::PendingAppointment) => {
            if !update::is_complete(m, &record).await? {
                return Err(Error::of(PreregError::NotReady));
            }
            hand_in(m, caller, &record).await?;
            Ok(UPDATED)
        }
        // booking, expiry and cancellation have operations of their own
        _ => Ok(NOT_UPDATED),
    }
}

/// The portal's way: says what is missing.
pub(crate) async fn submit(m: &Inner, caller: &Caller, prid: &Prid) -> Result<Submission> {
    caller.require(APPLICATION_WRITE)?;
    let record = record::load(m, caller, prid.reveal(), Family::Demographic).await?;
    if record.status() != Status::Incomplete {
        return if record.status() == Status::PendingAppointment {
            Ok(Submission::Accepted)
        } else {
            Err(Error::of(PreregError::NotUpdatable))
        };
    }
    let documents = form::documents(m).await?;
    let languages = record.languages();
    let mut filled = form::build(m, &documents, &record.content, &languages).await?;
    form::offer(m, &mut filled).await?;
    filled.check_all();
    let lang = languages.first().copied().unwrap_or(LangCode::ENG);
    let needs = needs::of(m, &record, &filled, lang).await?;
    let missing_documents = needs::missing(&needs);
    let issues: Vec<_> = filled
        .fields()
        .iter()
        .filter(|field| field.visible && !form::is_document(field))
        .flat_map(|field| field.issues.clone())
        .collect();
    if !issues.is_empty() || !missing_documents.is_empty() {
        return Ok(Submission::Incomplete { issues, missing_documents });
    }
    form::validate(m, &record.content.details, &[]).await?;
    hand_in(m, caller, &record).await?;
    Ok(Submission::Accepted)
}
