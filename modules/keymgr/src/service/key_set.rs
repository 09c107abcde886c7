//! Publish the public keys that verify what this system signs.

use crypto::Algorithm;
use crypto::KeyKind;
use crypto::jwk::{Jwk, Jwks};
use types::Failure;

use crate::Keymgr;
use crate::error::{crypto, storage};
use crate::repo;
use crate::ring::KeyEntry;

/// Every signing key that is not expired, also those no longer taken for new signatures.
pub(crate) async fn key_set(m: &Keymgr) -> Result<Jwks, Failure> {
    of(&m.db).await
}

/// The same from the keys database alone.
pub(crate) async fn of(db: &db::Db) -> Result<Jwks, Failure> {
    let rows = repo::key_alias::signing_keys(db.read(), db.now()).await.map_err(storage)?;
    let keys = rows.into_iter().map(|row| {
        let entry = KeyEntry::new(row)?;
        let algorithm = match entry.certificate.public_key().map_err(crypto)?.kind() {
            KeyKind::Rsa2048 => Algorithm::Rs256,
            KeyKind::EcP256 => Algorithm::Es256,
            KeyKind::Ed25519 => Algorithm::EdDsa,
        };
        Jwk::for_signing(&entry.kid(), algorithm, &entry.certificate).map_err(crypto)
    });
    Ok(Jwks { keys: keys.collect::<Result<_, _>>()? })
}
