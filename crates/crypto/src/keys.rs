//! Asymmetric keys: RSA, EC P-256 and Ed25519, with signing, verifying and RSA-OAEP.

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, EcPrivateKeyRfc5915Der, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom as LcRandom;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey, PublicKeyComponents,
};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, RsaKeyPair,
    UnparsedPublicKey, VerificationAlgorithm,
};
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;
use zeroize::Zeroizing;

use crate::{Error, RemoteKey, Result};

/// The kinds of key pairs Tessera makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA with a 2048-bit modulus (3072 and 4096 are read, never made).
    Rsa2048,
    /// NIST P-256.
    EcP256,
    /// Ed25519.
    Ed25519,
}

/// Signature algorithms by their JOSE names. Every one belongs to exactly one kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256, MGF1-SHA-256 and a 32-byte salt.
    Ps256,
    /// ECDSA P-256 with SHA-256, signature as r ‖ s (64 bytes).
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// The JOSE name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm with this JOSE name; `none` and everything unknown have none.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa].into_iter().find(|a| a.name() == name)
    }

    /// The kind of key that makes and checks this signature.
    pub const fn key_kind(self) -> KeyKind {
        match self {
            Self::Rs256 | Self::Ps256 => KeyKind::Rsa2048,
            Self::Es256 => KeyKind::EcP256,
            Self::EdDsa => KeyKind::Ed25519,
        }
    }
}

/// A private key ready to use. aws-lc wipes its memory when it is dropped.
pub struct PrivateKey {
    inner: Inner,
    public: PublicKey,
}

enum Inner {
    Rsa { sign: RsaKeyPair, decrypt: OaepPrivateDecryptingKey },
    Ec { fixed: EcdsaKeyPair, asn1: EcdsaKeyPair },
    Ed(Ed25519KeyPair),
    Remote(Arc<dyn RemoteKey>),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey({:?}, ..)", self.public.kind())
    }
}

