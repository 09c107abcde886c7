//! Encrypt values with a random key of a pool, bound to an identity (spec ida-crypto A.7, format 5).
//!
//! Random keys lie in the database under the symmetric master key. All of them are made at once, by the
//! daily job's first run, or by the first request that comes before it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crypto::aead::AesKey;
use crypto::encoding::{b64_lenient, b64std};
use crypto::zero_knowledge as format;
use crypto::{PrivateKey, Random, Zeroizing};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{audit, current, symmetric};
use crate::Keymgr;
use crate::entity::zk_key::Model;
use crate::error::storage;
use crate::ring::KeyEntry;
use crate::{repo, ring};

/// Random keys in the pool.
const POOL: i32 = 10_000;
const KEY_LEN: usize = 32;
const THUMBPRINT_LEN: usize = 32;
/// Whose keys the random key is encrypted to: ID authentication reads what was encrypted here.
const RECEIVERS: &[(&str, &str)] = &[("IDA", "CRED_SERVICE")];

/// The pool's state in this process: filled or not asked for yet.
pub(crate) type Pool = tokio::sync::OnceCell<()>;

/// Encrypted values.
pub(crate) struct Sealed {
    /// The random key's index.
    pub(crate) index: i32,
    pub(crate) values: Vec<Vec<u8>>,
    /// For each receiver: thumbprint(32) ‖ the random key under RSA-OAEP.
    pub(crate) random_keys: Vec<Vec<u8>>,
}

/// Fills the pool before anybody asks for it.
pub(crate) async fn keep_ready(m: &Keymgr, cx: &Cx) -> Result<(), Failure> {
    m.zk_pool.get_or_try_init(|| fill(m, cx)).await.map(|_| ())
}

/// Encrypts values of one identity with a random key drawn from the pool.
pub(crate) async fn encrypt(
    m: &Keymgr,
    cx: &Cx,
    id: Zeroizing<String>,
    values: Vec<Zeroizing<Vec<u8>>>,
) -> Result<Sealed, Failure> {
    m.zk_pool.get_or_try_init(|| fill(m, cx)).await?;
    let index = i32::try_from(m.db.random().below(POOL.unsigned_abs().into())).unwrap_or_default();
    let key = random_key(m, index).await?;
    let mut receivers = Vec::with_capacity(RECEIVERS.len());
    for (application, reference) in RECEIVERS {
        receivers.push(current::current(m, cx, &KeyRef::new(application, reference)).await?);
    }
    let random = m.random.clone();
    m.blocking(move || {
        let seal = |value: &Zeroizing<Vec<u8>>| format::seal(&key, index.unsigned_abs(), &id, value, &random);
        let values = values.iter().map(seal).collect::<Result<_, _>>().map_err(cipher)?;
        let random_keys = receivers.iter().map(|receiver| wrap_for(receiver, &key)).collect::<Result<_, _>>()?;
        Ok(Sealed { index, values, random_keys })
    })
    .await
}

fn wrap_for(receiver: &KeyEntry, key: &AesKey) -> Result<Vec<u8>, Failure> {
    let wrapped = receiver.certificate.public_key().and_then(|public| public.encrypt_oaep(key.expose()));
    let wrapped = wrapped.map_err(|error| Failure::of(KeymgrError::ZkKeyCipher).because(error))?;
    Ok([receiver.certificate.thumbprint().as_slice(), &wrapped].concat())
}

/// Decrypts values of one identity; each names its random key.
pub(crate) async fn decrypt(
    m: &Keymgr,
    id: Zeroizing<String>,
    sealed: Vec<Vec<u8>>,
) -> Result<Vec<Zeroizing<Vec<u8>>>, Failure> {
    let mut keys: HashMap<i32, AesKey> = HashMap::new();
    for value in &sealed {
        let index = index(value)?;
        if let std::collections::hash_map::Entry::Vacant(place) = keys.entry(index) {
            place.insert(random_key(m, index).await?);
        }
    }
    m.blocking(move || {
        let open = |value: &Vec<u8>| format::open(&keys[&index(value)?], &id, value).map_err(cipher);
        sealed.iter().map(open).collect()
    })
    .await
}

fn index(sealed: &[u8]) -> Result<i32, Failure> {
    let index = format::index(sealed).map_err(cipher)?;
    i32::try_from(index).map_err(|_| KeymgrError::ZkKeyUnknown.into())
}

fn cipher(error: crypto::Error) -> Failure {
    Failure::of(KeymgrError::ZkCipher).because(error)
}

