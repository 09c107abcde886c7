//! Tells changes of the hotlist, and clears what is over.

use std::time::Duration;

use db::{AuditEvent, EventType, Job, JobCx, JobError, JobRegistry, Logical, Reference, UniqueWhile};
use kernel_api::hotlist::{HotlistChanged, HotlistStatus};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use types::Failure;

use crate::entity::hotlist::Model;
use crate::service::hotlist::{entry_of, key};
use crate::{Kernel, repo};

/// Rows per run of the cleaner.
const BATCH: u64 = 200;
const DAY: Duration = Duration::from_secs(86_400);

/// MOSIP's event `MOSIP_HOTLIST` for one change. The payload names the change, not the identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TellHotlist {
    pub(crate) change_id: String,
}

impl Job for TellHotlist {
    const KIND: &'static str = "kernel.tell_hotlist";

    fn unique_key(&self) -> Option<String> {
        Some(self.change_id.clone())
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Kept
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct ClearHotlist {}

impl Job for ClearHotlist {
    const KIND: &'static str = "kernel.clear_hotlist";

    fn unique_key(&self) -> Option<String> {
        Some("all".into())
    }
}

pub(crate) fn register(kernel: &Kernel, registry: &mut JobRegistry) {
    let teller = kernel.clone();
    registry.on::<TellHotlist, _, _>(Logical::Operations, move |cx, job| {
        let kernel = teller.clone();
        async move { tell(&kernel, &cx, &job).await.map_err(|failure| JobError::retryable(failure.to_string())) }
    });
    registry.every::<ClearHotlist, _, _>(Logical::Operations, DAY, |cx, _| async move { clear(&cx).await });
}

async fn tell(kernel: &Kernel, cx: &JobCx, job: &TellHotlist) -> Result<(), Failure> {
    let listeners = kernel.hotlist_listeners();
    let row = repo::hotlist::change(kernel.inner.db.read(), &job.change_id).await;
    let Some(row) = row.map_err(crate::service::hotlist::storage)? else { return Ok(()) };
    if listeners.is_empty() {
        return Ok(());
    }
    let sealed = hex::decode(&row.id_value).unwrap_or_default();
    let id = kernel.inner.keys.decrypt(&cx.caller(), &key(), &sealed, None, None).await?;
    let change = HotlistChanged {
        id: hex::encode_upper(Sha256::digest(&*id)),
        id_type: row.id_type,
        status: HotlistStatus::parse(&row.status).unwrap_or(HotlistStatus::Blocked),
        expiry_timestamp: row.expires_at,
    };
    for listener in listeners {
        listener.hotlist_changed(&cx.caller(), &change).await?;
    }
    Ok(())
}

/// Removes blocks that are over. What was let through for a while is blocked again for ever: without its row it would stay open.
async fn clear(cx: &JobCx) -> Result<(), JobError> {
    let now = cx.db().now();
    let rows = repo::hotlist::over(cx.db().read(), now, BATCH).await?;
    let more = rows.len() as u64 == BATCH;
    let mut tx = cx.db().begin(cx.cx()).await?;
    for row in rows {
        if entry_of(&row).status_at(now) == HotlistStatus::Unblocked {
            repo::hotlist::remove(&mut tx, &row).await?;
            continue;
        }
        let earlier = row.change_id.clone();
        let next = Model {
            status: HotlistStatus::Blocked.name().to_owned(),
            started_at: row.expires_at.unwrap_or(now),
            expires_at: None,
            changed_by: cx.cx().actor().to_owned(),
            change_id: tx.db().random().uuid_at(tx.now()).to_string(),
            ..row
        };
        let tell = TellHotlist { change_id: next.change_id.clone() };
        let reference = Reference::new(next.id_type.clone(), next.id_hash.clone());
        if repo::hotlist::replace(&mut tx, next, &earlier).await? {
            tx.enqueue(&tell).await?;
            let event = AuditEvent::new("HTL_003", "HOTLIST_BLOCKED_AGAIN", EventType::Batch).about(reference);
            tx.audit(event.module_name("hotlist")).await?;
        }
    }
    if more {
        tx.enqueue(&ClearHotlist {}).await?;
    }
    tx.finish(cx).await?;
    Ok(tx.commit().await?)
}