impl PrivateKey {
    /// Makes a key pair. RSA takes 50 ms to 1 s of processor time: the caller runs it off the async runtime.
    pub fn generate(kind: KeyKind) -> Result<Self> {
        let failed = |_| Error::KeyGeneration;
        match kind {
            KeyKind::Rsa2048 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
                let der: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
                Self::rsa(pair, der.as_ref())
            }
            KeyKind::EcP256 => {
                let document =
                    EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &LcRandom::new()).map_err(failed)?;
                Self::ec(document.as_ref())
            }
            KeyKind::Ed25519 => Self::ed(Ed25519KeyPair::generate().map_err(failed)?),
        }
    }

    /// Reads a PKCS#8 private key (DER) of any supported kind.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        if let Ok(pair) = RsaKeyPair::from_pkcs8(der) {
            return Self::rsa(pair, der);
        }
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(der) {
            return Self::ed(pair);
        }
        Self::ec(der)
    }

    /// Reads an unencrypted PEM private key with the label `PRIVATE KEY`.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let blocks = crate::encoding::from_pem("PRIVATE KEY", pem).map_err(|_| Error::BadKey("private key"))?;
        let der = Zeroizing::new(blocks.into_iter().next().unwrap_or_default());
        Self::from_pkcs8(&der)
    }

    fn rsa(sign: RsaKeyPair, der: &[u8]) -> Result<Self> {
        let bad = |_| Error::BadKey("RSA private key");
        let decrypt = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| Error::BadKey("RSA private key"))?;
        let decrypt = OaepPrivateDecryptingKey::new(decrypt).map_err(bad)?;
        let public = PublicKey::from_rsa_pkcs1(sign.public_key().as_ref())?;
        Ok(Self { inner: Inner::Rsa { sign, decrypt }, public })
    }

    fn ec(der: &[u8]) -> Result<Self> {
        let bad = |_| Error::BadKey("private key");
        let fixed = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map_err(bad)?;
        let asn1 = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der).map_err(bad)?;
        let public = PublicKey::from_ec_point(fixed.public_key().as_ref())?;
        Ok(Self { inner: Inner::Ec { fixed, asn1 }, public })
    }

    fn ed(pair: Ed25519KeyPair) -> Result<Self> {
        let public = PublicKey::from_ed25519(pair.public_key().as_ref())?;
        Ok(Self { inner: Inner::Ed(pair), public })
    }

    /// Reads a raw Ed25519 seed of 32 bytes.
    pub fn from_ed25519_seed(seed: &[u8]) -> Result<Self> {
        Self::ed(Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::BadKey("Ed25519 seed"))?)
    }

    /// An RSA key that is used where it lies; `public` is its public half.
    pub fn remote(public: PublicKey, key: Arc<dyn RemoteKey>) -> Result<Self> {
        if public.kind() != KeyKind::Rsa2048 {
            return Err(Error::BadKey("RSA public key"));
        }
        Ok(Self { inner: Inner::Remote(key), public })
    }

    /// The key as PKCS#8 DER, for wrapping it into a key store. A remote key gives [`Error::NotExportable`].
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>> {
        let bad = |_| Error::BadKey("private key");
        Ok(Zeroizing::new(match &self.inner {
            Inner::Rsa { sign, .. } => AsDer::<Pkcs8V1Der<'_>>::as_der(sign).map_err(bad)?.as_ref().to_vec(),
            Inner::Ec { fixed, .. } => fixed.to_pkcs8v1().map_err(bad)?.as_ref().to_vec(),
            Inner::Ed(pair) => pair.to_pkcs8v1().map_err(bad)?.as_ref().to_vec(),
            Inner::Remote(_) => return Err(Error::NotExportable),
        }))
    }

    /// The EC key in SEC1 form; other kinds have none.
    pub fn to_sec1(&self) -> Result<Zeroizing<Vec<u8>>> {
        let Inner::Ec { fixed, .. } = &self.inner else { return Err(Error::KeyMismatch("SEC1")) };
        let der: EcPrivateKeyRfc5915Der<'_> =
            fixed.private_key().as_der().map_err(|_| Error::BadKey("EC private key"))?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a message. The algorithm must belong to this kind of key.
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>> {
        match (&self.inner, algorithm) {
            (Inner::Rsa { sign, .. }, Algorithm::Rs256) => rsa_sign(sign, &RSA_PKCS1_SHA256, message),
            (Inner::Rsa { sign, .. }, Algorithm::Ps256) => rsa_sign(sign, &RSA_PSS_SHA256, message),
            (Inner::Ec { fixed, .. }, Algorithm::Es256) => {
                let signature = fixed.sign(&LcRandom::new(), message).map_err(|_| Error::Signature)?;
                Ok(signature.as_ref().to_vec())
            }
            (Inner::Ed(pair), Algorithm::EdDsa) => Ok(pair.sign(message).as_ref().to_vec()),
            (Inner::Remote(key), Algorithm::Rs256 | Algorithm::Ps256) => key.sign(algorithm, message),
            _ => Err(Error::KeyMismatch(algorithm.name())),
        }
    }

    /// Signs as X.509 wants it: RSA PKCS#1 v1.5 with SHA-256, ECDSA as a DER sequence, Ed25519.
    pub(crate) fn sign_x509(&self, message: &[u8]) -> Result<Vec<u8>> {
        match &self.inner {
            Inner::Ec { asn1, .. } => {
                let signature = asn1.sign(&LcRandom::new(), message).map_err(|_| Error::Signature)?;
                Ok(signature.as_ref().to_vec())
            }
            Inner::Rsa { .. } | Inner::Remote(_) => self.sign(Algorithm::Rs256, message),
            Inner::Ed(_) => self.sign(Algorithm::EdDsa, message),
        }
    }

    /// Decrypts RSA-OAEP with SHA-256, MGF1-SHA-256 and the empty label.
    pub fn decrypt_oaep(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let decrypt = match &self.inner {
            Inner::Rsa { decrypt, .. } => decrypt,
            Inner::Remote(key) if self.public.is_below_modulus(wrapped) => return key.decrypt_oaep(wrapped),
            // what no key of this size encrypted is not worth the token's time
            Inner::Remote(_) => return Err(Error::KeyUnwrap),
            _ => return Err(Error::KeyMismatch("RSA-OAEP-256")),
        };
        if wrapped.len() != decrypt.key_size_bytes() {
            return Err(Error::KeyUnwrap);
        }
        let mut plain = Zeroizing::new(vec![0; decrypt.min_output_size()]);
        let len = decrypt
            .decrypt(&OAEP_SHA256_MGF1SHA256, wrapped, plain.as_mut_slice(), None)
            .map_err(|_| Error::KeyUnwrap)?
            .len();
        plain.truncate(len);
        Ok(plain)
    }
}

fn rsa_sign(
    pair: &RsaKeyPair,
    padding: &'static dyn aws_lc_rs::signature::RsaEncoding,
    message: &[u8],
) -> Result<Vec<u8>> {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(padding, &LcRandom::new(), message, &mut signature).map_err(|_| Error::Signature)?;
    Ok(signature)
}

