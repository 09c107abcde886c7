//! Find the key that is taken for new data, making it where the rules allow (spec ida-crypto A.5).

use std::sync::Arc;

use chrono::TimeDelta;
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use crate::Keymgr;
use crate::domain::name::{IDENTITY_CACHE, Role, role};
use crate::domain::policy;
use crate::domain::selection::{Current, current as select};
use crate::error::storage;
use crate::repo;
use crate::ring::{self, Entries, KeyEntry};
use crate::service::make::{self, Making};

/// The current key of a name. A missing base or signing key is made, an expired one replaced; a name without any key of its application is refused.
pub(crate) async fn current(m: &Keymgr, cx: &Cx, key: &KeyRef) -> Result<Arc<KeyEntry>, Failure> {
    let entries = ring::entries(m, key).await?;
    if let Some(entry) = choose(m, key, &entries)? {
        return Ok(entry);
    }
    let stopped = repo::key_stop::exists(m.db.read(), &key.application_id, &key.reference_id).await.map_err(storage)?;
    let made = match may_make(key, &entries) {
        Ok(()) if stopped => Err(KeymgrError::GenerationNotAllowed.into()), // revoked for good
        Ok(()) => Box::pin(make::make(m, cx, key, Making::default())).await,
        Err(refused) => Err(refused),
    };
    match (made, still_valid(m, key, &entries)) {
        (Err(failure), Some(entry)) => {
            // better a key of which everybody knows the end than none: the administrators are told daily
            tracing::warn!(application = key.application_id, reference = key.reference_id, cause = ?failure, "a key is used in its pre-expiry, because its successor cannot be made");
            Ok(entry)
        }
        (made, _) => made,
    }
}

/// The newest key of ours, when it is valid though its pre-expiry has begun. Not the root: what it certified would outlive it.
fn still_valid(m: &Keymgr, key: &KeyRef, entries: &Entries) -> Option<Arc<KeyEntry>> {
    let now = m.db.now();
    let valid = |entry: &&Arc<KeyEntry>| entry.row.generated_at <= now && now < entry.row.expires_at;
    entries.first().filter(|entry| role(key) != Role::Root && !entry.is_foreign()).filter(valid).cloned()
}

/// The current key among a name's keys.
pub(crate) fn choose(m: &Keymgr, key: &KeyRef, entries: &Entries) -> Result<Option<Arc<KeyEntry>>, Failure> {
    let pre_expiry = pre_expiry(key)?;
    match select(entries.iter().map(|entry| entry.validity()), m.db.now(), pre_expiry) {
        Current::At(position) => Ok(entries.get(position).cloned()),
        Current::None => Ok(None),
        Current::Several => Err(KeymgrError::NoUniqueAlias.into()),
    }
}

/// The pre-expiry of keys of this name.
fn pre_expiry(key: &KeyRef) -> Result<TimeDelta, Failure> {
    let policy = policy::of(&key.application_id).ok_or(KeymgrError::ApplicationUnknown)?;
    Ok(if role(key) == Role::Base { policy::BASE.pre_expiry() } else { policy.pre_expiry() })
}

/// Whether a key may be made because somebody asks for it.
fn may_make(key: &KeyRef, entries: &Entries) -> Result<(), Failure> {
    if entries.iter().any(|entry| entry.is_foreign()) {
        return Err(KeymgrError::GenerationNotAllowed.into());
    }
    match (key.application_id.as_str(), role(key)) {
        (_, Role::Root) => Err(KeymgrError::RootMissing.into()),
        ("PARTNER", _) | ("KERNEL", Role::Base) => Err(KeymgrError::GenerationNotAllowed.into()),
        // the name of a symmetric key
        _ if key.reference_id == IDENTITY_CACHE => Err(KeymgrError::GenerationNotAllowed.into()),
        (_, Role::Master) if entries.is_empty() => Err(KeymgrError::GenerationIncomplete.into()),
        _ => Ok(()),
    }
}
