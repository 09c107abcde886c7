//! Block, unblock and ask. The identifier is found by a keyed hash and kept encrypted; MOSIP's plain hash, which anybody can
//! reverse for numbers, is made only when an event is told.

use async_trait::async_trait;
use db::{AuditEvent, EventType, Reference};
use kernel_api::HotlistError;
use kernel_api::hotlist::{Hotlist, HotlistEntry, HotlistStatus};
use keymgr_api::KeyRef;
use types::{Caller, Failure, Timestamp};

use crate::domain::hotlist::Entry;
use crate::entity::hotlist::Model;
use crate::jobs::hotlist::TellHotlist;
use crate::{Kernel, repo};

const PURPOSE: &str = "kernel.hotlist";
/// Which types of identifiers may be listed.
const ALLOWED: &str = "mosip.hotlist.allowedIdTypes";
/// Longest identifier in bytes: a public key fits, an RSA block would not be asked for more.
const MAX_ID: usize = 4_096;

/// The key that identifiers are encrypted with.
pub(crate) fn key() -> KeyRef {
    KeyRef::new("ADMIN_SERVICES", "hotlist_service")
}

pub(crate) fn storage(error: db::DbError) -> Failure {
    Failure::of(HotlistError::Storage).because(error)
}

fn crypto(failure: Failure) -> Failure {
    Failure::of(HotlistError::Crypto).because(failure)
}

pub(crate) fn entry_of(row: &Model) -> Entry {
    let status = HotlistStatus::parse(&row.status).unwrap_or(HotlistStatus::Blocked);
    Entry { status, expires_at: row.expires_at }
}

/// An identifier that may be listed.
struct Listed {
    id: String,
    id_type: String,
    hash: String,
}

impl Kernel {
    async fn listed(&self, id_type: Option<&str>, id: Option<&str>) -> Result<Listed, Failure> {
        let present = |name: &str, value: Option<&str>| {
            let value = value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
            value.ok_or_else(|| Failure::with(HotlistError::Missing, [name]))
        };
        let (id, id_type) = (present("id", id)?, present("idType", id_type)?);
        if id.len() > MAX_ID {
            return Err(Failure::with(HotlistError::Invalid, ["id"]));
        }
        let allowed = self.inner.templates.setting(ALLOWED).await?.unwrap_or_default();
        if !allowed.split(',').any(|known| known.trim() == id_type) {
            return Err(HotlistError::IdTypeNotAllowed.into());
        }
        let hash = self.fingerprint(PURPOSE, &format!("{id_type}/{id}")).await?;
        Ok(Listed { id, id_type, hash })
    }

    /// Blocks an identifier, or takes the block back.
    pub(crate) async fn set_hotlist(
        &self,
        caller: &Caller,
        asked: &HotlistEntry,
        status: HotlistStatus,
    ) -> Result<HotlistEntry, Failure> {
        let listed = self.listed(asked.id_type.as_deref(), asked.id.as_deref()).await?;
        let now = self.inner.db.now();
        let until = asked.expiry_timestamp.as_deref().filter(|text| !text.trim().is_empty());
        let until = until.map(|text| expiry(text, now)).transpose()?;
        let sealed = self.inner.keys.encrypt(caller, &key(), listed.id.as_bytes(), None, None).await.map_err(crypto)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let earlier = repo::hotlist::find(tx.conn(), &listed.hash, &listed.id_type).await.map_err(storage)?;
        if earlier.as_ref().is_some_and(|row| entry_of(row).holds(status, tx.now())) {
            return Err(HotlistError::StillActive.into());
        }
        if earlier.is_none() && status == HotlistStatus::Unblocked {
            return Err(HotlistError::NotListed.into());
        }
        let row = Model {
            id_hash: listed.hash,
            id_type: listed.id_type.clone(),
            id_value: hex::encode(&sealed),
            status: status.name().to_owned(),
            started_at: tx.now(),
            expires_at: until,
            changed_by: caller.cx().actor().to_owned(),
            change_id: tx.db().random().uuid_at(tx.now()).to_string(),
        };
        let change = TellHotlist { change_id: row.change_id.clone() };
        let (code, name) = match status {
            HotlistStatus::Blocked => ("HTL_001", "HOTLIST_BLOCKED"),
            HotlistStatus::Unblocked => ("HTL_002", "HOTLIST_UNBLOCKED"),
        };
        let reference = Reference::new(row.id_type.clone(), row.id_hash.clone());
        let event = AuditEvent::new(code, name, EventType::User).about(reference).module_name("hotlist");
        let placed = match earlier {
            Some(earlier) => repo::hotlist::replace(&mut tx, row, &earlier.change_id).await.map_err(storage)?,
            None => match repo::hotlist::insert(&mut tx, row).await {
                Ok(()) => true,
                Err(error) if error.is_taken() => false,
                Err(error) => return Err(storage(error)),
            },
        };
        if !placed {
            // another request for the same identifier was faster
            return Err(HotlistError::StillActive.into());
        }
        tx.enqueue(&change).await.map_err(storage)?;
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(shown(listed.id, listed.id_type, status, until))
    }

    /// The status of an identifier now; one that was never listed is not blocked.
    pub(crate) async fn hotlist_status(&self, id_type: &str, id: &str) -> Result<HotlistEntry, Failure> {
        let listed = self.listed(Some(id_type), Some(id)).await?;
        let row = repo::hotlist::find(self.inner.db.read(), &listed.hash, &listed.id_type).await.map_err(storage)?;
        let now = self.inner.db.now();
        let entry = row.as_ref().map(entry_of);
        let status = entry.map_or(HotlistStatus::Unblocked, |entry| entry.status_at(now));
        let until = entry.filter(|entry| !entry.is_over(now)).and_then(|entry| entry.expires_at);
        Ok(shown(listed.id, listed.id_type, status, until))
    }
}

fn expiry(text: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    let at = types::time::parse_lenient(text.trim()).filter(|at| *at > now);
    at.ok_or_else(|| Failure::with(HotlistError::Invalid, ["expiryTimestamp"]))
}

fn shown(id: String, id_type: String, status: HotlistStatus, until: Option<Timestamp>) -> HotlistEntry {
    HotlistEntry {
        id: Some(id),
        id_type: Some(id_type),
        status: Some(status.name().to_owned()),
        expiry_timestamp: until.map(types::time::format),
    }
}

#[async_trait]
impl Hotlist for Kernel {
    async fn is_blocked(&self, id_type: &str, id: &str) -> Result<bool, Failure> {
        let status = self.hotlist_status(id_type, id).await?.status;
        Ok(status.as_deref() == Some(HotlistStatus::Blocked.name()))
    }
}
