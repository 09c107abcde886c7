//! Which handler does which kind of job.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sea_orm::Value;

use super::{Job, JobCx, JobError, JobPolicy};
use crate::config::Logical;
use crate::error::DbError;
use crate::tx::Tx;

pub(super) type Handle = Arc<dyn Fn(JobCx, u32, String) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;
type EnqueueDefault =
    Arc<dyn for<'a> Fn(&'a mut Tx, crate::Timestamp) -> BoxFuture<'a, Result<(), DbError>> + Send + Sync>;

/// The handlers of all modules. `compose` fills one and hands it to a [`super::Worker`].
#[derive(Default)]
pub struct JobRegistry {
    pub(super) kinds: BTreeMap<Logical, BTreeMap<&'static str, Kind>>,
    pub(super) timers: BTreeMap<Logical, Vec<Timer>>,
}

pub(super) struct Kind {
    pub(super) handle: Handle,
    pub(super) policy: JobPolicy,
    /// How many of this kind may run at once in this process.
    pub(super) limit: Option<usize>,
}

pub(super) struct Timer {
    pub(super) kind: &'static str,
    pub(super) every: Duration,
    pub(super) enqueue: EnqueueDefault,
}

/// A kind of job that runs by itself, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periodic {
    /// The logical database whose queue holds it.
    pub logical: Logical,
    /// The kind.
    pub kind: &'static str,
    /// The time between two runs.
    pub every: Duration,
}

impl std::fmt::Debug for JobRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.kinds.iter().map(|(l, kinds)| (l, kinds.keys().collect::<Vec<_>>()))).finish()
    }
}

impl JobRegistry {
    /// A registry without handlers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `handler` do the jobs of type `J` that are left in `logical`.
    ///
    /// # Panics
    /// When the kind already has a handler there: two modules chose one name.
    pub fn on<J, F, Fut>(&mut self, logical: Logical, handler: F) -> &mut Self
    where
        J: Job,
        F: Fn(JobCx, J) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let handle: Handle = Arc::new(move |cx, version, payload| match read::<J>(version, &payload) {
            Ok(job) => Box::pin(handler(cx, job)),
            Err(error) => Box::pin(async move { Err(error) }),
        });
        let kind = Kind { handle, policy: J::policy(), limit: None };
        let earlier = self.kinds.entry(logical).or_default().insert(J::KIND, kind);
        assert!(earlier.is_none(), "the job kind {} has two handlers in {logical}", J::KIND);
        self
    }

    /// As [`JobRegistry::on`], with at most `limit` jobs of the kind running at once in this process.
    pub fn on_limited<J, F, Fut>(&mut self, logical: Logical, limit: usize, handler: F) -> &mut Self
    where
        J: Job,
        F: Fn(JobCx, J) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.on(logical, handler);
        if let Some(kind) = self.kinds.entry(logical).or_default().get_mut(J::KIND) {
            kind.limit = Some(limit.max(1));
        }
        self
    }

    /// A reconciler: runs `J::default()` every `period`, at most once at a time over all processes. `J` has a unique key.
    ///
    /// # Panics
    /// As [`JobRegistry::on`], and when `J::default()` has no unique key.
    pub fn every<J, F, Fut>(&mut self, logical: Logical, period: Duration, handler: F) -> &mut Self
    where
        J: Job + Default,
        F: Fn(JobCx, J) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        assert!(J::default().unique_key().is_some(), "the timed job kind {} needs a unique key", J::KIND);
        self.on_limited(logical, 1, handler);
        let enqueue: EnqueueDefault =
            Arc::new(|tx, when| Box::pin(async move { tx.enqueue_at(&J::default(), when).await.map(|_| ()) }));
        self.timers.entry(logical).or_default().push(Timer { kind: J::KIND, every: period, enqueue });
        self
    }

    /// Every kind with a handler, for the list that a test snapshots.
    pub fn kinds(&self) -> Vec<(Logical, &'static str)> {
        self.kinds.iter().flat_map(|(logical, kinds)| kinds.keys().map(|kind| (*logical, *kind))).collect()
    }

    /// Every kind that runs by itself.
    pub fn periodic(&self) -> Vec<Periodic> {
        let of = |(logical, timers): (&Logical, &Vec<Timer>)| {
            timers
                .iter()
                .map(|timer| Periodic { logical: *logical, kind: timer.kind, every: timer.every })
                .collect::<Vec<_>>()
        };
        self.timers.iter().flat_map(of).collect()
    }

    pub(super) fn policy(&self, logical: Logical, kind: &str) -> JobPolicy {
        self.kinds.get(&logical).and_then(|kinds| kinds.get(kind)).map(|kind| kind.policy).unwrap_or_default()
    }
}

fn read<J: Job>(version: u32, payload: &str) -> Result<J, JobError> {
    let unreadable = || JobError::fatal(format!("the payload of version {version} cannot be read"));
    if version == J::VERSION {
        return serde_json::from_str(payload).map_err(|_| unreadable());
    }
    if version > J::VERSION {
        // left behind by a newer program: an older one must not guess
        return Err(JobError::fatal(format!("the payload has version {version}, this program knows {}", J::VERSION)));
    }
    let old = serde_json::from_str(payload).map_err(|_| unreadable())?;
    let new = J::upgrade(version, old).ok_or_else(unreadable)?;
    serde_json::from_value(new).map_err(|_| unreadable())
}

/// A list of values as `($first, …)`.
pub(super) fn place_list<'a>(values: &mut Vec<Value>, items: impl IntoIterator<Item = &'a str>) -> String {
    let places: Vec<String> = items
        .into_iter()
        .map(|item| {
            values.push(item.into());
            format!("${}", values.len())
        })
        .collect();
    format!("({})", places.join(", "))
}
