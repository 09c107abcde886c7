//! What portals and other modules may ask of registration processing.

use async_trait::async_trait;
use types::{Caller, Failure, Rid, Timestamp};

use crate::adjudication::{CaseList, CaseView, Decision, PictureRef};
use crate::pipeline::{PipelineCounts, PipelineDetail, PipelinePage, PipelineQuery, WorkflowAction};

/// The pipeline as portals see it.
#[async_trait]
pub trait Registrations: Send + Sync {
    /// A page of registrations, what moved last first.
    async fn list(&self, caller: &Caller, query: &PipelineQuery) -> Result<PipelinePage, Failure>;
    /// How many stand where, and how it goes today.
    async fn counts(&self, caller: &Caller) -> Result<PipelineCounts, Failure>;
    /// One registration and its history.
    async fn detail(&self, caller: &Caller, rid: &Rid) -> Result<Option<PipelineDetail>, Failure>;
    /// Does with a registration that waits what somebody decided.
    ///
    /// # Errors
    /// `RPR-WAA-003` when there is no such registration, `RPR-WAA-004` when it does not wait.
    async fn act(&self, caller: &Caller, rid: &Rid, action: WorkflowAction) -> Result<(), Failure>;
    /// Open adjudication cases, oldest first.
    async fn cases(&self, caller: &Caller, limit: u32) -> Result<CaseList, Failure>;
    /// One case with the packets behind it, as captured. A disclosure: audited for every packet before it is answered.
    async fn case(&self, caller: &Caller, case_id: &str) -> Result<Option<CaseView>, Failure>;
    /// A finger or face of an open case as a grey PNG; `None` where there is none. A disclosure: audited before it is answered.
    async fn picture(
        &self,
        caller: &Caller,
        case_id: &str,
        picture: PictureRef<'_>,
    ) -> Result<Option<Vec<u8>>, Failure>;
    /// Decides a case, with a reason that is audited.
    async fn decide(&self, caller: &Caller, case_id: &str, decision: Decision, reason: &str) -> Result<(), Failure>;
    /// The resident's view: `(status in plain words key, since)`; `None` for an unknown number. Needs no rights: reveals nothing else.
    async fn public_status(&self, caller: &Caller, rid: &Rid) -> Result<Option<(String, Timestamp)>, Failure>;
}
