//! Members of staff for MOSIP's portals, which list them before they give them a zone or a centre.

use edge::Call;
use iam_api::staff::{StaffEntry, StaffQuery};
use masterdata_api::admin::StaffOfCountry;
use serde_json::{Value, json};
use types::Failure;

use super::AdminServices;

/// Members of staff that are read at once.
const AT_ONCE: u32 = 500;
/// Most that one answer holds.
const MOST: usize = 1_000;

impl AdminServices {
    /// `{mosipUserDtoList: [{userId, mail, langCode, name, role}]}`: those whom the caller administers.
    pub(super) async fn staff(&self, call: &Call<StaffOfCountry>) -> Result<Value, Failure> {
        let number = |name: &str| call.query(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
        let (from, size) = (number("pageStart"), number("pageFetch"));
        let size = if size == 0 { MOST } else { size.min(MOST) };
        let wanted = |entry: &StaffEntry| {
            let said = |name: &str| call.query(name).map(str::to_lowercase).filter(|text| !text.is_empty());
            let holds = |text: &str, name: &str| said(name).is_none_or(|said| text.to_lowercase().contains(&said));
            said("roleName").is_none_or(|role| entry.roles.iter().any(|own| own.eq_ignore_ascii_case(&role)))
                && holds(&entry.user_id, "userName")
                && holds(&entry.name, "firstName")
                && holds(&entry.name, "lastName")
        };
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let query = StaffQuery { after, limit: AT_ONCE, ..StaffQuery::default() };
            let page = self.people.list(&call.caller, &query).await?;
            after = page.entries.last().map(|entry| entry.user_id.clone());
            found.extend(page.entries.into_iter().filter(wanted));
            if !page.more || found.len() >= from + size {
                break;
            }
        }
        let shown = found.into_iter().skip(from).take(size).map(|entry| {
            json!({
                "userId": entry.user_id, "mail": entry.email, "mobile": null, "langCode": null, "userPassword": null,
                "name": entry.name, "role": entry.roles.join(","), "token": null,
            })
        });
        Ok(json!({ "mosipUserDtoList": shown.collect::<Vec<Value>>() }))
    }
}
