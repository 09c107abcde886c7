//! Check what the platform signed long ago.

use crypto::jws::{Jws, VerifyingKey};
use crypto::{Algorithm, x509::Certificate};
use db::Db;
use keymgr_api::KeymgrError;
use types::Failure;

use crate::error::{storage, token};
use crate::repo;
use crate::service::sign::platform_key;

/// The payload of a token that KERNEL:SIGN signed, with whichever of its keys: also one that has expired since, because a record
/// outlives its key.
///
/// # Errors
/// [`KeymgrError::SignatureInvalid`], a malformed token, the failure of the keys database.
pub async fn verify_platform_token(db: &Db, text: &str) -> Result<Vec<u8>, Failure> {
    let jws = Jws::parse(text).map_err(token)?;
    let key = platform_key();
    let rows = repo::key_alias::by_name(db.read(), &key.application_id, &key.reference_id).await.map_err(storage)?;
    for row in rows {
        let certificate = Certificate::from_pem(&row.certificate).map_err(storage)?;
        let public = certificate.public_key().map_err(storage)?;
        if let Ok(payload) = jws.verify(VerifyingKey::Public(public, &[Algorithm::Rs256]), None) {
            return Ok(payload);
        }
    }
    Err(KeymgrError::SignatureInvalid.into())
}
