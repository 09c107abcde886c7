//! Encrypt JSON as a token and decrypt tokens (spec ida-crypto A.7, format 6).

use std::sync::Arc;

use crypto::Zeroizing;
use crypto::encoding::{b64_lenient, b64url};
use crypto::jwe::{self, Jwe, Options};
use crypto::jws::Jws;
use crypto::x509::Certificate;
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{current, encrypt as envelope};
use crate::Keymgr;
use crate::domain::name::{Role, role};
use crate::error::crypto;
use crate::ring;

/// Whom to encrypt to.
pub(crate) enum Recipient {
    /// The current certificate of a name.
    Named(KeyRef),
    /// This certificate (PEM).
    Certificate(String),
}

/// How the token is written.
pub(crate) struct Form {
    pub(crate) compress: bool,
    pub(crate) include_certificate: bool,
    pub(crate) include_cert_hash: bool,
    pub(crate) jwk_set_url: Option<String>,
}

/// Encrypts base64url of JSON, or a signed token as it stands. The key id is the certificate's thumbprint.
pub(crate) async fn encrypt(
    m: &Keymgr,
    cx: &Cx,
    recipient: Recipient,
    data: Zeroizing<String>,
    form: Form,
) -> Result<String, Failure> {
    let certificate = certificate(m, cx, recipient).await?;
    if certificate.public_key().ok().and_then(crypto::PublicKey::rsa_bits) != Some(2048) {
        return Err(KeymgrError::PublicKeyInvalid.into());
    }
    let plain = if Jws::parse(&data).is_ok() {
        Zeroizing::new(data.as_bytes().to_vec())
    } else {
        let plain = Zeroizing::new(b64_lenient(data.as_bytes()).map_err(crypto)?);
        serde_json::from_slice::<serde::de::IgnoredAny>(&plain)
            .map_err(|error| Failure::of(KeymgrError::TokenContent).because(error))?;
        plain
    };
    let random = m.random.clone();
    m.blocking(move || {
        let (thumbprint, chain) = (certificate.thumbprint(), [certificate.der()]);
        let options = Options {
            compress: form.compress,
            kid: Some(&b64url(thumbprint)),
            typ: Some("JWT"),
            cty: Some("JWT"),
            x5c: if form.include_certificate { &chain } else { &[] },
            x5t_s256: form.include_cert_hash.then_some(&thumbprint),
            jku: form.jwk_set_url.as_deref(),
        };
        certificate
            .public_key()
            .and_then(|key| jwe::encrypt(key, &plain, &options, &random))
            .map_err(|error| Failure::of(KeymgrError::JweEncryption).because(error))
    })
    .await
}

async fn certificate(m: &Keymgr, cx: &Cx, recipient: Recipient) -> Result<Certificate, Failure> {
    match recipient {
        Recipient::Named(key) => {
            if key.reference_id.is_empty() || role(&key) != Role::Base {
                return Err(KeymgrError::MasterKeyEncrypts.into());
            }
            Ok(current::current(m, cx, &key).await?.certificate.clone())
        }
        Recipient::Certificate(pem) => {
            let certificate = Certificate::from_pem(&pem)
                .map_err(|error| Failure::of(KeymgrError::CertificateUnreadable).because(error))?;
            if !certificate.is_valid_at(m.db.now()) {
                return Err(KeymgrError::CertificateInvalid.into());
            }
            Ok(certificate)
        }
    }
}

/// Decrypts a token with the key its `kid` names, else with all of the name's.
pub(crate) async fn decrypt(m: &Keymgr, key: &KeyRef, token: String) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let undecipherable = |error: crypto::Error| Failure::of(KeymgrError::JweDecryption).because(error);
    let kid = Jwe::parse(token.trim()).map_err(undecipherable)?.header().kid.clone();
    let thumbprint = kid.and_then(|kid| b64_lenient(kid).ok()).filter(|bytes| bytes.len() == 32);
    let token = Arc::new(token);
    let mut refusal = Failure::of(KeymgrError::JweDecryption);
    for entry in envelope::candidates(m, key, thumbprint.as_deref()).await? {
        let (private, token) = (ring::private_key(m, &entry).await?, token.clone());
        let opened = m.blocking(move || Ok(Jwe::parse(token.trim()).and_then(|jwe| jwe.decrypt(&private)))).await?;
        match opened {
            Ok(plain) => return Ok(plain),
            Err(crypto::Error::KeyUnwrap) => refusal = undecipherable(crypto::Error::KeyUnwrap),
            Err(error) => return Err(undecipherable(error)),
        }
    }
    Err(refusal)
}
