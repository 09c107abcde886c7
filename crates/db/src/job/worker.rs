//! Runs jobs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::registry::JobRegistry;
use super::store::{self, Claim, Outcome, Wanted};
use super::{JobCx, JobError, JobId, admin};
use crate::clock::Timestamp;
use crate::config::Logical;
use crate::error::DbError;
use crate::open::{Databases, Db};
use types::Cx;

/// How a worker runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerConfig {
    /// Jobs at once in each logical database.
    pub concurrency: usize,
    /// How often the queue is looked at when nobody wakes the worker: the notification is a hint, the poll is the truth.
    pub poll: Duration,
    /// How long a job is kept from other workers without a sign of life.
    pub lease: Duration,
    /// How long done jobs are kept.
    pub keep_done: Duration,
    /// How long running jobs may go on after the stop signal; then they are cut and run again after the next start.
    pub drain: Duration,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            concurrency: 8,
            poll: Duration::from_secs(1),
            lease: Duration::from_secs(60),
            keep_done: Duration::from_secs(24 * 3_600),
            drain: Duration::from_secs(10),
        }
    }
}

/// Runs the jobs of every logical database that has handlers. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    inner: Arc<Inner>,
}

struct Inner {
    databases: Databases,
    registry: JobRegistry,
    config: WorkerConfig,
    owner: String,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({})", self.inner.owner)
    }
}

/// Running jobs of one queue.
#[derive(Default)]
struct Running {
    jobs: HashMap<JobId, JobCx>,
}

impl Worker {
    /// A worker with an identity of its own. Nothing runs before [`Worker::run`] or [`Worker::run_until_idle`].
    pub fn new(databases: &Databases, registry: JobRegistry, config: WorkerConfig) -> Self {
        let owner = format!("{}-{}", std::process::id(), databases.operations().random().uuid());
        Self { inner: Arc::new(Inner { databases: databases.clone(), registry, config, owner }) }
    }

    /// Runs jobs until `stop` is cancelled, then lets running jobs end for as long as the drain time allows. Jobs that are cut
    /// run again after the next start.
    pub async fn run(&self, stop: CancellationToken) {
        let mut queues = JoinSet::new();
        for server in self.servers() {
            let stop = stop.clone();
            queues.spawn(super::listen::listen(server, stop));
        }
        for logical in self.inner.registry.kinds.keys().copied() {
            let (worker, stop) = (self.clone(), stop.clone());
            queues.spawn(async move { worker.run_queue(logical, stop).await });
        }
        while queues.join_next().await.is_some() {}
    }

    /// The logical databases with queues on PostgreSQL, those on one server together.
    fn servers(&self) -> Vec<Vec<Db>> {
        let mut servers: Vec<Vec<Db>> = Vec::new();
        for logical in self.inner.registry.kinds.keys() {
            let db = self.inner.databases.get(*logical);
            if db.backend() != sea_orm::DbBackend::Postgres {
                continue;
            }
            match servers.iter_mut().find(|server| server[0].shares_file_with(db)) {
                Some(server) => server.push(db.clone()),
                None => servers.push(vec![db.clone()]),
            }
        }
        servers
    }

    async fn run_queue(&self, logical: Logical, stop: CancellationToken) {
        let db = self.inner.databases.get(logical).clone();
        let config = &self.inner.config;
        let running = Arc::new(Mutex::new(Running::default()));
        let heartbeat = tokio::spawn(heartbeat(self.clone(), db.clone(), Arc::clone(&running)));
        let mut jobs = JoinSet::new();
        let mut swept_at: Option<Timestamp> = None;
        while !stop.is_cancelled() {
            if swept_at.is_none_or(|at| db.now() - at >= TimeDelta::seconds(1) || db.now() < at) {
                self.sweep(&db).await;
                swept_at = Some(db.now());
            }
            let claims = self.claim(&db, &running).await.unwrap_or_else(|error| {
                tracing::warn!(%error, database = %logical, "jobs could not be claimed");
                Vec::new()
            });
            let claimed = !claims.is_empty();
            for claim in claims {
                let cx = JobCx::new(db.clone(), Arc::new(claim));
                lock(&running).jobs.insert(cx.id(), cx.clone());
                let (worker, running) = (self.clone(), Arc::clone(&running));
                jobs.spawn(async move {
                    worker.run_one(&cx).await;
                    lock(&running).jobs.remove(&cx.id());
                });
            }
            if claimed && lock(&running).jobs.len() < config.concurrency {
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = db.wake().notified() => {}
                _ = jobs.join_next(), if !jobs.is_empty() => {}
                () = tokio::time::sleep(config.poll) => {}
            }
            while jobs.try_join_next().is_some() {}
        }
        let drained = tokio::time::timeout(config.drain, async { while jobs.join_next().await.is_some() {} }).await;
        if drained.is_err() {
            tracing::warn!(database = %logical, jobs = jobs.len(), "running jobs are cut; they run again after the next start");
            jobs.shutdown().await;
        }
        heartbeat.abort();
    }

