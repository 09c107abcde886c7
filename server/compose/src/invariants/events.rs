//! I6: every listener was told of every event about an identity, or a job is about to tell it.

use std::collections::BTreeSet;

use super::{Check, Inspection, Result, count, names};

/// Who listens to events about identities. A test compares this with what the composed system tells.
pub const LISTENERS: &[&str] = &["auth", "credential"];

/// How often an accusation is looked at again.
const LOOKS: u32 = 3;

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let mut wrong = Vec::new();
    for listener in LISTENERS {
        let mut untold = untold(at, listener).await?;
        // beside a running server a job may end between two reads: what is wrong stays wrong
        for _ in 0..LOOKS {
            if untold.is_empty() {
                break;
            }
            let again = self::untold(at, listener).await?;
            untold.retain(|hash| again.contains(hash));
        }
        wrong.extend(untold.iter().map(|hash| format!("{listener} was not told of the identity with hash {hash}")));
    }
    let looked_at = count(at.identity(), "SELECT COUNT(*) FROM idr_event").await?;
    let says = "every event reached every listener, or waits to be delivered";
    Ok(vec![Check::new("I6 events", says, looked_at).found(wrong)])
}

/// Identities with an event that `listener` was not told of and that no job is about to tell.
async fn untold(at: &Inspection, listener: &str) -> Result<BTreeSet<String>> {
    let behind = format!(
        "SELECT e.uin_hash FROM idr_event e LEFT JOIN idr_event_cursor c ON c.listener = '{listener}' AND c.uin_hash = e.uin_hash \
         GROUP BY e.uin_hash HAVING MAX(e.seq) > COALESCE(MAX(c.seq), 0)"
    );
    // jobs first: one that ends after this look was seen by it
    let mut jobs = waiting(at, listener).await?;
    let mut behind: BTreeSet<String> = names(at.identity(), &behind).await?.into_iter().collect();
    if !behind.is_empty() {
        jobs.extend(waiting(at, listener).await?);
        behind.retain(|hash| !jobs.contains(&idrepo::inspect::telling_payload(listener, hash)));
    }
    Ok(behind)
}

/// The payloads of the jobs that are about to tell `listener`.
pub(super) async fn waiting(at: &Inspection, listener: &str) -> Result<BTreeSet<String>> {
    let db = at.identity();
    let job = db::ground::table(db.logical(), db::ground::JOB);
    let kind = idrepo::inspect::TELLING_JOB;
    let sql = format!("SELECT payload FROM {job} WHERE kind = '{kind}' AND state IN ('ready', 'running')");
    let begins = format!("{{\"listener\":\"{listener}\"");
    Ok(names(db, &sql).await?.into_iter().filter(|payload| payload.starts_with(&begins)).collect())
}
