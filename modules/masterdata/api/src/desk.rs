//! Zone and centre of members of staff: what administrators send.

use serde::{Deserialize, Serialize};

/// The zone of a member of staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZoneUserRequest {
    pub zone_code: String,
    pub user_id: String,
    #[serde(default)]
    pub lang_code: Option<String>,
    #[serde(default)]
    pub is_active: Option<bool>,
}

/// The registration centre of a member of staff. On a change `isActive` is passed over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CenterUserRequest {
    pub id: String,
    pub reg_center_id: String,
    #[serde(default)]
    pub lang_code: Option<String>,
    #[serde(default)]
    pub is_active: Option<bool>,
}
