//! Symmetric master keys by name. They lie in the key store as the data keys for encryption at rest do, a version for each generation.

use chrono::TimeDelta;
use crypto::aead::AesKey;
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::at_rest;
use crate::Keymgr;
use crate::domain::name::{IDENTITY_CACHE, Role, role};
use crate::domain::policy;
use crate::error::storage;
use crate::{repo, ring};

/// How long a symmetric master key is current (spec ida-crypto A.6).
const VALIDITY: TimeDelta = TimeDelta::days(3650);

/// The master of zero-knowledge encryption.
pub(crate) fn zero_knowledge_master() -> KeyRef {
    KeyRef::new("KERNEL", IDENTITY_CACHE)
}

/// Makes a key, unless a current one exists and `force` is not asked; tells whether one was made. Earlier keys go on decrypting.
pub(crate) async fn generate(m: &Keymgr, cx: &Cx, key: &KeyRef, force: bool) -> Result<bool, Failure> {
    if key.reference_id.is_empty() {
        return Err(KeymgrError::InvalidRequest.into());
    }
    if policy::of(&key.application_id).is_none() {
        return Err(KeymgrError::ApplicationUnknown.into());
    }
    if role(key) != Role::Base || !ring::reload(m, key).await?.is_empty() {
        return Err(KeymgrError::ReferenceNotSupported.into()); // a key pair has this name
    }
    let purpose = purpose(key);
    let versions = repo::data_key::by_purpose(m.db.read(), &purpose).await.map_err(storage)?;
    let now = m.db.now();
    if !force && versions.first().is_some_and(|newest| now < newest.created_at + VALIDITY) {
        return Ok(false);
    }
    at_rest::rotate(m, cx, &purpose).await?;
    Ok(true)
}

/// The newest key of a name with its version; the first is made on first use.
pub(crate) async fn newest(m: &Keymgr, key: &KeyRef) -> Result<(i32, AesKey), Failure> {
    let versions = at_rest::versions(m, &purpose(key)).await?;
    versions.first().cloned().ok_or_else(|| KeymgrError::NoUniqueAlias.into())
}

/// A version of a name's key, however old.
pub(crate) async fn version(m: &Keymgr, key: &KeyRef, version: i32) -> Result<AesKey, Failure> {
    let found = at_rest::version(m, &purpose(key), version).await?;
    found.ok_or_else(|| KeymgrError::ZkKeyCipher.into())
}

fn purpose(key: &KeyRef) -> String {
    format!("symmetric {}:{}", key.application_id, key.reference_id)
}
