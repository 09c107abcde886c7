//! What operators see of the queues and do to them.

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde::Serialize;

use super::JobId;
use crate::clock::Timestamp;
use crate::error::DbError;
use crate::ground;
use crate::open::Db;
use crate::tx::Tx;
use types::Cx;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its time or for a worker.
    Ready,
    /// A worker has it.
    Running,
    /// Done; removed after some time.
    Done,
    /// Given up; waits for an operator.
    Dead,
}

impl JobState {
    fn parse(text: &str) -> Result<Self, DbError> {
        Ok(match text {
            "ready" => Self::Ready,
            "running" => Self::Running,
            "done" => Self::Done,
            "dead" => Self::Dead,
            _ => return Err(DbError::Value("the state of a job".into())),
        })
    }
}

/// A job as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// Its payload as JSON text.
    pub payload: String,
    /// Tries so far.
    pub attempts: i32,
    /// When it is or was to run.
    pub run_at: Timestamp,
    /// When it was left behind.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// The request that left it behind.
    pub request_id: String,
}

const SHOWN: &str = "id, kind, state, payload, attempts, run_at, created_at, finished_at, last_error, request_id";

fn read(row: &QueryResult) -> Result<JobRow, DbError> {
    Ok(JobRow {
        id: row.try_get("", "id")?,
        kind: row.try_get("", "kind")?,
        state: JobState::parse(&row.try_get::<String>("", "state")?)?,
        payload: row.try_get("", "payload")?,
        attempts: row.try_get("", "attempts")?,
        run_at: row.try_get("", "run_at")?,
        created_at: row.try_get("", "created_at")?,
        finished_at: row.try_get("", "finished_at")?,
        last_error: row.try_get("", "last_error")?,
        request_id: row.try_get("", "request_id")?,
    })
}

/// The job with this id.
///
/// # Errors
/// The failure of the statement.
pub async fn load(db: &Db, id: JobId) -> Result<Option<JobRow>, DbError> {
    let sql = format!("SELECT {SHOWN} FROM {} WHERE id = $1", db.table(ground::JOB));
    let statement = Statement::from_sql_and_values(db.backend(), sql, [id.to_string().into()]);
    db.read().query_one_raw(statement).await?.map(|row| read(&row)).transpose()
}

/// Up to `limit` dead jobs, oldest first, after the one with the id `after`; of one kind only where `kind` names one.
///
/// # Errors
/// The failure of the statement.
pub async fn dead(db: &Db, kind: Option<&str>, after: Option<JobId>, limit: u32) -> Result<Vec<JobRow>, DbError> {
    let sql = format!(
        "SELECT {SHOWN} FROM {} WHERE state = 'dead' AND id > $1 AND ($2 = '' OR kind = $2) ORDER BY id LIMIT {limit}",
        db.table(ground::JOB)
    );
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let values = [after.into(), kind.unwrap_or_default().into()];
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?;
    rows.iter().map(read).collect()
}

/// How many jobs were given up.
///
/// # Errors
/// The failure of the statement.
pub async fn dead_count(db: &Db) -> Result<u64, DbError> {
    let sql = format!("SELECT COUNT(*) AS dead FROM {} WHERE state = 'dead'", db.table(ground::JOB));
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    let dead: i64 = row.map(|row| row.try_get("", "dead")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(dead).unwrap_or(0))
}

/// Removes one dead job: what it was to do is not done any more. `false` when there is no such dead job.
///
/// # Errors
/// The failure of the statement.
pub async fn discard_dead(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    let sql = format!("DELETE FROM {} WHERE state = 'dead' AND id = $1", tx.db().table(ground::JOB));
    Ok(tx.run(sql, vec![id.to_string().into()]).await? == 1)
}

/// Lets the waiting jobs of `kind` run now instead of at their time; returns how many.
///
/// # Errors
/// The failure of the statement.
pub async fn hurry(tx: &mut Tx, kind: &str) -> Result<u64, DbError> {
    let_run(tx, "run_at = $1 WHERE state = 'ready' AND kind = $2 AND run_at > $1", kind.to_owned()).await
}

/// When a kind of job last ended well and when one is to run next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindTimes {
    /// The kind.
    pub kind: String,
    /// The newest end; none when what is done was removed since (see [`super::WorkerConfig::keep_done`]).
    pub done_at: Option<Timestamp>,
    /// The earliest waiting job's time.
    pub next_at: Option<Timestamp>,
}

