//! Jobs: work that is left behind in a transaction and done after its commit, at least once.
//!
//! One table per logical database is the queue. A worker claims with one guarded `UPDATE … RETURNING` and a lease; when the
//! process dies the lease runs out and another worker does the job again. Handlers are therefore idempotent; a handler that
//! writes to the same logical database marks its job done in its own transaction ([`crate::Tx::finish`]), which makes effect
//! and completion one.

mod admin;
mod handler;
mod listen;
mod registry;
pub(crate) mod store;
mod worker;

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use admin::{
    JobRow, JobState, KindTimes, QueueStat, dead, dead_count, discard_dead, hurry, load, remove_finished,
    retry_all_dead, retry_dead, stats, times,
};
pub use handler::{JobCx, JobError};
pub(crate) use listen::notify;
pub use registry::{JobRegistry, Periodic};
pub(crate) use store::Claim;
pub use worker::{Worker, WorkerConfig};

/// The surrogate key of a job: a time-ordered UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub(crate) Uuid);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for JobId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.parse()?))
    }
}

/// A kind of background work and its payload. Payloads hold ids, never secrets and never personal data.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name of the kind, unique in its logical database: `prereg.send_notice`.
    const KIND: &'static str;

    /// The version of the payload. Raise it when old payloads no longer read, and translate them in [`Job::upgrade`].
    const VERSION: u32 = 1;

    /// Two jobs of one kind with the same key are one job, as long as [`Job::unique_while`] says.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// How long a unique key keeps others out.
    fn unique_while() -> UniqueWhile {
        UniqueWhile::Waiting
    }

    /// How often and how far apart the job is tried.
    fn policy() -> JobPolicy {
        JobPolicy::default()
    }

    /// Turns the payload of an older version into the current shape; `None` when that is impossible (the job becomes dead).
    fn upgrade(_version: u32, _payload: serde_json::Value) -> Option<serde_json::Value> {
        None
    }
}

/// How long a unique key keeps another job of the same kind and key out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UniqueWhile {
    /// Until the job starts. A job left behind while one runs is run afterwards, so nothing that happened during the run is
    /// missed. Right for "look at X again".
    #[default]
    Waiting,
    /// Until the job is done or dead. Right for "do the step N of X", where a second run has nothing to add.
    Open,
    /// Until the finished job is removed (see [`WorkerConfig::keep_done`]). Right for "deliver message M".
    Kept,
}

impl UniqueWhile {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Kept => "kept",
        }
    }
}

/// How often and how far apart a job is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobPolicy {
    /// After this many failed tries the job is dead: it stays, visible, until somebody retries it.
    pub max_attempts: u32,
    /// The pause after the first failure; it doubles with each further one. The pause really taken lies evenly between half
    /// of this and all of it, so that jobs that failed together do not come back together.
    pub backoff: Duration,
    /// The longest pause.
    pub max_backoff: Duration,
}

impl Default for JobPolicy {
    fn default() -> Self {
        Self { max_attempts: 12, backoff: Duration::from_secs(2), max_backoff: Duration::from_secs(3_600) }
    }
}
