//! Encryption of rows and blobs at rest, and keyed hashes to look them up.
//!
//! Sealed bytes are format(1) ‖ key version(4, big-endian) ‖ nonce(12) ‖ cipher text ‖ tag. Purpose, version and the caller's context are authenticated.
//! A purpose's key is made on first use; a rotation adds a version, and old versions go on opening.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crypto::aead::{self, AesKey};
use crypto::digest::hmac_sha256;
use crypto::{Random, Zeroizing};
use keymgr_api::KeymgrError;
use types::{Cx, Failure};

use super::audit;
use crate::Keymgr;
use crate::entity::data_key::Model;
use crate::error::{crypto, storage};
use crate::repo;

const FORMAT: u8 = 1;
const NONCE_LEN: usize = 12;
const HEADER_LEN: usize = 1 + 4 + NONCE_LEN;

/// Versions of a purpose's key, the newest first.
pub(crate) type Versions = Arc<[(i32, AesKey)]>;

/// Data keys that were read.
#[derive(Default)]
pub(crate) struct DataKeys(RwLock<HashMap<String, Versions>>);

/// Seals bytes under the newest version of a purpose's key.
pub(crate) async fn seal(m: &Keymgr, purpose: &str, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
    let versions = versions(m, purpose).await?;
    let (version, key) = versions.first().ok_or(KeymgrError::CertificateNotFound)?;
    let mut out = Vec::with_capacity(HEADER_LEN + plain.len() + aead::TAG_LEN);
    out.push(FORMAT);
    out.extend_from_slice(&version.to_be_bytes());
    let mut nonce = [0; NONCE_LEN];
    m.random.fill(&mut nonce);
    out.extend_from_slice(&nonce);
    out.extend(aead::seal(key, &nonce, &associated(purpose, *version, context), plain).map_err(crypto)?);
    Ok(out)
}

/// Opens what [`seal`] made for the same purpose and context.
pub(crate) async fn open(
    m: &Keymgr,
    purpose: &str,
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let corrupted = || Failure::of(KeymgrError::DataCorrupted);
    let rest = sealed.strip_prefix(&[FORMAT]).ok_or_else(corrupted)?;
    let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(corrupted)?;
    let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(corrupted)?;
    let number = i32::from_be_bytes(*version);
    let key = self::version(m, purpose, number).await?.ok_or_else(corrupted)?;
    aead::open(&key, nonce, &associated(purpose, number, context), body).map_err(|error| corrupted().because(error))
}

/// One version of a purpose's key.
pub(crate) async fn version(m: &Keymgr, purpose: &str, version: i32) -> Result<Option<AesKey>, Failure> {
    let mut known = versions(m, purpose).await?;
    if !known.iter().any(|(known, _)| *known == version) {
        known = reload(m, purpose).await?; // another process may have rotated
    }
    Ok(known.iter().find(|(known, _)| *known == version).map(|(_, key)| key.clone()))
}

/// A keyed hash of a value. Its key is never rotated, because stored hashes could not be found again.
pub(crate) async fn blind_index(m: &Keymgr, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure> {
    let versions = versions(m, &format!("{purpose}#index")).await?;
    let (_, key) = versions.last().ok_or(KeymgrError::CertificateNotFound)?;
    Ok(hmac_sha256(key.expose(), value))
}

/// Makes the next version of a purpose's key; new data takes it.
pub(crate) async fn rotate(m: &Keymgr, cx: &Cx, purpose: &str) -> Result<i32, Failure> {
    let newest = reload(m, purpose).await?.first().map_or(0, |(version, _)| *version);
    add_version(m, cx, purpose, newest + 1).await?;
    Ok(newest + 1)
}

/// Every version of a purpose's key, the newest first; the first is made on first use.
pub(crate) async fn versions(m: &Keymgr, purpose: &str) -> Result<Versions, Failure> {
    let cached = m.data_keys.0.read().ok().and_then(|keys| keys.get(purpose).cloned());
    if let Some(versions) = cached {
        return Ok(versions);
    }
    let stored = reload(m, purpose).await?;
    if !stored.is_empty() {
        return Ok(stored);
    }
    add_version(m, &Cx::system("keymgr"), purpose, 1).await?;
    reload(m, purpose).await
}

async fn reload(m: &Keymgr, purpose: &str) -> Result<Versions, Failure> {
    let rows = repo::data_key::by_purpose(m.db.read(), purpose).await.map_err(storage)?;
    let store = m.store.clone();
    let versions: Versions = m
        .blocking(move || {
            let read = |row: &Model| {
                let secret = store.get(&row.id).map_err(storage)?;
                Ok((row.version, AesKey::from_slice(&secret).map_err(storage)?))
            };
            rows.iter().map(read).collect::<Result<Vec<_>, Failure>>()
        })
        .await?
        .into();
    if !versions.is_empty()
        && let Ok(mut keys) = m.data_keys.0.write()
    {
        keys.insert(purpose.to_owned(), versions.clone());
    }
    Ok(versions)
}

async fn add_version(m: &Keymgr, cx: &Cx, purpose: &str, version: i32) -> Result<(), Failure> {
    if m.read_only {
        return Err(storage(db::DbError::ReadOnly));
    }
    let _one_at_a_time = m.making.lock().await;
    if repo::data_key::by_purpose(m.db.read(), purpose).await.map_err(storage)?.iter().any(|row| row.version == version)
    {
        return Ok(());
    }
    let now = m.db.now();
    let id = m.db.random().uuid_at(now).to_string();
    let (store, random, file) = (m.store.clone(), m.random.clone(), id.clone());
    m.blocking(move || store.put(&file, AesKey::generate(&random).expose(), &random).map_err(storage)).await?;
    let row = Model { id: id.clone(), purpose: purpose.to_owned(), version, created_at: now };
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    match repo::data_key::insert(&mut tx, row).await {
        Ok(()) => {}
        Err(error) if error.is_taken() => {
            // another process was faster: its key is the one
            drop(tx);
            let store = m.store.clone();
            return m.blocking(move || store.set_aside(&id).map_err(storage)).await;
        }
        Err(error) => return Err(storage(error)),
    }
    tx.audit(audit::data_key_made(purpose, version, &id)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    reload(m, purpose).await?;
    Ok(())
}

fn associated(purpose: &str, version: i32, context: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(purpose.len() + context.len() + 9);
    out.extend_from_slice(&u32::try_from(purpose.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(purpose.as_bytes());
    out.extend_from_slice(&version.to_be_bytes());
    out.extend_from_slice(context);
    out
}
