//! Licence keys of trusted service providers, MOSIP's older form of partners' licences (spec ida-crypto A.10).

use serde::{Deserialize, Serialize};

use crate::access;

/// Asks for a licence key.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LicenseRequest {
    pub tsp_id: String,
    /// `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`.
    pub license_expiry_time: String,
}

/// A licence key. It is shown here and never again.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenseResponse {
    /// 16 letters and digits.
    pub license_key: String,
}

/// Permissions to give to a licence key.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LicensePermissionRequest {
    pub tsp_id: String,
    pub license_key: String,
    pub permissions: Vec<String>,
}

/// That permissions were given.
#[derive(Clone, Serialize, Deserialize)]
pub struct LicensePermissionResponse {
    pub status: String,
}

/// The permissions of a licence key.
#[derive(Clone, Serialize, Deserialize)]
pub struct LicensePermissions {
    pub permissions: Vec<String>,
}

types::endpoint! {
    /// Makes a licence key for a provider.
    GenerateLicense: POST "/v1/keymanager/license/generate", id "", permission access::LICENSE, durable,
        LicenseRequest => LicenseResponse;
    /// Gives a licence key permissions beside those it has.
    MapLicensePermissions: POST "/v1/keymanager/license/permission", id "", permission access::LICENSE, durable,
        LicensePermissionRequest => LicensePermissionResponse;
    /// A licence key's permissions.
    GetLicensePermissions: GET "/v1/keymanager/license/permission", id "", permission access::LICENSE, read,
        () => LicensePermissions;
}
