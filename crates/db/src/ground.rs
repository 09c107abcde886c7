//! The tables that every logical database has: jobs, seen messages, audit rows and their seals.
//!
//! Their names carry the logical database (`operations_job`, `identity_audit`), so that several may share one file or server
//! and each can be moved out later by copying its tables.

use crate::config::Logical;

/// Jobs, see [`crate::job`].
pub const JOB: &str = "job";
/// Messages a consumer has already handled, see [`crate::Tx::first_seen`].
pub const SEEN: &str = "seen";
/// Audit rows, see [`crate::audit`].
pub const AUDIT: &str = "audit";
/// Seals of batches of audit rows.
pub const AUDIT_SEAL: &str = "audit_seal";
/// Signatures of the chain's head, see [`crate::audit::ChainSignature`].
pub const AUDIT_SIGNATURE: &str = "audit_signature";
/// Sealed audit rows of all logical databases, in [`Logical::Archive`] only.
pub const ARCHIVE_RECORD: &str = "record";

/// The full name of a ground table of `logical`.
pub fn table(logical: Logical, name: &str) -> String {
    format!("{}_{name}", logical.name())
}

/// The name of the table in which the migrations of `logical` are recorded.
pub fn migration_table(logical: Logical) -> String {
    table(logical, "migration")
}
