//! What other modules may ask of the identity repository.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Caller, Failure, Rid, Timestamp, Uin, Vid};
use zeroize::Zeroizing;

/// Any of the numbers a person is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdRef {
    Uin(Uin),
    Vid(Vid),
    Rid(Rid),
}

/// A document of an identity.
#[derive(Debug, Clone)]
pub struct IdentityDocument {
    /// The identity schema's field, such as `proofOfIdentity` or `individualBiometrics`.
    pub category: String,
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What the pipeline hands over when a person is found to be new.
#[derive(Debug, Clone)]
pub struct CreateIdentity {
    /// Natural key: creating twice for one registration answers the same UIN.
    pub rid: Rid,
    /// The identity object (`{IDSchemaVersion, fullName, …}`), without `UIN`.
    pub identity: Value,
    pub documents: Vec<IdentityDocument>,
    /// MOSIP's CBEFF document with the person's biometrics.
    pub biometrics: Option<Zeroizing<Vec<u8>>>,
}

/// The number a person got.
#[derive(Debug, Clone)]
pub struct Created {
    pub uin: Uin,
    /// Whether this call made it (false: an earlier call did).
    pub new: bool,
}

/// An identity's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdentityStatus {
    #[serde(rename = "ACTIVATED")]
    Activated,
    #[serde(rename = "DEACTIVATED")]
    Deactivated,
    #[serde(rename = "BLOCKED")]
    Blocked,
}

/// An identity as stored.
#[derive(Debug, Clone)]
pub struct IdentityRecord {
    pub uin: Uin,
    /// The modulo-salted hash the rows are found by; safe as a reference between modules.
    pub uin_hash: String,
    pub rid: Rid,
    pub status: IdentityStatus,
    pub identity: Value,
    pub documents: Vec<IdentityDocument>,
    pub biometrics: Option<Zeroizing<Vec<u8>>>,
    pub updated_at: Timestamp,
}

/// A VID and what it may still do.
#[derive(Debug, Clone)]
pub struct VidInfo {
    pub vid: Vid,
    /// `Perpetual`, `Temporary`, …
    pub vid_type: String,
    pub status: String,
    pub expiry: Option<Timestamp>,
    /// Transactions allowed; `None` for any number.
    pub transactions_left: Option<u32>,
}

/// A kind of VID that the country's policy knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VidKind {
    /// `Perpetual`, `Temporary`, …
    pub name: String,
    /// How long one works; without end, where absent.
    pub valid_minutes: Option<u32>,
    /// Transactions allowed; any number, where absent.
    pub transactions: Option<u32>,
    /// How many of them a person may have.
    pub instances: u32,
}

/// A factor that its owner has locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthTypeLock {
    /// `bio-FINGER`, `otp-email`, `demo` …
    pub auth_type: String,
    pub locked: bool,
    /// Until when an unlock holds.
    #[serde(with = "types::time::wire_option")]
    pub unlock_until: Option<Timestamp>,
}

/// Something that happened to an identity. Carries no personal data: listeners read what they need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdentityEvent {
    /// Created or updated.
    Changed { uin_hash: String, revision: u32 },
    /// A VID was issued, revoked or expired.
    VidChanged { uin_hash: String, vid_hash: String },
    /// Activated, deactivated or blocked.
    StatusChanged { uin_hash: String },
    /// A factor was locked or unlocked.
    LocksChanged { uin_hash: String },
}

/// A module that follows identities. Delivery is at least once and in order per identity; `Err` with a retryable fault comes again.
#[async_trait]
pub trait IdentityListener: Send + Sync {
    /// A stable name: one delivery row per listener.
    fn name(&self) -> &'static str;
    /// Takes note of an event; seeing it twice changes nothing.
    async fn identity_event(&self, caller: &Caller, event: &IdentityEvent) -> Result<(), Failure>;
}

/// The identity repository.
#[async_trait]
pub trait IdRepo: Send + Sync {
    /// Creates an identity, idempotently by registration id.
    async fn create(&self, caller: &Caller, command: CreateIdentity) -> Result<Created, Failure>;
    /// Reads an identity; `with_documents` also opens documents and biometrics.
    async fn find(&self, caller: &Caller, id: &IdRef, with_documents: bool) -> Result<Option<IdentityRecord>, Failure>;
    /// Reads an identity by the hash an event carries.
    async fn find_by_hash(
        &self,
        caller: &Caller,
        uin_hash: &str,
        with_documents: bool,
    ) -> Result<Option<IdentityRecord>, Failure>;
    /// Issues a VID of a type under the VID policy.
    async fn issue_vid(&self, caller: &Caller, uin: &Uin, vid_type: &str) -> Result<VidInfo, Failure>;
    /// The person's VIDs.
    async fn vids(&self, caller: &Caller, uin: &Uin) -> Result<Vec<VidInfo>, Failure>;
    /// The kinds of VID of the policy, in its order. A repository that issues none has none.
    async fn vid_kinds(&self, _caller: &Caller) -> Result<Vec<VidKind>, Failure> {
        Ok(Vec::new())
    }
    /// The factors the person has locked.
    async fn auth_locks(&self, caller: &Caller, uin: &Uin) -> Result<Vec<AuthTypeLock>, Failure>;
}
