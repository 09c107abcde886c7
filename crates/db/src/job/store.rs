//! The statements on the job table.

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

use super::registry::place_list;
use super::{Job, JobId, JobPolicy};
use crate::clock::Timestamp;
use crate::error::DbError;
use crate::ground;
use crate::open::Db;
use crate::random::Random;
use crate::tx::Tx;
use types::Cx;

/// A job that a worker holds.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) id: JobId,
    pub(crate) kind: String,
    pub(crate) version: u32,
    pub(crate) payload: String,
    pub(crate) attempt: u32,
    pub(crate) max_attempts: u32,
    pub(crate) owner: String,
    pub(crate) run_at: Timestamp,
    pub(crate) request_id: String,
    pub(crate) actor: String,
}

/// Inserts a job; `None` when its unique key is taken.
pub(crate) async fn insert<J: Job>(tx: &mut Tx, job: &J, when: Timestamp) -> Result<Option<JobId>, DbError> {
    let id = JobId(tx.db().random().uuid_at(tx.now()));
    let payload = serde_json::to_string(job).map_err(|e| DbError::Value(format!("payload of {}: {e}", J::KIND)))?;
    let sql = format!(
        "INSERT INTO {} (id, kind, unique_key, unique_while, payload, version, state, run_at, attempts, max_attempts, \
         request_id, actor, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7, 0, $8, $9, $10, $11) \
         ON CONFLICT (kind, unique_key) DO NOTHING",
        tx.db().table(ground::JOB)
    );
    let values = vec![
        id.to_string().into(),
        J::KIND.into(),
        job.unique_key().into(),
        J::unique_while().name().into(),
        payload.into(),
        i32::try_from(J::VERSION).unwrap_or(i32::MAX).into(),
        when.into(),
        i32::try_from(J::policy().max_attempts.max(1)).unwrap_or(i32::MAX).into(),
        tx.cx().request_id().to_owned().into(),
        tx.cx().actor().to_owned().into(),
        tx.now().into(),
    ];
    Ok((tx.run(sql, values).await? == 1).then_some(id))
}

/// Marks a claimed job as done, if it is still this worker's.
pub(crate) async fn finish(tx: &mut Tx, claim: &Claim) -> Result<(), DbError> {
    let sql = format!(
        "UPDATE {} SET state = 'done', finished_at = $4, lease_owner = NULL, lease_until = NULL, last_error = NULL, \
         unique_key = CASE WHEN unique_while = 'kept' THEN unique_key ELSE NULL END \
         WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'running'",
        tx.db().table(ground::JOB)
    );
    let now = tx.now();
    let mut values = guard(claim);
    values.push(now.into());
    if tx.run(sql, values).await? == 1 { Ok(()) } else { Err(DbError::LeaseLost) }
}

fn guard(claim: &Claim) -> Vec<Value> {
    vec![
        claim.id.to_string().into(),
        claim.owner.clone().into(),
        i32::try_from(claim.attempt).unwrap_or(i32::MAX).into(),
    ]
}

/// What becomes of a job whose try failed.
pub(super) enum Outcome {
    /// Run again at this instant; `counts` is false when the try is not to be counted.
    Again { at: Timestamp, counts: bool },
    /// Keep it for an operator.
    Dead,
}

/// Records a failed try. Without effect when the job is no longer this worker's.
pub(super) async fn fail(db: &Db, claim: &Claim, outcome: &Outcome, error: &str) -> Result<(), DbError> {
    let error: String = error.chars().take(1_000).collect();
    let mut values = guard(claim);
    let set = match outcome {
        Outcome::Again { at, counts } => {
            values.extend([error.into(), (*at).into()]);
            format!("state = 'ready', run_at = $5, attempts = attempts - {}", u8::from(!counts))
        }
        Outcome::Dead => {
            values.extend([error.into(), db.now().into()]);
            "state = 'dead', finished_at = $5, \
             unique_key = CASE WHEN unique_while = 'kept' THEN unique_key ELSE NULL END"
                .to_owned()
        }
    };
    let sql = format!(
        "UPDATE {} SET {set}, last_error = $4, lease_owner = NULL, lease_until = NULL \
         WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'running'",
        db.table(ground::JOB)
    );
    let mut tx = db.begin(&Cx::system("job")).await?;
    tx.run(sql, values).await?;
    tx.commit().await
}

/// The pause before the next try, with jitter.
pub(super) fn pause(policy: &JobPolicy, attempt: u32, random: &dyn Random) -> TimeDelta {
    let doubled = policy.backoff.saturating_mul(1u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
    let full = doubled.min(policy.max_backoff).as_millis().min(u128::from(u64::MAX / 4)) as u64;
    let taken = full / 2 + random.below(full / 2 + 1);
    TimeDelta::milliseconds(i64::try_from(taken).unwrap_or(i64::MAX / 4))
}

/// Which jobs a worker asks for.
pub(super) struct Wanted<'a> {
    pub(super) kinds: &'a [&'static str],
    pub(super) limit: usize,
    pub(super) owner: &'a str,
    pub(super) lease: Duration,
}

