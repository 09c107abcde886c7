//! What a handler is given and what it answers.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Claim, JobId};
use crate::error::DbError;
use crate::open::Db;
use types::{Caller, Cx, Seal};

/// The running job, as its handler sees it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct JobCx {
    db: Db,
    cx: Cx,
    claim: Arc<Claim>,
    finished: Arc<AtomicBool>,
    lost: CancellationToken,
}

impl JobCx {
    pub(super) fn new(db: Db, claim: Arc<Claim>) -> Self {
        let module = claim.kind.split('.').next().unwrap_or("job").to_owned();
        let cx = Cx::new(claim.request_id.clone(), claim.actor.clone(), module);
        Self { db, cx, claim, finished: Arc::default(), lost: CancellationToken::new() }
    }

    /// The context of whoever left the job behind, for transactions and audit rows; its module is the part of the kind before
    /// the dot.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// This system itself as the caller of a use case, traced to whoever left the job behind.
    pub fn caller(&self) -> Caller {
        Caller::system(&Seal::of_edge(), self.cx.clone())
    }

    /// The logical database whose queue holds the job.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The job's id: the same at every try.
    pub fn id(&self) -> JobId {
        self.claim.id
    }

    /// Which try this is; the first is 1.
    pub fn attempt(&self) -> u32 {
        self.claim.attempt
    }

    /// Whether a failure of this try makes the job dead.
    pub fn is_last_attempt(&self) -> bool {
        self.claim.attempt >= self.claim.max_attempts
    }

    /// Resolves when the lease is lost or the worker is told to stop at once; long handlers give up then.
    pub async fn cancelled(&self) {
        self.lost.cancelled().await;
    }

    pub(super) fn cancel(&self) {
        self.lost.cancel();
    }

    pub(crate) fn claim(&self) -> &Claim {
        &self.claim
    }

    pub(crate) fn finished_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.finished)
    }

    pub(super) fn is_finished(&self) -> bool {
        self.finished.load(Ordering::Acquire)
    }
}

/// Why a job could not be done. The text is stored and shown to operators: no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Trying again later may help; the policy says when.
    #[error("{0}")]
    Retryable(Cow<'static, str>),
    /// Trying again cannot help: the job becomes dead at once.
    #[error("{0}")]
    Fatal(Cow<'static, str>),
    /// Not yet: run again after this pause. Does not count as a try.
    #[error("postponed: {1}")]
    Later(Duration, Cow<'static, str>),
}

impl JobError {
    /// An error that trying again may heal.
    pub fn retryable(why: impl Into<Cow<'static, str>>) -> Self {
        Self::Retryable(why.into())
    }

    /// An error that trying again cannot heal.
    pub fn fatal(why: impl Into<Cow<'static, str>>) -> Self {
        Self::Fatal(why.into())
    }

    /// Not an error: the job is run again after `pause`.
    pub fn later(pause: Duration, why: impl Into<Cow<'static, str>>) -> Self {
        Self::Later(pause, why.into())
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        // the cause is for the log; what a statement said may quote a row
        tracing::warn!(error = %error, cause = ?std::error::Error::source(&error).map(ToString::to_string), "a job could not write");
        Self::Retryable(error.to_string().into())
    }
}

impl From<sea_orm::DbErr> for JobError {
    fn from(error: sea_orm::DbErr) -> Self {
        DbError::from(error).into()
    }
}
