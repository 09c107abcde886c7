//! Look after the queues of background jobs: see them, retry and discard what was given up, hurry what runs by itself.

use std::str::FromStr;

use async_trait::async_trait;
use db::job::{self, JobRow, JobState};
use db::{AuditEvent, Db, EventType, JobId, Logical, Reference};
use kernel_api::KernelError;
use kernel_api::jobs::{
    ADMINISTER_JOBS, DeadJob, DeadJobView, DeadQuestion, JobAdministration, JobBoard, MAX_REASON, Periodic, Queue,
};
use types::{Caller, Failure};

use crate::Kernel;
use crate::error::storage;

/// Most dead jobs of a page.
const PAGE: u32 = 200;

fn gone() -> Failure {
    Failure::of(KernelError::JobGone)
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn shown(database: Logical, row: JobRow) -> DeadJob {
    DeadJob {
        database: database.name().to_owned(),
        id: row.id,
        kind: row.kind,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        created_at: row.created_at,
        dead_since: row.finished_at.unwrap_or(row.run_at),
        last_error: row.last_error,
        request_id: row.request_id,
        payload: row.payload,
    }
}

impl Kernel {
    /// Names the jobs that run by themselves. Called once, when every module has registered its own.
    pub fn know_periodic(&self, periodic: Vec<job::Periodic>) {
        if self.inner.periodic.set(periodic).is_err() {
            tracing::error!("the periodic jobs were named twice; the first ones stay");
        }
    }

    fn periodic(&self) -> &[job::Periodic] {
        self.inner.periodic.get().map_or(&[], Vec::as_slice)
    }

    /// The queue of that name; `None` for a name that no database has.
    fn queue_of(&self, database: &str) -> Option<&Db> {
        let logical = Logical::ALL.into_iter().find(|logical| logical.name() == database)?;
        Some(self.inner.databases.get(logical))
    }

    async fn queues(&self) -> Result<Vec<Queue>, Failure> {
        let now = self.inner.db.now();
        let mut queues = Vec::new();
        for db in self.inner.databases.all() {
            let stats = job::stats(db).await.map_err(storage)?;
            queues.extend(stats.into_iter().map(|stat| Queue {
                database: db.logical().name().to_owned(),
                kind: stat.kind,
                waiting: count(stat.ready),
                running: count(stat.running),
                dead: count(stat.dead),
                due_since: stat.oldest_ready_at.filter(|at| *at <= now),
            }));
        }
        Ok(queues)
    }

    async fn timers(&self) -> Result<Vec<Periodic>, Failure> {
        let mut all = Vec::new();
        for db in self.inner.databases.all() {
            let own: Vec<_> = self.periodic().iter().filter(|timer| timer.logical == db.logical()).collect();
            let kinds: Vec<&'static str> = own.iter().map(|timer| timer.kind).collect();
            let times = job::times(db, &kinds).await.map_err(storage)?;
            all.extend(own.into_iter().map(|timer| {
                let found = times.iter().find(|times| times.kind == timer.kind);
                Periodic {
                    database: db.logical().name().to_owned(),
                    kind: timer.kind.to_owned(),
                    every_secs: timer.every.as_secs(),
                    done_at: found.and_then(|times| times.done_at),
                    next_at: found.and_then(|times| times.next_at),
                }
            }));
        }
        all.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.database.cmp(&b.database)));
        Ok(all)
    }

    async fn dead(&self, question: &DeadQuestion) -> Result<(Vec<DeadJob>, Option<String>), Failure> {
        let limit = question.limit.clamp(1, PAGE);
        let after = question.after.as_deref().and_then(|after| JobId::from_str(after).ok());
        let kind = question.kind.as_deref().filter(|kind| !kind.is_empty());
        let mut dead = Vec::new();
        for db in self.inner.databases.all() {
            let rows = job::dead(db, kind, after, limit + 1).await.map_err(storage)?;
            dead.extend(rows.into_iter().map(|row| shown(db.logical(), row)));
        }
        // ids are ordered by time, so that pages run through every database at once
        dead.sort_by(|a, b| a.id.cmp(&b.id));
        let more = dead.len() > limit as usize;
        dead.truncate(limit as usize);
        let next = dead.last().filter(|_| more).map(|last| last.id.clone());
        Ok((dead, next))
    }

    /// Does something to a queue and records it in the same transaction; nothing is recorded of what did not happen.
    async fn change(&self, caller: &Caller, db: &Db, change: Change<'_>) -> Result<u64, Failure> {
        let mut tx = db.begin(caller.cx()).await.map_err(storage)?;
        let done = match change {
            Change::Retry(id) => u64::from(job::retry_dead(&mut tx, id).await.map_err(storage)?),
            Change::RetryKind(kind) => job::retry_all_dead(&mut tx, kind).await.map_err(storage)?,
            Change::Discard(id, ..) => u64::from(job::discard_dead(&mut tx, id).await.map_err(storage)?),
            Change::RunNow(kind) => job::hurry(&mut tx, kind).await.map_err(storage)?,
        };
        if done > 0 {
            tx.audit(change.event(done).module_name("kernel")).await.map_err(storage)?;
            tx.commit().await.map_err(storage)?;
        }
        Ok(done)
    }
}

