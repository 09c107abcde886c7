//! Looking audit rows up.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, role};

/// Who may read audit rows: of the whole country, so no zone's administrator.
pub const READ_AUDIT: Permission = Permission::roles("kernel.audit.read", &[role::GLOBAL_ADMIN]);

/// One audit row. It names nobody: identifiers of persons are keyed hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The logical database that it is of.
    pub source: String,
    /// Its number in the chain; none while it is not sealed.
    pub seq: Option<i64>,
    pub id: String,
    #[serde(with = "types::time::wire")]
    pub logged_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub acted_at: Timestamp,
    pub event_id: String,
    pub event_name: String,
    pub event_type: String,
    pub host_name: String,
    pub host_ip: String,
    pub application_id: String,
    pub application_name: String,
    pub session_user_id: String,
    pub session_user_name: Option<String>,
    pub ref_id: Option<String>,
    pub ref_type: Option<String>,
    pub created_by: String,
    pub module_name: String,
    pub module_id: String,
    pub description: String,
    pub request_id: String,
}

/// What is looked for; everything that is said has to hold, letter by letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuestion {
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub event_id: Option<String>,
    /// Who acted. What may name a person is compared as the keyed hash that is kept.
    pub actor: Option<String>,
    pub module: Option<String>,
    /// What the event is about; compared like the actor.
    pub reference: Option<String>,
    /// Only what comes after this place, as [`AuditList::next`] names it.
    pub after: Option<String>,
    /// Rows of a page, 1 to 500.
    pub limit: u32,
}

/// A page of rows, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins; absent on the last one.
    pub next: Option<String>,
    /// Whether the page ends because enough rows were looked at: there may be more that fit, further back.
    pub cut: bool,
}

/// Looks audit rows up over every database and the archive. Needs [`READ_AUDIT`].
#[async_trait]
pub trait AuditSearch: Send + Sync {
    /// A page of what fits.
    async fn search(&self, caller: &Caller, question: &AuditQuestion) -> Result<AuditList, Failure>;
    /// One row, by its database and id.
    async fn entry(&self, caller: &Caller, source: &str, id: &str) -> Result<Option<AuditEntry>, Failure>;
    /// What fits as CSV, at most 20,000 rows. That it was taken out is recorded.
    async fn export(&self, caller: &Caller, question: &AuditQuestion) -> Result<String, Failure>;
}
