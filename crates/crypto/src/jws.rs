//! JSON Web Signatures in compact form (RFC 7515), detached and unencoded payloads (RFC 7797).

use serde::{Deserialize, Serialize};

use crate::encoding::{b64std, b64url, b64url_strict};
use crate::{Algorithm, Error, PrivateKey, PublicKey, Result};

/// Members of a protected header, in the order MOSIP writes them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x5c: Vec<String>,
    #[serde(default, rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    pub x5t_s256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x5u: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    pub alg: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cty: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b64: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crit: Option<Vec<String>>,
    /// Members this crate does not interpret.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// What signs: a private key with the algorithm to use, or a shared secret (HS256).
#[derive(Debug, Clone, Copy)]
pub enum SigningKey<'a> {
    /// A private key and the algorithm.
    Private(&'a PrivateKey, Algorithm),
    /// A secret of at least 32 bytes for HMAC-SHA-256.
    Secret(&'a [u8]),
}

/// What checks: the algorithms belong to the key, never to the token, so `none` and a public key taken as a secret cannot happen.
#[derive(Clone, Copy)]
pub enum VerifyingKey<'a> {
    /// A public key and the algorithms accepted with it.
    Public(&'a PublicKey, &'a [Algorithm]),
    /// A shared secret: HS256 only.
    Secret(&'a [u8]),
}

/// How a signature is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Key id.
    pub kid: Option<&'a str>,
    /// Type, e.g. `JWT`.
    pub typ: Option<&'a str>,
    /// Content type.
    pub cty: Option<&'a str>,
    /// Certificates (DER), the signer's first.
    pub x5c: &'a [&'a [u8]],
    /// SHA-256 of the signer's certificate.
    pub x5t_s256: Option<&'a [u8; 32]>,
    /// Address of the certificate.
    pub x5u: Option<&'a str>,
    /// Signs the payload as it is instead of its base64url form (`b64: false`).
    pub unencoded: bool,
    /// Leaves the payload out of the result (`header..signature`).
    pub detached: bool,
}

const MIN_SECRET_LEN: usize = 32;
const HS256: &str = "HS256";

/// Signs a payload; the result is `header.payload.signature`, or `header..signature` when detached.
pub fn sign(key: SigningKey<'_>, payload: &[u8], options: &Options<'_>) -> Result<String> {
    let alg = match key {
        SigningKey::Private(_, algorithm) => algorithm.name(),
        SigningKey::Secret(secret) if secret.len() < MIN_SECRET_LEN => return Err(Error::BadKey("secret of 32 bytes")),
        SigningKey::Secret(_) => HS256,
    };
    let header = Header {
        x5c: options.x5c.iter().map(b64std).collect(),
        x5t_s256: options.x5t_s256.map(b64url),
        x5u: options.x5u.map(str::to_owned),
        kid: options.kid.map(str::to_owned),
        alg: alg.to_owned(),
        typ: options.typ.map(str::to_owned),
        cty: options.cty.map(str::to_owned),
        b64: options.unencoded.then_some(false),
        crit: options.unencoded.then(|| vec!["b64".to_owned()]),
        other: serde_json::Map::new(),
    };
    let header = serde_json::to_vec(&header).map_err(|_| Error::Malformed("JWS header"))?;
    let mut input = b64url(header).into_bytes();
    let header_len = input.len();
    input.push(b'.');
    if options.unencoded {
        input.extend_from_slice(payload);
    } else {
        input.extend_from_slice(b64url(payload).as_bytes());
    }
    let signature = match key {
        SigningKey::Private(key, algorithm) => key.sign(algorithm, &input)?,
        SigningKey::Secret(secret) => crate::digest::hmac_sha256(secret, &input).to_vec(),
    };
    if options.detached {
        input.truncate(header_len + 1);
    }
    input.push(b'.');
    input.extend_from_slice(b64url(signature).as_bytes());
    String::from_utf8(input).map_err(|_| Error::Malformed("unencoded payload"))
}

