//! What portals and other modules may ask of registration processing.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Rid, Timestamp};

/// A registration in the pipeline's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineEntry {
    /// Registration id (the administrator's page shows it whole).
    pub rid: String,
    /// `NEW`, `UPDATE` …
    pub flow: String,
    pub stage: String,
    /// MOSIP's status code: `PROCESSING`, `PROCESSED`, `REJECTED`, `FAILED`, `PAUSED` …
    pub status: String,
    /// MOSIP's sub-status code of the last step, such as `RPR-PKT-…`.
    pub sub_status: String,
    /// The reason in words, with what to do.
    pub reason: String,
    pub attempts: u32,
    #[serde(with = "types::time::wire")]
    pub since: Timestamp,
    #[serde(with = "types::time::wire_option")]
    pub next_try: Option<Timestamp>,
}

/// One row of a registration's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineStep {
    pub stage: String,
    pub status: String,
    pub sub_status: String,
    pub comment: String,
    #[serde(with = "types::time::wire")]
    pub at: Timestamp,
}

/// A person a registration may be the same as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub rid: String,
    /// 0 to 100.
    pub score: f64,
    /// `(modality, score)`, such as `("Right IndexFinger", 87.0)`.
    pub parts: Vec<(String, f64)>,
}

/// A registration waiting for a person's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjudicationCase {
    pub id: String,
    pub rid: String,
    #[serde(with = "types::time::wire")]
    pub opened_at: Timestamp,
    pub candidates: Vec<Candidate>,
    /// Who decided first, where two must.
    pub first_decision_by: Option<String>,
}

/// A decision on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Decision {
    /// A different person: go on to a number.
    Approve,
    /// The same person: never a second number.
    Reject,
}

/// The pipeline as portals see it.
#[async_trait]
pub trait Registrations: Send + Sync {
    /// Newest first; `filter` is a status, stage or the beginning of a registration id; `before` a cursor from the last entry.
    async fn list(
        &self,
        caller: &Caller,
        filter: &str,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<PipelineEntry>, Failure>;
    /// One registration and its history, oldest step first.
    async fn detail(&self, caller: &Caller, rid: &Rid) -> Result<Option<(PipelineEntry, Vec<PipelineStep>)>, Failure>;
    /// Starts the current stage again now.
    async fn retry(&self, caller: &Caller, rid: &Rid) -> Result<(), Failure>;
    /// Open adjudication cases, oldest first.
    async fn cases(&self, caller: &Caller, limit: u32) -> Result<Vec<AdjudicationCase>, Failure>;
    /// Decides a case, with a reason that is audited.
    async fn decide(&self, caller: &Caller, case_id: &str, decision: Decision, reason: &str) -> Result<(), Failure>;
    /// The resident's view: `(status in plain words key, since)`; `None` for an unknown number. Needs no rights: reveals nothing else.
    async fn public_status(&self, caller: &Caller, rid: &Rid) -> Result<Option<(String, Timestamp)>, Failure>;
}
