//! Check a partner's certificate and sign it again with the partner module's key (spec ida-crypto A.9).

use chrono::TimeDelta;
use crypto::encoding::b64url;
use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, issue, to_pkcs7};
use keymgr_api::{KeyRef, KeymgrError, SignedCertificate, StoredPartnerCertificate, TrustDomain};
use types::{Cx, Failure};

use super::{audit, current, trust};
use crate::Keymgr;
use crate::entity::partner_certificate::Model;
use crate::error::{crypto, storage};
use crate::repo;
use crate::ring;

/// How long the platform's certificate for a partner is valid.
const VALIDITY: TimeDelta = TimeDelta::days(365);
/// How much shorter than [`VALIDITY`] the partner's own certificate may still be valid.
const GRACE: TimeDelta = TimeDelta::days(30);

/// Checks, signs and stores a partner's certificate. The checks stand in MOSIP's order.
pub(crate) async fn admit(
    m: &Keymgr,
    cx: &Cx,
    domain: TrustDomain,
    organization: &str,
    pem: &str,
) -> Result<SignedCertificate, Failure> {
    let now = m.db.now();
    let certificate =
        Certificate::from_pem(pem).map_err(|error| Failure::of(KeymgrError::UploadUnreadable).because(error))?;
    if !certificate.is_valid_at(now) || certificate.not_after() < now + VALIDITY - GRACE {
        return Err(KeymgrError::UploadDates.into());
    }
    if certificate.is_self_signed() {
        return Err(KeymgrError::SelfSigned.into());
    }
    let authorities = trust::authorities(m, domain).await?;
    let path =
        authorities.path(&certificate, now).map_err(|error| Failure::of(KeymgrError::ChainNotFound).because(error))?;
    if certificate.version() != 3 {
        return Err(KeymgrError::VersionNotSupported.into());
    }
    if certificate.subject().organization() != Some(organization) {
        return Err(KeymgrError::OrganizationMismatch.into());
    }
    if certificate.public_key().ok().and_then(crypto::PublicKey::rsa_bits).is_none_or(|bits| bits < 2048) {
        return Err(KeymgrError::WeakKey.into());
    }
    if !certificate.is_sha2_signed() {
        return Err(KeymgrError::WeakSignature.into());
    }

    let master = current::current(m, cx, &KeyRef::new("PMS", "")).await?;
    let root = current::current(m, cx, &KeyRef::new("ROOT", "")).await?;
    let private = ring::private_key(m, &master).await?;
    let (random, issuer, subject_of) = (m.random.clone(), master.clone(), certificate.clone());
    let signed = m
        .blocking(move || {
            let request = Request {
                subject: Subject::Existing(subject_of.subject()),
                profile: Profile::Partner { encipherment: domain == TrustDomain::Auth },
                not_before: now,
                not_after: now + VALIDITY,
            };
            let issuer = Issuer { certificate: &issuer.certificate, key: &private };
            issue(&request, subject_of.public_key().map_err(crypto)?, issuer, &random).map_err(crypto)
        })
        .await?;
    // devices trust the chain of their chip maker, which is handed back as it is
    let bundle = if domain == TrustDomain::Ftm {
        to_pkcs7(&path)
    } else {
        to_pkcs7(&[&signed, &master.certificate, &root.certificate])
    };
    let row = Model {
        id: m.db.random().uuid_at(now).to_string(),
        domain: domain.name().to_owned(),
        organization: organization.to_owned(),
        thumbprint: certificate.thumbprint_sha1_hex(),
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_decimal(),
        certificate: certificate.to_pem(),
        signed_certificate: signed.to_pem(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        created_at: now,
        created_by: cx.actor().to_owned(),
    };
    let result =
        SignedCertificate { certificate_id: row.id.clone(), certificate: signed.to_pem(), bundle: b64url(bundle) };
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    let event = audit::partner_admitted(domain.name(), &row.thumbprint, &row.id);
    repo::partner_certificate::insert(&mut tx, row).await.map_err(storage)?;
    tx.audit(event).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(result)
}

/// A stored pair by its id.
pub(crate) async fn find(m: &Keymgr, id: &str) -> Result<StoredPartnerCertificate, Failure> {
    let id = uuid::Uuid::parse_str(id).map_err(|error| Failure::of(KeymgrError::BadCertificateId).because(error))?;
    let row = repo::partner_certificate::find(m.db.read(), &id.to_string()).await.map_err(storage)?;
    let row = row.ok_or(KeymgrError::PartnerCertificateNotFound)?;
    Ok(StoredPartnerCertificate { original: row.certificate, signed: row.signed_certificate })
}

/// Whether the platform signed this certificate for a partner of the domain and it is valid now. Certificates of other
/// domains' partners come from the same key: only the record tells them apart.
pub(crate) async fn is_admitted(m: &Keymgr, domain: TrustDomain, certificate: &Certificate) -> Result<bool, Failure> {
    if !certificate.is_valid_at(m.db.now()) {
        return Ok(false);
    }
    let masters = ring::entries(m, &KeyRef::new("PMS", "")).await?;
    let ours = masters.iter().any(|master| {
        let key = master.certificate.public_key();
        certificate.issuer() == master.certificate.subject() && key.is_ok_and(|key| certificate.is_signed_by_key(key))
    });
    if !ours || m.trust.is_known(domain, certificate) {
        return Ok(ours);
    }
    let pem = certificate.to_pem();
    let signed = repo::partner_certificate::was_signed(m.db.read(), domain.name(), &pem).await.map_err(storage)?;
    if signed {
        m.trust.remember(domain, certificate);
    }
    Ok(signed)
}