/// A token taken apart but not yet verified: look at the header to find the key, then [`Jws::verify`].
#[derive(Debug, Clone)]
pub struct Jws<'a> {
    header: Header,
    protected: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Takes a compact token apart. Critical header members other than `b64` are refused, as RFC 7515 4.1.11 demands.
    pub fn parse(token: &'a str) -> Result<Self> {
        let malformed = Error::Malformed("JWS");
        let (protected, rest) = token.split_once('.').ok_or(malformed.clone())?;
        let (payload, signature) = rest.rsplit_once('.').ok_or(malformed.clone())?;
        let header = b64url_strict(protected).map_err(|_| malformed.clone())?;
        let header: Header = serde_json::from_slice(&header).map_err(|_| malformed.clone())?;
        let signature = b64url_strict(signature).map_err(|_| malformed.clone())?;
        let critical_b64 = match &header.crit {
            None => false,
            Some(names) if names.len() == 1 && names[0] == "b64" => true,
            Some(_) => return Err(Error::Malformed("critical JWS header")),
        };
        if header.b64.is_some() != critical_b64 {
            return Err(Error::Malformed("critical JWS header"));
        }
        let jws = Self { header, protected, payload, signature };
        if jws.encoded() && payload.contains('.') {
            return Err(malformed);
        }
        Ok(jws)
    }

    /// The protected header, not yet verified.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether the payload was left out.
    pub fn is_detached(&self) -> bool {
        self.payload.is_empty()
    }

    /// The payload before verification, to look up the key by its claims. Never act on it.
    pub fn unverified_payload(&self) -> Result<Vec<u8>> {
        if self.encoded() {
            b64url_strict(self.payload).map_err(|_| Error::Malformed("JWS payload"))
        } else {
            Ok(self.payload.as_bytes().to_vec())
        }
    }

    /// The certificates of `x5c` (DER), the signer's first. PEM inside base64 and line breaks are accepted, as MOSIP's partners send them.
    pub fn certificates(&self) -> Result<Vec<Vec<u8>>> {
        self.header.x5c.iter().map(|text| crate::x509::der_from_x5c(text)).collect()
    }

    /// Verifies and returns the payload. `detached` gives the payload of a detached token; with an attached one it must be the same bytes.
    pub fn verify(&self, key: VerifyingKey<'_>, detached: Option<&[u8]>) -> Result<Vec<u8>> {
        let payload = match detached {
            Some(payload) => payload.to_vec(),
            None => self.unverified_payload()?,
        };
        let mut input = Vec::with_capacity(self.protected.len() + 1 + payload.len() * 4 / 3 + 3);
        input.extend_from_slice(self.protected.as_bytes());
        input.push(b'.');
        if !self.encoded() {
            input.extend_from_slice(&payload);
        } else {
            let encoded = b64url(&payload);
            if detached.is_some() && !self.is_detached() && encoded != self.payload {
                return Err(Error::Signature);
            }
            input.extend_from_slice(encoded.as_bytes());
        }
        let name = self.header.alg.as_str();
        match key {
            VerifyingKey::Public(key, allowed) => {
                let algorithm = Algorithm::from_name(name)
                    .filter(|algorithm| allowed.contains(algorithm))
                    .ok_or_else(|| Error::AlgorithmNotAllowed(name.to_owned()))?;
                key.verify(algorithm, &input, &self.signature)?;
            }
            VerifyingKey::Secret(_) if name != HS256 => return Err(Error::AlgorithmNotAllowed(name.to_owned())),
            VerifyingKey::Secret(secret) => {
                if secret.len() < MIN_SECRET_LEN {
                    return Err(Error::BadKey("secret of 32 bytes"));
                }
                if !crate::digest::hmac_sha256_verify(secret, &input, &self.signature) {
                    return Err(Error::Signature);
                }
            }
        }
        Ok(payload)
    }

    fn encoded(&self) -> bool {
        self.header.b64 != Some(false)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::KeyKind;

    static RSA: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate(KeyKind::Rsa2048).unwrap());
    static EC: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate(KeyKind::EcP256).unwrap());

    fn check(token: &str, detached: Option<&[u8]>) -> Result<Vec<u8>> {
        Jws::parse(token)?.verify(VerifyingKey::Public(RSA.public(), &[Algorithm::Rs256, Algorithm::Ps256]), detached)
    }

    // KEY-08
    #[test]
    fn attached_detached_and_unencoded_tokens_verify() {
        let payload = br#"{"a":"b.c"}"#;
        for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
            let key = SigningKey::Private(&RSA, algorithm);
            let attached = sign(key, payload, &Options::default()).unwrap();
            assert_eq!(check(&attached, None).unwrap(), payload);
            assert_eq!(check(&attached, Some(payload)).unwrap(), payload);
            assert_eq!(check(&attached, Some(b"{}")).unwrap_err(), Error::Signature);

            let detached = sign(key, payload, &Options { detached: true, ..Options::default() }).unwrap();
            assert!(detached.contains(".."));
            assert_eq!(check(&detached, Some(payload)).unwrap(), payload);
            assert_eq!(check(&detached, Some(b"{}")).unwrap_err(), Error::Signature);
            assert_eq!(check(&detached, None).unwrap_err(), Error::Signature);

            let options = Options { detached: true, unencoded: true, ..Options::default() };
            let unencoded = sign(key, payload, &options).unwrap();
            assert_eq!(check(&unencoded, Some(payload)).unwrap(), payload);
            let attached = sign(key, payload, &Options { unencoded: true, ..Options::default() }).unwrap();
            assert_eq!(check(&attached, None).unwrap(), payload);
        }
    }

    // ida-crypto A.8: header members in insertion order
    #[test]
    fn the_header_has_mosips_order() {
        let options = Options {
            kid: Some("k"),
            x5c: &[b"der"],
            x5t_s256: Some(&[0; 32]),
            x5u: Some("https://u"),
            unencoded: true,
            ..Options::default()
        };
        let token = sign(SigningKey::Private(&EC, Algorithm::Es256), b"{}", &options).unwrap();
        let header = b64url_strict(token.split('.').next().unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(header).unwrap(),
            r#"{"x5c":["ZGVy"],"x5t#S256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","x5u":"https://u","kid":"k","alg":"ES256","b64":false,"crit":["b64"]}"#
        );
    }

    fn forged(header: &str, key: SigningKey<'_>) -> String {
        let input = format!("{}.{}", b64url(header), b64url("{}"));
        let signature = match key {
            SigningKey::Private(key, algorithm) => key.sign(algorithm, input.as_bytes()).unwrap(),
            SigningKey::Secret(secret) => crate::digest::hmac_sha256(secret, input.as_bytes()).to_vec(),
        };
        format!("{input}.{}", b64url(signature))
    }

    // SEC: algorithm confusion
    #[test]
    fn the_token_does_not_choose_how_it_is_checked() {
        let none = format!("{}.{}.", b64url(r#"{"alg":"none"}"#), b64url("{}"));
        assert_eq!(check(&none, None).unwrap_err(), Error::AlgorithmNotAllowed("none".to_owned()));

        let spki = RSA.public().to_spki();
        let confused = forged(r#"{"alg":"HS256"}"#, SigningKey::Secret(&spki));
        assert_eq!(check(&confused, None).unwrap_err(), Error::AlgorithmNotAllowed("HS256".to_owned()));

        let ec = forged(r#"{"alg":"ES256"}"#, SigningKey::Private(&EC, Algorithm::Es256));
        let allowed = [Algorithm::Rs256, Algorithm::Es256];
        let wrong_kind = Jws::parse(&ec).unwrap().verify(VerifyingKey::Public(RSA.public(), &allowed), None);
        assert_eq!(wrong_kind.unwrap_err(), Error::KeyMismatch("ES256"));

        let rsa = forged(r#"{"alg":"RS256"}"#, SigningKey::Private(&RSA, Algorithm::Rs256));
        let secret = Jws::parse(&rsa).unwrap().verify(VerifyingKey::Secret(&spki), None);
        assert_eq!(secret.unwrap_err(), Error::AlgorithmNotAllowed("RS256".to_owned()));
        let only_ps = Jws::parse(&rsa).unwrap().verify(VerifyingKey::Public(RSA.public(), &[Algorithm::Ps256]), None);
        assert_eq!(only_ps.unwrap_err(), Error::AlgorithmNotAllowed("RS256".to_owned()));
        let lied = forged(r#"{"alg":"PS256"}"#, SigningKey::Private(&RSA, Algorithm::Rs256));
        assert_eq!(check(&lied, None).unwrap_err(), Error::Signature);
    }

    #[test]
    fn critical_members_must_be_understood() {
        for header in [
            r#"{"alg":"RS256","crit":["exp"],"exp":1}"#,
            r#"{"alg":"RS256","crit":[]}"#,
            r#"{"alg":"RS256","b64":false}"#,
            r#"{"alg":"RS256","crit":["b64"]}"#,
            r#"{"alg":"RS256","alg":"none"}"#,
            r#"{"kid":"1"}"#,
            "[]",
        ] {
            let token = forged(header, SigningKey::Private(&RSA, Algorithm::Rs256));
            assert!(matches!(Jws::parse(&token), Err(Error::Malformed(_))), "{header}");
        }
    }

    #[test]
    fn a_short_secret_is_refused() {
        let secret = [1; 32];
        let token = sign(SigningKey::Secret(&secret), b"x", &Options::default()).unwrap();
        assert_eq!(Jws::parse(&token).unwrap().verify(VerifyingKey::Secret(&secret), None).unwrap(), b"x");
        assert!(sign(SigningKey::Secret(&secret[..31]), b"x", &Options::default()).is_err());
        assert!(Jws::parse(&token).unwrap().verify(VerifyingKey::Secret(&[]), None).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn a_changed_character_or_a_cut_is_refused(at in 0_usize..1000, with in "[A-Za-z0-9_.=-]", cut in 0_usize..1000) {
            let token = sign(SigningKey::Private(&EC, Algorithm::Es256), b"payload", &Options::default()).unwrap();
            let verify = |token: &str| {
                Jws::parse(token).and_then(|jws| jws.verify(VerifyingKey::Public(EC.public(), &[Algorithm::Es256]), None))
            };
            let at = at % token.len();
            let mut changed = token.clone();
            changed.replace_range(at..=at, &with);
            if changed != token {
                prop_assert!(verify(&changed).is_err());
            }
            prop_assert!(verify(&token[..cut % token.len()]).is_err());
        }

        #[test]
        fn any_text_is_parsed_without_panic(text in "\\PC{0,200}") {
            let _ = Jws::parse(&text).map(|jws| jws.verify(VerifyingKey::Secret(&[1; 32]), None));
        }
    }
}
