//! End an encryption key before its time (spec ida-crypto A.6).

use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{audit, current, make};
use crate::Keymgr;
use crate::domain::name::{Role, role};
use crate::entity::key_stop::Model;
use crate::error::storage;
use crate::{repo, ring};

/// Ends the current encryption key of a name; it goes on decrypting. The next use makes a successor, unless `disable_auto_gen`: then
/// the name gets no key until it is asked again without it.
pub(crate) async fn revoke(m: &Keymgr, cx: &Cx, key: &KeyRef, disable_auto_gen: bool) -> Result<(), Failure> {
    if key.reference_id.is_empty() {
        return Err(KeymgrError::InvalidRequest.into());
    }
    if role(key) != Role::Base {
        return Err(KeymgrError::RevocationNotAllowed.into());
    }
    let entries = ring::reload(m, key).await?;
    let entry = current::choose(m, key, &entries)?;
    if entry.as_ref().is_some_and(|entry| entry.is_foreign()) {
        return Err(KeymgrError::RevocationNotAllowed.into());
    }
    let now = m.db.now();
    let mut tx = m.db.begin(cx).await.map_err(storage)?;
    let stopped = repo::key_stop::delete(&mut tx, &key.application_id, &key.reference_id).await.map_err(storage)?;
    let resumed = stopped && !disable_auto_gen;
    if resumed {
        tx.audit(audit::generation_resumed(key)).await.map_err(storage)?;
    }
    match entry {
        Some(entry) => {
            repo::key_alias::expire(&mut tx, &entry.row.id, make::ended(now)).await.map_err(storage)?;
            tx.audit(audit::key_revoked(&entry.row, !disable_auto_gen)).await.map_err(storage)?;
        }
        None if resumed => {}
        None => return Err(KeymgrError::NoUniqueAlias.into()),
    }
    if disable_auto_gen {
        let row = Model {
            id: m.db.random().uuid_at(now).to_string(),
            application_id: key.application_id.clone(),
            reference_id: key.reference_id.clone(),
            created_at: now,
            created_by: cx.actor().to_owned(),
        };
        repo::key_stop::insert(&mut tx, row).await.map_err(storage)?;
    }
    tx.commit().await.map_err(storage)?;
    ring::reload(m, key).await?;
    Ok(())
}
