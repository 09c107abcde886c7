//! Licence keys of trusted service providers.

use std::sync::Arc;

use edge::{Call, Routes, Rules};
use keymgr_api::KeymgrError;
use keymgr_api::license::{
    GenerateLicense, GetLicensePermissions, LicensePermissionResponse, LicensePermissions, LicenseResponse,
    MapLicensePermissions,
};
use types::Failure;

use super::with;
use crate::Keymgr;
use crate::service::license;

const LICENSES: Rules = Rules::kernel().bad_body(|_| KeymgrError::LicenseRequest.into());

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new().on(GenerateLicense, LICENSES, with(m, generate)).on(MapLicensePermissions, LICENSES, with(m, map)).on(
        GetLicensePermissions,
        LICENSES,
        with(m, permissions),
    )
}

async fn generate(m: Arc<Keymgr>, call: Call<GenerateLicense>) -> Result<LicenseResponse, Failure> {
    let until = types::time::parse_lenient(call.body.license_expiry_time.trim());
    let license_key = license::generate(&m, call.caller.cx(), call.body.tsp_id.trim(), until).await?;
    Ok(LicenseResponse { license_key: license_key.to_string() })
}

async fn map(m: Arc<Keymgr>, call: Call<MapLicensePermissions>) -> Result<LicensePermissionResponse, Failure> {
    let body = &call.body;
    license::map(&m, call.caller.cx(), body.tsp_id.trim(), body.license_key.trim(), &body.permissions).await?;
    Ok(LicensePermissionResponse { status: "Mapped License with the permissions".to_owned() })
}

async fn permissions(m: Arc<Keymgr>, call: Call<GetLicensePermissions>) -> Result<LicensePermissions, Failure> {
    let (tsp, key) = (call.query("tspId").unwrap_or_default(), call.query("licenseKey").unwrap_or_default());
    Ok(LicensePermissions { permissions: license::permissions(&m, tsp.trim(), key.trim()).await? })
}
