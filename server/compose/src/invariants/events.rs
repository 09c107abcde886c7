//! I6: every listener was told of every event about an identity, or a job is about to tell it.

use std::collections::BTreeSet;

use super::{Check, Inspection, Result, count, names};

/// Who listens to events about identities. A test compares this with what the composed system tells.
pub const LISTENERS: &[&str] = &["auth", "credential"];

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let db = at.identity();
    let mut wrong = Vec::new();
    for listener in LISTENERS {
        let behind = format!(
            "SELECT e.uin_hash FROM idr_event e LEFT JOIN idr_event_cursor c ON c.listener = '{listener}' AND c.uin_hash = e.uin_hash \
             GROUP BY e.uin_hash HAVING MAX(e.seq) > COALESCE(MAX(c.seq), 0)"
        );
        let behind = names(db, &behind).await?;
        if behind.is_empty() {
            continue;
        }
        let waiting = waiting(at, listener).await?;
        wrong.extend(
            behind
                .into_iter()
                .filter(|hash| !waiting.contains(&idrepo::inspect::telling_payload(listener, hash)))
                .map(|hash| format!("{listener} was not told of the identity with hash {hash}")),
        );
    }
    let looked_at = count(db, "SELECT COUNT(*) FROM idr_event").await?;
    let says = "every event reached every listener, or waits to be delivered";
    Ok(vec![Check::new("I6 events", says, looked_at).found(wrong)])
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
