//! JSON Web Tokens (RFC 7519): registered claims, times with leeway.

use chrono::{DateTime, Utc};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use crate::jwk::Jwks;
use crate::jws::{self, Jws, Options, SigningKey, VerifyingKey};
use crate::{Algorithm, Error, Result};

/// One or several audiences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    /// Whether the audience names this party.
    pub fn contains(&self, party: &str) -> bool {
        match self {
            Self::One(one) => one == party,
            Self::Many(many) => many.iter().any(|one| one == party),
        }
    }
}

/// Registered claims, and everything else as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// Expiry in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "numeric_date")]
    pub exp: Option<i64>,
    /// Start of validity in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "numeric_date")]
    pub nbf: Option<i64>,
    /// Time of issue in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "numeric_date")]
    pub iat: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// Claims beyond the registered ones.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// NumericDate may have a fraction (RFC 7519, section 2); the second it lies in counts.
fn numeric_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    if let Some(seconds) = number.as_i64() {
        return Ok(Some(seconds));
    }
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked; the fraction is meant to go")]
        Some(seconds) if seconds.abs() < 1e15 => Ok(Some(seconds.floor() as i64)),
        _ => Err(D::Error::custom("date out of range")),
    }
}

/// What a token must say besides being signed.
#[derive(Debug, Clone, Copy)]
pub struct Checks<'a> {
    /// The time now.
    pub now: DateTime<Utc>,
    /// Seconds of clock difference that are forgiven.
    pub leeway_secs: i64,
    /// The issuer it must name.
    pub issuer: Option<&'a str>,
    /// The audience it must name.
    pub audience: Option<&'a str>,
    /// Whether a token without expiry is accepted.
    pub without_expiry: bool,
}

impl<'a> Checks<'a> {
    /// Checks the times only, with 60 seconds of leeway; an expiry is required.
    pub fn at(now: DateTime<Utc>) -> Self {
        Checks { now, leeway_secs: 60, issuer: None, audience: None, without_expiry: false }
    }

    /// Applies the checks to claims whose signature was verified.
    pub fn apply(&self, claims: &Claims) -> Result<()> {
        let now = self.now.timestamp();
        match claims.exp {
            Some(exp) if now >= exp.saturating_add(self.leeway_secs) => return Err(Error::Expired),
            None if !self.without_expiry => return Err(Error::Claim("exp")),
            _ => {}
        }
        if claims.nbf.is_some_and(|nbf| now < nbf.saturating_sub(self.leeway_secs)) {
            return Err(Error::NotYetValid);
        }
        if claims.iat.is_some_and(|iat| now < iat.saturating_sub(self.leeway_secs)) {
            return Err(Error::NotYetValid);
        }
        if self.issuer.is_some() && claims.iss.as_deref() != self.issuer {
            return Err(Error::Claim("iss"));
        }
        if let Some(audience) = self.audience
            && !claims.aud.as_ref().is_some_and(|aud| aud.contains(audience))
        {
            return Err(Error::Claim("aud"));
        }
        Ok(())
    }
}

/// Signs claims of any shape; `typ` is `JWT` unless given.
pub fn sign<T: Serialize + ?Sized>(claims: &T, key: SigningKey<'_>, options: &Options<'_>) -> Result<String> {
    let payload = serde_json::to_vec(claims).map_err(|_| Error::Malformed("claims"))?;
    let typ = options.typ.or(Some("JWT"));
    jws::sign(key, &payload, &Options { typ, ..*options })
}

/// Verifies signature and claims.
pub fn verify(token: &str, key: VerifyingKey<'_>, checks: &Checks<'_>) -> Result<Claims> {
    read(&Jws::parse(token)?, key, checks)
}

