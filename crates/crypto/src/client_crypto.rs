//! What registration machines and servers encrypt to each other (spec ida-crypto A.7, format 7):
//! wrapped AES key(256) ‖ nonce(12) ‖ AAD(32) ‖ cipher text ‖ tag. Clients of the 1.1.4 era wrote IV(16) ‖ AAD(12) in the middle.

use zeroize::Zeroizing;

use crate::aead::{self, AesKey};
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, PublicKey, Result, oaep_sha1_mask};

const WRAPPED_LEN: usize = 256;
const NONCE_LEN: usize = 12;
const AAD_LEN: usize = 32;
const OLD_IV_LEN: usize = 16;
const OLD_AAD_LEN: usize = 12;

/// The mask of the RSA padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// MGF1 with SHA-256: TPMs and keys in files.
    Sha256,
    /// MGF1 with SHA-1: Android's key store.
    Sha1,
}

/// Encrypts to a client's or server's key.
///
/// # Errors
/// [`Error::BadKey`] when it is no RSA key of 2048 bits.
pub fn seal(key: &PublicKey, mask: Mask, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    if key.rsa_bits() != Some(2048) {
        return Err(Error::BadKey("RSA key of 2048 bits"));
    }
    let session = AesKey::generate(random);
    let wrapped = match mask {
        Mask::Sha256 => key.encrypt_oaep(session.expose())?,
        Mask::Sha1 => oaep_sha1_mask::encrypt_mask_sha1(key, session.expose(), random)?,
    };
    let nonce: [u8; NONCE_LEN] = bytes(random);
    let aad: [u8; AAD_LEN] = bytes(random);
    let sealed = aead::seal(&session, &nonce, &aad, plain)?;
    Ok([wrapped.as_slice(), &nonce, &aad, &sealed].concat())
}

/// Decrypts what [`seal`] makes, and the older layout.
///
/// # Errors
/// [`Error::Truncated`], [`Error::KeyUnwrap`] when it was encrypted to another key, [`Error::Tag`] when it was changed.
pub fn open(key: &PrivateKey, mask: Mask, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (wrapped, rest) = sealed.split_at_checked(WRAPPED_LEN).ok_or(Error::Truncated("cipher text"))?;
    let session = match mask {
        Mask::Sha256 => key.decrypt_oaep(wrapped)?,
        Mask::Sha1 => oaep_sha1_mask::decrypt_mask_sha1(key, wrapped)?,
    };
    let session = AesKey::from_slice(&session).map_err(|_| Error::KeyUnwrap)?;
    let part = |nonce: usize, aad: usize| {
        let (nonce, rest) = rest.split_at_checked(nonce)?;
        let (aad, body) = rest.split_at_checked(aad)?;
        Some(aead::open(&session, nonce, aad, body))
    };
    let current = part(NONCE_LEN, AAD_LEN).unwrap_or(Err(Error::Truncated("cipher text")));
    match (current, part(OLD_IV_LEN, OLD_AAD_LEN)) {
        (Ok(plain), _) | (Err(_), Some(Ok(plain))) => Ok(plain),
        // long enough for the older layout only
        (Err(Error::Truncated(_)), Some(Err(error))) | (Err(error), _) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, SystemRandom};

    // KEY-08
    #[test]
    fn both_layouts_open_and_neither_when_changed() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        for mask in [Mask::Sha256, Mask::Sha1] {
            for plain in [&b""[..], b"a packet"] {
                let sealed = seal(key.public(), mask, plain, &SystemRandom).unwrap();
                assert_eq!(sealed.len(), 256 + 12 + 32 + plain.len() + 16);
                assert_eq!(open(&key, mask, &sealed).unwrap().as_slice(), plain);
            }
        }
        let session = AesKey::from_slice(&[5; 32]).unwrap();
        let wrapped = key.public().encrypt_oaep(session.expose()).unwrap();
        let (iv, aad) = ([1; 16], [2; 12]);
        let body = aead::seal(&session, &iv, &aad, b"old").unwrap();
        let old = [&wrapped[..], &iv, &aad, &body].concat();
        assert_eq!(open(&key, Mask::Sha256, &old).unwrap().as_slice(), b"old");
        for at in [256, 270, 300, old.len() - 1] {
            let mut changed = old.clone();
            changed[at.min(old.len() - 1)] ^= 1;
            assert!(open(&key, Mask::Sha256, &changed).is_err(), "byte {at}");
        }
        for len in [0, 255, 256, 290, old.len() - 1] {
            assert!(open(&key, Mask::Sha256, &old[..len]).is_err(), "{len} bytes");
        }
        let elliptic = PrivateKey::generate(KeyKind::EcP256).unwrap();
        assert!(seal(elliptic.public(), Mask::Sha256, b"x", &SystemRandom).is_err());
    }
}
