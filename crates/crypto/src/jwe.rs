//! JSON Web Encryption in compact form: RSA-OAEP-256 with A256GCM, the one pair MOSIP uses (spec ida-crypto A.7, format 6).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::aead::{self, AesKey, TAG_LEN};
use crate::encoding::{b64std, b64url, b64url_strict};
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, PublicKey, Result};

const ALG: &str = "RSA-OAEP-256";
const ENC: &str = "A256GCM";
const DEFLATE: &str = "DEF";
/// Largest plain text that is inflated.
pub const MAX_INFLATED: usize = 16 * 1024 * 1024;

/// Members of a protected header.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub alg: String,
    pub enc: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cty: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x5c: Vec<String>,
    #[serde(default, rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    pub x5t_s256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crit: Option<Vec<String>>,
}

/// How a token is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Compresses before encrypting. Only for data an attacker cannot mix into.
    pub compress: bool,
    /// Key id; MOSIP uses the base64url SHA-256 of the certificate.
    pub kid: Option<&'a str>,
    /// Type.
    pub typ: Option<&'a str>,
    /// Content type; `JWT` when the plain text is a signed token.
    pub cty: Option<&'a str>,
    /// Certificate of the recipient (DER).
    pub x5c: &'a [&'a [u8]],
    /// SHA-256 of the recipient's certificate.
    pub x5t_s256: Option<&'a [u8; 32]>,
    /// Address of the recipient's key set.
    pub jku: Option<&'a str>,
}

/// Encrypts to an RSA key.
pub fn encrypt(key: &PublicKey, plain: &[u8], options: &Options<'_>, random: &dyn Random) -> Result<String> {
    let header = Header {
        alg: ALG.to_owned(),
        enc: ENC.to_owned(),
        zip: options.compress.then(|| DEFLATE.to_owned()),
        kid: options.kid.map(str::to_owned),
        typ: options.typ.map(str::to_owned),
        cty: options.cty.map(str::to_owned),
        x5c: options.x5c.iter().map(b64std).collect(),
        x5t_s256: options.x5t_s256.map(b64url),
        jku: options.jku.map(str::to_owned),
        crit: None,
    };
    let header = b64url(serde_json::to_vec(&header).map_err(|_| Error::Malformed("JWE header"))?);
    let content_key = AesKey::generate(random);
    let wrapped = key.encrypt_oaep(content_key.expose())?;
    let iv: [u8; 12] = bytes(random);
    let deflated = if options.compress { Some(deflate(plain)?) } else { None };
    let plain = deflated.as_ref().map_or(plain, |bytes| bytes.as_slice());
    let sealed = aead::seal(&content_key, &iv, header.as_bytes(), plain)?;
    let (body, tag) = sealed.split_at(sealed.len() - TAG_LEN);
    Ok(format!("{header}.{}.{}.{}.{}", b64url(wrapped), b64url(iv), b64url(body), b64url(tag)))
}

/// A token taken apart but not yet decrypted.
#[derive(Debug, Clone)]
pub struct Jwe<'a> {
    header: Header,
    protected: &'a str,
    wrapped: Vec<u8>,
    iv: Vec<u8>,
    sealed: Vec<u8>,
}

impl<'a> Jwe<'a> {
    /// Takes a compact token apart. Other algorithms than RSA-OAEP-256 with A256GCM and any critical member are refused.
    pub fn parse(token: &'a str) -> Result<Self> {
        let malformed = |_| Error::Malformed("JWE");
        let parts: Vec<&str> = token.split('.').collect();
        let [protected, wrapped, iv, body, tag] = parts.as_slice() else { return Err(Error::Malformed("JWE")) };
        let header = b64url_strict(protected).map_err(malformed)?;
        let header: Header = serde_json::from_slice(&header).map_err(|_| Error::Malformed("JWE"))?;
        if header.alg != ALG {
            return Err(Error::AlgorithmNotAllowed(header.alg));
        }
        if header.enc != ENC {
            return Err(Error::AlgorithmNotAllowed(header.enc));
        }
        if header.crit.is_some() || header.zip.as_deref().is_some_and(|zip| zip != DEFLATE) {
            return Err(Error::Malformed("JWE"));
        }
        let mut sealed = b64url_strict(body).map_err(malformed)?;
        let tag = b64url_strict(tag).map_err(malformed)?;
        if tag.len() != TAG_LEN {
            return Err(Error::Malformed("JWE"));
        }
        sealed.extend_from_slice(&tag);
        let wrapped = b64url_strict(wrapped).map_err(malformed)?;
        let iv = b64url_strict(iv).map_err(malformed)?;
        if iv.len() != 12 {
            return Err(Error::IvLength(iv.len()));
        }
        Ok(Self { header, protected, wrapped, iv, sealed })
    }

