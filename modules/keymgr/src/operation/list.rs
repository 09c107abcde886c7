//! List keys by name.

use std::fmt;

use chrono::{DateTime, Utc};
use db::Db;
use keymgr_api::KeyRef;
use serde::Serialize;
use types::Failure;

use crate::domain::name::{self, FOREIGN, Role};
use crate::domain::policy;
use crate::domain::selection::{Validity, is_current};
use crate::entity::key_alias::Model;
use crate::error::storage;
use crate::repo;

/// Where a key is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// Not valid yet.
    Coming,
    /// Taken for new data.
    Current,
    /// Still valid, but no longer taken for new data: it decrypts, and what it signed verifies.
    Ending,
    /// No longer valid; it still decrypts.
    Expired,
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Coming => "coming",
            Self::Current => "current",
            Self::Ending => "ending",
            Self::Expired => "expired",
        })
    }
}

/// A key as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyListing {
    /// The id of its row and of its secret in the key store.
    pub id: String,
    pub application_id: String,
    pub reference_id: String,
    /// `root`, `master`, `signature`, `base`, or `foreign` for a certificate whose private key is elsewhere.
    pub kind: String,
    pub algorithm: String,
    pub state: KeyState,
    pub generated_at: DateTime<Utc>,
    /// Until when it is taken for new data.
    pub current_until: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Upper-case hexadecimal SHA-256 of the certificate.
    pub thumbprint: String,
    /// The `kid` of its signatures.
    pub kid: String,
}

impl KeyListing {
    pub(crate) fn new(row: &Model, now: DateTime<Utc>) -> Self {
        let key = KeyRef::new(&row.application_id, &row.reference_id);
        let is_base = row.kind == FOREIGN || name::role(&key) == Role::Base;
        let policy = if is_base { Some(&policy::BASE) } else { policy::of(&row.application_id) };
        let pre_expiry = policy.map(policy::Policy::pre_expiry).unwrap_or_default();
        let validity = Validity { from: row.generated_at, until: row.expires_at };
        let state = match () {
            () if is_current(validity, now, pre_expiry) => KeyState::Current,
            () if now >= row.expires_at => KeyState::Expired,
            () if now < row.generated_at => KeyState::Coming,
            () => KeyState::Ending,
        };
        Self {
            id: row.id.clone(),
            application_id: row.application_id.clone(),
            reference_id: row.reference_id.clone(),
            kind: row.kind.clone(),
            algorithm: row.algorithm.clone(),
            state,
            generated_at: row.generated_at,
            current_until: row.expires_at - pre_expiry,
            expires_at: row.expires_at,
            thumbprint: row.thumbprint.clone(),
            kid: name::kid(&row.uni_ident, &row.kind),
        }
    }

    /// `IDA:PARTNER`, `ROOT`.
    #[must_use]
    pub fn name(&self) -> String {
        display_name(&self.application_id, &self.reference_id)
    }
}

/// A key's name as people write it.
pub(super) fn display_name(application_id: &str, reference_id: &str) -> String {
    if reference_id.is_empty() { application_id.to_owned() } else { format!("{application_id}:{reference_id}") }
}

/// Every key and every certificate of another domain, by name, the newest first.
///
/// # Errors
/// The failure of the keys database.
pub async fn list(db: &Db) -> Result<Vec<KeyListing>, Failure> {
    let rows = repo::key_alias::all(db.read()).await.map_err(storage)?;
    Ok(rows.iter().map(|row| KeyListing::new(row, db.now())).collect())
}
