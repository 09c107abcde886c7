//! Sign and verify COSE messages with the headers a caller asks for (spec ida-crypto A.8.1).

use crypto::Algorithm;
use crypto::cose::{self, Fields, Sign1};
use crypto::x509::Certificate;
use keymgr_api::{KeyRef, KeymgrError};
use serde_json::{Map, Value};
use types::{Cx, Failure};

use super::verify::{ALLOWED, Answer, read, trust_of};
use super::{certificates, sign};
use crate::Keymgr;
use crate::domain::name::EC_K256_SIGN;
use crate::ring::{self, KeyEntry};

/// The two header maps as they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    pub(crate) protected: Map<String, Value>,
    pub(crate) unprotected: Map<String, Value>,
}

/// Signs a payload as COSE_Sign1 in tag 18; with `cwt` in tag 61 around it.
pub(crate) async fn sign(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    payload: Vec<u8>,
    headers: Headers,
    algorithm: Option<Algorithm>,
    cwt: bool,
) -> Result<Vec<u8>, Failure> {
    if key.reference_id == EC_K256_SIGN {
        return Err(KeymgrError::SignatureAlgorithm.into());
    }
    let (entry, private) = sign::signing_key(m, cx, key).await?;
    let algorithm = algorithm.unwrap_or_else(|| sign::usual(private.public().kind(), Algorithm::Ps256));
    if algorithm.key_kind() != private.public().kind() {
        return Err(KeymgrError::SignatureAlgorithm.into());
    }
    let chain = certificates::path(m, key, &entry).await?;
    let mut protected = fields(&headers.protected, &chain, &entry)?;
    let mut unprotected = fields(&headers.unprotected, &chain, &entry)?;
    let kid = Some(entry.kid().into_bytes());
    // MOSIP writes the key id into the protected map only where that map has a member `kid`
    if headers.protected.contains_key("kid") {
        protected.kid = kid
    } else {
        unprotected.kid = kid
    }
    m.blocking(move || {
        cose::sign1_with(&private, algorithm, &payload, &protected, &unprotected, cwt).map_err(|error| match error {
            crypto::Error::Malformed(_) => Failure::of(KeymgrError::ClaimsUnreadable).because(error),
            other => Failure::of(KeymgrError::CannotSignCose).because(other),
        })
    })
    .await
}

/// Reads a header map: MOSIP's names have meanings, all others stand as they are.
fn fields(map: &Map<String, Value>, chain: &[Certificate], entry: &KeyEntry) -> Result<Fields, Failure> {
    let unreadable = || Failure::of(KeymgrError::ClaimsUnreadable);
    let mut fields = Fields::default();
    for (name, value) in map {
        let text = || value.as_str().map(str::to_owned).ok_or_else(unreadable);
        let yes = || value.as_bool().ok_or_else(unreadable);
        match name.as_str() {
            // the algorithm and the key id are the key's, whatever a caller says
            "alg" | "kid" => {}
            "crit" => {
                let names = text()?;
                fields.critical =
                    names.split(',').map(|name| name.trim().to_owned()).filter(|n| !n.is_empty()).collect();
            }
            "cty" | "content-type" => fields.content_type = Some(text()?),
            "includeCertificateChain" => {
                if yes()? {
                    fields.x5chain = chain.iter().map(|certificate| certificate.der().to_vec()).collect();
                }
            }
            "includeCertificate" => {
                if yes()? && fields.x5chain.is_empty() {
                    fields.x5chain = vec![entry.certificate.der().to_vec()];
                }
            }
            "includeCertificateHash" => fields.certificate_hash = yes()?.then(|| entry.certificate.thumbprint()),
            "certificateUrl" => fields.certificate_url = Some(text()?).filter(|url| !url.is_empty()),
            "iv" => fields.iv = text()?.into_bytes(),
            "partial-iv" | "partialIV" => fields.partial_iv = text()?.into_bytes(),
            _ => {
                fields.other.insert(name.clone(), value.clone());
            }
        }
    }
    Ok(fields)
}

/// How to verify a message.
pub(crate) struct Question<'a> {
    pub(crate) key: KeyRef,
    /// PEM.
    pub(crate) certificate: Option<&'a str>,
    /// `None`: trust is not asked for. `Some(None)`: asked for, without a domain.
    pub(crate) trust: Option<Option<&'a str>>,
}

/// Verifies a message: by the certificate it carries, then the given one, then the name's keys.
pub(crate) async fn answer(m: &Keymgr, message: &[u8], question: &Question<'_>) -> Result<Answer, Failure> {
    let message = Sign1::parse(message).map_err(|error| Failure::of(KeymgrError::NotCoseSign1).because(error))?;
    let unreadable = |error| Failure::of(KeymgrError::VerificationCertificate).because(error);
    let carried = match message.certificates().first() {
        Some(der) => Some(Certificate::from_der(der).map_err(unreadable)?),
        None => None,
    };
    let certificate = match (carried, question.certificate) {
        (None, Some(pem)) => Some(read(pem)?),
        (carried, _) => carried,
    };
    let verified_by = match &certificate {
        Some(certificate) => verifies(m, &message, certificate)?.then(|| certificate.to_pem()),
        None => by_name(m, &message, &question.key).await?,
    };
    let trust = trust_of(m, question.trust, certificate.as_ref(), verified_by.as_deref()).await?;
    Ok(Answer { valid: verified_by.is_some(), trust })
}

/// The certificate (PEM) among a name's that verifies the message, the one it names first.
async fn by_name(m: &Keymgr, message: &Sign1, key: &KeyRef) -> Result<Option<String>, Failure> {
    let entries = ring::entries(m, key).await?;
    if entries.is_empty() {
        return Err(KeymgrError::CertificateNotFound.into());
    }
    let named = |entry: &KeyEntry| message.kid() == Some(entry.kid().as_bytes());
    let others = entries.iter().filter(|entry| !named(entry));
    let mut expired = None;
    for entry in entries.iter().filter(|entry| named(entry)).chain(others) {
        match verifies(m, message, &entry.certificate) {
            Ok(true) => return Ok(Some(entry.certificate.to_pem())),
            Ok(false) => {}
            Err(failure) => expired = Some(failure),
        }
    }
    expired.map_or(Ok(None), Err)
}

/// Whether the certificate's key made the signature; an expired one is refused.
fn verifies(m: &Keymgr, message: &Sign1, certificate: &Certificate) -> Result<bool, Failure> {
    let unusable = |error| Failure::of(KeymgrError::VerificationCertificate).because(error);
    let key = certificate.public_key().map_err(unusable)?;
    match message.verify(key, ALLOWED, &[]) {
        Ok(_) if !certificate.is_valid_at(m.db.now()) => Err(KeymgrError::VerificationCertificate.into()),
        Ok(_) => Ok(true),
        Err(crypto::Error::Malformed(what)) => {
            Err(Failure::of(KeymgrError::CannotVerifyCose).because(crypto::Error::Malformed(what)))
        }
        Err(_) => Ok(false),
    }
}
