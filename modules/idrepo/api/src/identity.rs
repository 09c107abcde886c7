//! Wire forms and endpoints of identities, locks and drafts.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Permission, endpoint, role};

/// A document as the wire carries it: base64url of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireDocument {
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub value: Option<String>,
}

/// MOSIP's `RequestDTO`: what is to be stored. `uin` and `biometricReferenceId` of older clients are passed over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityRequest {
    #[serde(default)]
    pub registration_id: Option<String>,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub identity: Option<Value>,
    #[serde(default)]
    pub documents: Option<Vec<WireDocument>>,
    #[serde(default)]
    pub verified_attributes: Option<Vec<String>>,
}

/// MOSIP's `ResponseDTO`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityResponse {
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<WireDocument>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_attributes: Option<Vec<String>>,
}

/// `POST /idvid/`: the id in the body, so that it stays out of logs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityQuery {
    #[serde(default)]
    pub id: Option<String>,
    /// `demo`, `bio`, `metadata`, `all`, comma-separated.
    #[serde(default, rename = "type")]
    pub parts: Option<String>,
    #[serde(default)]
    pub id_type: Option<String>,
    #[serde(default)]
    pub finger_extraction_format: Option<String>,
    #[serde(default)]
    pub iris_extraction_format: Option<String>,
    #[serde(default)]
    pub face_extraction_format: Option<String>,
}

/// One factor's lock.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WireAuthType {
    #[serde(default)]
    pub auth_type: Option<String>,
    #[serde(default)]
    pub auth_sub_type: Option<String>,
    /// A boolean, or its text.
    #[serde(default)]
    pub locked: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock_for_seconds: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
}

/// Body of `POST /authtypes/status`; it is no ordinary envelope: the individual stands beside `request`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthTypeRequest {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub version: Option<String>,
    #[serde(default, alias = "requesttime")]
    pub request_time: Option<String>,
    #[serde(default)]
    pub consent_obtained: Option<Value>,
    #[serde(default)]
    pub individual_id: Option<String>,
    #[serde(default)]
    pub individual_id_type: Option<String>,
    #[serde(default)]
    pub request: Option<Vec<WireAuthType>>,
}

/// The locks of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthTypes {
    pub auth_types: Vec<WireAuthType>,
}

/// The registration id of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RidOf {
    pub rid: String,
}

/// How often attributes may still be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateCounts {
    pub attributes: Vec<UpdateCount>,
}

/// How often one attribute may still be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateCount {
    pub attribute_name: String,
    pub no_of_updates_left: u32,
}

/// The drafts of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts {
    pub drafts: Vec<DraftInfo>,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftInfo {
    pub rid: String,
    #[serde(rename = "createdDTimes")]
    pub created_at: String,
    pub attributes: Vec<String>,
}

/// Storing and changing identities.
pub const WRITE: Permission =
    Permission::roles("idrepo.identity.write", &[role::REGISTRATION_PROCESSOR, role::ID_REPOSITORY]);
/// Reading identities.
pub const READ: Permission = Permission::roles(
    "idrepo.identity.read",
    &[
        role::REGISTRATION_PROCESSOR,
        role::RESIDENT,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_OFFICER,
        role::ID_AUTHENTICATION,
        role::ID_REPOSITORY,
    ],
);
/// What residents' services may do on a person's behalf: locks, registration id, update counts.
pub const RESIDENT: Permission = Permission::roles("idrepo.resident", &[role::RESIDENT, role::ID_REPOSITORY]);
/// Discarding drafts.
pub const DISCARD: Permission =
    Permission::roles("idrepo.draft.discard", &[role::REGISTRATION_PROCESSOR, role::ID_REPOSITORY, role::RESIDENT]);

endpoint! {
    /// Stores a new identity.
    CreateIdentityEndpoint: POST "/idrepository/v1/identity/", id "mosip.id.create", permission WRITE, durable, IdentityRequest => IdentityResponse;
    /// The same without the last slash.
    CreateIdentityBare: POST "/idrepository/v1/identity", id "mosip.id.create", permission WRITE, durable, IdentityRequest => IdentityResponse;
    /// Changes an identity.
    UpdateIdentityEndpoint: PATCH "/idrepository/v1/identity/", id "mosip.id.update", permission WRITE, durable, IdentityRequest => IdentityResponse;
    /// The same without the last slash.
    UpdateIdentityBare: PATCH "/idrepository/v1/identity", id "mosip.id.update", permission WRITE, durable, IdentityRequest => IdentityResponse;
    /// Reads an identity by UIN, VID, registration id or handle.
    ReadIdentity: GET "/idrepository/v1/identity/idvid/{id}", id "mosip.id.read", permission READ, read, () => IdentityResponse;
    /// The same with the id in the body.
    ReadIdentityByBody: POST "/idrepository/v1/identity/idvid/", id "mosip.id.read", permission READ, read, IdentityQuery => IdentityResponse;
    /// The same without the last slash.
    ReadIdentityByBodyBare: POST "/idrepository/v1/identity/idvid", id "mosip.id.read", permission READ, read, IdentityQuery => IdentityResponse;
    /// Locks and unlocks factors. The body is an `AuthTypeRequest`, read by hand.
    LockAuthTypes: POST "/idrepository/v1/identity/authtypes/status", id "mosip.identity.authtype.status.update", permission RESIDENT, durable, () => IdentityResponse;
    /// The locks of a person.
    ReadAuthTypes: GET "/idrepository/v1/identity/authtypes/status/{id}", id "mosip.identity.authtype.status.read", permission RESIDENT, read, () => AuthTypes;
    /// The locks of a person, in the older form of the path.
    ReadAuthTypesByType: GET "/idrepository/v1/identity/authtypes/status/individualIdType/{idType}/individualId/{id}", id "mosip.identity.authtype.status.read", permission RESIDENT, read, () => AuthTypes;
    /// The registration id of a person.
    ReadRid: GET "/idrepository/v1/identity/rid/{individualId}", id "mosip.idrepo.rid.get", permission RESIDENT, read, () => RidOf;
    /// How often attributes may still be changed.
    ReadUpdateCounts: GET "/idrepository/v1/identity/{individualId}/update-counts", id "mosip.id.updatecount.read", permission RESIDENT, read, () => UpdateCounts;
    /// Begins a draft.
    CreateDraft: POST "/idrepository/v1/identity/draft/create/{registrationId}", id "mosip.id.create", permission WRITE, durable, () => IdentityResponse;
    /// Changes a draft.
    UpdateDraft: PATCH "/idrepository/v1/identity/draft/update/{registrationId}", id "mosip.id.update", permission WRITE, durable, IdentityRequest => IdentityResponse;
    /// Makes a draft an identity, or a change of one.
    PublishDraft: GET "/idrepository/v1/identity/draft/publish/{registrationId}", id "mosip.id.update", permission WRITE, durable, () => IdentityResponse;
    /// Throws a draft away.
    DiscardDraft: DELETE "/idrepository/v1/identity/draft/discard/{registrationId}", id "mosip.id.update", permission DISCARD, durable, () => IdentityResponse;
    /// Reads a draft.
    ReadDraft: GET "/idrepository/v1/identity/draft/{registrationId}", id "mosip.id.read", permission WRITE, read, () => IdentityResponse;
    /// Whether a draft exists: 200 or 204.
    HasDraft: HEAD "/idrepository/v1/identity/draft/{registrationId}", id "mosip.id.read", permission WRITE, read, () => ();
    /// The drafts of a person.
    DraftsOfUin: GET "/idrepository/v1/identity/draft/uin/{uin}", id "mosip.id.read", permission RESIDENT, read, () => Drafts;
}
