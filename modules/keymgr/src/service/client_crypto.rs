//! Sign, verify, encrypt and decrypt as registration machines do (spec ida-crypto A.7, format 7).
//!
//! As in MOSIP's services, the platform's half is the resident module's: its master key signs, a base key of its own decrypts.

use std::sync::Arc;

use crypto::client_crypto::{self as format, Mask};
use crypto::machine_key::{self, Form};
use crypto::{Algorithm, PublicKey, Zeroizing};
use keymgr_api::client::ClientType;
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{current, encrypt as envelope, sign as signatures};
use crate::Keymgr;
use crate::error::crypto;
use crate::ring;

fn signing_name() -> KeyRef {
    KeyRef::new("RESIDENT", "")
}

fn encryption_name() -> KeyRef {
    KeyRef::new("RESIDENT", "CLIENT_CRYPTO")
}

/// Signs data with the platform's client key.
pub(crate) async fn sign(m: &Keymgr, cx: &Cx, data: Vec<u8>) -> Result<Vec<u8>, Failure> {
    signatures::raw(m, cx, &signing_name(), data).await
}

/// The public half of the key that signs (X.509).
pub(crate) async fn signing_key(m: &Keymgr, cx: &Cx) -> Result<Vec<u8>, Failure> {
    public(m, cx, &signing_name()).await
}

/// The public half of the key that decrypts (X.509).
pub(crate) async fn encryption_key(m: &Keymgr, cx: &Cx) -> Result<Vec<u8>, Failure> {
    public(m, cx, &encryption_name()).await
}

async fn public(m: &Keymgr, cx: &Cx, key: &KeyRef) -> Result<Vec<u8>, Failure> {
    let entry = current::current(m, cx, key).await?;
    Ok(entry.certificate.public_key().map_err(crypto)?.to_spki())
}

/// Whether a client's signature (RSA PKCS#1 with SHA-256, whatever the type of client) fits.
pub(crate) async fn verify(m: &Keymgr, key: &[u8], data: Vec<u8>, signature: Vec<u8>) -> Result<bool, Failure> {
    let (key, _) = read(key)?;
    m.blocking(move || Ok(key.verify(Algorithm::Rs256, &data, &signature).is_ok())).await
}

/// Encrypts to a client's key. A key in a TPM's form is a TPM's, whatever type was said.
pub(crate) async fn encrypt(
    m: &Keymgr,
    key: &[u8],
    client: Option<ClientType>,
    plain: Zeroizing<Vec<u8>>,
) -> Result<Vec<u8>, Failure> {
    let (key, form) = read(key)?;
    let mask = match form {
        Form::Tpm => Mask::Sha256,
        Form::Der => mask(client),
    };
    let random = m.random.clone();
    m.blocking(move || format::seal(&key, mask, &plain, &random).map_err(unusable)).await
}

/// Decrypts what a client encrypted to the platform, however old the key.
pub(crate) async fn decrypt(
    m: &Keymgr,
    cx: &Cx,
    client: Option<ClientType>,
    sealed: Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    current::current(m, cx, &encryption_name()).await?;
    let sealed = Arc::new(sealed);
    let mut refusal = Failure::of(KeymgrError::SessionKey);
    for entry in envelope::candidates(m, &encryption_name(), None).await? {
        let (private, sealed) = (ring::private_key(m, &entry).await?, sealed.clone());
        let opened = m
            .blocking(move || {
                // an Android client may know only its own key store's padding
                let first = format::open(&private, mask(client), &sealed);
                let opened = match first {
                    Err(crypto::Error::KeyUnwrap) if mask(client) == Mask::Sha1 => {
                        format::open(&private, Mask::Sha256, &sealed)
                    }
                    done => done,
                };
                opened.map_err(crypto)
            })
            .await;
        match opened {
            Err(failure) if failure.is(KeymgrError::SessionKey) => refusal = failure,
            done => return done,
        }
    }
    Err(refusal)
}

fn mask(client: Option<ClientType>) -> Mask {
    match client {
        Some(ClientType::Android) => Mask::Sha1,
        Some(ClientType::Tpm | ClientType::Local) | None => Mask::Sha256,
    }
}

fn read(key: &[u8]) -> Result<(PublicKey, Form), Failure> {
    machine_key::parse(key).ok_or_else(|| KeymgrError::PublicKeyInvalid.into())
}

fn unusable(error: crypto::Error) -> Failure {
    match error {
        crypto::Error::BadKey(_) => Failure::of(KeymgrError::PublicKeyInvalid).because(error),
        other => crypto(other),
    }
}
