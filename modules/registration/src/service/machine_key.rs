//! A registration machine's signature over a sub-packet.

use crypto::{Algorithm, PublicKey};

pub(crate) use crypto::machine_key::read;

/// Whether the signature (RSA PKCS#1 v1.5 with SHA-256, as TPM and software keys of the client make it) fits.
pub(crate) fn verify(key: &PublicKey, plain: &[u8], signature: &[u8]) -> bool {
    key.verify(Algorithm::Rs256, plain, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::{KeyKind, PrivateKey, encoding};

    #[test]
    fn signatures_are_checked_with_the_registered_key() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let signature = key.sign(Algorithm::Rs256, b"zip").unwrap();
        let read = read(&encoding::b64url(key.public().to_spki())).unwrap();
        assert!(verify(&read, b"zip", &signature));
        assert!(!verify(&read, b"zap", &signature));
    }
}
