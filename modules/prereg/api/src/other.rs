//! QR symbols, acknowledgements, UI specifications and portal audit.

use crate::permission::{LOG_AUDIT, NOTIFY, QR_CODE, UI_SPEC};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::endpoint;

/// A QR symbol: base64 of a PNG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    pub qrcode: String,
}

/// A text in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyValue {
    pub key: String,
    pub value: String,
}

/// An acknowledgement to be sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NotificationRequest {
    pub name: Option<String>,
    pub pre_registration_id: Option<String>,
    pub appointment_date: Option<String>,
    pub appointment_time: Option<String>,
    pub mob_num: Option<String>,
    #[serde(rename = "emailID")]
    pub email_id: Option<String>,
    pub additional_recipient: bool,
    pub is_batch: bool,
    pub language_code: Option<String>,
    pub full_name: Option<Vec<KeyValue>>,
    pub registration_center_name: Option<Vec<KeyValue>>,
    pub address: Option<Vec<KeyValue>>,
}

/// Answer to an acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSent {
    pub status: Option<String>,
    pub message: String,
}

/// A UI specification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UiSpecMetaData {
    pub id: String,
    pub version: f64,
    pub title: Option<String>,
    pub description: Option<String>,
    pub identity_schema_id: Option<String>,
    pub id_schema_version: f64,
    pub json_spec: Value,
    pub status: String,
    pub effective_from: Option<String>,
    pub created_on: Option<String>,
    pub updated_on: Option<String>,
}

/// Something that happened in a portal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UiAuditRequest {
    pub event_name: Option<String>,
    pub description: Option<String>,
    pub action_time_stamp: Option<String>,
    pub action_user_id: Option<String>,
    pub module_name: Option<String>,
    pub module_id: Option<String>,
}

endpoint! {
    /// Makes a QR symbol of any text.
    GenerateQrCode: POST "/preregistration/v1/qrCode/generate",
        id "mosip.pre-registration.qrcode.generate", permission QR_CODE, read, Value => QrCode;
    /// Sends an acknowledgement: multipart with `NotificationRequestDTO`, `langCode` and maybe `attachment`.
    Notify: POST "/preregistration/v1/notification/notify",
        id "mosip.pre-registration.notification.notify", permission NOTIFY, durable,
        NotificationRequest => NotificationSent;
    /// The same under its older path.
    Notify2: POST "/preregistration/v1/notification",
        id "mosip.pre-registration.notification.notify", permission NOTIFY, durable,
        NotificationRequest => NotificationSent;
    /// The same for other services.
    NotifyInternal: POST "/preregistration/v1/internal/notification",
        id "mosip.pre-registration.notification.notify", permission NOTIFY, durable,
        NotificationRequest => NotificationSent;
    /// The published UI specification (`version`, `identitySchemaVersion`).
    LatestUiSpec: GET "/preregistration/v1/uispec/latest",
        id "mosip.pre-registration.uispec.latest", permission UI_SPEC, read, () => UiSpecMetaData;
    /// Leaves an audit row.
    LogAudit: POST "/preregistration/v1/logAudit",
        id "mosip.pre-registration.audit.log", permission LOG_AUDIT, durable, UiAuditRequest => String;
}
