//! What an administrator sees of keys and trust, and does with them: portals and the command line.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Timestamp};

use crate::service::{KeyRef, TrustDomain};
use crate::trust::{AuthorityPage, AuthorityQuery};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyPurpose {
    /// Certifies the masters.
    Root,
    /// Signs, and certifies the keys of its application.
    Master,
    /// Signs only.
    Signature,
    /// Encrypts only.
    Encryption,
    /// A certificate of somebody else: we encrypt to it.
    Foreign,
}

/// How a key is followed by its next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Renewal {
    /// By itself, when it is used after `renew_at`.
    Automatic,
    /// An administrator makes it, or has it certified outside.
    ByHand,
    /// Whoever owns it sends a new certificate.
    ByOwner,
}

/// The keys of one name, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySummary {
    pub application_id: String,
    pub reference_id: String,
    pub purpose: KeyPurpose,
    /// `Rsa2048`, `EcP256`, `Ed25519`, or `other` of a foreign certificate.
    pub algorithm: String,
    /// Validity of the newest key.
    pub valid_from: Timestamp,
    pub valid_until: Timestamp,
    /// From here on the newest key is no longer taken for new data.
    pub renew_at: Timestamp,
    pub renewal: Renewal,
    /// How many there were before it; they go on decrypting and verifying.
    pub earlier: u64,
}

/// A page of names, in the order of the names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPage {
    pub keys: Vec<KeySummary>,
    /// Every application that has keys.
    pub applications: Vec<String>,
    /// Whether more follow.
    pub more: bool,
    pub now: Timestamp,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct KeyQuery {
    /// Only keys of this application.
    pub application_id: Option<String>,
    /// Continue after this name.
    pub after: Option<KeyRef>,
    /// At most so many.
    pub limit: u32,
}

/// One key of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyVersion {
    /// The `kid` of its signatures.
    pub kid: String,
    /// Upper-case hexadecimal SHA-256 of the certificate.
    pub thumbprint: String,
    pub subject: String,
    pub issuer: String,
    pub valid_from: Timestamp,
    pub valid_until: Timestamp,
    /// Whether it is taken for new data now.
    pub current: bool,
    /// PEM.
    pub certificate: String,
}

/// A name with all its keys, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDetail {
    pub summary: KeySummary,
    pub versions: Vec<KeyVersion>,
    /// Whether the private half is ours: then it can be rotated, and certified by somebody else.
    pub own: bool,
    pub now: Timestamp,
}

/// Keys and trust in an administrator's hands. Needs [`crate::access::ADMINISTER`].
#[async_trait]
pub trait KeyAdministration: Send + Sync {
    /// Names that have keys.
    async fn keys(&self, caller: &Caller, query: &KeyQuery) -> Result<KeyPage, Failure>;
    /// Every key of a name; nothing when it has none.
    async fn key(&self, caller: &Caller, key: &KeyRef) -> Result<Option<KeyDetail>, Failure>;
    /// Makes the next key of a name of ours; the one before ends for new data and goes on decrypting and verifying.
    async fn rotate(&self, caller: &Caller, key: &KeyRef) -> Result<(), Failure>;
    /// A certificate request (PKCS#10, PEM) for the current key.
    async fn certificate_request(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure>;
    /// Takes a certificate (PEM): one that another authority issued for our key, or the next one of a foreign name.
    async fn replace_certificate(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<(), Failure>;
    /// A page of the authorities that are trusted.
    async fn authorities(&self, caller: &Caller, query: &AuthorityQuery) -> Result<AuthorityPage, Failure>;
    /// Trusts authorities: PEM, or base64url of a PKCS#7 bundle. Gives how many of a bundle were taken, and of how many.
    async fn add_authorities(
        &self,
        caller: &Caller,
        domain: TrustDomain,
        data: &str,
    ) -> Result<(usize, usize), Failure>;
}
