//! Data sync: the desk fetches applications, the registration processor reports those that became registrations.

use crate::permission::{DATA_SYNC, DATA_SYNC_CONSUMED};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::endpoint;

/// Which applications the desk asks for. Dates are `yyyy-MM-dd`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSyncRequest {
    #[serde(default)]
    pub registration_center_id: Option<String>,
    #[serde(default)]
    pub from_date: Option<String>,
    /// The day of `from_date` when absent.
    #[serde(default)]
    pub to_date: Option<String>,
}

/// Applications by id, with the time of their last change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreRegistrationIds {
    pub transaction_id: String,
    pub count_of_pre_reg_ids: String,
    /// `yyyy-MM-dd'T'HH:mm:ss.SSS` by application.
    pub pre_registration_ids: BTreeMap<String, String>,
}

/// One application for the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PreRegArchive {
    pub pre_registration_id: String,
    /// The centre of the appointment, in spite of its name.
    pub registration_client_id: Option<String>,
    pub appointment_date: Option<String>,
    pub from_time_slot: Option<String>,
    pub to_time_slot: Option<String>,
    pub zip_filename: String,
    /// Base64 of the zip, encrypted for the machine.
    pub zip_bytes: String,
}

/// Applications that became registrations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedRequest {
    #[serde(default)]
    pub pre_registration_ids: Option<Vec<String>>,
}

/// Answer to a report of consumed applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedStored {
    pub transaction_id: String,
    pub count_of_stored_pre_reg_ids: String,
    pub pre_registration_ids: Vec<String>,
}

endpoint! {
    /// Applications booked at a centre in a range of days.
    SyncIds: POST "/preregistration/v1/sync",
        id "mosip.pre-registration.datasync.fetch.ids", permission DATA_SYNC, read,
        DataSyncRequest => PreRegistrationIds;
    /// One application, encrypted for this installation only.
    SyncOne: GET "/preregistration/v1/sync/{preRegistrationId}",
        id "mosip.pre-registration.datasync.fetch", permission DATA_SYNC, durable, () => PreRegArchive;
    /// One application, encrypted for a machine.
    SyncOneForMachine: GET "/preregistration/v1/sync/{preRegistrationId}/{machineId}",
        id "mosip.pre-registration.datasync.fetch", permission DATA_SYNC, durable, () => PreRegArchive;
    /// Reports applications that became registrations.
    SyncConsumed: POST "/preregistration/v1/sync/consumedPreRegIds",
        id "mosip.pre-registration.datasync.store", permission DATA_SYNC_CONSUMED, durable,
        ConsumedRequest => ConsumedStored;
}
