//! Trust stores: authorities by domain, and paths to them (spec ida-crypto A.9).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use crypto::encoding::b64url;
use crypto::x509::{Certificate, ChainError, Trust, from_pkcs7, to_pkcs7, verify_chain};
use keymgr_api::{KeymgrError, TrustDomain};
use types::{Cx, Failure};

use super::audit;
use crate::Keymgr;
use crate::entity::ca_certificate::Model;
use crate::error::storage;
use crate::repo;

/// How long a domain's authorities are believed without asking the database: another process may have added one.
const FRESH_FOR: TimeDelta = TimeDelta::seconds(60);

/// Authorities of one domain.
#[derive(Default)]
pub(crate) struct Authorities {
    anchors: Vec<Certificate>,
    intermediates: Vec<Certificate>,
}

impl Authorities {
    fn trust(&self) -> Trust<'_> {
        Trust { anchors: &self.anchors, intermediates: &self.intermediates }
    }

    fn contains(&self, certificate: &Certificate) -> bool {
        self.anchors.contains(certificate) || self.intermediates.contains(certificate)
    }

    /// The path from a certificate to a root.
    pub(crate) fn path<'a>(
        &'a self,
        certificate: &'a Certificate,
        now: DateTime<Utc>,
    ) -> Result<Vec<&'a Certificate>, ChainError> {
        verify_chain(certificate, self.trust(), now)
    }
}

/// Authorities that were read, by domain, and when; and partners' certificates that were found among the signed ones.
#[derive(Default)]
pub(crate) struct TrustStores(RwLock<HashMap<&'static str, Read>>, RwLock<HashSet<(&'static str, [u8; 32])>>);

impl TrustStores {
    /// Whether the certificate was found before. A record is never taken back; validity is looked at each time.
    pub(crate) fn is_known(&self, domain: TrustDomain, certificate: &Certificate) -> bool {
        self.1.read().is_ok_and(|known| known.contains(&(domain.name(), certificate.thumbprint())))
    }

    /// Remembers that it was found.
    pub(crate) fn remember(&self, domain: TrustDomain, certificate: &Certificate) {
        if let Ok(mut known) = self.1.write() {
            known.insert((domain.name(), certificate.thumbprint()));
        }
    }
}

type Read = (DateTime<Utc>, Arc<Authorities>);

/// The authorities of a domain.
pub(crate) async fn authorities(m: &Keymgr, domain: TrustDomain) -> Result<Arc<Authorities>, Failure> {
    let now = m.db.now();
    let cached = m.trust.0.read().ok().and_then(|stores| stores.get(domain.name()).cloned());
    match cached {
        Some((read_at, authorities)) if now - read_at < FRESH_FOR => Ok(authorities),
        _ => reload(m, domain).await,
    }
}

async fn reload(m: &Keymgr, domain: TrustDomain) -> Result<Arc<Authorities>, Failure> {
    let now = m.db.now();
    let mut authorities = Authorities::default();
    for row in repo::ca_certificate::by_domain(m.db.read(), domain.name()).await.map_err(storage)? {
        let certificate = Certificate::from_pem(&row.certificate).map_err(storage)?;
        if row.anchor { authorities.anchors.push(certificate) } else { authorities.intermediates.push(certificate) }
    }
    let authorities = Arc::new(authorities);
    if let Ok(mut stores) = m.trust.0.write() {
        stores.insert(domain.name(), (now, authorities.clone()));
    }
    Ok(authorities)
}

/// Whether a certificate leads to a root of the domain, now.
pub(crate) async fn leads_to_root(m: &Keymgr, domain: TrustDomain, certificate: &Certificate) -> Result<bool, Failure> {
    Ok(authorities(m, domain).await?.path(certificate, m.db.now()).is_ok())
}

