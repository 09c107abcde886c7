//! Wire forms and endpoints of virtual ids.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Permission, Timestamp, endpoint, role};

/// MOSIP's `VidRequestDTO`. `UIN` is text or, from old clients, a number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VidRequest {
    #[serde(default, rename = "vidStatus")]
    pub status: Option<String>,
    #[serde(default, rename = "vidType")]
    pub vid_type: Option<String>,
    #[serde(default, rename = "UIN")]
    pub uin: Option<Value>,
}

/// MOSIP's `VidResponseDTO`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VidResponse {
    #[serde(default, rename = "UIN", skip_serializing_if = "Option::is_none")]
    pub uin: Option<String>,
    #[serde(default, rename = "VID", skip_serializing_if = "Option::is_none")]
    pub vid: Option<String>,
    #[serde(default, rename = "vidStatus", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, rename = "restoredVid", skip_serializing_if = "Option::is_none")]
    pub restored: Option<Box<VidResponse>>,
}

/// MOSIP's `VidInfoDTO`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VidInfoItem {
    pub vid: String,
    pub vid_type: String,
    #[serde(with = "types::time::wire_option")]
    pub expiry_timestamp: Option<Timestamp>,
    /// Spelt as MOSIP spells it.
    #[serde(with = "types::time::wire", rename = "genratedOnTimestamp")]
    pub generated_on_timestamp: Timestamp,
    pub transaction_limit: Option<u32>,
    pub hash_attributes: Option<Value>,
}

/// Making VIDs.
pub const CREATE: Permission =
    Permission::roles("idrepo.vid.create", &[role::RESIDENT, role::REGISTRATION_PROCESSOR, role::ID_REPOSITORY]);
/// Making VIDs of unpublished identities.
pub const DRAFT: Permission =
    Permission::roles("idrepo.vid.draft", &[role::REGISTRATION_PROCESSOR, role::ID_REPOSITORY]);
/// Reading the UIN behind a VID, and changing a VID's status.
pub const USE: Permission = Permission::roles(
    "idrepo.vid.use",
    &[role::REGISTRATION_PROCESSOR, role::ID_AUTHENTICATION, role::RESIDENT, role::ID_REPOSITORY],
);
/// Regenerating, deactivating and reactivating.
pub const MANAGE: Permission = Permission::roles("idrepo.vid.manage", &[role::RESIDENT, role::ID_REPOSITORY]);

endpoint! {
    /// Makes a VID under the policy of its type.
    CreateVid: POST "/idrepository/v1/vid", id "mosip.vid.create", permission CREATE, durable, VidRequest => VidResponse;
    /// Makes a VID that becomes active when the draft is published.
    CreateDraftVid: POST "/idrepository/v1/draft/vid", id "mosip.vid.create", permission DRAFT, durable, VidRequest => VidResponse;
    /// The UIN behind an active VID.
    ReadVid: GET "/idrepository/v1/vid/{vid}", id "mosip.vid.read", permission USE, read, () => VidResponse;
    /// The active VIDs of a person.
    ReadVidsOfUin: GET "/idrepository/v1/vid/uin/{uin}", id "mosip.vid.read", permission CREATE, read, () => Vec<VidInfoItem>;
    /// Changes the status of a VID.
    UpdateVid: PATCH "/idrepository/v1/vid/{vid}", id "mosip.vid.update", permission USE, durable, VidRequest => VidResponse;
    /// Replaces a VID by a new one.
    RegenerateVid: POST "/idrepository/v1/vid/{vid}/regenerate", id "mosip.vid.regenerate", permission MANAGE, durable, () => VidResponse;
    /// Deactivates all active VIDs of a person.
    DeactivateVids: POST "/idrepository/v1/vid/deactivate", id "mosip.vid.deactivate", permission MANAGE, durable, VidRequest => VidResponse;
    /// Activates all deactivated VIDs of a person again.
    ReactivateVids: POST "/idrepository/v1/vid/reactivate", id "mosip.vid.reactivate", permission MANAGE, durable, VidRequest => VidResponse;
}
