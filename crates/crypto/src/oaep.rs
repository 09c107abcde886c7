//! OAEP unpadding (RFC 8017, 7.1.2) with SHA-256 and the empty label, for tokens that offer raw RSA only and for Android's mask.
//!
//! Which of the checks failed, and where, must not show in the time taken (Manger's attack): everything up to the verdict is done
//! whatever the bytes are, with masks instead of branches.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::digest::{sha256, sha256_of};
use crate::{Error, Result};

const HASH_LEN: usize = 32;

/// Removes the padding from the result of the raw RSA operation. `encoded` is big-endian; tokens may leave out leading zeros, so it
/// may be shorter than the modulus of `modulus_len` bytes, never longer.
///
/// # Errors
/// [`Error::KeyUnwrap`] for everything that is wrong, without saying what.
pub fn unpad_sha256(encoded: &[u8], modulus_len: usize) -> Result<Zeroizing<Vec<u8>>> {
    unpad(encoded, modulus_len, mask)
}

/// The same with another mask: `mask(target, seed)` XORs MGF1 of the seed over the target.
pub(crate) fn unpad(encoded: &[u8], modulus_len: usize, mask: fn(&mut [u8], &[u8])) -> Result<Zeroizing<Vec<u8>>> {
    if modulus_len < 2 * HASH_LEN + 2 || encoded.len() > modulus_len {
        return Err(Error::KeyUnwrap);
    }
    let mut block = Zeroizing::new(vec![0; modulus_len]);
    block[modulus_len - encoded.len()..].copy_from_slice(encoded);

    let (first, masked) = block.split_at_mut(1);
    let (seed, data) = masked.split_at_mut(HASH_LEN);
    mask(seed, data);
    mask(data, seed);

    // data is hash ‖ zeros ‖ 1 ‖ message: find the 1 without stopping at it
    let mut good = first[0].ct_eq(&0) & data[..HASH_LEN].ct_eq(&sha256(b""));
    let mut looking = Choice::from(1);
    let mut start = 0_u32;
    for (at, byte) in (0_u32..).zip(data.iter()).skip(HASH_LEN) {
        let (zero, one) = (byte.ct_eq(&0), byte.ct_eq(&1));
        start = u32::conditional_select(&start, &(at + 1), looking & one);
        good &= !looking | zero | one;
        looking &= !one;
    }
    good &= !looking;
    if bool::from(good) { Ok(Zeroizing::new(data[start as usize..].to_vec())) } else { Err(Error::KeyUnwrap) }
}

/// Exclusive or with MGF1-SHA-256 of `seed`.
fn mask(target: &mut [u8], seed: &[u8]) {
    for (counter, chunk) in (0_u32..).zip(target.chunks_mut(HASH_LEN)) {
        let stream = Zeroizing::new(sha256_of(&[seed, &counter.to_be_bytes()]));
        chunk.iter_mut().zip(stream.iter()).for_each(|(byte, mask)| *byte ^= mask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The padding of RFC 8017, 7.1.1, written apart from what it tests.
    fn pad(message: &[u8], seed: [u8; HASH_LEN], modulus_len: usize) -> Vec<u8> {
        let mut data = sha256(b"").to_vec();
        data.resize(modulus_len - message.len() - HASH_LEN - 2, 0);
        data.push(1);
        data.extend_from_slice(message);
        let mut seed = seed.to_vec();
        mask(&mut data, &seed);
        mask(&mut seed, &data);
        [vec![0], seed, data].concat()
    }

    // KEY-06
    #[test]
    fn every_length_round_trips_also_without_leading_zeros() {
        for modulus_len in [256, 384, 512] {
            for len in (0..=modulus_len - 66).step_by(19) {
                let message = vec![7; len];
                let encoded = pad(&message, [9; 32], modulus_len);
                assert_eq!(unpad_sha256(&encoded, modulus_len).unwrap().as_slice(), message);
                assert_eq!(unpad_sha256(&encoded[1..], modulus_len).unwrap().as_slice(), message);
            }
        }
    }

    // KEY-06
    #[test]
    fn raw_results_agree_with_wycheproof() {
        let cases = include_str!("../tests/oaep_encoded.txt").lines().filter(|line| !line.starts_with('#'));
        let mut run = 0;
        for case in cases {
            let [id, result, message, encoded] = case.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let message = hex::decode(message.trim_matches('-')).unwrap();
            let plain = unpad_sha256(&hex::decode(encoded).unwrap(), 256);
            assert_eq!(plain.is_ok_and(|plain| *plain == message), result == "valid", "case {id}");
            run += 1;
        }
        assert_eq!(run, 23);
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let encoded = pad(b"session key", [3; 32], 256);
        for at in 0..256 {
            let mut changed = encoded.clone();
            changed[at] ^= 0x40;
            // the message too: it masks the seed, and the seed masks the hash
            assert!(unpad_sha256(&changed, 256).is_err(), "byte {at}");
        }
        assert_eq!(unpad_sha256(&[0; 256], 256).unwrap_err(), Error::KeyUnwrap);
        assert_eq!(unpad_sha256(&[], 256).unwrap_err(), Error::KeyUnwrap);
        assert_eq!(unpad_sha256(&[0; 257], 256).unwrap_err(), Error::KeyUnwrap);
        assert_eq!(unpad_sha256(&[0; 65], 65).unwrap_err(), Error::KeyUnwrap);
    }
}
