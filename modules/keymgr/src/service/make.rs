//! Make a key pair, certify it, store the private half and commit the row.

use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use crypto::PrivateKey;
use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, SubjectFields, issue, self_signed};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{audit, current};
use crate::Keymgr;
use crate::domain::name::{self, Role};
use crate::domain::policy;
use crate::entity::key_alias::Model;
use crate::error::{crypto, key_store, storage};
use crate::repo;
use crate::ring::{self, KeyEntry};
use crate::store::Grade;

/// How a key is made.
#[derive(Default)]
pub(crate) struct Making {
    /// Makes a new key although a current one exists, and ends that one.
    pub(crate) force: bool,
    /// Subject fields that were asked for; empty ones are derived.
    pub(crate) subject: SubjectFields,
    /// A key pair made beforehand.
    pub(crate) prepared: Option<PrivateKey>,
    /// Another validity than the policy's.
    pub(crate) validity: Option<TimeDelta>,
}

/// Makes a key, unless a current one exists and `force` is not asked. Two callers at once get the same key.
pub(crate) async fn make(m: &Keymgr, cx: &Cx, key: &KeyRef, making: Making) -> Result<Arc<KeyEntry>, Failure> {
    if m.read_only {
        return Err(storage(db::DbError::ReadOnly));
    }
    let role = name::role(key);
    let policy = policy::of(&key.application_id).ok_or(KeymgrError::ApplicationUnknown)?;
    let policy = if role == Role::Base { &policy::BASE } else { policy };
    let issuer = issuer(m, cx, key, role).await?;

    let _one_at_a_time = m.making.lock().await;
    let earlier = ring::reload(m, key).await?;
    let replaced = current::choose(m, key, &earlier)?;
    if let Some(entry) = replaced.as_ref().filter(|_| !making.force) {
        return Ok(entry.clone());
    }

    let now = m.db.now();
    let id = m.db.random().uuid_at(now).to_string();
    let subject = name::subject(key, &m.root_subject, &making.subject);
    let (store, random, make_key) = (m.store.clone(), m.random.clone(), m.make_key.clone());
    let grade = Grade::of(role);
    let (file, kind, not_after, prepared) =
        (id.clone(), role.key_kind(), now + making.validity.unwrap_or(policy.validity()), making.prepared);
    let certificate = m
        .blocking(move || {
            // what a token makes lies there before its row, as a file does
            let (pair, is_kept) = match prepared {
                Some(pair) => (pair, false),
                None if store.makes(grade) => (store.make(&file).map_err(key_store)?, true),
                None => (make_key(kind).map_err(crypto)?, false),
            };
            let request =
                Request { subject: Subject::Fields(&subject), profile: profile(role), not_before: now, not_after };
            let certificate = certify(&request, &pair, issuer.as_ref(), &random).map_err(crypto)?;
            if !is_kept {
                store.put_key(&file, grade, &pair, &random).map_err(key_store)?;
            }
            Ok(certificate)
        })
        .await?;

    let row = Model {
        id,
        application_id: key.application_id.clone(),
        reference_id: key.reference_id.clone(),
        kind: role.name().to_owned(),
        algorithm: format!("{kind:?}"),
        thumbprint: certificate.thumbprint_hex(),
        uni_ident: name::uni_ident(key, now),
        certificate: certificate.to_pem(),
        // the certificate's whole seconds and the row's microseconds differ; the row decides which key is current
        generated_at: now,
        expires_at: not_after,
        created_by: cx.actor().to_owned(),
    };
    let stored = commit(m, cx, key, row, replaced.as_deref(), making.force).await?;
    let entries = ring::reload(m, key).await?;
    entries
        .iter()
        .find(|entry| stored.as_ref().is_none_or(|id| entry.row.id == *id))
        .cloned()
        .ok_or_else(|| KeymgrError::CertificateNotFound.into())
}

type Signer = (Arc<KeyEntry>, Arc<PrivateKey>);

async fn issuer(m: &Keymgr, cx: &Cx, key: &KeyRef, role: Role) -> Result<Option<Signer>, Failure> {
    let above = match role {
        Role::Root => return Ok(None),
        Role::Master => KeyRef::new("ROOT", ""),
        Role::Base | Role::Signature(_) => KeyRef::new(&key.application_id, ""),
    };
    let entry = current::current(m, cx, &above).await?;
    let private = ring::private_key(m, &entry).await?;
    Ok(Some((entry, private)))
}

fn profile(role: Role) -> Profile {
    match role {
        Role::Root => Profile::Root,
        Role::Master => Profile::Master,
        Role::Signature(_) => Profile::Signature,
        Role::Base => Profile::Encryption,
    }
}

fn certify(
    request: &Request<'_>,
    pair: &PrivateKey,
    issuer: Option<&Signer>,
    random: &crate::Randomness,
) -> crypto::Result<Certificate> {
    match issuer {
        None => self_signed(request, pair, random),
        Some((entry, key)) => issue(request, pair.public(), Issuer { certificate: &entry.certificate, key }, random),
    }
}

/// Commits the row; `None` when another process was faster and its key is taken instead.
async fn commit(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    mut row: Model,
    replaced: Option<&KeyEntry>,
    force: bool,
) -> Result<Option<String>, Failure> {
    match insert(m, cx, key, &row, replaced).await {
        Err(error) if error.is_taken() => {}
        done => return done.map(|()| Some(row.id)).map_err(storage),
    }
    // The identifier names the day: either another process made this key just now, or it is the day's second key.
    let entries = ring::reload(m, key).await?;
    if !force && current::choose(m, key, &entries)?.is_some() {
        let (store, id) = (m.store.clone(), row.id);
        m.blocking(move || store.set_aside(&id).map_err(storage)).await?;
        return Ok(None);
    }
    row.uni_ident = name::uni_ident_by_thumbprint(key, &row.thumbprint);
    insert(m, cx, key, &row, replaced).await.map_err(storage)?;
    Ok(Some(row.id))
}

async fn insert(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    row: &Model,
    replaced: Option<&KeyEntry>,
) -> Result<(), db::DbError> {
    let mut tx = m.db.begin(cx).await?;
    if let Some(entry) = replaced {
        repo::key_alias::expire(&mut tx, &entry.row.id, ended(row.generated_at)).await?;
        tx.audit(audit::key_expired(&entry.row)).await?;
    }
    repo::key_alias::insert(&mut tx, row.clone()).await?;
    tx.audit(audit::key_generated(key, row)).await?;
    tx.commit().await
}

/// A forced key ends one minute before its successor begins, as MOSIP's.
pub(crate) fn ended(now: chrono::DateTime<Utc>) -> chrono::DateTime<Utc> {
    now - TimeDelta::minutes(1)
}
