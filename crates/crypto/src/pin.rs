//! Encryption under a PIN: PBKDF2-HMAC-SHA-512 and AES-256-GCM (spec ida-crypto A.7, format 4).

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use zeroize::Zeroizing;

use crate::aead::{self, AesKey};
use crate::random::{Random, bytes};
use crate::{Error, Result};

const ITERATIONS: NonZeroU32 = NonZeroU32::new(100_000).expect("not zero");
const SALT_LEN: usize = 32;
const NONCE_LEN: usize = 12;

/// Encrypts to salt(32) ‖ nonce(12) ‖ cipher text ‖ tag. Takes tens of milliseconds by design: run it off the async runtime.
pub fn seal(pin: &str, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let salt: [u8; SALT_LEN] = bytes(random);
    let nonce: [u8; NONCE_LEN] = bytes(random);
    let mut out = Vec::with_capacity(SALT_LEN + NONCE_LEN + plain.len() + aead::TAG_LEN);
    out.extend_from_slice(&salt);
    out.extend_from_slice(&nonce);
    out.extend(aead::seal(&derive(pin, &salt)?, &nonce, &salt, plain)?);
    Ok(out)
}

/// Decrypts what [`seal`] makes; a wrong PIN gives [`Error::Tag`].
pub fn open(pin: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (salt, rest) = sealed.split_first_chunk::<SALT_LEN>().ok_or(Error::Truncated("cipher text"))?;
    let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(Error::Truncated("cipher text"))?;
    aead::open(&derive(pin, salt)?, nonce, salt, body)
}

fn derive(pin: &str, salt: &[u8]) -> Result<AesKey> {
    let mut key = Zeroizing::new([0; 32]);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA512, ITERATIONS, salt, pin.as_bytes(), key.as_mut_slice());
    AesKey::from_slice(key.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;

    impl Random for Zeros {
        fn fill(&self, out: &mut [u8]) {
            out.fill(0);
        }
    }

    // KEY-07, ida-crypto E.2
    #[test]
    fn matches_the_vector_and_refuses_another_pin() {
        assert_eq!(
            hex::encode(derive("123456", &[0; 32]).unwrap().expose()),
            "19aab35af76d3665a2831553d0a9830a66f2d4ac44c352c1a6c6369c1f156a0d"
        );
        let sealed = seal("123456", b"hello", &Zeros).unwrap();
        assert_eq!(
            crate::encoding::b64url(&sealed),
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlnpTV7Zd6iWEGpBv8InnqEQiLBa8"
        );
        assert_eq!(open("123456", &sealed).unwrap().as_slice(), b"hello");
        assert_eq!(open("123457", &sealed).unwrap_err(), Error::Tag);
        assert_eq!(open("123456", &sealed[..40]).unwrap_err(), Error::Truncated("cipher text"));
    }
}
