//! Tells the administrators daily which keys want a person: 90, 30 and 7 days before their end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, Job, JobCx, JobError, JobRegistry, Logical};
use iam::IamModule;
use kernel_api::{Channel, Message, Notices};
use keymgr::Expiry;
use serde::{Deserialize, Serialize};
use types::Failure;

const DAILY: Duration = Duration::from_secs(24 * 3600);
const FIRST_NOTICE_DAYS: i64 = 90;
const CONSUMER: &str = "keymgr.expiry";
/// Who is told.
const ROLE: &str = "GLOBAL_ADMIN";

/// Looks at every key's end.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct TellExpiry {}

impl Job for TellExpiry {
    const KIND: &'static str = "keymgr.tell_expiry";

    fn unique_key(&self) -> Option<String> {
        Some("tell".into())
    }
}

/// What the job needs.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) keys: Db,
    pub(crate) iam: IamModule,
    pub(crate) notices: Arc<dyn Notices>,
}

pub(crate) fn register(registry: &mut JobRegistry, parts: Parts) {
    registry.every::<TellExpiry, _, _>(Logical::Operations, DAILY, move |cx, _| {
        let parts = parts.clone();
        async move {
            run(&parts, &cx).await.map_err(|failure| {
                tracing::error!(cause = ?failure, "administrators could not be told of keys that end");
                JobError::retryable(failure.code().to_owned())
            })
        }
    });
}

async fn run(parts: &Parts, cx: &JobCx) -> Result<(), Failure> {
    let due = keymgr::expiring(&parts.keys, FIRST_NOTICE_DAYS).await?;
    if due.is_empty() {
        return Ok(());
    }
    let addresses: BTreeSet<String> = parts.iam.mail_addresses(ROLE).await?.into_iter().collect();
    if addresses.is_empty() {
        tracing::warn!("keys end and no active {ROLE} has a mail address: see `tessera doctor`");
    }
    for expiry in due {
        for address in &addresses {
            tell(parts, cx, &expiry, address).await?;
        }
    }
    Ok(())
}

/// One mail for each step on the way to the end, to each administrator.
async fn tell(parts: &Parts, cx: &JobCx, expiry: &Expiry, address: &str) -> Result<(), Failure> {
    let Some(threshold) = expiry.threshold() else { return Ok(()) };
    let whom = crypto::digest::sha256_hex(address.as_bytes());
    let message = format!("{}/{}/{threshold}/{}", expiry.key.id, expiry.deadline.timestamp(), &whom[..16]);
    let storage = |error| Failure::of(keymgr_api::KeymgrError::Storage).because(error);
    let db = cx.db();
    if db.has_seen(CONSUMER, &message).await.map_err(storage)? {
        return Ok(());
    }
    let (name, days, day) = (expiry.key.name(), expiry.days_left, expiry.deadline.date_naive());
    let when = if days < 0 { format!("ended on {day}") } else { format!("ends in {days} days, on {day}") };
    let mail = Message {
        channel: Channel::Email,
        to: address.to_owned(),
        subject: Some(format!("Tessera: key {name} {when}")),
        text: format!(
            "The {} key {name} {when}.\n\nWhat to do: {}.\n\nCertificate (SHA-256): {}\n",
            expiry.key.kind, expiry.advice, expiry.key.thumbprint
        ),
    };
    parts.notices.send_message(&cx.caller(), mail).await?;
    // recorded after the hand-over: a crash in between sends it again rather than never
    let mut tx = db.begin(cx.cx()).await.map_err(storage)?;
    tx.first_seen(CONSUMER, &message).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}
