//! How the installation is, for the page of those who look after it: every part is tried. Pages that only say whether to look have
//! what was found within the last minute.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use db::audit::AuditQuery;
use db::{Databases, Db, Timestamp};
use edge::{BlobKey, Blobs, Keystore, Profile, Settings};
use kernel_api::health::{EndingKey, Finding, HealthReport, KEY_NOTICE_DAYS, Part, READ_HEALTH, Space, SystemHealth};
use keymgr_api::{JwsOptions, KeyManager, KeyRef, KeymgrError};
use sea_orm::ConnectionTrait;
use tokio::sync::Mutex;
use types::{Caller, Failure};

/// How old a report may be that pages show in passing, in seconds.
const RECENT_SECS: i64 = 60;

/// What is looked at.
pub(crate) struct Condition {
    /// The last report; whoever makes the next one holds it, so that many pages at once try every part once.
    last: Mutex<Option<HealthReport>>,
    databases: Databases,
    blobs: Blobs,
    keys: Arc<dyn KeyManager>,
    simulated: Vec<String>,
    sink: bool,
    data_dir: PathBuf,
    token: bool,
    production: bool,
    started_at: Timestamp,
}

/// The parts that [`Condition`] tries.
pub(crate) struct Parts<'a> {
    pub(crate) databases: Databases,
    pub(crate) blobs: Blobs,
    pub(crate) keys: Arc<dyn KeyManager>,
    pub(crate) simulated: Vec<String>,
    /// Whether messages stay in the development sink.
    pub(crate) sink: bool,
    pub(crate) settings: &'a Settings,
}

impl Condition {
    pub(crate) fn new(parts: Parts<'_>) -> Self {
        let Parts { databases, blobs, keys, simulated, sink, settings } = parts;
        Self {
            last: Mutex::default(),
            started_at: databases.operations().now(),
            data_dir: settings.data_dir.clone(),
            token: settings.keystore == Keystore::Pkcs11,
            production: settings.profile == Profile::Production,
            databases,
            blobs,
            keys,
            simulated,
            sink,
        }
    }

    async fn database(&self, db: &Db) -> Part {
        let reachable = db.read().execute_unprepared("SELECT 1").await.is_ok();
        let missing = match migrations::pending(db).await {
            Ok(pending) => pending.len() as u64,
            Err(_) => 0,
        };
        let postgres = db.backend() == sea_orm::DbBackend::Postgres;
        Part::Database { name: db.logical().name().to_owned(), postgres, reachable, missing }
    }

    async fn key_store(&self, caller: &Caller) -> Part {
        let signed = self.keys.sign_jws(caller, &KeyRef::new("KERNEL", "SIGN"), b"health", JwsOptions::default()).await;
        if let Err(failure) = &signed {
            tracing::error!(cause = ?failure, "health: no signature can be made");
        }
        Part::KeyStore { token: self.token, signs: signed.is_ok() }
    }

    /// A blob of its own each time: two readers of the page must not remove each other's.
    async fn blob(&self) -> Part {
        let db = self.databases.operations();
        let key = BlobKey::new("health", db.random().uuid_at(db.now()));
        let tried = async {
            self.blobs.put(&key, &b"health"[..]).await?;
            let read = self.blobs.get(&key).await;
            self.blobs.delete(&key).await?;
            read
        };
        match tried.await {
            Ok(read) => Part::Blobs { works: &read[..] == b"health" },
            Err(error) => {
                tracing::error!(%error, "health: no blob can be written and read");
                Part::Blobs { works: false }
            }
        }
    }

    fn disk(&self) -> Part {
        let space = rustix::fs::statvfs(&self.data_dir).ok().map(|disk| Space {
            free: disk.f_bavail.saturating_mul(disk.f_frsize),
            total: disk.f_blocks.saturating_mul(disk.f_frsize),
        });
        Part::Disk { space }
    }

    async fn queues(&self, now: Timestamp) -> Result<[Part; 2], Failure> {
        let (mut waiting, mut dead, mut due_since) = (0, 0, None::<Timestamp>);
        for db in self.databases.all() {
            for stat in db::job::stats(db).await.map_err(storage)? {
                waiting += u64::try_from(stat.ready).unwrap_or(0);
                dead += u64::try_from(stat.dead).unwrap_or(0);
                let due = stat.oldest_ready_at.filter(|at| *at <= now);
                due_since = due.map_or(due_since, |due| Some(due_since.map_or(due, |since| since.min(due))));
            }
        }
        Ok([Part::Queue { waiting, due_since }, Part::DeadJobs { count: dead }])
    }

    async fn ending_keys(&self) -> Result<Part, Failure> {
        let ending = keymgr::expiring(self.databases.keys(), KEY_NOTICE_DAYS).await?;
        let ending = ending.into_iter().map(|expiry| EndingKey {
            application_id: expiry.key.application_id,
            reference_id: expiry.key.reference_id,
            days_left: expiry.days_left,
            own: expiry.own,
        });
        Ok(Part::Keys { ending: ending.collect() })
    }

    /// Rows of the future say that the clock was set back: what is written now would be found before what happened earlier.
    async fn clock(&self, now: Timestamp) -> Result<Part, Failure> {
        let newest = AuditQuery { limit: 1, ..AuditQuery::default() };
        let page = db::audit::search(&self.databases, &newest).await.map_err(storage)?;
        let newest = page.records.first().map_or(now, |found| found.record.logged_at);
        Ok(Part::Clock { ahead_secs: (newest - now).num_seconds().max(0) })
    }
}

fn storage(error: db::DbError) -> Failure {
    Failure::of(KeymgrError::Storage).because(error)
}

impl Condition {
    async fn look(&self, caller: &Caller) -> Result<HealthReport, Failure> {
        let now = self.databases.operations().now();
        let mut parts = Vec::new();
        for db in self.databases.all() {
            parts.push(self.database(db).await);
        }
        parts.extend([self.key_store(caller).await, self.blob().await, self.disk()]);
        parts.push(Part::Messages { sink: self.sink });
        parts.extend(self.simulated.iter().map(|name| Part::Simulated { name: name.clone() }));
        parts.extend(self.queues(now).await?);
        parts.push(self.ending_keys().await?);
        parts.push(self.clock(now).await?);
        let findings = parts.into_iter().map(|part| Finding { level: part.level(now), part }).collect();
        Ok(HealthReport {
            now,
            started_at: self.started_at,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            production: self.production,
            findings,
        })
    }
}

#[async_trait]
impl SystemHealth for Condition {
    async fn report(&self, caller: &Caller) -> Result<HealthReport, Failure> {
        caller.require(READ_HEALTH)?;
        let report = self.look(caller).await?;
        *self.last.lock().await = Some(report.clone());
        Ok(report)
    }

    async fn recent(&self, caller: &Caller) -> Result<HealthReport, Failure> {
        caller.require(READ_HEALTH)?;
        let now = self.databases.operations().now();
        let mut last = self.last.lock().await;
        match &*last {
            Some(report) if (now - report.now).num_seconds().abs() <= RECENT_SECS => Ok(report.clone()),
            _ => Ok(last.insert(self.look(caller).await?).clone()),
        }
    }
}
