//! The module's door for portals.

use async_trait::async_trait;
use registration_api::Registrations;
use registration_api::adjudication::{CaseList, CaseView, Decision, PictureRef};
use registration_api::pipeline::{PipelineCounts, PipelineDetail, PipelinePage, PipelineQuery, WorkflowAction};
use types::{Caller, Failure, Rid, Timestamp};

use crate::RegistrationModule;
use crate::service::{adjudication, capture, pipeline, status, workflow};

#[async_trait]
impl Registrations for RegistrationModule {
    async fn list(&self, caller: &Caller, query: &PipelineQuery) -> Result<PipelinePage, Failure> {
        pipeline::list(self, caller, query).await
    }

    async fn counts(&self, caller: &Caller) -> Result<PipelineCounts, Failure> {
        pipeline::counts(self, caller).await
    }

    async fn detail(&self, caller: &Caller, rid: &Rid) -> Result<Option<PipelineDetail>, Failure> {
        pipeline::detail(self, caller, rid).await
    }

    async fn act(&self, caller: &Caller, rid: &Rid, action: WorkflowAction) -> Result<(), Failure> {
        workflow::act(self, caller, rid, action).await
    }

    async fn cases(&self, caller: &Caller, limit: u32) -> Result<CaseList, Failure> {
        adjudication::cases(self, caller, limit).await
    }

    async fn case(&self, caller: &Caller, case_id: &str) -> Result<Option<CaseView>, Failure> {
        adjudication::case(self, caller, case_id).await
    }

    async fn picture(
        &self,
        caller: &Caller,
        case_id: &str,
        picture: PictureRef<'_>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        capture::picture(self, caller, case_id, picture).await
    }

    async fn decide(&self, caller: &Caller, case_id: &str, decision: Decision, reason: &str) -> Result<(), Failure> {
        adjudication::decide(self, caller, case_id, decision, reason).await
    }

    async fn public_status(&self, _caller: &Caller, rid: &Rid) -> Result<Option<(String, Timestamp)>, Failure> {
        status::public(self, rid).await
    }
}
