//! The queues of background jobs as those who look after the installation see them.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, role};

/// Who looks after the queues: they are the whole country's, so no zone's administrator does.
pub const ADMINISTER_JOBS: Permission = Permission::roles("kernel.jobs.administer", &[role::GLOBAL_ADMIN]);

/// Longest reason for discarding a job, in characters.
pub const MAX_REASON: usize = 300;

/// Every kind of job that this installation runs, sorted. A test compares it with what the modules register.
pub const KINDS: &[&str] = &[
    "audit.seal",
    "audit.sign",
    "auth.tell_person",
    "credential.issue",
    "credential.renew_card",
    "iam.sweep",
    "idrepo.confirm_number",
    "idrepo.tell_listener",
    "kernel.clear_hotlist",
    "kernel.refill_numbers",
    "kernel.tell_hotlist",
    "keymgr.renew",
    "keymgr.tell_expiry",
    "masterdata.bulk_upload",
    "prereg.expire_bookings",
    "prereg.generate_slots",
    "prereg.send_notice",
    "prereg.sweep_document",
    "registration.reconcile",
    "registration.run_stage",
    "registration.send_notice",
    "resident.send_code",
    "resident.sweep",
];

/// How full the queue of one kind is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The logical database that holds it.
    pub database: String,
    pub kind: String,
    pub waiting: u64,
    pub running: u64,
    pub dead: u64,
    /// When the job that is due longest was to run; none while nothing is due.
    pub due_since: Option<Timestamp>,
}

/// A kind that runs by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periodic {
    pub database: String,
    pub kind: String,
    /// Seconds between two runs.
    pub every_secs: u64,
    /// The end of the last run that went well, where it is still known: done jobs are kept for a day.
    pub done_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadJob {
    pub database: String,
    pub id: String,
    pub kind: String,
    pub attempts: u32,
    /// When it was left behind.
    pub created_at: Timestamp,
    /// When it was given up.
    pub dead_since: Timestamp,
    pub last_error: Option<String>,
    /// The request that left it behind.
    pub request_id: String,
    /// What it is about, as JSON: ids only, never a secret.
    pub payload: String,
}

/// Everything about the queues, with one page of dead jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobBoard {
    pub now: Timestamp,
    pub queues: Vec<Queue>,
    pub periodic: Vec<Periodic>,
    /// The oldest first, over every database.
    pub dead: Vec<DeadJob>,
    /// Where the next page of dead jobs begins; absent on the last one.
    pub next: Option<String>,
}

impl JobBoard {
    /// How many jobs were given up.
    #[must_use]
    pub fn dead_total(&self) -> u64 {
        self.queues.iter().map(|queue| queue.dead).sum()
    }
}

/// One dead job, and whether the reader has shown a factor lately enough to discard it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadJobView {
    pub job: DeadJob,
    pub now: Timestamp,
    pub fresh: bool,
}

/// Which dead jobs are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeadQuestion {
    /// Of this kind only.
    pub kind: Option<String>,
    /// Only what comes after this place, as [`JobBoard::next`] names it.
    pub after: Option<String>,
    /// Rows of a page, 1 to 200.
    pub limit: u32,
}

/// Looks after the queues. Needs [`ADMINISTER_JOBS`]. Everything that is done is audited.
#[async_trait]
pub trait JobAdministration: Send + Sync {
    /// The queues, what runs by itself, and a page of dead jobs.
    async fn board(&self, caller: &Caller, question: &DeadQuestion) -> Result<JobBoard, Failure>;
    /// How many jobs were given up: for the navigation.
    async fn dead_total(&self, caller: &Caller) -> Result<u64, Failure>;
    /// One dead job, by its database and id.
    async fn dead_job(&self, caller: &Caller, database: &str, id: &str) -> Result<Option<DeadJobView>, Failure>;
    /// Puts a dead job back into its queue with all its tries.
    async fn retry(&self, caller: &Caller, database: &str, id: &str) -> Result<(), Failure>;
    /// Puts every dead job of a kind back; answers how many.
    async fn retry_kind(&self, caller: &Caller, database: &str, kind: &str) -> Result<u64, Failure>;
    /// Gives a dead job up for good, for a reason. What it was to do is never done: needs a factor that was just shown.
    async fn discard(&self, caller: &Caller, database: &str, id: &str, reason: &str) -> Result<(), Failure>;
    /// Runs what runs by itself now instead of at its time.
    async fn run_now(&self, caller: &Caller, database: &str, kind: &str) -> Result<(), Failure>;
}