/// The times of `kinds`, of those that have jobs.
///
/// # Errors
/// The failure of the statement.
pub async fn times(db: &Db, kinds: &[&'static str]) -> Result<Vec<KindTimes>, DbError> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let places = super::registry::place_list(&mut values, kinds.iter().copied());
    let sql = format!(
        "SELECT kind, MAX(CASE WHEN state = 'done' THEN finished_at END) AS done_at, \
         MIN(CASE WHEN state = 'ready' THEN run_at END) AS next_at FROM {} WHERE kind IN {places} GROUP BY kind",
        db.table(ground::JOB)
    );
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(KindTimes {
                kind: row.try_get("", "kind")?,
                done_at: row.try_get("", "done_at")?,
                next_at: row.try_get("", "next_at")?,
            })
        })
        .collect()
}

/// Puts one dead job back into the queue with all its tries; `false` when there is no such dead job.
///
/// # Errors
/// The failure of the statement.
pub async fn retry_dead(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    Ok(let_run(tx, &format!("{REVIVED} AND id = $2"), id.to_string()).await? == 1)
}

/// Puts every dead job of `kind` back into the queue; returns how many.
///
/// # Errors
/// The failure of the statement.
pub async fn retry_all_dead(tx: &mut Tx, kind: &str) -> Result<u64, DbError> {
    let_run(tx, &format!("{REVIVED} AND kind = $2"), kind.to_owned()).await
}

/// Gives a dead job its tries and its time back.
const REVIVED: &str = "state = 'ready', attempts = 0, run_at = $1, finished_at = NULL WHERE state = 'dead'";

/// Changes jobs that are to run now (`$1`) and wakes the workers; `$2` says which. Returns how many there were.
async fn let_run(tx: &mut Tx, change: &str, which: String) -> Result<u64, DbError> {
    let sql = format!("UPDATE {} SET {change}", tx.db().table(ground::JOB));
    let now = tx.now();
    let found = tx.run(sql, vec![now.into(), which.into()]).await?;
    tx.wake_workers();
    Ok(found)
}

/// How full the queue of one kind is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueStat {
    /// The kind.
    pub kind: String,
    /// Jobs that wait.
    pub ready: i64,
    /// Jobs that run.
    pub running: i64,
    /// Jobs given up.
    pub dead: i64,
    /// When the job that waits longest was to run: the age of the queue.
    pub oldest_ready_at: Option<Timestamp>,
}

/// The queues by kind, without what is done.
///
/// # Errors
/// The failure of the statement.
pub async fn stats(db: &Db) -> Result<Vec<QueueStat>, DbError> {
    let sql = format!(
        "SELECT kind, COUNT(CASE WHEN state = 'ready' THEN 1 END) AS ready, \
         COUNT(CASE WHEN state = 'running' THEN 1 END) AS running, COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead, \
         MIN(CASE WHEN state = 'ready' THEN run_at END) AS oldest FROM {} WHERE state <> 'done' GROUP BY kind ORDER BY kind",
        db.table(ground::JOB)
    );
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await?;
    rows.iter()
        .map(|row| {
            Ok(QueueStat {
                kind: row.try_get("", "kind")?,
                ready: row.try_get("", "ready")?,
                running: row.try_get("", "running")?,
                dead: row.try_get("", "dead")?,
                oldest_ready_at: row.try_get("", "oldest")?,
            })
        })
        .collect()
}

/// Removes up to 500 jobs that were done more than `keep` ago; returns how many.
///
/// # Errors
/// The failure of the statement.
pub async fn remove_finished(db: &Db, keep: TimeDelta) -> Result<u64, DbError> {
    let table = db.table(ground::JOB);
    let mut tx = db.begin(&Cx::system("job")).await?;
    let before = tx.now() - keep;
    let sql = format!(
        "DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE state = 'done' AND finished_at < $1 \
         ORDER BY finished_at LIMIT 500)"
    );
    let removed = tx.run(sql, vec![before.into()]).await?;
    tx.commit().await?;
    Ok(removed)
}

/// As [`remove_finished`], but takes the writer only when there is something to remove.
pub(super) async fn remove_finished_if_any(db: &Db, keep: TimeDelta) -> Result<(), DbError> {
    let sql =
        format!("SELECT 1 AS found FROM {} WHERE state = 'done' AND finished_at < $1 LIMIT 1", db.table(ground::JOB));
    let statement = Statement::from_sql_and_values(db.backend(), sql, [(db.now() - keep).into()]);
    if db.read().query_one_raw(statement).await?.is_some() {
        remove_finished(db, keep).await?;
    }
    Ok(())
}
