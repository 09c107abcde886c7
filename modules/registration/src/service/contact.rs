//! Contact data of the sync list: sealed while it is needed, erased once the packet is accepted.

use registration_api::wire::SyncRecord;
use serde::{Deserialize, Serialize};
use types::Failure;

use crate::{RegistrationModule, repo};

const PURPOSE: &str = "registration.contact";

/// How the desk said the person can be reached.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

impl From<&SyncRecord> for Contact {
    fn from(record: &SyncRecord) -> Self {
        let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        Self { name: some(&record.name), email: some(&record.email), phone: some(&record.phone) }
    }
}

/// Seals contact data for the row of a packet; `None` when there is nothing to keep.
pub(crate) async fn seal(
    m: &RegistrationModule,
    packet_id: &str,
    contact: &Contact,
) -> Result<Option<Vec<u8>>, Failure> {
    if contact.name.is_none() && contact.email.is_none() && contact.phone.is_none() {
        return Ok(None);
    }
    let plain = serde_json::to_vec(contact).unwrap_or_default();
    m.at_rest.seal(PURPOSE, packet_id.as_bytes(), &plain).await.map(Some)
}

/// The contact data of a registration, as far as it is still kept.
pub(crate) async fn of_instance(m: &RegistrationModule, instance: &str) -> Result<Contact, Failure> {
    let Some(row) = repo::announced::of_instance(m.db.read(), instance).await? else { return Ok(Contact::default()) };
    let Some(sealed) = row.contact_sealed else { return Ok(Contact::default()) };
    let plain = m.at_rest.open(PURPOSE, row.packet_id.as_bytes(), &sealed).await?;
    Ok(serde_json::from_slice(&plain).unwrap_or_default())
}