/// A public key: PKCS#1 DER for RSA, the uncompressed point for P-256, 32 bytes for Ed25519.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: KeyKind,
    raw: Vec<u8>,
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?}, {})", self.kind, &crate::digest::sha256_hex(&self.raw)[..16])
    }
}

/// y coordinates (sign bit cleared, little-endian) of Ed25519 points of small order: a signature under them proves nothing.
const ED25519_SMALL_ORDER: [[u8; 32]; 7] = {
    const fn fill(first: u8, middle: u8, last: u8) -> [u8; 32] {
        let mut out = [middle; 32];
        out[0] = first;
        out[31] = last;
        out
    }
    [
        fill(0, 0, 0),
        fill(1, 0, 0),
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
            0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
            0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
        fill(0xec, 0xff, 0x7f),
        fill(0xed, 0xff, 0x7f),
        fill(0xee, 0xff, 0x7f),
    ]
};

impl PublicKey {
    /// Reads an X.509 SubjectPublicKeyInfo (DER).
    pub fn from_spki(der: &[u8]) -> Result<Self> {
        let (rest, info) = SubjectPublicKeyInfo::from_der(der).map_err(|_| Error::BadKey("public key"))?;
        if !rest.is_empty() {
            return Err(Error::BadKey("public key"));
        }
        Self::from_parsed_spki(&info)
    }

