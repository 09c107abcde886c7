//! Wire structures and endpoints of the kernel services, in MOSIP's names.

use serde::{Deserialize, Serialize};
use types::{Permission, endpoint, role};

/// `{status, message}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusMessage {
    pub status: String,
    pub message: String,
}

impl StatusMessage {
    /// A status and its message.
    #[must_use]
    pub fn new(status: &str, message: &str) -> Self {
        Self { status: status.to_owned(), message: message.to_owned() }
    }
}

/// Body of `otp/generate`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OtpRequest {
    pub key: Option<String>,
}

/// Answer of `otp/generate`. The code goes to the trusted service that asked for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OtpResponse {
    pub otp: String,
    pub status: String,
}

/// Body of `sms/send`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SmsRequest {
    pub number: Option<String>,
    pub message: Option<String>,
}

/// Body of `audits`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuditRequest {
    pub event_id: Option<String>,
    pub event_name: Option<String>,
    pub event_type: Option<String>,
    pub action_time_stamp: Option<String>,
    pub host_name: Option<String>,
    pub host_ip: Option<String>,
    pub application_id: Option<String>,
    pub application_name: Option<String>,
    pub session_user_id: Option<String>,
    pub session_user_name: Option<String>,
    pub id: Option<String>,
    pub id_type: Option<String>,
    pub created_by: Option<String>,
    pub module_name: Option<String>,
    pub module_id: Option<String>,
    pub description: Option<String>,
}

/// Answer of `audits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditResponse {
    pub status: bool,
}

/// `{uin}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UinResponse {
    pub uin: String,
}

/// Body and answer of the status change of a UIN.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UinStatus {
    pub uin: Option<String>,
    /// `ASSIGNED` or `UNASSIGNED`.
    pub status: Option<String>,
}

/// `{vid}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VidResponse {
    pub vid: String,
}

/// `{prid}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PridResponse {
    pub prid: String,
}

/// `{rid}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RidResponse {
    pub rid: String,
}

/// A message in the development sink.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SinkMessage {
    pub to: String,
    /// `email` or `sms`.
    pub channel: String,
    pub subject: Option<String>,
    pub text: String,
    pub sent_at: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<SinkAttachment>,
}

/// A file of a message in the development sink; its content is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SinkAttachment {
    pub name: String,
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

const OTP: Permission = Permission::roles(
    "kernel.otp",
    &[
        role::PRE_REGISTRATION_ADMIN,
        role::INDIVIDUAL,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_SUPERVISOR,
        role::ID_AUTHENTICATION,
        role::AUTH,
        role::RESIDENT,
        role::REGISTRATION_OFFICER,
    ],
);
const SMS: Permission = Permission::roles(
    "kernel.notify.sms",
    &[
        role::PRE_REGISTRATION_ADMIN,
        role::AUTH,
        role::ID_AUTHENTICATION,
        role::RESIDENT,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_SUPERVISOR,
        role::INDIVIDUAL,
    ],
);
const EMAIL: Permission = Permission::roles(
    "kernel.notify.email",
    &[
        role::ZONAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::AUTH,
        role::ID_AUTHENTICATION,
        role::RESIDENT,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_SUPERVISOR,
        role::INDIVIDUAL,
    ],
);
const AUDIT: Permission = Permission::roles(
    "kernel.audit.write",
    &[
        role::INDIVIDUAL,
        role::ID_AUTHENTICATION,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_PROCESSOR,
        role::PRE_REGISTRATION_ADMIN,
        role::PRE_REGISTRATION,
        role::RESIDENT,
        role::ZONAL_ADMIN,
        role::GLOBAL_ADMIN,
        role::CREDENTIAL_REQUEST,
        role::ID_REPOSITORY,
        role::PARTNER_ADMIN,
        role::HOTLIST_ADMIN,
        role::DATA_SHARE,
        role::DIGITAL_CARD,
    ],
);
const NUMBERS: Permission = Permission::roles("kernel.number.issue", &[role::ID_REPOSITORY]);
const RID: Permission = Permission::roles("kernel.rid.issue", &[role::REGISTRATION_PROCESSOR, role::RESIDENT]);
const PRID: Permission = Permission::public("kernel.prid.issue");
const SINK: Permission = Permission::public("kernel.sink.read");

/// The endpoints.
pub mod endpoints {
    use super::*;

    endpoint! {
        /// Makes a one-time code for a key.
        GenerateOtp: POST "/v1/otpmanager/otp/generate", id "", permission OTP, durable, OtpRequest => OtpResponse;
        /// Checks and consumes a one-time code: `?key&otp`.
        ValidateOtp: GET "/v1/otpmanager/otp/validate", id "", permission OTP, durable, () => StatusMessage;
        /// Sends a short message.
        SendSms: POST "/v1/notifier/sms/send", id "", permission SMS, durable, SmsRequest => StatusMessage;
        /// Sends a mail (multipart form).
        SendEmail: POST "/v1/notifier/email/send", id "", permission EMAIL, durable, () => StatusMessage;
        /// Records what another service did.
        WriteAudit: POST "/v1/auditmanager/audits", id "", permission AUDIT, durable, AuditRequest => AuditResponse;
        /// Reserves a UIN.
        IssueUin: GET "/v1/idgenerator/uin", id "", permission NUMBERS, durable, () => UinResponse;
        /// Makes a reserved UIN final or gives it back.
        ChangeUinStatus: PUT "/v1/idgenerator/uin", id "", permission NUMBERS, durable, UinStatus => UinStatus;
        /// Issues a VID: `?videxpiry`.
        IssueVid: GET "/v1/idgenerator/vid", id "", permission NUMBERS, durable, () => VidResponse;
        /// Issues a pre-registration id.
        IssuePrid: GET "/v1/pridgenerator/prid", id "", permission PRID, durable, () => PridResponse;
        /// Issues a registration id.
        IssueRid: GET "/v1/ridgenerator/generate/rid/{centerid}/{machineid}", id "", permission RID, durable, () => RidResponse;
        /// What the development sink has taken: `?recipient`. Exists in the development profile only.
        SinkMessages: GET "/mocksmtp/messages", id "", permission SINK, read, () => Vec<SinkMessage>;
    }
}
