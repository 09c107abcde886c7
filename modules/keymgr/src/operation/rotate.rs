//! Make a new key under a name, because an operator wants one.

use keymgr_api::{KeyRef, KeymgrError, access};
use types::{Caller, Failure};

use super::list::{KeyListing, display_name};
use crate::Keymgr;
use crate::domain::name::{Role, role};
use crate::domain::policy;
use crate::error::storage;
use crate::repo;
use crate::ring::{self, KeyEntry};
use crate::service::current;
use crate::service::make::{self, Making};
use db::{AuditEvent, EventType, Reference};

/// The keys before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The key that was current, as it is now.
    pub old: Option<KeyListing>,
    pub new: KeyListing,
}

impl Keymgr {
    /// Makes a new key for new data. The old one goes on decrypting, and what it signed verifies until the end of its pre-expiry:
    /// nobody notices. With `at_once` the old key ends now, as MOSIP's `force`, because it is known to strangers.
    ///
    /// A process that runs meanwhile takes the new key within a minute.
    ///
    /// # Errors
    /// A name without keys or whose keys are made elsewhere, a failure of key store or database.
    pub async fn rotate(&self, caller: &Caller, key: &KeyRef, at_once: bool) -> Result<Rotated, Failure> {
        caller.require(access::ADMINISTER)?;
        let policy = policy::of(&key.application_id).ok_or(KeymgrError::ApplicationUnknown)?;
        let policy = if role(key) == Role::Base { &policy::BASE } else { policy };
        let entries = ring::reload(self, key).await?;
        if entries.is_empty() {
            return Err(KeymgrError::CertificateNotFound.into());
        }
        if entries.iter().any(|entry| entry.is_foreign()) {
            return Err(KeymgrError::GenerationNotAllowed.into());
        }
        let old = current::choose(self, key, &entries)?;
        if let Some(old) = old.as_ref().filter(|_| !at_once) {
            retire(self, caller, key, old, policy).await?;
        }
        let new = make::make(self, caller.cx(), key, Making { force: at_once, ..Making::default() }).await?;
        let now = self.db.now();
        let entries = ring::reload(self, key).await?;
        let old = old.and_then(|old| entries.iter().find(|entry| entry.row.id == old.row.id).cloned());
        Ok(Rotated { old: old.map(|old| KeyListing::new(&old.row, now)), new: KeyListing::new(&new.row, now) })
    }
}

/// Brings a key into its pre-expiry. A crash before its successor is made leaves what a key that grew old leaves: whoever needs
/// one next makes it.
async fn retire(
    m: &Keymgr,
    caller: &Caller,
    key: &KeyRef,
    old: &KeyEntry,
    policy: &policy::Policy,
) -> Result<(), Failure> {
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    let until = old.row.expires_at.min(tx.now() + policy.pre_expiry());
    repo::key_alias::expire(&mut tx, &old.row.id, until).await.map_err(storage)?;
    tx.audit(retired(key, &old.row.id, until)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}

pub(super) fn retired(key: &KeyRef, id: &str, until: db::Timestamp) -> AuditEvent {
    let name = display_name(&key.application_id, &key.reference_id);
    AuditEvent::new("KMS_008", "KEY_RETIRED", EventType::System)
        .describe(format!("key {name} is no longer taken for new data; it ends {until}"))
        .about(Reference::new("KEY", id.to_owned()))
        .module("KER-KMS")
}
