//! Public keys in JSON: JWK (RFC 7517) and its set.

use serde::{Deserialize, Serialize};

use crate::encoding::{b64std, b64url, b64url_strict};
use crate::x509::Certificate;
use crate::{Algorithm, Error, KeyKind, PublicKey, Result};

/// A public key as `/.well-known/jwks.json` publishes it. Private members are never read nor written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    pub kty: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// End of validity in seconds since 1970 (MOSIP's addition).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    /// Certificates in standard base64 of their DER, the key's own first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x5c: Vec<String>,
    #[serde(default, rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    pub x5t_s256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}

/// A set of public keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    pub keys: Vec<Jwk>,
}

impl Jwks {
    /// The key with this id.
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        self.keys.iter().find(|key| key.kid.as_deref() == Some(kid))
    }
}

impl Jwk {
    /// Describes a public key.
    pub fn from_key(key: &PublicKey) -> Self {
        let mut jwk = Self::default();
        match key.kind() {
            KeyKind::Rsa2048 => {
                let (n, e) = key.rsa_components().unwrap_or_default();
                jwk.kty = "RSA".to_owned();
                jwk.n = Some(b64url(n));
                jwk.e = Some(b64url(e));
            }
            KeyKind::EcP256 => {
                jwk.kty = "EC".to_owned();
                jwk.crv = Some("P-256".to_owned());
                jwk.x = Some(b64url(&key.raw()[1..33]));
                jwk.y = Some(b64url(&key.raw()[33..]));
            }
            KeyKind::Ed25519 => {
                jwk.kty = "OKP".to_owned();
                jwk.crv = Some("Ed25519".to_owned());
                jwk.x = Some(b64url(key.raw()));
            }
        }
        jwk
    }

    /// Describes the key of a certificate for signing: key id, algorithm, end of validity, certificate and its thumbprint.
    pub fn for_signing(kid: &str, algorithm: Algorithm, certificate: &Certificate) -> Result<Self> {
        Ok(Self {
            kid: Some(kid.to_owned()),
            alg: Some(algorithm.name().to_owned()),
            usage: Some("sig".to_owned()),
            exp: Some(certificate.not_after().timestamp()),
            x5c: vec![b64std(certificate.der())],
            x5t_s256: Some(b64url(certificate.thumbprint())),
            ..Self::from_key(certificate.public_key()?)
        })
    }

    /// The public key. A certificate inside is not looked at.
    pub fn public_key(&self) -> Result<PublicKey> {
        let member = |value: &Option<String>| {
            b64url_strict(value.as_deref().ok_or(Error::BadKey("JWK"))?).map_err(|_| Error::BadKey("JWK"))
        };
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => PublicKey::from_rsa_components(&member(&self.n)?, &member(&self.e)?),
            ("EC", Some("P-256")) => {
                let (x, y) = (member(&self.x)?, member(&self.y)?);
                if x.len() != 32 || y.len() != 32 {
                    return Err(Error::BadKey("JWK"));
                }
                PublicKey::from_ec_point(&[&[4][..], &x, &y].concat())
            }
            ("OKP", Some("Ed25519")) => PublicKey::from_ed25519(&member(&self.x)?),
            _ => Err(Error::BadKey("JWK of a supported kind")),
        }
    }

    /// The RFC 7638 thumbprint: base64url SHA-256 of the required members.
    pub fn thumbprint(&self) -> Result<String> {
        let required = match self.kty.as_str() {
            "RSA" => serde_json::json!({"e": self.e, "kty": self.kty, "n": self.n}),
            "EC" => serde_json::json!({"crv": self.crv, "kty": self.kty, "x": self.x, "y": self.y}),
            "OKP" => serde_json::json!({"crv": self.crv, "kty": self.kty, "x": self.x}),
            _ => return Err(Error::BadKey("JWK of a supported kind")),
        };
        Ok(b64url(crate::canonical_json::digest(&required)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PrivateKey;

    #[test]
    fn keys_survive_json() {
        for kind in [KeyKind::Rsa2048, KeyKind::EcP256, KeyKind::Ed25519] {
            let key = PrivateKey::generate(kind).unwrap();
            let json = serde_json::to_string(&Jwk::from_key(key.public())).unwrap();
            assert!(!json.contains("\"d\""));
            let read: Jwk = serde_json::from_str(&json).unwrap();
            assert_eq!(read.public_key().unwrap(), *key.public());
        }
        let missing = Jwk { kty: "RSA".to_owned(), ..Jwk::default() };
        assert_eq!(missing.public_key().unwrap_err(), Error::BadKey("JWK"));
        let unknown = Jwk { kty: "oct".to_owned(), ..Jwk::default() };
        assert!(unknown.public_key().is_err() && unknown.thumbprint().is_err());
    }

    #[test]
    fn the_thumbprint_of_rfc_7638() {
        let jwk: Jwk = serde_json::from_str(
            r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#,
        )
        .unwrap();
        assert_eq!(jwk.thumbprint().unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
