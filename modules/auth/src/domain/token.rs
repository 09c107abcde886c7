//! The 36 digits by which a partner knows a person again (spec ida-crypto B.6 and A.10).

use crypto::digest::{TOKEN_ID_LEN, first_decimal_digits, sha256_hex, token_id};

/// The secret salts of tokens.
pub(crate) struct Salts {
    pub number: String,
    pub partner: String,
}

/// What a token is made from.
pub(crate) struct Of<'a> {
    /// The identity's own token, never handed out.
    pub identity: &'a str,
    pub partner_id: &'a str,
    pub policy_id: &'a str,
}

/// The token of a policy's `authTokenType`; anything but `partner` and `policy` is random.
pub(crate) fn token(token_type: &str, of: &Of<'_>, salts: &Salts, random: &[u8; 32]) -> String {
    let stable = |code: &str| token_id(&salts.number, &salts.partner, of.identity, code);
    if token_type.eq_ignore_ascii_case("partner") {
        stable(of.partner_id)
    } else if token_type.eq_ignore_ascii_case("policy") {
        stable(of.policy_id)
    } else {
        first_decimal_digits(sha256_hex(random).as_bytes(), TOKEN_ID_LEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-12
    #[test]
    fn tokens_are_stable_per_partner_or_policy_or_not_at_all() {
        let salts = Salts { number: "a".into(), partner: "b".into() };
        let of = |partner_id, policy_id| Of { identity: "123", partner_id, policy_id };
        let make = |kind: &str, of: Of<'_>, random: u8| token(kind, &of, &salts, &[random; 32]);
        assert_eq!(make("Partner", of("p", "x"), 1), make("partner", of("p", "y"), 2));
        assert_ne!(make("partner", of("p", "x"), 1), make("partner", of("q", "x"), 1));
        assert_eq!(make("policy", of("p", "x"), 1), make("policy", of("q", "x"), 2));
        assert_ne!(make("random", of("p", "x"), 1), make("random", of("p", "x"), 2));
        for kind in ["partner", "policy", "random", "Policy Group"] {
            let token = make(kind, of("p", "x"), 7);
            assert!(token.len() == 36 && token.bytes().all(|b| b.is_ascii_digit()), "{token}");
        }
    }
}