/// An authority by its id and those above it, as base64url of a PKCS#7 bundle.
pub(crate) async fn path_of(m: &Keymgr, id: &str) -> Result<String, Failure> {
    let row = repo::ca_certificate::find(m.db.read(), id).await.map_err(storage)?;
    let row = row.ok_or(KeymgrError::PartnerCertificateNotFound)?;
    let domain = TrustDomain::parse(&row.domain).ok_or(KeymgrError::DomainUnknown)?;
    let certificate = Certificate::from_pem(&row.certificate).map_err(storage)?;
    let authorities = authorities(m, domain).await?;
    let path = authorities
        .path(&certificate, m.db.now())
        .map_err(|error| Failure::of(KeymgrError::ChainNotFound).because(error))?;
    Ok(b64url(to_pkcs7(&path)))
}

/// How an upload of one or several authorities went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uploaded {
    All,
    Some,
    None,
}

/// Adds authorities to a domain: PEM, or base64url of a PKCS#7 bundle. The refusal of a single certificate is its reason; in a bundle,
/// refusals of members only lower the result, as in MOSIP.
pub(crate) async fn add(m: &Keymgr, cx: &Cx, domain: TrustDomain, data: &str) -> Result<Uploaded, Failure> {
    Ok(match add_counted(m, cx, domain, data).await? {
        (taken, of) if taken == of => Uploaded::All,
        (0, _) => Uploaded::None,
        _ => Uploaded::Some,
    })
}

/// As [`add`], with how many were taken and of how many.
pub(crate) async fn add_counted(
    m: &Keymgr,
    cx: &Cx,
    domain: TrustDomain,
    data: &str,
) -> Result<(usize, usize), Failure> {
    let certificates = read(data)?;
    if let [only] = certificates.as_slice() {
        add_one(m, cx, domain, only).await?;
        return Ok((1, 1));
    }
    // roots first: a bundle may hold them in any order
    let (roots, others): (Vec<_>, Vec<_>) = certificates.iter().partition(|certificate| certificate.is_self_signed());
    let mut waiting: Vec<&Certificate> = roots.into_iter().chain(others).collect();
    let total = waiting.len();
    loop {
        let before = waiting.len();
        let mut refused = Vec::new();
        for certificate in waiting {
            match add_one(m, cx, domain, certificate).await {
                Ok(()) => {}
                Err(failure) if failure.is(KeymgrError::Storage) => return Err(failure),
                // its own authority may stand further down: it is tried again as long as others get in
                Err(_) => refused.push(certificate),
            }
        }
        waiting = refused;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    Ok((total - waiting.len(), total))
}

async fn add_one(m: &Keymgr, cx: &Cx, domain: TrustDomain, certificate: &Certificate) -> Result<(), Failure> {
    let now = m.db.now();
    let authorities = reload(m, domain).await?;
    if authorities.contains(certificate) {
        return Err(KeymgrError::AlreadyStored.into());
    }
    if !certificate.is_valid_at(now) {
        return Err(KeymgrError::UploadDates.into());
    }
    let anchor = certificate.is_self_signed();
    if !anchor && authorities.path(certificate, now).is_err() {
        return Err(KeymgrError::RootNotFound.into());
    }
    let row = Model {
        id: m.db.random().uuid_at(now).to_string(),
        domain: domain.name().to_owned(),
        thumbprint: certificate.thumbprint_sha1_hex(),
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_decimal(),
        certificate: certificate.to_pem(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        anchor,
        created_at: now,
        created_by: cx.actor().to_owned(),
    };
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    let event = audit::authority_added(domain.name(), &row.thumbprint, &row.id);
    repo::ca_certificate::insert(&mut tx, row)
        .await
        .map_err(|error| if error.is_taken() { KeymgrError::AlreadyStored.into() } else { storage(error) })?;
    tx.audit(event).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    reload(m, domain).await?;
    Ok(())
}

fn read(data: &str) -> Result<Vec<Certificate>, Failure> {
    let unreadable = |error| Failure::of(KeymgrError::UploadUnreadable).because(error);
    let certificates = if data.contains("-----BEGIN") {
        Certificate::all_from_pem(data)
    } else {
        crypto::encoding::b64_lenient(data).and_then(|bytes| from_pkcs7(&bytes))
    }
    .map_err(unreadable)?;
    if certificates.is_empty() { Err(KeymgrError::UploadUnreadable.into()) } else { Ok(certificates) }
}
