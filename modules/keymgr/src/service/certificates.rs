//! Hand out certificates and requests, take certificates in (spec ida-crypto A.6).

use std::sync::Arc;

use crypto::encoding::b64url;
use crypto::x509::{self, Certificate, Subject, SubjectFields, to_pkcs7};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::make::{self, Making};
use super::{audit, current};
use crate::Keymgr;
use crate::domain::name::{self, FOREIGN, Role, role};
use crate::domain::policy;
use crate::entity::key_alias::Model;
use crate::error::{crypto, storage};
use crate::repo;
use crate::ring::{self, Entries, KeyEntry};

/// Makes a master key on request; an existing one is answered unless `force`.
pub(crate) async fn make_master(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    force: bool,
    subject: SubjectFields,
) -> Result<Arc<KeyEntry>, Failure> {
    if policy::of(&key.application_id).is_none() {
        return Err(KeymgrError::ApplicationUnknown.into());
    }
    let is_master = match role(key) {
        Role::Root => key.reference_id.is_empty(),
        Role::Master => true,
        _ => false,
    };
    if !is_master {
        return Err(KeymgrError::ReferenceNotSupported.into());
    }
    current_or_new(m, cx, key, force, subject).await
}

/// Makes an elliptic signing key on request; an existing one is answered unless `force`.
pub(crate) async fn make_elliptic(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    force: bool,
    subject: SubjectFields,
) -> Result<Arc<KeyEntry>, Failure> {
    if policy::of(&key.application_id).is_none() {
        return Err(KeymgrError::ApplicationUnknown.into());
    }
    if key.reference_id == name::EC_K256_SIGN {
        return Err(KeymgrError::AlgorithmUnknown.into());
    }
    if !matches!(role(key), Role::Signature(_)) {
        return Err(KeymgrError::ReferenceNotSupported.into());
    }
    current_or_new(m, cx, key, force, subject).await
}

async fn current_or_new(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    force: bool,
    subject: SubjectFields,
) -> Result<Arc<KeyEntry>, Failure> {
    let entries = ring::entries(m, key).await?;
    match current::choose(m, key, &entries)? {
        Some(entry) if !force => Ok(entry),
        _ => make::make(m, cx, key, Making { force, subject, ..Making::default() }).await,
    }
}

/// The current certificate of a name and those above it, as base64url of a PKCS#7 bundle.
pub(crate) async fn chain(m: &Keymgr, cx: &Cx, key: &KeyRef) -> Result<String, Failure> {
    let entry = current::current(m, cx, key).await?;
    let path = path(m, key, &entry).await?;
    Ok(b64url(to_pkcs7(&path.iter().collect::<Vec<_>>())))
}

/// A key's certificate, then its master's, then the root's, as far as this key manager has them.
pub(crate) async fn path(m: &Keymgr, key: &KeyRef, entry: &KeyEntry) -> Result<Vec<Certificate>, Failure> {
    let mut path = vec![entry.certificate.clone()];
    for above in [KeyRef::new(&key.application_id, ""), KeyRef::new("ROOT", "")] {
        let signed = |issuer: &Certificate, below: &Certificate| {
            issuer.subject() == below.issuer() && issuer.public_key().is_ok_and(|key| below.is_signed_by_key(key))
        };
        let Some(last) = path.last().filter(|last| !last.is_self_signed()) else { break };
        let entries = ring::entries(m, &above).await?;
        if let Some(issuer) = entries.iter().find(|entry| signed(&entry.certificate, last)) {
            path.push(issuer.certificate.clone());
        }
    }
    Ok(path)
}

/// Every certificate of a name, the newest first; a missing base key is made.
pub(crate) async fn all(m: &Keymgr, cx: &Cx, key: &KeyRef) -> Result<Entries, Failure> {
    current::current(m, cx, key).await?;
    ring::entries(m, key).await
}

