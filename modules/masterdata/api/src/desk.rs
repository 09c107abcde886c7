//! Machines and staff of registration centres: what administrators send.

use serde::{Deserialize, Serialize};

/// A new machine. Keys are base64 of a DER public key or of the public area a TPM reports.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMachine {
    pub name: String,
    #[serde(default)]
    pub serial_num: Option<String>,
    #[serde(default)]
    pub mac_address: Option<String>,
    #[serde(default)]
    pub ip_address: Option<String>,
    pub machine_spec_id: String,
    pub zone_code: String,
    #[serde(default)]
    pub reg_center_id: Option<String>,
    /// To encrypt for the machine.
    pub public_key: String,
    /// To check what the machine signs.
    pub sign_public_key: String,
    #[serde(default)]
    pub validity_date_time: Option<String>,
    pub is_active: bool,
}

/// A changed machine; keys that are left out stay, whether it is active stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedMachine {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub serial_num: Option<String>,
    #[serde(default)]
    pub mac_address: Option<String>,
    #[serde(default)]
    pub ip_address: Option<String>,
    pub machine_spec_id: String,
    pub zone_code: String,
    #[serde(default)]
    pub reg_center_id: Option<String>,
    #[serde(default)]
    pub public_key: Option<String>,
    #[serde(default)]
    pub sign_public_key: Option<String>,
    #[serde(default)]
    pub validity_date_time: Option<String>,
}

/// The zone of a member of staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZoneUserRequest {
    pub zone_code: String,
    pub user_id: String,
    #[serde(default)]
    pub lang_code: Option<String>,
    pub is_active: bool,
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