/// Verifies with the key of a set that the token's `kid` names. A token without `kid` is accepted when the set has one key only.
pub fn verify_with_set(token: &str, set: &Jwks, allowed: &[Algorithm], checks: &Checks<'_>) -> Result<Claims> {
    let jws = Jws::parse(token)?;
    let jwk = match (jws.header().kid.as_deref(), set.keys.as_slice()) {
        (Some(kid), _) => set.find(kid),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let key = jwk.ok_or(Error::KeyNotFound)?.public_key()?;
    read(&jws, VerifyingKey::Public(&key, allowed), checks)
}

fn read(jws: &Jws<'_>, key: VerifyingKey<'_>, checks: &Checks<'_>) -> Result<Claims> {
    let payload = jws.verify(key, None)?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Error::Malformed("claims"))?;
    checks.apply(&claims)?;
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jwk::Jwk;
    use crate::{KeyKind, PrivateKey};

    const SECRET: [u8; 32] = [5; 32];

    fn at(seconds: i64) -> Checks<'static> {
        Checks::at(DateTime::from_timestamp(seconds, 0).unwrap())
    }

    fn token(claims: &Claims) -> String {
        sign(claims, SigningKey::Secret(&SECRET), &Options::default()).unwrap()
    }

    fn verify(token: &str, checks: &Checks<'_>) -> Result<Claims> {
        super::verify(token, VerifyingKey::Secret(&SECRET), checks)
    }

    // IAM: tokens expire, with leeway
    #[test]
    fn times_are_checked_with_leeway() {
        let claims = Claims { exp: Some(1000), nbf: Some(500), iat: Some(500), ..Claims::default() };
        let signed = token(&claims);
        assert_eq!(verify(&signed, &at(440)).unwrap(), claims);
        assert_eq!(verify(&signed, &at(439)).unwrap_err(), Error::NotYetValid);
        assert!(verify(&signed, &at(1059)).is_ok());
        assert_eq!(verify(&signed, &at(1060)).unwrap_err(), Error::Expired);
        assert_eq!(verify(&signed, &Checks { leeway_secs: 0, ..at(1000) }).unwrap_err(), Error::Expired);
    }

    #[test]
    fn issuer_audience_and_expiry_are_demanded() {
        let claims = Claims {
            iss: Some("us".to_owned()),
            aud: Some(Audience::Many(vec!["a".to_owned(), "b".to_owned()])),
            exp: Some(1000),
            ..Claims::default()
        };
        let signed = token(&claims);
        let good = Checks { issuer: Some("us"), audience: Some("b"), ..at(900) };
        assert!(verify(&signed, &good).is_ok());
        assert_eq!(verify(&signed, &Checks { issuer: Some("them"), ..good }).unwrap_err(), Error::Claim("iss"));
        assert_eq!(verify(&signed, &Checks { audience: Some("c"), ..good }).unwrap_err(), Error::Claim("aud"));
        let eternal = token(&Claims::default());
        assert_eq!(verify(&eternal, &at(0)).unwrap_err(), Error::Claim("exp"));
        assert!(verify(&eternal, &Checks { without_expiry: true, ..at(0) }).is_ok());
    }

    #[test]
    fn fractional_and_absurd_dates() {
        let sign = |json: &str| jws::sign(SigningKey::Secret(&SECRET), json.as_bytes(), &Options::default()).unwrap();
        assert_eq!(verify(&sign(r#"{"exp":1000.9}"#), &at(0)).unwrap().exp, Some(1000));
        for json in [r#"{"exp":1e300}"#, r#"{"exp":"1000"}"#, r#"{"exp":null}"#, "[]", "{", r#"{"exp":1,"exp":2}"#] {
            assert_eq!(verify(&sign(json), &at(0)).unwrap_err(), Error::Malformed("claims"), "{json}");
        }
        let edge = Claims { exp: Some(i64::MAX), nbf: Some(i64::MIN), ..Claims::default() };
        assert!(verify(&token(&edge), &at(0)).is_ok());
    }

    #[test]
    fn a_set_is_searched_by_key_id() {
        let one = PrivateKey::generate(KeyKind::EcP256).unwrap();
        let two = PrivateKey::generate(KeyKind::Ed25519).unwrap();
        let jwk = |kid: &str, key: &PrivateKey| Jwk { kid: Some(kid.to_owned()), ..Jwk::from_key(key.public()) };
        let set = Jwks { keys: vec![jwk("1", &one), jwk("2", &two)] };
        let claims = Claims { exp: Some(1000), ..Claims::default() };
        let allowed = [Algorithm::Es256, Algorithm::EdDsa];
        let signed = |kid, key| sign(&claims, key, &Options { kid, ..Options::default() }).unwrap();
        let two_key = SigningKey::Private(&two, Algorithm::EdDsa);
        assert_eq!(verify_with_set(&signed(Some("2"), two_key), &set, &allowed, &at(0)).unwrap(), claims);
        let mismatch = verify_with_set(&signed(Some("1"), two_key), &set, &allowed, &at(0));
        assert_eq!(mismatch.unwrap_err(), Error::KeyMismatch("EdDSA"));
        for kid in [Some("3"), None] {
            let unknown = verify_with_set(&signed(kid, two_key), &set, &allowed, &at(0));
            assert_eq!(unknown.unwrap_err(), Error::KeyNotFound);
        }
    }
}
