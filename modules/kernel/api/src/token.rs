//! The partner-specific token of a person (MOSIP's PSUT, `authToken`): the same for one person and one partner, different for
//! every other partner.

use sha2::{Digest, Sha256};

/// Characters of a token.
const LENGTH: usize = 36;

/// The token of a UIN for a partner: SHA-256 of UIN and salt, then of salt, partner code and that, both in upper-case hex; the
/// first 36 digits of the decimal number whose bytes are the ASCII characters of the second hash.
#[must_use]
pub fn partner_token(uin: &str, uin_salt: &str, partner_code: &str, partner_code_salt: &str) -> String {
    let person = sha256_hex(&[uin, uin_salt]);
    let both = sha256_hex(&[partner_code_salt, partner_code, &person]);
    let mut decimal = decimal_of(both.as_bytes());
    decimal.truncate(LENGTH);
    decimal
}

fn sha256_hex(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
    }
    hex::encode_upper(hash.finalize())
}

/// A big-endian number in decimal, without leading zeros.
fn decimal_of(bytes: &[u8]) -> String {
    // limbs of nine decimal digits, the lowest first
    let mut limbs: Vec<u64> = vec![0];
    for byte in bytes {
        let mut carry = u64::from(*byte);
        for limb in &mut limbs {
            let value = *limb * 256 + carry;
            *limb = value % 1_000_000_000;
            carry = value / 1_000_000_000;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let mut text = limbs.pop().unwrap_or(0).to_string();
    for limb in limbs.iter().rev() {
        text.push_str(&format!("{limb:09}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_numbers_are_written_in_decimal() {
        assert_eq!(decimal_of(&[]), "0");
        assert_eq!(decimal_of(&[0, 0, 1, 0]), "256");
        assert_eq!(decimal_of(&u128::MAX.to_be_bytes()), u128::MAX.to_string());
        assert_eq!(decimal_of(&10u128.pow(27).to_be_bytes()), 10u128.pow(27).to_string());
    }

    // expected values computed with another implementation (Python's int.from_bytes over hashlib)
    #[test]
    fn a_token_is_stable_per_partner_and_differs_between_partners() {
        let token = partner_token(
            "5826391740",
            "zHuDEAbmbxiUbUShgy6pwUhKh9DE0EZn9kQDKPPKbWscGajMwf",
            "mpartner-1",
            "yS8w5Wb6vhIKdf1msi4LYTJks7mqkbmITk2O63Iq8h0bkRlD0d",
        );
        assert_eq!(token, EXPECTED);
        assert_eq!(token.len(), 36);
        assert_ne!(token, partner_token("5826391740", "s", "mpartner-2", "t"));
    }

    const EXPECTED: &str = "367627839424221244929261889472107652";
}
