//! Wire forms and endpoints of credential requests and digital cards.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Permission, Timestamp, endpoint, role};

/// MOSIP's `CredentialIssueRequestDto`; `requestId` only counts in version 2. `recepiant` is MOSIP's spelling.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueRequest {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub credential_type: Option<String>,
    #[serde(default)]
    pub issuer: Option<String>,
    #[serde(default)]
    pub recepiant: Option<String>,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub encrypt: Option<bool>,
    #[serde(default)]
    pub encryption_key: Option<String>,
    #[serde(default)]
    pub sharable_attributes: Option<Vec<String>>,
    #[serde(default)]
    pub additional_data: Option<Value>,
    #[serde(default)]
    pub request_id: Option<String>,
}

// The id names a person and the key is a secret.
impl std::fmt::Debug for IssueRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssueRequest").field("credential_type", &self.credential_type).finish_non_exhaustive()
    }
}

/// A request was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueResponse {
    pub request_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Where a request stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStatus {
    pub request_id: String,
    pub id: Option<String>,
    pub status_code: String,
    pub url: Option<String>,
}

/// One row of the list of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestItem {
    pub request_id: String,
    pub credential_type: String,
    pub partner: String,
    pub status_code: String,
    pub status_comment: Option<String>,
    #[serde(with = "types::time::wire")]
    pub create_date_time: Timestamp,
    #[serde(with = "types::time::wire")]
    pub update_date_time: Timestamp,
}

/// MOSIP's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestPage {
    pub page_no: u64,
    pub total_pages: u64,
    pub total_items: u64,
    pub data: Vec<RequestItem>,
}

/// `GET /types`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialTypes {
    pub credential_types: Vec<CredentialType>,
}

/// A type of credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialType {
    pub id: String,
    pub name: String,
    pub description: String,
    pub issuers: Vec<Issuer>,
}

/// Who issues a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    pub code: String,
    pub name: String,
}

/// A digital card by registration id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DigitalCard {
    pub id: String,
    /// `NEW` or `AVAILABLE`.
    pub status_code: String,
    pub url: Option<String>,
}

/// Asking for credentials.
pub const REQUEST: Permission =
    Permission::roles("credential.request", &[role::CREDENTIAL_REQUEST, role::ID_REPOSITORY]);
/// Looking after requests.
pub const MANAGE: Permission = Permission::roles("credential.manage", &[role::CREDENTIAL_REQUEST]);
/// Fetching cards. Whose card a resident may fetch is decided by the portal's session, not here.
pub const CARD: Permission = Permission::roles(
    "credential.card",
    &[role::DIGITAL_CARD, role::CREDENTIAL_REQUEST, role::RESIDENT, role::INDIVIDUAL, role::PRINT_PARTNER],
);

endpoint! {
    /// Takes a request for a credential.
    RequestCredential: POST "/v1/credentialrequest/requestgenerator", id "mosip.credential.request.generator", permission REQUEST, durable, IssueRequest => IssueResponse;
    /// The same, idempotent by the caller's id.
    RequestCredentialByRid: POST "/v1/credentialrequest/v2/requestgenerator/{rid}", id "mosip.credential.request.generator", permission REQUEST, durable, IssueRequest => IssueResponse;
    /// Takes a request back.
    CancelRequest: GET "/v1/credentialrequest/cancel/{requestId}", id "mosip.credential.request.generator", permission REQUEST, durable, () => IssueResponse;
    /// Where a request stands.
    ReadRequest: GET "/v1/credentialrequest/get/{requestId}", id "mosip.credential.request.generator", permission MANAGE, read, () => RequestStatus;
    /// Requests by status.
    ListRequests: GET "/v1/credentialrequest/getRequestIds", id "mosip.credential.request.generator", permission MANAGE, read, () => RequestPage;
    /// Starts a request again.
    RetriggerRequest: PUT "/v1/credentialrequest/retrigger/{requestId}", id "mosip.credential.request.generator", permission MANAGE, durable, () => IssueResponse;
    /// What can be asked for.
    ListTypes: GET "/v1/credentialservice/types", id "mosip.credential.store", permission Permission::any_token("credential.types"), read, () => CredentialTypes;
    /// Whether a registration's card is there.
    ReadDigitalCard: GET "/v1/digitalcard/{rid}", id "mosip.digitalcard.get", permission CARD, read, () => DigitalCard;
    /// The card itself, as PDF.
    DownloadDigitalCard: GET "/v1/digitalcard/{rid}/pdf", id "mosip.digitalcard.get", permission CARD, read, () => ();
}