/// A certificate request for the current key of a name.
pub(crate) async fn request(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    asked: &SubjectFields,
) -> Result<(Arc<KeyEntry>, String), Failure> {
    if key.reference_id == name::IDENTITY_CACHE {
        return Err(KeymgrError::RequestNotAllowed.into()); // a symmetric key has no certificate
    }
    let entry = current::current(m, cx, key).await?;
    if entry.is_foreign() {
        return Err(KeymgrError::GenerationNotAllowed.into());
    }
    let private = ring::private_key(m, &entry).await?;
    let existing = entry.certificate.subject().fields();
    let fields = name::subject(key, &existing, asked);
    let fields = if *asked == SubjectFields::default() { existing } else { fields };
    let pem = m.blocking(move || x509::request(Subject::Fields(&fields), &private).map_err(crypto)).await?;
    Ok((entry, pem))
}

/// Replaces the certificate of an own key by one that another authority issued for the same key pair.
pub(crate) async fn replace(m: &Keymgr, cx: &Cx, key: &KeyRef, pem: &str) -> Result<(), Failure> {
    let certificate = read(pem)?;
    let entries = ring::reload(m, key).await?;
    let entry = match current::choose(m, key, &entries)? {
        Some(entry) => entry,
        None => entries.first().cloned().ok_or(KeymgrError::CertificateNotFound)?,
    };
    if entry.is_foreign() {
        return Err(KeymgrError::UploadNotAllowed.into());
    }
    if certificate.public_key().ok() != entry.certificate.public_key().ok() {
        return Err(KeymgrError::KeyMismatch.into());
    }
    if !certificate.is_valid_at(m.db.now()) {
        return Err(KeymgrError::CertificateInvalid.into());
    }
    let validity = (certificate.not_before(), certificate.not_after());
    let thumbprint = certificate.thumbprint_hex();
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    repo::key_alias::set_certificate(&mut tx, &entry.row.id, &certificate.to_pem(), &thumbprint, validity)
        .await
        .map_err(storage)?;
    tx.audit(audit::certificate_replaced(&entry.row, &thumbprint)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    ring::reload(m, key).await?;
    Ok(())
}

/// Stores a certificate of another domain under a name; the one that stood there ends.
pub(crate) async fn store_other_domain(m: &Keymgr, cx: &Cx, key: &KeyRef, pem: &str) -> Result<(), Failure> {
    if policy::of(&key.application_id).is_none() {
        return Err(KeymgrError::ApplicationUnknown.into());
    }
    if role(key) != Role::Base {
        return Err(KeymgrError::UploadNotAllowed.into());
    }
    let certificate = read(pem)?;
    let now = m.db.now();
    if !certificate.is_valid_at(now) {
        return Err(KeymgrError::CertificateInvalid.into());
    }
    let thumbprint = certificate.thumbprint_hex();
    let entries = ring::reload(m, key).await?;
    let replaced = current::choose(m, key, &entries)?;
    if entries.iter().any(|entry| !entry.is_foreign())
        || replaced.as_ref().is_some_and(|entry| entry.row.thumbprint == thumbprint)
    {
        return Err(KeymgrError::UploadNotAllowed.into());
    }
    // Going back to an earlier certificate makes a second row of the same thumbprint, whose identifier must differ.
    let again = entries.iter().filter(|entry| entry.row.thumbprint == thumbprint).count();
    let last = if again == 0 { thumbprint.clone() } else { format!("{thumbprint}_{again}") };
    let row = Model {
        id: m.db.random().uuid_at(now).to_string(),
        application_id: key.application_id.clone(),
        reference_id: key.reference_id.clone(),
        kind: FOREIGN.to_owned(),
        algorithm: certificate.public_key().map_or("other".to_owned(), |key| format!("{:?}", key.kind())),
        uni_ident: name::uni_ident_by_thumbprint(key, &last),
        thumbprint,
        certificate: certificate.to_pem(),
        generated_at: now,
        expires_at: certificate.not_after(),
        created_by: cx.actor().to_owned(),
    };
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    if let Some(entry) = replaced {
        repo::key_alias::expire(&mut tx, &entry.row.id, make::ended(now)).await.map_err(storage)?;
    }
    repo::key_alias::insert(&mut tx, row.clone())
        .await
        .map_err(|error| if error.is_taken() { KeymgrError::UploadNotAllowed.into() } else { storage(error) })?;
    tx.audit(audit::other_domain_stored(key, &row)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    ring::reload(m, key).await?;
    Ok(())
}

fn read(pem: &str) -> Result<Certificate, Failure> {
    Certificate::from_pem(pem).map_err(|error| Failure::of(KeymgrError::CertificateUnreadable).because(error))
}
