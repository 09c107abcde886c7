//! Verify tokens by the certificate they carry, one that is given, or a key's own (spec ida-crypto A.8, `jwtVerify`).

use chrono::{DateTime, Utc};
use crypto::Algorithm;
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::Certificate;
use keymgr_api::{KeyRef, KeymgrError, TrustDomain, Verified};
use types::Failure;

use super::trust;
use crate::Keymgr;
use crate::error::token;
use crate::ring;

pub(crate) const ALLOWED: &[Algorithm] = &[Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa];

/// Where the certificate comes from.
pub(crate) enum Source<'a> {
    /// This one.
    Given(&'a Certificate),
    /// The keys of a name: the one the token's `kid` names, else each in turn.
    Named(&'a KeyRef),
}

/// Verifies a token; refuses it with [`KeymgrError::SignatureInvalid`] when the signature is wrong.
pub(crate) async fn verify(
    m: &Keymgr,
    text: &str,
    detached: Option<&[u8]>,
    source: Source<'_>,
) -> Result<Verified, Failure> {
    let jws = Jws::parse(text).map_err(token)?;
    let now = m.db.now();
    match source {
        Source::Given(certificate) => check(&jws, detached, certificate, now),
        Source::Named(key) => {
            let entries = ring::entries(m, key).await?;
            if entries.is_empty() {
                return Err(KeymgrError::CertificateNotFound.into());
            }
            let kid = jws.header().kid.as_deref();
            let named = entries.iter().filter(|entry| kid == Some(entry.kid().as_str()));
            let others = entries.iter().filter(|entry| kid != Some(entry.kid().as_str()));
            let mut refusal = Failure::of(KeymgrError::SignatureInvalid);
            for entry in named.chain(others) {
                match check(&jws, detached, &entry.certificate, now) {
                    Ok(verified) => return Ok(verified),
                    // an expired key says more than the wrong signature of an unrelated one
                    Err(failure) if failure.is(KeymgrError::SignatureInvalid) => {}
                    Err(failure) => refusal = failure,
                }
            }
            Err(refusal)
        }
    }
}

fn check(
    jws: &Jws<'_>,
    detached: Option<&[u8]>,
    certificate: &Certificate,
    now: DateTime<Utc>,
) -> Result<Verified, Failure> {
    let key = certificate.public_key().map_err(|e| Failure::of(KeymgrError::VerificationCertificate).because(e))?;
    let payload = match jws.verify(VerifyingKey::Public(key, ALLOWED), detached) {
        Ok(payload) => payload,
        Err(crypto::Error::Malformed(what)) => return Err(token(crypto::Error::Malformed(what))),
        Err(error) => return Err(Failure::of(KeymgrError::SignatureInvalid).because(error)),
    };
    if !certificate.is_valid_at(now) {
        return Err(KeymgrError::VerificationCertificate.into());
    }
    Ok(Verified { payload, certificate: certificate.to_pem() })
}

/// What `jwtVerify` is asked.
pub(crate) struct Question<'a> {
    pub(crate) token: &'a str,
    pub(crate) detached: Option<&'a [u8]>,
    pub(crate) key: &'a KeyRef,
    pub(crate) certificate: Option<&'a str>,
    /// `None`: trust is not asked for. `Some(None)`: asked for, without a domain.
    pub(crate) trust: Option<Option<&'a str>>,
}

/// What `jwtVerify` answers.
pub(crate) struct Answer {
    pub(crate) valid: bool,
    pub(crate) trust: &'static str,
}

/// Verifies as `jwtVerify` does: the certificate of the token first, then the given one, then the key's own.
pub(crate) async fn answer(m: &Keymgr, question: &Question<'_>) -> Result<Answer, Failure> {
    let carried = carried(question.token)?;
    let given = match question.certificate {
        Some(pem) if carried.is_none() => Some(read(pem)?),
        _ => None,
    };
    let certificate = carried.or(given);
    let source = certificate.as_ref().map_or(Source::Named(question.key), Source::Given);
    let verified = match verify(m, question.token, question.detached, source).await {
        Ok(verified) => Some(verified),
        Err(failure) if failure.is(KeymgrError::SignatureInvalid) => None,
        Err(failure) => return Err(failure),
    };
    let pem = verified.as_ref().map(|verified| verified.certificate.as_str());
    let trust = trust_of(m, question.trust, certificate.as_ref(), pem).await?;
    Ok(Answer { valid: verified.is_some(), trust })
}

/// What is known about the trust in the certificate that stood with a signature, else in the own one (PEM) that verified it.
pub(crate) async fn trust_of(
    m: &Keymgr,
    asked: Option<Option<&str>>,
    certificate: Option<&Certificate>,
    verified_by: Option<&str>,
) -> Result<&'static str, Failure> {
    let own = verified_by.filter(|_| certificate.is_none()).map(read).transpose()?;
    Ok(match (asked, certificate.or(own.as_ref())) {
        (None, _) | (Some(_), None) => "TRUST_NOT_VERIFIED",
        (Some(None), _) => "TRUST_NOT_VERIFIED_NO_DOMAIN",
        (Some(Some(domain)), Some(certificate)) => match TrustDomain::parse(domain) {
            Some(domain) if trust::leads_to_root(m, domain, certificate).await? => "TRUST_CERT_PATH_VALID",
            _ => "TRUST_CERT_PATH_NOT_VALID",
        },
    })
}

/// The certificate inside the token, when there is one.
fn carried(text: &str) -> Result<Option<Certificate>, Failure> {
    let jws = Jws::parse(text).map_err(token)?;
    let unreadable = |error| Failure::of(KeymgrError::VerificationCertificate).because(error);
    match jws.certificates().map_err(unreadable)?.first() {
        Some(der) => Certificate::from_der(der).map(Some).map_err(unreadable),
        None => Ok(None),
    }
}

/// Reads a PEM certificate that should verify something.
pub(crate) fn read(pem: &str) -> Result<Certificate, Failure> {
    Certificate::from_pem(pem).map_err(|error| Failure::of(KeymgrError::VerificationCertificate).because(error))
}
