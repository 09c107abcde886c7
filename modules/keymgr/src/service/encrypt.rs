//! Encrypt to a key's certificate and decrypt with its private half, in MOSIP's session-key format (spec ida-crypto A.7).

use std::sync::Arc;

use crypto::Zeroizing;
use crypto::envelope::{self, Outside, Parsed, Recipient};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::current;
use crate::Keymgr;
use crate::domain::name::{Role, role};
use crate::error::{crypto, storage};
use crate::repo;
use crate::ring::{self, KeyEntry};

/// Salt and associated data as the caller has them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters {
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) aad: Option<Vec<u8>>,
    pub(crate) without_thumbprint: bool,
}

impl Parameters {
    fn outside(&self) -> Outside<'_> {
        Outside { salt: self.salt.as_deref(), aad: self.aad.as_deref(), without_thumbprint: self.without_thumbprint }
    }
}

/// Encrypts to the current certificate of an encryption key or of another domain.
pub(crate) async fn encrypt(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    plain: Zeroizing<Vec<u8>>,
    parameters: Parameters,
) -> Result<Vec<u8>, Failure> {
    if key.reference_id.trim().is_empty() || role(key) != Role::Base {
        return Err(KeymgrError::MasterKeyEncrypts.into());
    }
    let entry = current::current(m, cx, key).await?;
    let random = m.random.clone();
    m.blocking(move || {
        let key = entry.certificate.public_key().map_err(crypto)?;
        let recipient = Recipient { key, thumbprint: &entry.certificate.thumbprint() };
        envelope::seal(recipient, parameters.outside(), &plain, &random).map_err(crypto)
    })
    .await
}

/// Decrypts with whatever key of the name was meant, however old.
pub(crate) async fn decrypt(
    m: &Keymgr,
    key: &KeyRef,
    sealed: Vec<u8>,
    parameters: Parameters,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let thumbprint = Parsed::new(&sealed).map_err(crypto)?.thumbprint.copied();
    let candidates = candidates(m, key, thumbprint.as_ref().map(<[u8; 32]>::as_slice)).await?;
    let sealed = Arc::new((sealed, parameters));
    let mut refusal = Failure::of(KeymgrError::SessionKey);
    for entry in candidates {
        let private = ring::private_key(m, &entry).await?;
        let sealed = sealed.clone();
        let opened = m
            .blocking(move || {
                let (sealed, parameters) = &*sealed;
                Parsed::new(sealed).and_then(|parsed| parsed.open(&private, parameters.outside())).map_err(crypto)
            })
            .await;
        match opened {
            Err(failure) if failure.is(KeymgrError::SessionKey) => refusal = failure,
            done => return done,
        }
    }
    Err(refusal)
}

/// Decrypts a session key that was wrapped alone.
pub(crate) async fn unwrap_session_key(
    m: &Keymgr,
    key: &KeyRef,
    wrapped: &[u8],
    thumbprint: Option<&[u8]>,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut refusal = Failure::of(KeymgrError::SessionKey);
    for entry in candidates(m, key, thumbprint).await? {
        let private = ring::private_key(m, &entry).await?;
        let wrapped = wrapped.to_vec();
        match m.blocking(move || private.decrypt_oaep(&wrapped).map_err(crypto)).await {
            Err(failure) if failure.is(KeymgrError::SessionKey) => refusal = failure,
            done => return done,
        }
    }
    Err(refusal)
}

/// The keys that may open something: the one the thumbprint names, else all of the name, the newest first, then the masters.
pub(crate) async fn candidates(
    m: &Keymgr,
    key: &KeyRef,
    thumbprint: Option<&[u8]>,
) -> Result<Vec<Arc<KeyEntry>>, Failure> {
    if let Some(thumbprint) = thumbprint {
        return by_thumbprint(m, key, &hex::encode_upper(thumbprint)).await.map(|entry| vec![entry]);
    }
    let mut found = ring::entries(m, key).await?.to_vec();
    if !found.is_empty() && found.iter().all(|entry| entry.is_foreign()) {
        return Err(KeymgrError::ForeignKey.into());
    }
    if !key.reference_id.is_empty() {
        found.extend(ring::entries(m, &KeyRef::new(&key.application_id, "")).await?.iter().cloned());
    }
    found.retain(|entry| !entry.is_foreign() && entry.certificate.public_key().is_ok_and(|k| k.rsa_bits().is_some()));
    if found.is_empty() { Err(KeymgrError::CertificateNotFound.into()) } else { Ok(found) }
}

async fn by_thumbprint(m: &Keymgr, key: &KeyRef, thumbprint: &str) -> Result<Arc<KeyEntry>, Failure> {
    let named = ring::entries(m, key).await?;
    let mut found = named.iter().find(|entry| entry.row.thumbprint == thumbprint).cloned();
    if found.is_none() {
        // made by another process a moment ago, or under another name
        let rows = repo::key_alias::by_thumbprint(m.db.read(), thumbprint).await.map_err(storage)?;
        found = ring::reload(m, key).await?.iter().find(|entry| entry.row.thumbprint == thumbprint).cloned();
        match rows.len() {
            0 => return Err(KeymgrError::ThumbprintUnknown.into()),
            2.. if found.is_none() => return Err(KeymgrError::ThumbprintAmbiguous.into()),
            _ => {}
        }
    }
    match found {
        None => Err(KeymgrError::ThumbprintMismatch.into()),
        Some(entry) if entry.is_foreign() => Err(KeymgrError::ForeignKey.into()),
        Some(entry) => Ok(entry),
    }
}
