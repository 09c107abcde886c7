//! Take keys over from another key manager (spec ida-crypto A.10).

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;
use crypto::x509::Certificate;
use crypto::{PrivateKey, envelope};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure, Timestamp};

use super::make::{self, Making};
use super::{audit, certificates, current, symmetric, zero_knowledge};
use crate::Keymgr;
use crate::domain::name::{self, Role, role};
use crate::domain::policy;
use crate::entity::key_alias::Model;
use crate::error::{key_store, storage};
use crate::ring::KeyEntry;
use crate::store::Grade;
use crate::{repo, ring};

/// How long the certificate for taking random keys over is valid.
const TEMPORARY: TimeDelta = TimeDelta::days(1);

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Migrated {
    Done,
    Failed,
    AlreadyThere,
}

/// Takes a base key over: its private half comes wrapped under the application's master key, as MOSIP's key store holds it. Where the
/// name has a current key, the newcomer only decrypts. Partners' certificates come without a private half.
pub(crate) async fn base_key(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    pem: &str,
    wrapped: Vec<u8>,
    validity: (Option<Timestamp>, Option<Timestamp>),
) -> Result<Migrated, Failure> {
    if policy::of(&key.application_id).is_none() {
        return Err(KeymgrError::ApplicationUnknown.into());
    }
    if role(key) != Role::Base || key.reference_id == name::IDENTITY_CACHE {
        return Err(KeymgrError::ReferenceNotSupported.into());
    }
    let certificate =
        Certificate::from_pem(pem).map_err(|error| Failure::of(KeymgrError::CertificateUnreadable).because(error))?;
    let thumbprint = certificate.thumbprint_hex();
    let entries = ring::reload(m, key).await?;
    if entries.iter().any(|entry| entry.row.thumbprint == thumbprint) {
        return Ok(Migrated::AlreadyThere);
    }
    if key.application_id == "PARTNER" {
        certificates::store_other_domain(m, cx, key, pem).await?;
        return Ok(Migrated::Done);
    }
    let pair = unwrap(m, key, wrapped).await?;
    if certificate.public_key().ok() != Some(pair.public()) {
        return Err(KeymgrError::KeyMismatch.into());
    }
    let now = m.db.now();
    let expires_at = validity.1.unwrap_or(certificate.not_after());
    // two current keys of a name would stop every use of it
    let has_current = current::choose(m, key, &entries)?.is_some();
    let row = Model {
        id: m.db.random().uuid_at(now).to_string(),
        application_id: key.application_id.clone(),
        reference_id: key.reference_id.clone(),
        kind: Role::Base.name().to_owned(),
        algorithm: format!("{:?}", pair.public().kind()),
        uni_ident: name::uni_ident_by_thumbprint(key, &thumbprint),
        thumbprint,
        certificate: certificate.to_pem(),
        generated_at: validity.0.unwrap_or(certificate.not_before()),
        expires_at: if has_current { expires_at.min(make::ended(now)) } else { expires_at },
        created_by: cx.actor().to_owned(),
    };
    let (store, random, id) = (m.store.clone(), m.random.clone(), row.id.clone());
    m.blocking(move || store.put_key(&id, Grade::of(Role::Base), &pair, &random).map_err(key_store)).await?;
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    match repo::key_alias::insert(&mut tx, row.clone()).await {
        Ok(()) => {}
        Err(error) if error.is_taken() => {
            // asked twice at once: the other's file is the one
            drop(tx);
            let (store, id) = (m.store.clone(), row.id);
            m.blocking(move || store.set_aside(&id).map_err(storage)).await?;
            return Ok(Migrated::AlreadyThere);
        }
        Err(error) => return Err(storage(error)),
    }
    tx.audit(audit::base_key_migrated(key, &row)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    ring::reload(m, key).await?;
    Ok(Migrated::Done)
}

/// Unwraps a private key with whichever of the application's master keys it was wrapped under.
async fn unwrap(m: &Keymgr, key: &KeyRef, wrapped: Vec<u8>) -> Result<PrivateKey, Failure> {
    let masters = ring::entries(m, &KeyRef::new(&key.application_id, "")).await?;
    if masters.is_empty() {
        return Err(KeymgrError::NoUniqueAlias.into());
    }
    let wrapped = Arc::new(wrapped);
    for entry in masters.iter().filter(|entry| !entry.is_foreign()) {
        let (master, wrapped) = (ring::private_key(m, entry).await?, wrapped.clone());
        let opened = m
            .blocking(move || {
                Ok(envelope::unwrap_private_key(&master, &wrapped).and_then(|pkcs8| PrivateKey::from_pkcs8(&pkcs8)))
            })
            .await?;
        if let Ok(pair) = opened {
            return Ok(pair);
        }
    }
    Err(KeymgrError::SessionKey.into())
}

fn temporary_key() -> KeyRef {
    KeyRef::new("KERNEL", "ZK_TEMP_KEY")
}

/// The certificate (PEM) to which random keys are encrypted on their way; it is valid for a day.
pub(crate) async fn temporary_certificate(m: &Keymgr, cx: &Cx) -> Result<String, Failure> {
    if let Some(entry) = temporary(m).await? {
        return Ok(entry.certificate.to_pem());
    }
    let making = Making { validity: Some(TEMPORARY), ..Making::default() };
    Ok(make::make(m, cx, &temporary_key(), making).await?.certificate.to_pem())
}

/// The temporary key, while it is valid. It is too short-lived for the rules of current keys.
async fn temporary(m: &Keymgr) -> Result<Option<Arc<KeyEntry>>, Failure> {
    let now = m.db.now();
    let entries = ring::reload(m, &temporary_key()).await?;
    Ok(entries.iter().find(|entry| entry.row.generated_at <= now && now < entry.row.expires_at).cloned())
}

/// Takes random keys over, each under its index, and ends the temporary key if asked. Keys that are there stay.
pub(crate) async fn zk_keys(
    m: &Keymgr,
    cx: &Cx,
    keys: Vec<(i32, Vec<u8>)>,
    purge: bool,
) -> Result<Vec<(i32, Migrated)>, Failure> {
    let entry = temporary(m).await?.ok_or(KeymgrError::NoUniqueAlias)?;
    let private = ring::private_key(m, &entry).await?;
    let master = symmetric::newest(m, &symmetric::zero_knowledge_master()).await?;
    let indices: Vec<i32> = keys.iter().map(|(index, _)| *index).collect();
    let mut taken: HashSet<i32> =
        repo::zk_key::taken(m.db.read(), &indices).await.map_err(storage)?.into_iter().collect();
    let opened = m
        .blocking(move || {
            let open = |(index, wrapped): (i32, Vec<u8>)| (index, zero_knowledge::unwrap(&private, &wrapped).ok());
            Ok(keys.into_iter().map(open).collect::<Vec<_>>())
        })
        .await?;
    let (mut rows, mut outcome) = (Vec::new(), Vec::with_capacity(opened.len()));
    for (index, key) in opened {
        let migrated = match key {
            _ if taken.contains(&index) => Migrated::AlreadyThere,
            Some(key) if index >= 0 => {
                taken.insert(index);
                rows.push(zero_knowledge::row(m, cx, index, &key, &master));
                Migrated::Done
            }
            _ => Migrated::Failed,
        };
        outcome.push((index, migrated));
    }
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    if !rows.is_empty() {
        let count = rows.len();
        repo::zk_key::insert(&mut tx, rows).await.map_err(storage)?;
        tx.audit(audit::zk_keys_migrated(count)).await.map_err(storage)?;
    }
    if purge {
        repo::key_alias::expire(&mut tx, &entry.row.id, make::ended(m.db.now())).await.map_err(storage)?;
        tx.audit(audit::temporary_key_ended(&entry.row)).await.map_err(storage)?;
    }
    tx.commit().await.map_err(storage)?;
    Ok(outcome)
}