/// Unwraps a random key that another deployment encrypted to this one and wraps it under the own master key; the result is standard base64.
pub(crate) async fn re_encrypt(m: &Keymgr, text: &str) -> Result<String, Failure> {
    let (private, wrapped) = part_for_us(m, text).await?;
    let (_, master) = symmetric::newest(m, &symmetric::zero_knowledge_master()).await?;
    m.blocking(move || {
        let key = unwrap(&private, &wrapped)?;
        Ok(b64std(format::wrap_random_key(&master, &key)))
    })
    .await
}

/// Unwraps a random key that was encrypted to a key of ours.
pub(crate) fn unwrap(private: &PrivateKey, wrapped: &[u8]) -> Result<AesKey, Failure> {
    let key = private.decrypt_oaep(wrapped).and_then(|key| AesKey::from_slice(&key));
    key.map_err(|error| Failure::of(KeymgrError::ZkKeyCipher).because(error))
}

/// The part of an encrypted random key that is for a key of ours.
async fn part_for_us(m: &Keymgr, text: &str) -> Result<(Arc<PrivateKey>, Vec<u8>), Failure> {
    /// Receivers of one random key; more are not looked at.
    const MOST: usize = 32;
    for part in text.split('.').take(MOST) {
        let Ok(part) = b64_lenient(part) else { continue };
        let Some((thumbprint, wrapped)) = part.split_at_checked(THUMBPRINT_LEN) else { continue };
        let rows =
            repo::key_alias::by_thumbprint(m.db.read(), &hex::encode_upper(thumbprint)).await.map_err(storage)?;
        for row in rows {
            let entries = ring::entries(m, &KeyRef::new(&row.application_id, &row.reference_id)).await?;
            if let Some(entry) = entries.iter().find(|entry| entry.row.id == row.id && !entry.is_foreign()) {
                return Ok((ring::private_key(m, entry).await?, wrapped.to_vec()));
            }
        }
    }
    Err(KeymgrError::ZkRandomKey.into())
}

/// A random key by its index.
async fn random_key(m: &Keymgr, index: i32) -> Result<AesKey, Failure> {
    let row = repo::zk_key::find(m.db.read(), index).await.map_err(storage)?.ok_or(KeymgrError::ZkKeyUnknown)?;
    let master = symmetric::version(m, &symmetric::zero_knowledge_master(), row.master_version).await?;
    b64_lenient(&row.wrapped)
        .and_then(|wrapped| format::unwrap_random_key(&master, &wrapped))
        .map_err(|error| Failure::of(KeymgrError::ZkKeyCipher).because(error))
}

/// A row for a random key.
pub(crate) fn row(m: &Keymgr, cx: &Cx, index: i32, key: &AesKey, master: &(i32, AesKey)) -> Model {
    Model {
        id: index,
        wrapped: b64std(format::wrap_random_key(&master.1, key)),
        master_version: master.0,
        active: true,
        created_at: m.db.now(),
        created_by: cx.actor().to_owned(),
    }
}

/// Makes the random keys that are missing, in one transaction.
async fn fill(m: &Keymgr, cx: &Cx) -> Result<(), Failure> {
    let known: HashSet<i32> =
        repo::zk_key::indices_below(m.db.read(), POOL).await.map_err(storage)?.into_iter().collect();
    let missing: Vec<i32> = (0..POOL).filter(|index| !known.contains(index)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let master = symmetric::newest(m, &symmetric::zero_knowledge_master()).await?;
    let (random, count) = (m.random.clone(), missing.len());
    let keys = m
        .blocking(move || {
            let mut secrets = Zeroizing::new(vec![0; count * KEY_LEN]);
            random.fill(&mut secrets);
            secrets
                .chunks_exact(KEY_LEN)
                .map(|key| AesKey::from_slice(key).map_err(cipher))
                .collect::<Result<Vec<_>, _>>()
        })
        .await?;
    let rows = missing.iter().zip(&keys).map(|(index, key)| row(m, cx, *index, key, &master)).collect();
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    match repo::zk_key::insert(&mut tx, rows).await {
        Ok(()) => {}
        Err(error) if error.is_taken() => {
            // another process fills the pool: its keys are the ones, once it committed
            drop(tx);
            let there = repo::zk_key::count_below(m.db.read(), POOL).await.map_err(storage)?;
            return if there == u64::from(POOL.unsigned_abs()) { Ok(()) } else { Err(storage(error)) };
        }
        Err(error) => return Err(storage(error)),
    }
    tx.audit(audit::zk_keys_made(count)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}