    /// The protected header, to find the key by.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Decrypts; a compressed plain text beyond [`MAX_INFLATED`] is refused.
    pub fn decrypt(&self, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>> {
        let content_key = AesKey::from_slice(&key.decrypt_oaep(&self.wrapped)?).map_err(|_| Error::KeyUnwrap)?;
        let plain = aead::open(&content_key, &self.iv, self.protected.as_bytes(), &self.sealed)?;
        if self.header.zip.is_some() { inflate(&plain, MAX_INFLATED) } else { Ok(plain) }
    }
}

fn deflate(plain: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).map_err(|_| Error::Malformed("compressed data"))?;
    encoder.finish().map(Zeroizing::new).map_err(|_| Error::Malformed("compressed data"))
}

fn inflate(deflated: &[u8], limit: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(Vec::new());
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    DeflateDecoder::new(deflated).take(most).read_to_end(&mut out).map_err(|_| Error::Malformed("compressed data"))?;
    if out.len() > limit { Err(Error::TooLarge(limit)) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::{KeyKind, SystemRandom};

    static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate(KeyKind::Rsa2048).unwrap());

    fn sealed(compress: bool, plain: &[u8]) -> String {
        let options = Options { compress, cty: Some("JWT"), ..Options::default() };
        encrypt(KEY.public(), plain, &options, &SystemRandom).unwrap()
    }

    // KEY-06, AUTH: e-KYC as JWE
    #[test]
    fn tokens_round_trip_with_and_without_compression() {
        for compress in [false, true] {
            let token = sealed(compress, b"{\"a\":1}");
            let jwe = Jwe::parse(&token).unwrap();
            assert_eq!(jwe.header().zip.is_some(), compress);
            assert_eq!(jwe.decrypt(&KEY).unwrap().as_slice(), b"{\"a\":1}");
        }
    }

    #[test]
    fn every_part_is_protected() {
        let token = sealed(false, b"plain");
        let parts: Vec<&str> = token.split('.').collect();
        for at in 0..5 {
            let mut bytes = b64url_strict(parts[at]).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            let mut changed: Vec<String> = parts.iter().map(ToString::to_string).collect();
            changed[at] = b64url(bytes);
            let changed = changed.join(".");
            assert!(Jwe::parse(&changed).and_then(|jwe| jwe.decrypt(&KEY)).is_err(), "part {at}");
        }
        for len in 0..token.len() {
            assert!(Jwe::parse(&token[..len]).and_then(|jwe| jwe.decrypt(&KEY)).is_err());
        }
    }

    #[test]
    fn weaker_algorithms_are_refused() {
        let token = sealed(false, b"plain");
        let rest = token.split_once('.').unwrap().1;
        for (alg, enc) in
            [("RSA1_5", "A256GCM"), ("RSA-OAEP", "A256GCM"), ("dir", "A256GCM"), ("RSA-OAEP-256", "A128CBC-HS256")]
        {
            let header = b64url(format!(r#"{{"alg":"{alg}","enc":"{enc}"}}"#));
            assert!(matches!(Jwe::parse(&format!("{header}.{rest}")), Err(Error::AlgorithmNotAllowed(_))));
        }
    }

    #[test]
    fn a_bomb_is_not_inflated() {
        let bomb = deflate(&vec![0; 100_000]).unwrap();
        assert!(bomb.len() < 1000);
        assert_eq!(inflate(&bomb, 99_999).unwrap_err(), Error::TooLarge(99_999));
        assert_eq!(inflate(&bomb, 100_000).unwrap().len(), 100_000);
        assert!(inflate(b"\xff\xff\xff", 10).is_err());
    }
}
