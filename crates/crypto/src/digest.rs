//! Digests, keyed digests, MOSIP's salted hashes and token ids.

use aws_lc_rs::{constant_time, digest, hmac};

/// SHA-256 of the bytes.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, data).as_ref());
    out
}

/// SHA-256 of several slices as if they were one.
pub fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Sha256::new();
    for part in parts {
        context.update(part);
    }
    context.finish()
}

/// SHA-256 fed in pieces, for uploads that are hashed while they stream.
pub struct Sha256(digest::Context);

impl Sha256 {
    /// Starts an empty digest.
    #[expect(clippy::new_without_default, reason = "an empty digest is started on purpose, never by default")]
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    /// Adds bytes.
    pub fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    /// The digest of everything added.
    pub fn finish(self) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(self.0.finish().as_ref());
        out
    }
}

/// SHA-512 of the bytes.
pub fn sha512(data: &[u8]) -> [u8; 64] {
    let mut out = [0; 64];
    out.copy_from_slice(digest::digest(&digest::SHA512, data).as_ref());
    out
}

/// SHA-1 of the bytes; only where MOSIP's tables name it (key identifiers, CA thumbprints), never to protect anything.
pub fn sha1(data: &[u8]) -> [u8; 20] {
    let mut out = [0; 20];
    out.copy_from_slice(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data).as_ref());
    out
}

/// Upper-case hexadecimal SHA-256, MOSIP's `digestAsPlainText`.
pub fn sha256_hex(data: &[u8]) -> String {
    hex::encode_upper(sha256(data))
}

/// Upper-case hexadecimal SHA-256 of data followed by salt, MOSIP's `digestAsPlainTextWithSalt`.
pub fn salted_hash(data: &[u8], salt: &[u8]) -> String {
    hex::encode_upper(sha256_of(&[data, salt]))
}

/// HMAC-SHA-256.
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data).as_ref());
    out
}

/// Whether `tag` is the HMAC-SHA-256 of the data, compared in constant time.
pub fn hmac_sha256_verify(key: &[u8], data: &[u8], tag: &[u8]) -> bool {
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key), data, tag).is_ok()
}

/// Whether two slices are equal; the time depends on their lengths only.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(left, right).is_ok()
}

/// Length of a token id in digits.
pub const TOKEN_ID_LEN: usize = 36;

/// The partner-specific token of an identity (PSUT, `authToken`): 36 decimal digits (foundation 4.5, ida-crypto A.10).
///
/// `id` is the number (or the identity's own token, when a policy token is made from it) and `partner_code` the partner or policy id.
pub fn token_id(uin_salt: &str, partner_salt: &str, id: &str, partner_code: &str) -> String {
    let first = salted_hash(id.as_bytes(), uin_salt.as_bytes());
    let second = hex::encode_upper(sha256_of(&[partner_salt.as_bytes(), partner_code.as_bytes(), first.as_bytes()]));
    first_decimal_digits(second.as_bytes(), TOKEN_ID_LEN)
}

/// The first digits of a big-endian unsigned integer in decimal (fewer when the number has fewer).
pub fn first_decimal_digits(big_endian: &[u8], digits: usize) -> String {
    const LIMB: u64 = 1_000_000_000;
    let mut limbs: Vec<u32> = vec![0]; // little-endian, base 10^9
    for byte in big_endian {
        let mut carry = u64::from(*byte);
        for limb in &mut limbs {
            let value = u64::from(*limb) * 256 + carry;
            *limb = u32::try_from(value % LIMB).expect("remainder is below 10^9");
            carry = value / LIMB;
        }
        if carry > 0 {
            limbs.push(u32::try_from(carry).expect("carry is below 257"));
        }
    }
    let mut text = String::with_capacity(limbs.len() * 9);
    for (position, limb) in limbs.iter().rev().enumerate() {
        if position == 0 { text.push_str(&limb.to_string()) } else { text.push_str(&format!("{limb:09}")) }
    }
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    // ida-crypto E.1
    #[test]
    fn hashes_match_the_published_ones() {
        assert_eq!(sha256_hex(b"Test"), "532EAABD9574880DBF76B9B8CC00832C20A6EC113D682299550D7A6E0F345E25");
        assert_eq!(salted_hash(b"12", b"12"), "CBFAD02F9ED2A8D1E08D8F74F5303E9EB93637D47F82AB6F1C15871CF8DD0481");
        assert_eq!(salted_hash(b"12", b"328"), "827050EF00E06C5547A64C9208F244B9B96CFABEB043F6D2ADBC4142FC1B39B2");
    }

    // ida-crypto E.2: token ids
    #[test]
    fn token_ids_match_the_computed_ones() {
        let uin_salt = "zHuDEAbmbxiUbUShgy6pwUhKh9DE0EZn9kQDKPPKbWscGajMwf";
        let partner_salt = "yS8w5Wb6vhIKdf1msi4LYTJks7mqkbmITk2O63Iq8h0bkRlD0d";
        assert_eq!(token_id(uin_salt, partner_salt, "1234", "1234"), "341848289429937600331214878588938562");
        assert_eq!(
            token_id(uin_salt, partner_salt, "5483920146", "mpartner-default-auth"),
            "362716475466143981789108615627691156"
        );
        // computed with Python's int.from_bytes over hashlib
        assert_eq!(
            token_id(uin_salt, partner_salt, "5826391740", "mpartner-1"),
            "367627839424221244929261889472107652"
        );
    }

    #[test]
    fn decimal_digits_of_small_and_round_numbers() {
        assert_eq!(first_decimal_digits(&[], 36), "0");
        assert_eq!(first_decimal_digits(&[0, 0, 255], 36), "255");
        assert_eq!(first_decimal_digits(&1_000_000_000_u64.to_be_bytes(), 36), "1000000000");
        assert_eq!(first_decimal_digits(&u128::MAX.to_be_bytes(), 40), u128::MAX.to_string());
        assert_eq!(first_decimal_digits(&u128::MAX.to_be_bytes(), 3), "340");
    }

    #[test]
    fn pieces_hash_like_the_whole() {
        let mut context = Sha256::new();
        context.update(b"Te");
        context.update(b"st");
        assert_eq!(context.finish(), sha256(b"Test"));
        assert!(hmac_sha256_verify(b"k", b"data", &hmac_sha256(b"k", b"data")));
        assert!(!hmac_sha256_verify(b"k", b"datb", &hmac_sha256(b"k", b"data")));
        assert!(constant_time_eq(b"ab", b"ab") && !constant_time_eq(b"ab", b"abc") && !constant_time_eq(b"ab", b"ac"));
    }
}