#[derive(Clone, Copy)]
enum Change<'a> {
    Retry(JobId),
    RetryKind(&'a str),
    /// With the kind and the reason.
    Discard(JobId, &'a str, &'a str),
    RunNow(&'a str),
}

impl Change<'_> {
    fn event(self, done: u64) -> AuditEvent {
        let about = |kind: &'static str, id: String| Reference::new(kind, id);
        match self {
            Self::Retry(id) => {
                AuditEvent::new("ADM_120", "JOB_RETRIED", EventType::User).about(about("JOB", id.to_string()))
            }
            Self::RetryKind(kind) => AuditEvent::new("ADM_121", "JOBS_RETRIED", EventType::User)
                .about(about("JOB_KIND", kind.to_owned()))
                .describe(format!("{done} jobs were put back into their queue")),
            Self::Discard(id, kind, reason) => AuditEvent::new("ADM_122", "JOB_DISCARDED", EventType::User)
                .about(about("JOB", id.to_string()))
                .describe(format!("{kind}: {reason}")),
            Self::RunNow(kind) => {
                AuditEvent::new("ADM_123", "JOB_HURRIED", EventType::User).about(about("JOB_KIND", kind.to_owned()))
            }
        }
    }
}

#[async_trait]
impl JobAdministration for Kernel {
    async fn board(&self, caller: &Caller, question: &DeadQuestion) -> Result<JobBoard, Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let (dead, next) = self.dead(question).await?;
        Ok(JobBoard {
            now: self.inner.db.now(),
            queues: self.queues().await?,
            periodic: self.timers().await?,
            dead,
            next,
        })
    }

    async fn dead_total(&self, caller: &Caller) -> Result<u64, Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let mut total = 0;
        for db in self.inner.databases.all() {
            total += job::dead_count(db).await.map_err(storage)?;
        }
        Ok(total)
    }

    async fn dead_job(&self, caller: &Caller, database: &str, id: &str) -> Result<Option<DeadJobView>, Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let (Some(db), Ok(id)) = (self.queue_of(database), JobId::from_str(id)) else { return Ok(None) };
        let row = job::load(db, id).await.map_err(storage)?.filter(|row| row.state == JobState::Dead);
        let now = self.inner.db.now();
        let fresh = caller.require_fresh(now).is_ok();
        Ok(row.map(|row| DeadJobView { job: shown(db.logical(), row), now, fresh }))
    }

    async fn retry(&self, caller: &Caller, database: &str, id: &str) -> Result<(), Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let (Some(db), Ok(id)) = (self.queue_of(database), JobId::from_str(id)) else { return Err(gone()) };
        match self.change(caller, db, Change::Retry(id)).await? {
            0 => Err(gone()),
            _ => Ok(()),
        }
    }

    async fn retry_kind(&self, caller: &Caller, database: &str, kind: &str) -> Result<u64, Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let db = self.queue_of(database).ok_or_else(gone)?;
        match self.change(caller, db, Change::RetryKind(kind)).await? {
            0 => Err(gone()),
            count => Ok(count),
        }
    }

    async fn discard(&self, caller: &Caller, database: &str, id: &str, reason: &str) -> Result<(), Failure> {
        caller.require(ADMINISTER_JOBS)?;
        caller.require_fresh(self.inner.db.now())?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MAX_REASON {
            return Err(Failure::with(KernelError::JobReason, [MAX_REASON.to_string()]));
        }
        let (Some(db), Ok(id)) = (self.queue_of(database), JobId::from_str(id)) else { return Err(gone()) };
        let row = job::load(db, id).await.map_err(storage)?.ok_or_else(gone)?;
        match self.change(caller, db, Change::Discard(id, &row.kind, reason)).await? {
            0 => Err(gone()),
            _ => Ok(()),
        }
    }

    async fn run_now(&self, caller: &Caller, database: &str, kind: &str) -> Result<(), Failure> {
        caller.require(ADMINISTER_JOBS)?;
        let known = self.periodic().iter().any(|timer| timer.kind == kind && timer.logical.name() == database);
        let db = self.queue_of(database).filter(|_| known).ok_or_else(|| Failure::of(KernelError::JobNotPeriodic))?;
        // nothing to hurry means that it runs at this moment, or is due: that is what was asked for
        self.change(caller, db, Change::RunNow(kind)).await.map(drop)
    }
}