    /// Takes due jobs up to the free places; kinds with a limit of their own are asked for one by one.
    async fn claim(&self, db: &Db, running: &Mutex<Running>) -> Result<Vec<Claim>, DbError> {
        let (mut free, counts) = {
            let running = lock(running);
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for cx in running.jobs.values() {
                *counts.entry(cx.claim().kind.clone()).or_default() += 1;
            }
            (self.inner.config.concurrency.saturating_sub(running.jobs.len()), counts)
        };
        let Some(kinds) = self.inner.registry.kinds.get(&db.logical()) else { return Ok(Vec::new()) };
        let open: Vec<&'static str> =
            kinds.iter().filter(|(_, kind)| kind.limit.is_none()).map(|(name, _)| *name).collect();
        let mut wanted: Vec<(Vec<&'static str>, usize)> = vec![(open, usize::MAX)];
        for (name, kind) in kinds {
            if let Some(limit) = kind.limit {
                wanted.push((vec![*name], limit.saturating_sub(counts.get(*name).copied().unwrap_or(0))));
            }
        }
        let mut claims = Vec::new();
        for (kinds, limit) in wanted {
            let limit = limit.min(free);
            let lease = self.inner.config.lease;
            let found = store::claim(db, &Wanted { kinds: &kinds, limit, owner: &self.inner.owner, lease }).await?;
            free -= found.len().min(free);
            claims.extend(found);
        }
        Ok(claims)
    }

    /// What is done now and then: lost leases, timers, removal of what is done.
    async fn sweep(&self, db: &Db) {
        let keep = TimeDelta::from_std(self.inner.config.keep_done).unwrap_or(TimeDelta::MAX);
        let swept = async {
            store::reclaim(db).await?;
            self.arm_timers(db).await?;
            admin::remove_finished_if_any(db, keep).await
        };
        if let Err(error) = swept.await {
            tracing::warn!(%error, database = %db.logical(), "the queue could not be swept");
        }
    }

    /// Leaves one waiting job for each timer that has none.
    async fn arm_timers(&self, db: &Db) -> Result<(), DbError> {
        let Some(timers) = self.inner.registry.timers.get(&db.logical()) else { return Ok(()) };
        let waiting = store::waiting_kinds(db, timers.iter().map(|timer| timer.kind)).await?;
        let missing: Vec<_> = timers.iter().filter(|timer| !waiting.iter().any(|kind| kind == timer.kind)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut tx = db.begin(&Cx::system("job")).await?;
        for timer in missing {
            let at = next_tick(tx.now(), timer.every);
            (timer.enqueue)(&mut tx, at).await?;
        }
        tx.commit().await
    }

    /// Runs one claimed job and records what came of it.
    async fn run_one(&self, cx: &JobCx) {
        let (db, claim) = (cx.db(), cx.claim());
        let span = tracing::info_span!("job", kind = %claim.kind, id = %claim.id, request = %claim.request_id);
        let handle = self.inner.registry.kinds.get(&db.logical()).and_then(|kinds| kinds.get(claim.kind.as_str()));
        let Some(handle) = handle.map(|kind| Arc::clone(&kind.handle)) else { return };
        let work = handle(cx.clone(), claim.version, claim.payload.clone());
        // A task of its own, so that a panic is one failed try and not the end of the worker; dropped with this future.
        let mut task = JoinSet::new();
        task.spawn(work.instrument(span.clone()));
        let result = tokio::select! {
            biased;
            joined = task.join_next() => match joined {
                Some(Ok(result)) => result,
                _ => Err(JobError::retryable("the handler panicked")),
            },
            () = cx.cancelled() => {
                tracing::warn!(parent: &span, "the lease is lost; the try is given up");
                return;
            }
        };
        let recorded = self.record(cx, &result).await;
        match (&result, recorded) {
            (_, Err(error)) => tracing::warn!(parent: &span, %error, "the outcome of the job could not be recorded"),
            (Ok(()), _) => tracing::debug!(parent: &span, attempt = claim.attempt, "job done"),
            (Err(error), _) => tracing::warn!(parent: &span, attempt = claim.attempt, %error, "job failed"),
        }
    }

    async fn record(&self, cx: &JobCx, result: &Result<(), JobError>) -> Result<(), DbError> {
        let (db, claim) = (cx.db(), cx.claim());
        if cx.is_finished() {
            // Committed as done by the handler: whatever went wrong afterwards is only logged.
            return Ok(());
        }
        let outcome = match result {
            Ok(()) => {
                return crate::retry(|| async {
                    let mut tx = db.begin(&Cx::system("job")).await?;
                    store::finish(&mut tx, claim).await?;
                    tx.commit().await
                })
                .await;
            }
            Err(JobError::Later(pause, _)) => {
                let at = db.now() + TimeDelta::from_std(*pause).unwrap_or(TimeDelta::days(1));
                Outcome::Again { at, counts: false }
            }
            Err(JobError::Retryable(_)) if claim.attempt < claim.max_attempts => {
                let policy = self.inner.registry.policy(db.logical(), &claim.kind);
                let at = db.now() + store::pause(&policy, claim.attempt, &**db.random());
                Outcome::Again { at, counts: true }
            }
            Err(JobError::Retryable(_) | JobError::Fatal(_)) => Outcome::Dead,
        };
        let error = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
        crate::retry(|| store::fail(db, claim, &outcome, &error)).await
    }

    /// Runs everything that is due, one job after another, until nothing is due at the clock's instant; returns how many tries
    /// were made. For tests with a mock clock: nothing sleeps, jobs of a later instant stay.
    ///
    /// # Errors
    /// The failure of a statement.
    pub async fn run_until_idle(&self) -> Result<usize, DbError> {
        let mut tries = 0;
        loop {
            let before = tries;
            for (logical, kinds) in &self.inner.registry.kinds {
                let db = self.inner.databases.get(*logical);
                store::reclaim(db).await?;
                self.arm_timers(db).await?;
                let kinds: Vec<&'static str> = kinds.keys().copied().collect();
                let wanted =
                    Wanted { kinds: &kinds, limit: 1, owner: &self.inner.owner, lease: self.inner.config.lease };
                while let Some(claim) = store::claim(db, &wanted).await?.pop() {
                    self.run_one(&JobCx::new(db.clone(), Arc::new(claim))).await;
                    tries += 1;
                }
            }
            if tries == before {
                return Ok(tries);
            }
        }
    }

    /// The instant of the earliest job that waits, over all queues; a test moves its clock there.
    ///
    /// # Errors
    /// The failure of a statement.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, DbError> {
        let mut next: Option<Timestamp> = None;
        for logical in self.inner.registry.kinds.keys() {
            if let Some(at) = store::next_due(self.inner.databases.get(*logical)).await? {
                next = Some(next.map_or(at, |next| next.min(at)));
            }
        }
        Ok(next)
    }
}

/// The next multiple of `every` after `now`, so that all processes agree on it.
fn next_tick(now: Timestamp, every: Duration) -> Timestamp {
    let every = i64::try_from(every.as_millis()).unwrap_or(i64::MAX).max(1);
    let next = (now.timestamp_millis().div_euclid(every) + 1).saturating_mul(every);
    Timestamp::from_timestamp_millis(next).unwrap_or(now)
}

async fn heartbeat(worker: Worker, db: Db, running: Arc<Mutex<Running>>) {
    let lease = worker.inner.config.lease;
    let mut extended_at = tokio::time::Instant::now();
    loop {
        tokio::time::sleep(lease / 3).await;
        let before: Vec<JobId> = lock(&running).jobs.keys().copied().collect();
        if before.is_empty() {
            extended_at = tokio::time::Instant::now();
            continue;
        }
        match store::extend(&db, &worker.inner.owner, lease).await {
            Ok(held) => {
                extended_at = tokio::time::Instant::now();
                let running = lock(&running);
                for id in before.iter().filter(|id| !held.contains(id)) {
                    if let Some(cx) = running.jobs.get(id).filter(|cx| !cx.is_finished()) {
                        cx.cancel();
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, database = %db.logical(), "the leases of running jobs could not be extended");
                if extended_at.elapsed() >= lease {
                    lock(&running).jobs.values().for_each(JobCx::cancel);
                }
            }
        }
    }
}

fn lock(running: &Mutex<Running>) -> std::sync::MutexGuard<'_, Running> {
    running.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
