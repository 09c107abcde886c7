//! RSA-OAEP with SHA-256 for the label and SHA-1 for the mask: the padding of Android's key store (spec ida-crypto A.7, format 7).
//!
//! aws-lc offers one digest for both, so padding and exponentiation are written out here, over constant-time big integers.
//! SHA-1 only spreads the seed; nothing rests on its collisions. Keys are RSA of 2048 bits, as format 7 has them.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use zeroize::Zeroizing;

use crate::digest::{sha1, sha256};
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, PublicKey, Result, RsaSecret, oaep};

const HASH_LEN: usize = 32;
const BITS: u32 = 2048;
const BLOCK_LEN: usize = 256;
const DATA_LEN: usize = BLOCK_LEN - HASH_LEN - 1;

/// Encrypts a short secret (at most 190 bytes) to an RSA key of 2048 bits.
///
/// # Errors
/// [`Error::KeyWrap`] when the secret is too long, [`Error::BadKey`] when the key is another kind or size.
pub fn encrypt_mask_sha1(key: &PublicKey, secret: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let (modulus, exponent) = components(key)?;
    let padding = DATA_LEN.checked_sub(HASH_LEN + 1 + secret.len()).ok_or(Error::KeyWrap)?;
    // leading zero ‖ masked seed ‖ masked (hash of the empty label ‖ zeros ‖ 1 ‖ secret): RFC 8017, 7.1.1
    let mut block = Zeroizing::new([0; BLOCK_LEN]);
    let (seed, data) = block[1..].split_at_mut(HASH_LEN);
    data[..HASH_LEN].copy_from_slice(&sha256(b""));
    data[HASH_LEN + padding] = 1;
    data[HASH_LEN + padding + 1..].copy_from_slice(secret);
    seed.copy_from_slice(&bytes::<HASH_LEN>(random));
    mask(data, seed);
    mask(seed, data);
    let raised = power(&block[..], &number(&exponent)?, exponent_bits(&exponent), &modulus)?;
    Ok(raised.to_vec())
}

/// Decrypts what [`encrypt_mask_sha1`] and Android's key store make. Every failure is the same [`Error::KeyUnwrap`].
pub fn decrypt_mask_sha1(key: &PrivateKey, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (modulus, _) = components(key.public())?;
    let secret = RsaSecret::from_pkcs8(&key.to_pkcs8()?)?;
    let exponent = Zeroizing::new(number(&secret.private_exponent)?);
    if wrapped.len() != BLOCK_LEN || wrapped >= modulus.as_slice() {
        return Err(Error::KeyUnwrap);
    }
    let block = power(wrapped, &exponent, BITS, &modulus)?;
    oaep::unpad(&block, BLOCK_LEN, mask)
}

/// XORs MGF1-SHA-1 of the seed over the bytes.
fn mask(bytes: &mut [u8], seed: &[u8]) {
    let mut input = Zeroizing::new([seed, &[0; 4]].concat());
    for (counter, chunk) in (0_u32..).zip(bytes.chunks_mut(20)) {
        input[seed.len()..].copy_from_slice(&counter.to_be_bytes());
        for (byte, with) in chunk.iter_mut().zip(sha1(&input)) {
            *byte ^= with;
        }
    }
}

/// Raises a block to a power, modulo; `bits` bounds the exponent and may show in the time taken.
fn power(block: &[u8], exponent: &BoxedUint, bits: u32, modulus: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let odd = Option::<Odd<BoxedUint>>::from(Odd::new(number(modulus)?)).ok_or(Error::BadKey("RSA key"))?;
    let params = BoxedMontyParams::new(odd);
    let raised = BoxedMontyForm::new(number(block)?, &params).pow_bounded_exp(exponent, bits).retrieve();
    let raised = Zeroizing::new(raised);
    let bytes = raised.to_be_bytes();
    Ok(Zeroizing::new(bytes[bytes.len() - BLOCK_LEN..].to_vec()))
}

fn number(bytes: &[u8]) -> Result<BoxedUint> {
    BoxedUint::from_be_slice(bytes, BITS).map_err(|_| Error::BadKey("RSA key"))
}

fn exponent_bits(exponent: &[u8]) -> u32 {
    u32::try_from(exponent.len() * 8).unwrap_or(BITS)
}

fn components(key: &PublicKey) -> Result<(Vec<u8>, Vec<u8>)> {
    let bad = Error::BadKey("RSA key of 2048 bits");
    if key.rsa_bits() != Some(2048) {
        return Err(bad);
    }
    key.rsa_components().ok_or(bad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, SystemRandom};

    // KEY-08: Android clients
    #[test]
    fn secrets_round_trip_and_the_two_masks_do_not_mix() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        for secret in [&[][..], &[7; 32], &[0; 190]] {
            let wrapped = encrypt_mask_sha1(key.public(), secret, &SystemRandom).unwrap();
            assert_eq!(wrapped.len(), 256);
            assert_eq!(decrypt_mask_sha1(&key, &wrapped).unwrap().as_slice(), secret);
            assert_eq!(key.decrypt_oaep(&wrapped).unwrap_err(), Error::KeyUnwrap);
            let other = key.public().encrypt_oaep(secret).unwrap();
            assert_eq!(decrypt_mask_sha1(&key, &other).unwrap_err(), Error::KeyUnwrap);
        }
        assert_eq!(encrypt_mask_sha1(key.public(), &[0; 191], &SystemRandom).unwrap_err(), Error::KeyWrap);
        let wrapped = encrypt_mask_sha1(key.public(), &[7; 32], &SystemRandom).unwrap();
        let stranger = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        assert_eq!(decrypt_mask_sha1(&stranger, &wrapped).unwrap_err(), Error::KeyUnwrap);
        for changed in [&wrapped[..255], &[0xff; 256], &[0; 256], &[]] {
            assert_eq!(decrypt_mask_sha1(&key, changed).unwrap_err(), Error::KeyUnwrap);
        }
        let elliptic = PrivateKey::generate(KeyKind::EcP256).unwrap();
        assert!(encrypt_mask_sha1(elliptic.public(), &[7], &SystemRandom).is_err());
        assert!(decrypt_mask_sha1(&elliptic, &wrapped).is_err());
    }
}