/// Takes due jobs for a worker, oldest first.
pub(super) async fn claim(db: &Db, wanted: &Wanted<'_>) -> Result<Vec<Claim>, DbError> {
    if wanted.kinds.is_empty() || wanted.limit == 0 || !has_due(db, wanted.kinds).await? {
        return Ok(Vec::new());
    }
    let table = db.table(ground::JOB);
    let tx = db.begin(&Cx::system("job")).await?;
    let now = tx.now();
    let until = now + TimeDelta::from_std(wanted.lease).unwrap_or(TimeDelta::MAX);
    let mut values: Vec<Value> = vec![wanted.owner.into(), until.into(), now.into()];
    let kinds = place_list(&mut values, wanted.kinds.iter().copied());
    let skip_locked = if tx.backend() == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    // Materialized, because PostgreSQL may otherwise run the inner query once per row and lock more than the limit.
    let sql = format!(
        "WITH due AS MATERIALIZED (SELECT id FROM {table} WHERE state = 'ready' AND run_at <= $3 AND kind IN {kinds} \
         ORDER BY run_at, id LIMIT {}{skip_locked}) \
         UPDATE {table} SET state = 'running', lease_owner = $1, lease_until = $2, attempts = attempts + 1, \
         unique_key = CASE WHEN unique_while = 'waiting' THEN NULL ELSE unique_key END \
         WHERE id IN (SELECT id FROM due) AND state = 'ready' \
         RETURNING id, kind, version, payload, attempts, max_attempts, run_at, request_id, actor",
        wanted.limit
    );
    let rows = tx.conn().query_all_raw(tx.statement(sql, values)).await?;
    let mut claims = rows.iter().map(|row| read_claim(row, wanted.owner)).collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    claims.sort_by_key(|claim| (claim.run_at, claim.id));
    Ok(claims)
}

/// Whether a claim would find anything: looked up on a reader, so that an idle worker never takes the writer.
pub(super) async fn has_due(db: &Db, kinds: &[&'static str]) -> Result<bool, DbError> {
    let mut values: Vec<Value> = vec![db.now().into()];
    let kinds = place_list(&mut values, kinds.iter().copied());
    let sql = format!(
        "SELECT 1 AS due FROM {} WHERE state = 'ready' AND run_at <= $1 AND kind IN {kinds} LIMIT 1",
        db.table(ground::JOB)
    );
    Ok(db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?.is_some())
}

fn read_claim(row: &QueryResult, owner: &str) -> Result<Claim, DbError> {
    let id: String = row.try_get("", "id")?;
    let number = |name: &str| -> Result<u32, DbError> { Ok(u32::try_from(row.try_get::<i32>("", name)?).unwrap_or(0)) };
    Ok(Claim {
        id: id.parse().map_err(|_| DbError::Value("the id of a job".into()))?,
        kind: row.try_get("", "kind")?,
        version: number("version")?,
        payload: row.try_get("", "payload")?,
        attempt: number("attempts")?,
        max_attempts: number("max_attempts")?,
        owner: owner.to_owned(),
        run_at: row.try_get("", "run_at")?,
        request_id: row.try_get("", "request_id")?,
        actor: row.try_get("", "actor")?,
    })
}

/// Gives jobs whose lease ran out back to the queue, or makes them dead when all their tries are used up.
pub(super) async fn reclaim(db: &Db) -> Result<u64, DbError> {
    let table = db.table(ground::JOB);
    let found = Statement::from_sql_and_values(
        db.backend(),
        format!("SELECT 1 AS found FROM {table} WHERE state = 'running' AND lease_until < $1 LIMIT 1"),
        [db.now().into()],
    );
    if db.read().query_one_raw(found).await?.is_none() {
        return Ok(0);
    }
    let mut tx = db.begin(&Cx::system("job")).await?;
    let now = tx.now();
    let lost = "last_error = 'the worker did not finish in time', lease_owner = NULL, lease_until = NULL";
    let dead = format!(
        "UPDATE {table} SET state = 'dead', finished_at = $1, {lost}, \
         unique_key = CASE WHEN unique_while = 'kept' THEN unique_key ELSE NULL END \
         WHERE state = 'running' AND lease_until < $1 AND attempts >= max_attempts"
    );
    let dead = tx.run(dead, vec![now.into()]).await?;
    let again =
        format!("UPDATE {table} SET state = 'ready', run_at = $1, {lost} WHERE state = 'running' AND lease_until < $1");
    let again = tx.run(again, vec![now.into()]).await?;
    tx.commit().await?;
    if dead > 0 {
        tracing::error!(dead, database = %db.logical(), "jobs died because their workers did not finish");
    }
    Ok(dead + again)
}

/// Extends the leases of the running jobs of `owner`; returns how many are still its own.
pub(super) async fn extend(db: &Db, owner: &str, lease: Duration) -> Result<Vec<JobId>, DbError> {
    let tx = db.begin(&Cx::system("job")).await?;
    let until = tx.now() + TimeDelta::from_std(lease).unwrap_or(TimeDelta::MAX);
    let sql = format!(
        "UPDATE {} SET lease_until = $2 WHERE lease_owner = $1 AND state = 'running' RETURNING id",
        db.table(ground::JOB)
    );
    let rows = tx.conn().query_all_raw(tx.statement(sql, vec![owner.into(), until.into()])).await?;
    tx.commit().await?;
    rows.iter()
        .map(|row| row.try_get::<String>("", "id")?.parse().map_err(|_| DbError::Value("the id of a job".into())))
        .collect()
}

/// The instant of the earliest job that waits for its time, if any.
pub(super) async fn next_due(db: &Db) -> Result<Option<Timestamp>, DbError> {
    let sql = format!("SELECT MIN(run_at) AS next FROM {} WHERE state = 'ready'", db.table(ground::JOB));
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    Ok(row.map(|row| row.try_get("", "next")).transpose()?.flatten())
}

/// Which of `kinds` have a job that waits.
pub(super) async fn waiting_kinds(db: &Db, kinds: impl Iterator<Item = &'static str>) -> Result<Vec<String>, DbError> {
    let mut values = Vec::new();
    let kinds = place_list(&mut values, kinds);
    let sql = format!("SELECT DISTINCT kind FROM {} WHERE state = 'ready' AND kind IN {kinds}", db.table(ground::JOB));
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "kind")).collect::<Result<_, _>>()?)
}
