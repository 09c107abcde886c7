//! I6: every listener was told of every event about an identity, or a job is about to tell it.

use super::{Check, Inspection, Result, count, names};

/// Who listens to events about identities. A test compares this with what the composed system tells.
pub const LISTENERS: &[&str] = &["credential"];

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let db = at.identity();
    let job = db::ground::table(db.logical(), db::ground::JOB);
    let kind = idrepo::inspect::TELLING_JOB;
    let mut wrong = Vec::new();
    for listener in LISTENERS {
        let behind = format!(
            "SELECT e.uin_hash FROM idr_event e LEFT JOIN idr_event_cursor c ON c.listener = '{listener}' AND c.uin_hash = e.uin_hash \
             GROUP BY e.uin_hash HAVING MAX(e.seq) > COALESCE(MAX(c.seq), 0)"
        );
        let waiting = format!("SELECT payload FROM {job} WHERE kind = '{kind}' AND state IN ('ready', 'running')");
        let behind = names(db, &behind).await?;
        if behind.is_empty() {
            continue;
        }
        let waiting: std::collections::BTreeSet<String> = names(db, &waiting).await?.into_iter().collect();
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
