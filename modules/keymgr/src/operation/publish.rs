//! What others may know: certificates and the key set.

use crypto::jwk::Jwks;
use db::Db;
use types::Failure;

use super::list::{KeyListing, KeyState};
use crate::domain::name::FOREIGN;
use crate::error::storage;
use crate::repo;
use crate::service::key_set;

/// A certificate of a key of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCertificate {
    pub key: KeyListing,
    /// PEM.
    pub pem: String,
}

/// Certificates of all keys of ours that are not expired, by name, the newest first.
///
/// # Errors
/// The failure of the keys database.
pub async fn public_certificates(db: &Db) -> Result<Vec<PublicCertificate>, Failure> {
    let rows = repo::key_alias::all(db.read()).await.map_err(storage)?;
    let own = rows.into_iter().filter(|row| row.kind != FOREIGN);
    let all = own.map(|row| PublicCertificate { key: KeyListing::new(&row, db.now()), pem: row.certificate });
    Ok(all.filter(|one| one.key.state != KeyState::Expired).collect())
}

/// The key set that `/.well-known/jwks.json` publishes.
///
/// # Errors
/// The failure of the keys database, or a certificate in it that cannot be read.
pub async fn published_keys(db: &Db) -> Result<Jwks, Failure> {
    key_set::of(db).await
}
