//! X.509 certificates: reading, issuing, chains, requests, PKCS#7 bundles.

mod chain;
mod issue;
mod name;
mod pkcs7;

use std::ops::Range;

use chrono::{DateTime, Utc};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::{FromDer, X509Version};

pub use chain::{ChainError, Trust, verify_chain};
pub use issue::{Issuer, Profile, Request, Subject, issue, request, self_signed};
pub use name::{Name, SubjectFields};
pub use pkcs7::{from_pkcs7, to_pkcs7};

use crate::digest::{sha1, sha256};
use crate::encoding::{b64std_lenient, from_pem, to_pem};
use crate::{Error, PublicKey, Result};

const LABEL: &str = "CERTIFICATE";

/// A certificate: its exact bytes, and what MOSIP's rules look at.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    signature: Vec<u8>,
    signature_oid: String,
    version: u32,
    serial: Vec<u8>,
    subject: Name,
    issuer: Name,
    not_before: DateTime<Utc>,
    not_after: DateTime<Utc>,
    public_key: Result<PublicKey>,
    /// `None` without basic constraints; the inner value is the path length.
    authority: Option<Option<u32>>,
    key_usage: Option<KeyUsage>,
    unknown_critical: bool,
}

/// The key usages that chains and MOSIP's rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage {
    pub digital_signature: bool,
    pub key_encipherment: bool,
    pub key_cert_sign: bool,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({}, {})", self.subject, &self.thumbprint_hex()[..16])
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    /// Reads one certificate (DER); bytes after it are refused.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        let bad = Error::Malformed("certificate");
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| bad.clone())?;
        if !rest.is_empty() {
            return Err(bad);
        }
        let signed: &[u8] = parsed.tbs_certificate.as_ref();
        let start = der.windows(signed.len()).position(|window| std::ptr::eq(window, signed)).ok_or(bad.clone())?;
        let time = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(bad.clone());
        let tbs = &parsed.tbs_certificate;
        // What the signature does not cover must have one form only: the algorithm outside is byte for byte the one inside.
        let outside = &der[start + signed.len()..];
        let outside = outside.get(..2 + usize::from(outside.get(1).copied().unwrap_or_default())).unwrap_or_default();
        let repeated = !outside.is_empty() && signed.windows(outside.len()).any(|window| window == outside);
        if !repeated || tbs.signature != parsed.signature_algorithm || parsed.signature_value.unused_bits != 0 {
            return Err(bad);
        }
        let constraints = tbs.basic_constraints().map_err(|_| bad.clone())?;
        let usage = tbs.key_usage().map_err(|_| bad.clone())?;
        Ok(Self {
            signed: start..start + signed.len(),
            signature: parsed.signature_value.data.to_vec(),
            signature_oid: parsed.signature_algorithm.algorithm.to_id_string(),
            version: if tbs.version == X509Version::V3 { 3 } else { tbs.version.0 + 1 },
            serial: parsed.tbs_certificate.raw_serial().to_vec(),
            subject: Name::from_parsed(&tbs.subject),
            issuer: Name::from_parsed(&tbs.issuer),
            not_before: time(tbs.validity.not_before.timestamp())?,
            not_after: time(tbs.validity.not_after.timestamp())?,
            public_key: PublicKey::from_parsed_spki(&tbs.subject_pki),
            authority: constraints.filter(|c| c.value.ca).map(|c| c.value.path_len_constraint),
            key_usage: usage.map(|usage| KeyUsage {
                digital_signature: usage.value.digital_signature(),
                key_encipherment: usage.value.key_encipherment(),
                key_cert_sign: usage.value.key_cert_sign(),
            }),
            unknown_critical: tbs
                .extensions()
                .iter()
                .any(|e| e.critical && !UNDERSTOOD.contains(&e.oid.to_id_string().as_str())),
            der: der.to_vec(),
        })
    }

    /// Reads the first certificate of a PEM text.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let blocks = from_pem(LABEL, pem).map_err(|_| Error::Malformed("certificate"))?;
        Self::from_der(&blocks.into_iter().next().unwrap_or_default())
    }

    /// Reads every certificate of a PEM text, in order.
    pub fn all_from_pem(pem: &str) -> Result<Vec<Self>> {
        let blocks = from_pem(LABEL, pem).map_err(|_| Error::Malformed("certificate"))?;
        blocks.iter().map(|der| Self::from_der(der)).collect()
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as PEM.
    pub fn to_pem(&self) -> String {
        to_pem(LABEL, &self.der)
    }

    /// SHA-256 of the bytes.
    pub fn thumbprint(&self) -> [u8; 32] {
        sha256(&self.der)
    }

    /// Upper-case hexadecimal SHA-256 of the bytes (MOSIP's `key_alias`).
    pub fn thumbprint_hex(&self) -> String {
        hex::encode_upper(self.thumbprint())
    }

    /// Upper-case hexadecimal SHA-1 of the bytes, which MOSIP's certificate stores of CAs and partners use as their key.
    pub fn thumbprint_sha1_hex(&self) -> String {
        hex::encode_upper(sha1(&self.der))
    }

    /// X.509 version (3 for all that matter).
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The serial number as decimal digits, as MOSIP stores it.
    pub fn serial_decimal(&self) -> String {
        crate::digest::first_decimal_digits(&self.serial, 60)
    }

    /// The serial number's bytes, big-endian as the certificate holds them.
    pub(crate) fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// Whom it names.
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// Who signed it.
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// Start of validity.
    pub fn not_before(&self) -> DateTime<Utc> {
        self.not_before
    }

    /// End of validity.
    pub fn not_after(&self) -> DateTime<Utc> {
        self.not_after
    }

    /// Whether it is valid at a time.
    pub fn is_valid_at(&self, at: DateTime<Utc>) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// The public key; an error when its kind is not supported.
    pub fn public_key(&self) -> Result<&PublicKey> {
        self.public_key.as_ref().map_err(Clone::clone)
    }

    /// Whether it may sign other certificates: basic constraints say so, and key usage, where present, agrees.
    pub fn is_authority(&self) -> bool {
        self.authority.is_some() && self.key_usage.is_none_or(|usage| usage.key_cert_sign)
    }

    /// How many authorities may stand below it; `None` is unlimited.
    pub fn path_length(&self) -> Option<u32> {
        self.authority.flatten()
    }

    /// Key usage, when the certificate restricts it.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.key_usage
    }

    /// Object identifier of the signature algorithm.
    pub fn signature_oid(&self) -> &str {
        &self.signature_oid
    }

    /// Whether the signature uses a digest of the SHA-2 family (MOSIP's rule for partner certificates).
    pub fn is_sha2_signed(&self) -> bool {
        matches!(
            self.signature_oid.as_str(),
            "1.2.840.113549.1.1.11" | "1.2.840.113549.1.1.12" | "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.2"
        )
    }

    /// Whether subject and issuer are the same and the key signed itself.
    pub fn is_self_signed(&self) -> bool {
        self.subject == self.issuer && self.public_key().is_ok_and(|key| self.is_signed_by_key(key))
    }

    /// Whether this key made its signature.
    pub fn is_signed_by_key(&self, key: &PublicKey) -> bool {
        key.verify_x509(&self.signature_oid, &self.der[self.signed.clone()], &self.signature).is_ok()
    }
}

/// Critical extensions that are understood: key usage, basic constraints, extended key usage, subject alternative name.
const UNDERSTOOD: [&str; 4] = ["2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.17"];

/// Reads one entry of `x5c`: base64 of DER, or, as some of MOSIP's partners send it, of PEM text.
pub(crate) fn der_from_x5c(text: &str) -> Result<Vec<u8>> {
    let bytes = if text.contains("-----BEGIN") {
        text.as_bytes().to_vec()
    } else {
        b64std_lenient(text)
            .or_else(|_| crate::encoding::b64_lenient(text))
            .map_err(|_| Error::Malformed("certificate"))?
    };
    if !bytes.starts_with(b"-----BEGIN") {
        return Ok(bytes);
    }
    let pem = std::str::from_utf8(&bytes).map_err(|_| Error::Malformed("certificate"))?;
    let blocks = from_pem(LABEL, pem).map_err(|_| Error::Malformed("certificate"))?;
    blocks.into_iter().next().ok_or(Error::Malformed("certificate"))
}

#[cfg(test)]
mod tests;
