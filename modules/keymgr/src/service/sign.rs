//! Sign data with a master or elliptic key (spec ida-crypto A.8).

use std::sync::Arc;

use crypto::jws::{self, Options, SigningKey};
use crypto::{Algorithm, KeyKind, PrivateKey, cose};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::current;
use crate::Keymgr;
use crate::domain::name::role;
use crate::error::signing;
use crate::ring::{self, KeyEntry};

/// The platform's own signing key, taken when a request names none.
pub(crate) fn platform_key() -> KeyRef {
    KeyRef::new("KERNEL", "SIGN")
}

/// How a token is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenForm {
    pub(crate) include_payload: bool,
    pub(crate) include_certificate: bool,
    pub(crate) include_cert_hash: bool,
    pub(crate) certificate_url: Option<String>,
    pub(crate) unencoded: bool,
    /// Leaves the key id out, as MOSIP's oldest call does.
    pub(crate) without_kid: bool,
    /// Another algorithm than the key's usual one.
    pub(crate) algorithm: Option<Algorithm>,
}

/// Signs a payload as a compact token.
pub(crate) async fn token(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    payload: &[u8],
    form: TokenForm,
) -> Result<String, Failure> {
    let (entry, private) = signing_key(m, cx, key).await?;
    let algorithm = form.algorithm.unwrap_or_else(|| usual(private.public().kind(), Algorithm::Rs256));
    let payload = payload.to_vec();
    m.blocking(move || {
        let (kid, thumbprint) = (entry.kid(), entry.certificate.thumbprint());
        let chain = [entry.certificate.der()];
        let options = Options {
            kid: (!form.without_kid).then_some(kid.as_str()),
            x5c: if form.include_certificate { &chain } else { &[] },
            x5t_s256: form.include_cert_hash.then_some(&thumbprint),
            x5u: form.certificate_url.as_deref(),
            unencoded: form.unencoded,
            detached: !form.include_payload,
            ..Options::default()
        };
        jws::sign(SigningKey::Private(&private, algorithm), &payload, &options).map_err(signing)
    })
    .await
}

/// Signs a payload as COSE_Sign1 with the key's id in the unprotected header.
pub(crate) async fn cose(m: &Keymgr, cx: &Cx, key: &KeyRef, payload: &[u8]) -> Result<Vec<u8>, Failure> {
    let (entry, private) = signing_key(m, cx, key).await?;
    let algorithm = usual(private.public().kind(), Algorithm::Ps256);
    let payload = payload.to_vec();
    m.blocking(move || {
        let kid = entry.kid();
        let options = cose::Options { kid: Some(kid.as_bytes()), ..cose::Options::default() };
        cose::sign1(&private, algorithm, &payload, &options).map_err(signing)
    })
    .await
}

/// Signs data with RSA PKCS#1 and SHA-256; the result is the signature alone.
pub(crate) async fn raw(m: &Keymgr, cx: &Cx, key: &KeyRef, data: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let (_, private) = signing_key(m, cx, key).await?;
    m.blocking(move || private.sign(Algorithm::Rs256, &data).map_err(signing)).await
}

/// The current key of a name that signs.
pub(crate) async fn signing_key(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
) -> Result<(Arc<KeyEntry>, Arc<PrivateKey>), Failure> {
    if !role(key).signs() {
        return Err(KeymgrError::SigningNotAllowed.into());
    }
    let entry = current::current(m, cx, key).await?;
    let private = ring::private_key(m, &entry).await?;
    Ok((entry, private))
}

/// The algorithm of a kind of key, where RSA keys have two.
pub(crate) const fn usual(kind: KeyKind, rsa: Algorithm) -> Algorithm {
    match kind {
        KeyKind::Rsa2048 => rsa,
        KeyKind::EcP256 => Algorithm::Es256,
        KeyKind::Ed25519 => Algorithm::EdDsa,
    }
}
