//! Licence keys of trusted service providers (spec ida-crypto A.10). Only their hashes are kept.

use crypto::Zeroizing;
use crypto::digest::sha256;
use keymgr_api::KeymgrError;
use types::{Cx, Failure, Fault, Timestamp};

use super::audit;
use crate::Keymgr;
use crate::entity::{license_key, license_permission};
use crate::error::storage;
use crate::repo;

const LEN: usize = 16;
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What a licence key may allow, in MOSIP's words.
const PERMISSIONS: [&str; 13] = [
    "OTP Trigger",
    "OTP Authentication",
    "Demo Authentication - Identity Data Match",
    "Demo Authentication - Address Data Match",
    "Demo Authentication - Full Address Data Match",
    "Demo Authentication - Secondary Language Match",
    "Biometric Authentication - FMR Data Match",
    "Biometric Authentication - IIR Data Match",
    "Biometric Authentication - FID Data Match",
    "Static Pin Authentication",
    "eKYC - limited",
    "eKYC - Full",
    "eKYC - No",
];

/// Makes a licence key for a provider.
pub(crate) async fn generate(
    m: &Keymgr,
    cx: &Cx,
    tsp_id: &str,
    until: Option<Timestamp>,
) -> Result<Zeroizing<String>, Failure> {
    if tsp_id.is_empty() {
        return Err(KeymgrError::LicenseTsp.into());
    }
    let now = m.db.now();
    let expires_at = until.filter(|until| *until > now).ok_or(KeymgrError::LicenseDates)?;
    let letter = |_| {
        let at = usize::try_from(m.db.random().below(LETTERS.len() as u64)).unwrap_or_default();
        char::from(LETTERS[at % LETTERS.len()])
    };
    let key = Zeroizing::new((0..LEN).map(letter).collect::<String>());
    let row = license_key::Model {
        id: hash(&key),
        tsp_id: tsp_id.to_owned(),
        expires_at,
        created_at: now,
        created_by: cx.actor().to_owned(),
    };
    let event = audit::license_made(&row.id, tsp_id);
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    repo::license::insert(&mut tx, row).await.map_err(storage)?;
    tx.audit(event).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(key)
}

/// Gives a provider's licence key permissions beside those it has.
pub(crate) async fn map(m: &Keymgr, cx: &Cx, tsp_id: &str, key: &str, permissions: &[String]) -> Result<(), Failure> {
    let mut faults = blanks(tsp_id, key);
    if permissions.is_empty() || permissions.iter().any(|permission| permission.trim().is_empty()) {
        faults.push(Fault::new(KeymgrError::LicensePermissionBlank, [""; 0]));
    }
    Failure::all(faults).map_or(Ok(()), Err)?;
    let license = load(m, tsp_id, key).await?;
    let known = permissions
        .iter()
        .map(|asked| PERMISSIONS.into_iter().find(|known| *known == asked.trim()))
        .collect::<Option<Vec<_>>>()
        .ok_or(KeymgrError::LicensePermission)?;
    let now = m.db.now();
    let rows = known.iter().map(|permission| license_permission::Model {
        id: m.db.random().uuid_at(now).to_string(),
        license_id: license.id.clone(),
        permission: (*permission).to_owned(),
        created_at: now,
        created_by: cx.actor().to_owned(),
    });
    let rows: Vec<_> = rows.collect();
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    tx.audit(audit::license_mapped(&license.id, rows.len())).await.map_err(storage)?;
    repo::license::permit(&mut tx, rows).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}

/// The permissions of a provider's licence key.
pub(crate) async fn permissions(m: &Keymgr, tsp_id: &str, key: &str) -> Result<Vec<String>, Failure> {
    Failure::all(blanks(tsp_id, key)).map_or(Ok(()), Err)?;
    let license = load(m, tsp_id, key).await?;
    if license.expires_at < m.db.now() {
        return Err(KeymgrError::LicenseExpired.into());
    }
    let mut found = repo::license::permissions(m.db.read(), &license.id).await.map_err(storage)?;
    if found.is_empty() {
        return Err(KeymgrError::LicenseUnmapped.into());
    }
    // those of one request were written at one instant: MOSIP's own order is the stable one
    found.sort_by_key(|permission| PERMISSIONS.iter().position(|known| known == permission));
    Ok(found)
}

fn blanks(tsp_id: &str, key: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if tsp_id.is_empty() {
        faults.push(Fault::new(KeymgrError::LicenseTsp, [""; 0]));
    }
    if key.is_empty() {
        faults.push(Fault::new(KeymgrError::LicenseBlank, [""; 0]));
    }
    faults
}

async fn load(m: &Keymgr, tsp_id: &str, key: &str) -> Result<license_key::Model, Failure> {
    let found = repo::license::find(m.db.read(), &hash(key), tsp_id).await.map_err(storage)?;
    found.ok_or_else(|| KeymgrError::LicenseUnknown.into())
}

fn hash(key: &str) -> String {
    hex::encode(sha256(key.as_bytes()))
}
