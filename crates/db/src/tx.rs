//! A write transaction: rows, jobs and audit rows that are committed together.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};

use crate::audit::AuditEvent;
use crate::clock::Timestamp;
use crate::error::DbError;
use crate::job::{self, Job, JobCx, JobId};
use crate::open::Db;
use types::Cx;

/// A write transaction. Dropping it without [`Tx::commit`] rolls everything back.
pub struct Tx {
    db: Db,
    transaction: DatabaseTransaction,
    cx: Cx,
    now: Timestamp,
    has_jobs: bool,
    finished: Vec<Arc<AtomicBool>>,
    _guard: TxGuard,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({}, {})", self.db.logical(), self.cx.request_id())
    }
}

impl Tx {
    pub(crate) fn new(db: Db, transaction: DatabaseTransaction, cx: Cx, guard: TxGuard) -> Self {
        let now = db.now();
        Self { db, transaction, cx, now, has_jobs: false, finished: Vec::new(), _guard: guard }
    }

    /// What SeaORM's queries and writes take as their connection.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// The one instant of this transaction: every row written in it carries the same.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// On whose behalf the transaction runs.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// The logical database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Leaves a job that is run after the commit, at once.
    ///
    /// Returns its id, or `None` when a job with the same unique key already waits (see [`Job::unique_key`]).
    ///
    /// # Errors
    /// [`DbError::Value`] when the payload cannot be written as JSON, or the failure of the statement.
    pub async fn enqueue<J: Job>(&mut self, job: &J) -> Result<Option<JobId>, DbError> {
        self.enqueue_at(job, self.now).await
    }

    /// Leaves a job that is run at `when` or soon after.
    ///
    /// # Errors
    /// As [`Tx::enqueue`].
    pub async fn enqueue_at<J: Job>(&mut self, job: &J, when: Timestamp) -> Result<Option<JobId>, DbError> {
        let id = job::store::insert(self, job, when).await?;
        self.has_jobs |= id.is_some();
        Ok(id)
    }

    /// Leaves a job that is run after `delay`.
    ///
    /// # Errors
    /// As [`Tx::enqueue`].
    pub async fn enqueue_after<J: Job>(&mut self, job: &J, delay: TimeDelta) -> Result<Option<JobId>, DbError> {
        self.enqueue_at(job, self.now + delay).await
    }

    /// Marks the running job as done in this transaction, so that its effect and its completion are one.
    ///
    /// # Errors
    /// [`DbError::LeaseLost`] when another worker has the job by now: give up, the other one does the work.
    pub async fn finish(&mut self, job: &JobCx) -> Result<(), DbError> {
        job::store::finish(self, job.claim()).await?;
        self.finished.push(job.finished_flag());
        Ok(())
    }

    /// Writes an audit row. It is sealed into the chain after the commit.
    ///
    /// # Errors
    /// The failure of the statement.
    pub async fn audit(&mut self, event: impl Into<AuditEvent>) -> Result<(), DbError> {
        crate::audit::insert(self, &event.into()).await
    }

    /// Commits. When this returns `Ok` the change is durable according to the [`crate::Durability`] setting.
    ///
    /// # Errors
    /// [`DbError::Busy`] when the database could not serialize the transaction: run the whole use case again.
    pub async fn commit(self) -> Result<(), DbError> {
        let Self { db, transaction, has_jobs, finished, _guard: guard, .. } = self;
        if has_jobs && db.backend() == DbBackend::Postgres {
            // workers of other processes hear of it with the commit; without it they find the jobs at their next poll
            transaction.execute_raw(crate::job::notify(&db)).await?;
        }
        transaction.commit().await?;
        drop(guard);
        for flag in finished {
            flag.store(true, Ordering::Release);
        }
        // Replies and wake-ups leave only after the commit is on the disk.
        db.durable().await;
        if has_jobs {
            db.wake().notify_one();
        }
        Ok(())
    }

    /// Rolls back and waits until it is done. Dropping the transaction does the same in the background.
    ///
    /// # Errors
    /// The failure of the statement.
    pub async fn rollback(self) -> Result<(), DbError> {
        Ok(self.transaction.rollback().await?)
    }

    pub(crate) fn statement(&self, sql: String, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend(), sql, values)
    }

    /// Runs one statement with `$1`-style parameters, which both databases read; returns the number of rows it changed.
    pub(crate) async fn run(&mut self, sql: String, values: Vec<Value>) -> Result<u64, DbError> {
        Ok(self.transaction.execute_raw(self.statement(sql, values)).await?.rows_affected())
    }

    /// Notifies the workers after the commit, as enqueuing does.
    pub(crate) fn wake_workers(&mut self) {
        self.has_jobs = true;
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.db.backend()
    }
}

/// In debug builds, notices a task that begins a second transaction while it holds one: on SQLite it would wait for itself.
#[derive(Debug)]
pub(crate) struct TxGuard {
    #[cfg(debug_assertions)]
    holder: holders::Holder,
}

impl TxGuard {
    #[cfg(debug_assertions)]
    pub(crate) fn enter(cx: &Cx) -> Result<Self, DbError> {
        holders::enter(cx.module()).map(|holder| Self { holder }).map_err(DbError::Nested)
    }

    #[cfg(not(debug_assertions))]
    #[expect(clippy::unnecessary_wraps, reason = "the debug build can fail")]
    pub(crate) fn enter(_: &Cx) -> Result<Self, DbError> {
        Ok(Self {})
    }
}

#[cfg(debug_assertions)]
impl Drop for TxGuard {
    fn drop(&mut self) {
        holders::leave(self.holder);
    }
}

#[cfg(debug_assertions)]
mod holders {
    use std::collections::HashMap;
    use std::sync::{LazyLock, Mutex};
    use std::thread::ThreadId;

    /// A task, or the thread of code that runs outside any task (`block_on`).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub(super) enum Holder {
        Task(tokio::task::Id),
        Thread(ThreadId),
    }

    static HOLDERS: LazyLock<Mutex<HashMap<Holder, String>>> = LazyLock::new(Mutex::default);

    pub(super) fn enter(module: &str) -> Result<Holder, String> {
        let holder = tokio::task::try_id().map_or_else(|| Holder::Thread(std::thread::current().id()), Holder::Task);
        let mut holders = HOLDERS.lock().expect("nothing panics while holding this lock");
        if let Some(first) = holders.get(&holder) {
            return Err(first.clone());
        }
        holders.insert(holder, module.to_owned());
        Ok(holder)
    }

    pub(super) fn leave(holder: Holder) {
        if let Ok(mut holders) = HOLDERS.lock() {
            holders.remove(&holder);
        }
    }
}
