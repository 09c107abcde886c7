//! Asking the server for everything that a ledger says it acknowledged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::{Call, Session};
use crate::ledger::Entry;
use crate::{Error, Result, pipeline};

/// Whom to ask.
pub struct Witnesses<'a> {
    pub admin: &'a Session,
    pub operator: &'a Session,
    pub resident: &'a Session,
    pub partner: &'a Session,
}

fn demand(holds: bool, what: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::new(what)) }
}

impl Witnesses<'_> {
    /// Whether the server still knows one acknowledged fact.
    ///
    /// # Errors
    /// When it does not, or cannot be asked.
    pub async fn ask(&self, entry: &Entry, histories: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
        match entry {
            Entry::Machine { id, center } => {
                let path = format!("/v1/masterdata/machines/{id}");
                let found = self.admin.call("machine", &Call::get(&path)).await?;
                demand(found["machines"][0]["regCenterId"] == json!(center), "the machine is not at its centre")
            }
            Entry::Partner { id } => {
                let path = format!("/v1/partnermanager/partners/{id}");
                let found = self.partner.call("partner", &Call::get(&path)).await?;
                demand(found["approvalStatus"] == json!("approved"), "the partner is not approved")
            }
            Entry::Application { prid } => {
                let path = format!("/preregistration/v1/applications/prereg/{prid}");
                self.operator.call("application", &Call::get(&path)).await.map(|_| ())
            }
            Entry::Document { prid, document } => {
                let path = format!("/preregistration/v1/documents/{document}?preRegistrationId={prid}");
                let found = self.operator.call("document", &Call::get(&path)).await?;
                demand(found["document"].as_str().is_some_and(|text| !text.is_empty()), "the document is empty")
            }
            Entry::Booked { prid, center, date, from } => {
                let path = format!("/preregistration/v1/applications/appointment/{prid}");
                let found = self.operator.call("appointment", &Call::get(&path)).await?;
                let same = |key: &str, value: &str| found[key].as_str().is_some_and(|text| text.starts_with(value));
                let holds = same("registration_center_id", center)
                    && same("appointment_date", date)
                    && same("time_slot_from", from);
                demand(holds, "the appointment is another one")
            }
            Entry::Announced { packet, .. } => {
                let path = "/registrationprocessor/v1/registrationstatus/packetexternalstatus";
                let call =
                    Call::post(path, "mosip.registration.packet.external.status", json!([{ "packetId": packet }]));
                let found = self.operator.call("announced packet", &call).await?;
                demand(found[0]["packetId"] == json!(packet), "the packet is not known")
            }
            Entry::Uploaded { rid, .. } => {
                let path = "/registrationprocessor/v1/registrationstatus/externalstatus/search";
                let call = Call::post(path, "mosip.registration.external.status", json!([{ "registrationId": rid }]));
                let found = self.operator.call("uploaded packet", &call).await?;
                let status = found[0]["statusCode"].as_str().unwrap_or_default();
                demand(!matches!(status, "" | "UPLOAD_PENDING"), "the packet was not received")
            }
            Entry::Adjudication { rid } => {
                let path = format!("/registrationprocessor/v1/registrationtransaction/search/{rid}");
                let found = self.resident.call("steps of a registration", &Call::get(&path)).await?;
                demand(found.as_array().is_some_and(|steps| !steps.is_empty()), "the registration has no steps")
            }
            Entry::Number { rid, uin } => {
                let found = pipeline::find_number(self.resident, rid).await?;
                demand(found == *uin, "the registration has another number")
            }
            Entry::Card { rid } => pipeline::find_card(self.resident, rid).await.map(|_| ()),
            Entry::Vid { vid, uin } => {
                let path = format!("/idrepository/v1/vid/{vid}");
                let found = self.resident.call("virtual id", &Call::get(&path)).await?;
                let same = match &found["UIN"] {
                    Value::String(text) => text == uin,
                    Value::Number(number) => number.to_string() == *uin,
                    _ => false,
                };
                demand(same, "the virtual id leads to another number")
            }
            Entry::Authentication { uin, transaction, .. } => {
                if !histories.contains_key(uin) {
                    histories.insert(uin.clone(), self.history(uin).await?);
                }
                let known = histories.get(uin).is_some_and(|known| known.contains(transaction));
                demand(known, "the authentication is not in the history")
            }
        }
    }

    /// All transactions of a person's history.
    async fn history(&self, uin: &str) -> Result<Vec<String>> {
        let mut all = Vec::new();
        for page in 1.. {
            let path = format!(
                "/idauthentication/v1/internal/authTransactions/individualId/{uin}?IDType=UIN&pageStart={page}&pageFetch=50"
            );
            let found = self.resident.call("history of authentications", &Call::get(&path)).await;
            let found = match found {
                Err(error @ Error::Refused { .. }) if page == 1 => return Err(error),
                Err(Error::Refused { .. }) => break, // beyond the last page
                other => other?,
            };
            let rows = found["authTransactions"].as_array().cloned().unwrap_or_default();
            let before = all.len();
            all.extend(rows.iter().filter_map(|row| row["transactionID"].as_str().map(str::to_owned)));
            if all.len() - before < 50 {
                break;
            }
        }
        Ok(all)
    }
}
