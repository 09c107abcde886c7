//! Reading a PKCS#12 file: its private key and the certificates beside it. Nothing is written in that format.

use crypto::PrivateKey;
use crypto::x509::Certificate;
use p12_keystore::Pkcs12Archive;

/// Why a PKCS#12 file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs12Error {
    #[error("the file is no PKCS#12 file, or the password is wrong")]
    Unreadable,
    #[error("the file must hold exactly one private key; it holds {0}")]
    Keys(usize),
    #[error("the private key is of no kind that is used here (RSA from 2048 bits, P-256, Ed25519)")]
    KeyKind,
    #[error("the file holds no certificate for its private key")]
    NoCertificate,
}

/// The one private key of a file and its certificate.
pub(crate) fn read(content: &[u8], password: &str) -> Result<(PrivateKey, Certificate), Pkcs12Error> {
    let archive = Pkcs12Archive::from_pkcs12(content, password).map_err(|_| Pkcs12Error::Unreadable)?;
    let [key] = archive.keys.as_slice() else { return Err(Pkcs12Error::Keys(archive.keys.len())) };
    let key = PrivateKey::from_pkcs8(key.key.as_der()).map_err(|_| Pkcs12Error::KeyKind)?;
    let certificate = archive
        .certs
        .iter()
        .filter_map(|bag| Certificate::from_der(bag.cert.as_der()).ok())
        .find(|certificate| certificate.public_key().is_ok_and(|public| public == key.public()))
        .ok_or(Pkcs12Error::NoCertificate)?;
    Ok((key, certificate))
}
