//! Zero-knowledge encryption: a value is bound to an identity and to one of a pool of random keys (spec ida-crypto A.7, format 5).

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use zeroize::Zeroizing;

use crate::aead::{self, AesKey};
use crate::random::{Random, bytes};
use crate::{Error, Result};

const AAD_LEN: usize = 32;
const NONCE_LEN: usize = 12;

/// Encrypts a value to index(4, big-endian) ‖ nonce(12) ‖ AAD(32) ‖ cipher text ‖ tag.
pub fn seal(random_key: &AesKey, index: u32, id: &str, value: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = bytes(random);
    let aad: [u8; AAD_LEN] = bytes(random);
    let mut out = index.to_be_bytes().to_vec();
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&aad);
    out.extend(aead::seal(&derive(random_key, id)?, &nonce, &aad, value)?);
    Ok(out)
}

/// The index of the random key a value was encrypted with.
pub fn index(sealed: &[u8]) -> Result<u32> {
    let (index, _) = sealed.split_first_chunk::<4>().ok_or(Error::Truncated("cipher text"))?;
    Ok(u32::from_be_bytes(*index))
}

/// Decrypts what [`seal`] makes, with the random key of its [`index`] and the same id.
pub fn open(random_key: &AesKey, id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let rest = sealed.get(4..).ok_or(Error::Truncated("cipher text"))?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(Error::Truncated("cipher text"))?;
    let (aad, body) = rest.split_first_chunk::<AAD_LEN>().ok_or(Error::Truncated("cipher text"))?;
    aead::open(&derive(random_key, id)?, nonce, aad, body)
}

/// The key of one identity: the digest of its id encrypted with the random key (AES-256, two blocks, no chaining, no padding).
fn derive(random_key: &AesKey, id: &str) -> Result<AesKey> {
    AesKey::from_slice(ecb(random_key, &crate::digest::sha256(id.as_bytes()), true).as_slice())
}

/// Wraps a random key under the symmetric master key as MOSIP stores it (two blocks without chaining).
pub fn wrap_random_key(master: &AesKey, random_key: &AesKey) -> [u8; 32] {
    *ecb(master, random_key.expose(), true)
}

/// Unwraps what [`wrap_random_key`] makes. There is no tag: a wrong master key gives a wrong random key.
pub fn unwrap_random_key(master: &AesKey, wrapped: &[u8]) -> Result<AesKey> {
    let wrapped = wrapped.try_into().map_err(|_| Error::Truncated("wrapped key"))?;
    AesKey::from_slice(ecb(master, wrapped, false).as_slice())
}

fn ecb(key: &AesKey, data: &[u8; 32], encrypt: bool) -> Zeroizing<[u8; 32]> {
    let cipher = Aes256::new(key.expose().into());
    let mut out = Zeroizing::new(*data);
    for half in out.chunks_exact_mut(16) {
        let block = half.try_into().expect("halves of 32 bytes are 16 bytes");
        if encrypt { cipher.encrypt_block(block) } else { cipher.decrypt_block(block) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    struct NonceThenCount(std::sync::atomic::AtomicBool);

    impl Random for NonceThenCount {
        fn fill(&self, out: &mut [u8]) {
            let first = !self.0.swap(true, std::sync::atomic::Ordering::Relaxed);
            for (at, byte) in out.iter_mut().enumerate() {
                *byte = if first { 0 } else { u8::try_from(at).unwrap() };
            }
        }
    }

    // KEY-09, ida-crypto E.2
    #[test]
    fn matches_the_vector() {
        let key = AesKey::from_slice(&(0..32).collect::<Vec<u8>>()).unwrap();
        assert_eq!(
            hex::encode(derive(&key, "1234567890").unwrap().expose()),
            "727e179463f87355aac22dd3e8bfabb53291a06d76d4ca0a8b05b016d36ad835"
        );
        let sealed = seal(&key, 42, "1234567890", b"Jane", &NonceThenCount(false.into())).unwrap();
        assert_eq!(
            crate::encoding::b64url(&sealed),
            "AAAAKgAAAAAAAAAAAAAAAAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4frTJeh9CDZu46vwAHfP--WjlvAxw"
        );
        assert_eq!(index(&sealed), Ok(42));
        assert_eq!(open(&key, "1234567890", &sealed).unwrap().as_slice(), b"Jane");
        assert_eq!(open(&key, "1234567891", &sealed).unwrap_err(), Error::Tag);
        for len in 0..sealed.len() {
            assert!(open(&key, "1234567890", &sealed[..len]).is_err());
        }
        let master = AesKey::from_slice(&[7; 32]).unwrap();
        let unwrapped = unwrap_random_key(&master, &wrap_random_key(&master, &key)).unwrap();
        assert_eq!(unwrapped.expose(), key.expose());
    }
}
