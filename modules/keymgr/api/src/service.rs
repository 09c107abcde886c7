//! What other modules may ask of the key manager.

use async_trait::async_trait;
use serde_json::Value;
use types::{Caller, Failure};
use zeroize::Zeroizing;

/// Names a key: MOSIP's application id and reference id (`KERNEL`/`SIGN`, `REGISTRATION`/`10001_10003`, `IDA`/``).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyRef {
    pub application_id: String,
    pub reference_id: String,
}

impl KeyRef {
    /// A key's name.
    #[must_use]
    pub fn new(application_id: &str, reference_id: &str) -> Self {
        Self { application_id: application_id.to_owned(), reference_id: reference_id.to_owned() }
    }
}

/// Options of MOSIP's `jwtSign`.
#[derive(Debug, Clone, Copy, Default)]
pub struct JwsOptions {
    /// Payload inside the token; otherwise detached (`header..signature`).
    pub include_payload: bool,
    /// `x5c` header with the signing certificate.
    pub include_certificate: bool,
    /// `x5t#S256` header.
    pub include_cert_hash: bool,
}

/// A verified signature.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The payload that was signed.
    pub payload: Vec<u8>,
    /// PEM of the certificate that verified it.
    pub certificate: String,
}

/// A trust store's domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustDomain {
    Auth,
    Device,
    Ftm,
    Misp,
}

impl TrustDomain {
    /// Every domain.
    pub const ALL: [Self; 4] = [Self::Auth, Self::Device, Self::Ftm, Self::Misp];

    /// MOSIP's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auth => "AUTH",
            Self::Device => "DEVICE",
            Self::Ftm => "FTM",
            Self::Misp => "MISP",
        }
    }

    /// The domain with this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.name().eq_ignore_ascii_case(name))
    }
}

/// Signatures, envelopes and certificates by key name.
#[async_trait]
pub trait KeyManager: Send + Sync {
    /// Signs as a compact JWS (RS256) with the current key of `key`.
    async fn sign_jws(
        &self,
        caller: &Caller,
        key: &KeyRef,
        payload: &[u8],
        options: JwsOptions,
    ) -> Result<String, Failure>;
    /// Verifies a JWS made by a key of ours (`certificate: None`) or by the given PEM certificate; `detached` is the payload of a detached one.
    async fn verify_jws(
        &self,
        caller: &Caller,
        key: &KeyRef,
        token: &str,
        detached: Option<&[u8]>,
        certificate: Option<&str>,
    ) -> Result<Verified, Failure>;
    /// COSE_Sign1 (tagged, EdDSA or ES256 as the key is) over a payload, for claim 169.
    async fn sign_cose(&self, caller: &Caller, key: &KeyRef, payload: &[u8]) -> Result<Vec<u8>, Failure>;
    /// Encrypts in MOSIP's session-key format for the certificate of `key`.
    async fn encrypt(
        &self,
        caller: &Caller,
        key: &KeyRef,
        plain: &[u8],
        aad: Option<&[u8]>,
        salt: Option<&[u8]>,
    ) -> Result<Vec<u8>, Failure>;
    /// Opens MOSIP's session-key format with any key (current or past) of `key`, chosen by the thumbprint inside.
    async fn decrypt(
        &self,
        caller: &Caller,
        key: &KeyRef,
        sealed: &[u8],
        aad: Option<&[u8]>,
        salt: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure>;
    /// Opens an RSA-OAEP wrapped session key (IDA's `requestSessionKey`), by the certificate's thumbprint where given.
    async fn unwrap_session_key(
        &self,
        caller: &Caller,
        key: &KeyRef,
        wrapped: &[u8],
        thumbprint: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure>;
    /// The current certificate of `key` as PEM; made when the key's policy allows and it does not exist yet.
    async fn certificate(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure>;
    /// Public keys that verify what this system signs, as a JWKS document.
    async fn jwks(&self, caller: &Caller) -> Result<Value, Failure>;
    /// Adds a certificate authority's certificate to a domain's trust store.
    async fn trust(&self, caller: &Caller, domain: TrustDomain, pem: &str) -> Result<(), Failure>;
    /// Whether a certificate is valid now and chains to a trusted authority of the domain, or is one that the platform signed
    /// for a partner of the domain.
    async fn is_trusted(&self, caller: &Caller, domain: TrustDomain, pem: &str) -> Result<bool, Failure>;
}

/// A partner's certificate after the platform signed it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCertificate {
    /// Names the stored pair.
    pub certificate_id: String,
    /// PEM of the certificate the platform issued for the partner's key.
    pub certificate: String,
    /// base64url of a PKCS#7 bundle: that certificate, the partner module's, the root's.
    pub bundle: String,
}

/// A partner's certificate as it came, and as the platform signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPartnerCertificate {
    /// PEM as the partner uploaded it.
    pub original: String,
    /// PEM as the platform signed it.
    pub signed: String,
}

/// Partners' certificates: what partner management needs to admit a partner.
#[async_trait]
pub trait PartnerCertificates: Send + Sync {
    /// Checks a partner's certificate against the domain's authorities and MOSIP's rules (dates, organization, key size, signature),
    /// issues one for the same key and name, and stores both.
    async fn admit(
        &self,
        caller: &Caller,
        domain: TrustDomain,
        organization: &str,
        pem: &str,
    ) -> Result<SignedCertificate, Failure>;
    /// A stored pair by its id.
    async fn find(&self, caller: &Caller, certificate_id: &str) -> Result<StoredPartnerCertificate, Failure>;
    /// Stores a foreign public certificate under a key's name, so that [`KeyManager::encrypt`] can encrypt to it.
    async fn store_other_domain(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<(), Failure>;
}

/// Encryption of rows and blobs at rest: a data key per purpose, versioned inside the sealed bytes.
#[async_trait]
pub trait AtRest: Send + Sync {
    /// Seals bytes; `context` (table and row key) is authenticated, so that sealed values cannot change places.
    async fn seal(&self, purpose: &str, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure>;
    /// Opens what `seal` made with the same purpose and context, also after key rotations.
    async fn open(&self, purpose: &str, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure>;
    /// A keyed hash (HMAC-SHA-256) for look-ups by personal values.
    async fn blind_index(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure>;
}