    pub(crate) fn from_parsed_spki(info: &SubjectPublicKeyInfo<'_>) -> Result<Self> {
        let raw = info.subject_public_key.data.as_ref();
        match info.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" => Self::from_rsa_pkcs1(raw),
            "1.3.101.112" => Self::from_ed25519(raw),
            "1.2.840.10045.2.1" => {
                let curve = info.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok());
                if curve.map(|c| c.to_id_string()).as_deref() != Some("1.2.840.10045.3.1.7") {
                    return Err(Error::BadKey("P-256 public key"));
                }
                Self::from_ec_point(raw)
            }
            _ => Err(Error::BadKey("public key of a supported kind")),
        }
    }

    /// Reads a PEM public key with the label `PUBLIC KEY`.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let blocks = crate::encoding::from_pem("PUBLIC KEY", pem).map_err(|_| Error::BadKey("public key"))?;
        Self::from_spki(&blocks.into_iter().next().unwrap_or_default())
    }

    /// Reads an RSA public key in PKCS#1 form (a sequence of modulus and exponent), 2048 bits or more.
    pub fn from_rsa_pkcs1(der: &[u8]) -> Result<Self> {
        let (n, e) = read_rsa_pkcs1(der).ok_or(Error::BadKey("RSA public key"))?;
        Self::from_rsa_components(&n, &e)
    }

    /// Takes an RSA modulus and exponent (big-endian); leading zeros are tolerated.
    pub fn from_rsa_components(n: &[u8], e: &[u8]) -> Result<Self> {
        let bad = Error::BadKey("RSA public key");
        let (n, e) = (strip_zeros(n), strip_zeros(e));
        let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
        if n.len() < 256 || n.len() > 1024 || !odd(n) || !odd(e) || e.len() > 8 || e == [1] {
            return Err(bad);
        }
        let raw = yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_bigint_bytes(n, true);
                writer.next().write_bigint_bytes(e, true);
            });
        });
        let _: PublicEncryptingKey = PublicKeyComponents { n, e }.try_into().map_err(|_| bad)?;
        Ok(Self { kind: KeyKind::Rsa2048, raw })
    }

    /// Takes an uncompressed P-256 point (65 bytes) that must lie on the curve.
    pub fn from_ec_point(point: &[u8]) -> Result<Self> {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        if point.len() != 65 || key.parse().is_err() {
            return Err(Error::BadKey("P-256 public key"));
        }
        Ok(Self { kind: KeyKind::EcP256, raw: point.to_vec() })
    }

    /// Takes a raw Ed25519 key of 32 bytes; points of small order are refused.
    pub fn from_ed25519(bytes: &[u8]) -> Result<Self> {
        let bad = Error::BadKey("Ed25519 public key");
        let Ok(mut canonical) = <[u8; 32]>::try_from(bytes) else { return Err(bad) };
        canonical[31] &= 0x7f;
        if ED25519_SMALL_ORDER.contains(&canonical) {
            return Err(bad);
        }
        Ok(Self { kind: KeyKind::Ed25519, raw: bytes.to_vec() })
    }

    /// The kind of key ([`KeyKind::Rsa2048`] for every RSA size; see [`Self::rsa_bits`]).
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key as it stands inside a SubjectPublicKeyInfo: PKCS#1 DER, point, or 32 bytes.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The key as X.509 SubjectPublicKeyInfo (DER).
    pub fn to_spki(&self) -> Vec<u8> {
        rcgen::PublicKeyData::subject_public_key_info(self)
    }

    /// The key as PEM with the label `PUBLIC KEY`.
    pub fn to_pem(&self) -> String {
        crate::encoding::to_pem("PUBLIC KEY", &self.to_spki())
    }

    /// Bits of the RSA modulus; other kinds have none.
    pub fn rsa_bits(&self) -> Option<usize> {
        let (n, _) = self.rsa_components()?;
        Some(n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize))
    }

    /// RSA modulus and exponent, big-endian without leading zeros; other kinds have none.
    pub fn rsa_components(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        if self.kind != KeyKind::Rsa2048 {
            return None;
        }
        read_rsa_pkcs1(&self.raw)
    }

    /// Whether these bytes are as long as the RSA modulus and a smaller number.
    fn is_below_modulus(&self, number: &[u8]) -> bool {
        self.rsa_components().is_some_and(|(n, _)| number.len() == n.len() && number < n.as_slice())
    }

    /// Checks a signature. The algorithm must belong to this kind of key, so a token cannot choose how it is checked.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        if algorithm.key_kind() != self.kind {
            return Err(Error::KeyMismatch(algorithm.name()));
        }
        let check: &'static dyn VerificationAlgorithm = match algorithm {
            Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
            Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
            Algorithm::EdDsa => &ED25519,
        };
        self.verify_with(check, message, signature)
    }

    fn verify_with(&self, check: &'static dyn VerificationAlgorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        UnparsedPublicKey::new(check, &self.raw).verify(message, signature).map_err(|_| Error::Signature)
    }

    /// Checks the signature of a certificate or request by the object identifier of its algorithm. SHA-1 and MD5 are refused.
    pub(crate) fn verify_x509(&self, algorithm_oid: &str, message: &[u8], signature: &[u8]) -> Result<()> {
        let check: &'static dyn VerificationAlgorithm = match (self.kind, algorithm_oid) {
            (KeyKind::Rsa2048, "1.2.840.113549.1.1.11") => &RSA_PKCS1_2048_8192_SHA256,
            (KeyKind::Rsa2048, "1.2.840.113549.1.1.12") => &RSA_PKCS1_2048_8192_SHA384,
            (KeyKind::Rsa2048, "1.2.840.113549.1.1.13") => &RSA_PKCS1_2048_8192_SHA512,
            (KeyKind::EcP256, "1.2.840.10045.4.3.2") => &ECDSA_P256_SHA256_ASN1,
            (KeyKind::Ed25519, "1.3.101.112") => &ED25519,
            _ => return Err(Error::AlgorithmNotAllowed(algorithm_oid.to_owned())),
        };
        self.verify_with(check, message, signature)
    }

    /// Encrypts a short secret (a session key) with RSA-OAEP, SHA-256, MGF1-SHA-256 and the empty label.
    pub fn encrypt_oaep(&self, secret: &[u8]) -> Result<Vec<u8>> {
        if self.kind != KeyKind::Rsa2048 {
            return Err(Error::KeyMismatch("RSA-OAEP-256"));
        }
        let (n, e) = self.rsa_components().ok_or(Error::BadKey("RSA public key"))?;
        let key: PublicEncryptingKey =
            PublicKeyComponents { n, e }.try_into().map_err(|_| Error::BadKey("RSA public key"))?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| Error::BadKey("RSA public key"))?;
        let mut wrapped = vec![0; key.ciphertext_size()];
        let len = key.encrypt(&OAEP_SHA256_MGF1SHA256, secret, &mut wrapped, None).map_err(|_| Error::KeyWrap)?.len();
        wrapped.truncate(len);
        Ok(wrapped)
    }
}

/// Modulus and exponent of an RSAPublicKey sequence, big-endian without leading zeros.
fn read_rsa_pkcs1(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let number = |reader: yasna::BERReader<'_, '_>| match reader.read_bigint_bytes()? {
        (bytes, true) => Ok(strip_zeros(&bytes).to_vec()),
        (_, false) => Err(yasna::ASN1Error::new(yasna::ASN1ErrorKind::Invalid)),
    };
    yasna::parse_der(der, |reader| reader.read_sequence(|reader| Ok((number(reader.next())?, number(reader.next())?))))
        .ok()
}

