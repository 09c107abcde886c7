//! I5: a registration has one final state at most, reached once; one that is not final has a job, or waits for something that
//! is named.

use super::{Check, Inspection, Result, count, names, rows};

/// How many registrations have a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCount {
    pub status: String,
    /// Whether nothing happens to them any more.
    pub terminal: bool,
    pub count: u64,
}

pub(super) async fn counts(at: &Inspection) -> Result<Vec<StatusCount>> {
    let sql = "SELECT status, COUNT(*) FROM registration GROUP BY status ORDER BY status";
    let found = rows(at.operations(), sql, Vec::new()).await?;
    let mut counts: Vec<StatusCount> = registration::inspect::statuses()
        .into_iter()
        .map(|(status, terminal)| StatusCount { status: status.to_owned(), terminal, count: 0 })
        .collect();
    for row in &found {
        let (status, n): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let n = u64::try_from(n).unwrap_or(0);
        match counts.iter_mut().find(|known| known.status == status) {
            Some(known) => known.count = n,
            None => counts.push(StatusCount { status, terminal: false, count: n }),
        }
    }
    counts.sort_by_key(|one| !one.terminal);
    Ok(counts)
}

fn list(terminal: bool) -> String {
    let names: Vec<String> = registration::inspect::statuses()
        .into_iter()
        .filter(|(_, is)| *is == terminal)
        .map(|(name, _)| format!("'{name}'"))
        .collect();
    names.join(", ")
}

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let db = at.operations();
    let (finals, moving) = (list(true), list(false));
    let all = count(db, "SELECT COUNT(*) FROM registration").await?;
    let unknown = format!("SELECT workflow_instance_id FROM registration WHERE status NOT IN ({finals}, {moving})");
    let waits = format!(
        "SELECT workflow_instance_id FROM registration WHERE status IN ({finals}) AND (waits_for IS NOT NULL OR next_try IS NOT NULL)"
    );
    // a failed registration may begin again with a better packet; a processed one never
    let twice = "SELECT workflow_instance_id FROM registration_transaction WHERE status = 'PROCESSED' \
                 GROUP BY workflow_instance_id HAVING COUNT(*) > 1";
    let after = "SELECT r.workflow_instance_id FROM registration r JOIN registration_transaction t \
                 ON t.workflow_instance_id = r.workflow_instance_id AND t.status = 'PROCESSED' \
                 WHERE r.status <> 'PROCESSED' OR t.version <> r.version";
    let unproven = "SELECT r.workflow_instance_id FROM registration r WHERE r.status = 'PROCESSED' AND NOT EXISTS \
                    (SELECT 1 FROM registration_transaction t WHERE t.workflow_instance_id = r.workflow_instance_id AND t.status = 'PROCESSED')";
    let backwards = "SELECT workflow_instance_id FROM registration_transaction GROUP BY workflow_instance_id, version HAVING COUNT(*) > 1";
    let mut wrong = Vec::new();
    for (sql, why) in [
        (unknown.as_str(), "has a status this program does not know"),
        (&waits, "is final and yet waits"),
        (twice, "was processed twice"),
        (after, "moved after it was processed"),
        (unproven, "is processed without a step that says so"),
        (backwards, "has two steps of one version"),
    ] {
        wrong.extend(names(db, sql).await?.into_iter().map(|id| format!("registration {id} {why}")));
    }
    let once = Check::new("I5 final", "a registration reaches one final state, once", all).found(wrong);
    Ok(vec![once, owned(at, &moving).await?])
}

/// Whoever is not final has a job for the step it stands at, or waits for a decision that is open, for information with a
/// date, or for an administrator.
async fn owned(at: &Inspection, moving: &str) -> Result<Check> {
    let db = at.operations();
    let job = db::ground::table(db.logical(), db::ground::JOB);
    let kind = registration::inspect::MOVING_JOB;
    let sql = format!(
        "SELECT r.workflow_instance_id FROM registration r WHERE r.status IN ({moving}) \
         AND NOT EXISTS (SELECT 1 FROM {job} j WHERE j.kind = '{kind}' AND j.state IN ('ready', 'running') \
             AND j.unique_key = r.workflow_instance_id || ':' || CAST(r.version AS TEXT)) \
         AND NOT (r.waits_for = 'decision' AND EXISTS (SELECT 1 FROM registration_case c \
             WHERE c.workflow_instance_id = r.workflow_instance_id AND c.status = 'PENDING')) \
         AND NOT (r.waits_for IS NOT NULL AND r.waits_for <> 'decision' AND r.next_try IS NOT NULL) \
         AND r.status <> 'REPROCESS_FAILED'"
    );
    // `waits_for` of a row that waits for nothing is NULL, and NOT NULL is unknown: such a row must not slip through
    let sql = sql.replace("(r.waits_for = 'decision'", "(COALESCE(r.waits_for, '') = 'decision'");
    let wrong = names(db, &sql).await?.into_iter().map(|id| format!("registration {id} is stuck"));
    let looked_at = count(db, &format!("SELECT COUNT(*) FROM registration WHERE status IN ({moving})")).await?;
    let says = "a registration that is not final has a job, or waits for something that is named";
    Ok(Check::new("I5 owned", says, looked_at).found(wrong))
}