fn strip_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

impl rcgen::PublicKeyData for PublicKey {
    fn der_bytes(&self) -> &[u8] {
        &self.raw
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        match self.kind {
            KeyKind::Rsa2048 => &rcgen::PKCS_RSA_SHA256,
            KeyKind::EcP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyKind::Ed25519 => &rcgen::PKCS_ED25519,
        }
    }
}

impl rcgen::PublicKeyData for PrivateKey {
    fn der_bytes(&self) -> &[u8] {
        &self.public.raw
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        rcgen::PublicKeyData::algorithm(&self.public)
    }
}

impl rcgen::SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, rcgen::Error> {
        self.sign_x509(message).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [(KeyKind, Algorithm); 4] = [
        (KeyKind::Rsa2048, Algorithm::Rs256),
        (KeyKind::Rsa2048, Algorithm::Ps256),
        (KeyKind::EcP256, Algorithm::Es256),
        (KeyKind::Ed25519, Algorithm::EdDsa),
    ];

    // KEY-08
    #[test]
    fn every_kind_signs_survives_pkcs8_and_refuses_other_algorithms() {
        for (kind, algorithm) in KINDS {
            let key = PrivateKey::generate(kind).unwrap();
            let again = PrivateKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
            assert_eq!(again.public(), key.public());
            assert_eq!(PublicKey::from_spki(&key.public().to_spki()).unwrap(), *key.public());
            assert_eq!(PublicKey::from_pem(&key.public().to_pem()).unwrap(), *key.public());

            let signature = again.sign(algorithm, b"message").unwrap();
            key.public().verify(algorithm, b"message", &signature).unwrap();
            assert_eq!(key.public().verify(algorithm, b"messagf", &signature), Err(Error::Signature));
            let mut broken = signature.clone();
            broken[10] ^= 1;
            assert_eq!(key.public().verify(algorithm, b"message", &broken), Err(Error::Signature));
            assert_eq!(key.public().verify(algorithm, b"message", &[]), Err(Error::Signature));

            for (other_kind, other) in KINDS {
                if other_kind != kind {
                    assert_eq!(key.sign(other, b"x"), Err(Error::KeyMismatch(other.name())));
                    let refused = key.public().verify(other, b"message", &signature);
                    assert_eq!(refused, Err(Error::KeyMismatch(other.name())));
                }
            }
        }
    }

    // KEY-06
    #[test]
    fn oaep_round_trips_and_refuses_what_is_not_its_own() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let wrapped = key.public().encrypt_oaep(&[7; 32]).unwrap();
        assert_eq!(wrapped.len(), 256);
        assert_eq!(key.decrypt_oaep(&wrapped).unwrap().as_slice(), [7; 32]);
        assert_eq!(key.public().rsa_bits(), Some(2048));

        let stranger = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        assert_eq!(stranger.decrypt_oaep(&wrapped).unwrap_err(), Error::KeyUnwrap);
        for len in [0, 1, 255] {
            assert_eq!(key.decrypt_oaep(&wrapped[..len]).unwrap_err(), Error::KeyUnwrap);
        }
        assert_eq!(key.public().encrypt_oaep(&[7; 200]).unwrap_err(), Error::KeyWrap, "too long for one block");
        let ec = PrivateKey::generate(KeyKind::EcP256).unwrap();
        assert_eq!(ec.public().encrypt_oaep(&[7; 32]).unwrap_err(), Error::KeyMismatch("RSA-OAEP-256"));
    }

    #[test]
    fn keys_that_prove_nothing_are_refused() {
        for bytes in ED25519_SMALL_ORDER {
            assert!(PublicKey::from_ed25519(&bytes).is_err());
            let mut negative = bytes;
            negative[31] |= 0x80;
            assert!(PublicKey::from_ed25519(&negative).is_err());
        }
        assert!(PublicKey::from_ed25519(&[1; 31]).is_err());
        let mut off_curve = [9; 65];
        off_curve[0] = 4;
        assert!(PublicKey::from_ec_point(&off_curve).is_err());
        assert!(PublicKey::from_rsa_components(&[0xff; 128], &[1, 0, 1]).is_err(), "1024 bits");
        assert!(PublicKey::from_rsa_components(&[0xff; 256], &[1]).is_err(), "exponent one encrypts nothing");
        assert!(PublicKey::from_spki(b"").is_err() && PrivateKey::from_pkcs8(b"").is_err());
    }
}
