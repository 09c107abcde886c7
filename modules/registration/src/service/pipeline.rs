//! The pipeline as portals see it: where each registration is and why, retry, and the decisions only people take.

use async_trait::async_trait;
use db::{AuditEvent, EventType, Reference};
use registration_api::wire::endpoints::{ADJUDICATE, PIPELINE, RETRY};
use registration_api::{
    AdjudicationCase, Candidate, Decision, PipelineEntry, PipelineStep, RegistrationError as E, Registrations,
};
use types::{Caller, Failure, Rid, Timestamp};

use crate::domain::flow::{Flow, Stage};
use crate::domain::status::Status;
use crate::domain::sub_status;
use crate::domain::verdict::{Next, Verdict};
use crate::entity::registration;
use crate::jobs::run_stage::{RunStage, Work, write};
use crate::service::status;
use crate::{RegistrationModule, error, repo};

const MAX_PAGE: u32 = 200;

fn entry(row: registration::Model) -> PipelineEntry {
    let what_to_do = match (row.status.as_str(), row.waits_for.as_deref()) {
        (_, Some("decision")) => " Waits for a decision: open the case.",
        (_, Some("additional-info")) => " Waits for a better capture.",
        ("REPROCESS", _) => " Tried again by itself.",
        ("REPROCESS_FAILED", _) => " Tried too often: find the cause, then retry.",
        ("FAILED", _) => " The person has to register again.",
        _ => "",
    };
    PipelineEntry {
        rid: row.rid,
        flow: row.process,
        stage: row.stage,
        status: row.status,
        sub_status: row.sub_status,
        reason: format!("{}.{what_to_do}", row.comment.trim_end_matches(['.', ' ', '-'])),
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        since: row.updated_at,
        next_try: row.next_try,
    }
}

#[async_trait]
impl Registrations for RegistrationModule {
    async fn list(
        &self,
        caller: &Caller,
        filter: &str,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<PipelineEntry>, Failure> {
        caller.require(PIPELINE)?;
        let limit = u64::from(limit.clamp(1, MAX_PAGE));
        let rows = repo::registrations::page(self.db.read(), filter.trim(), before, limit).await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn detail(&self, caller: &Caller, rid: &Rid) -> Result<Option<(PipelineEntry, Vec<PipelineStep>)>, Failure> {
        caller.require(PIPELINE)?;
        let Some(row) = repo::registrations::of_rid(self.db.read(), rid.reveal()).await? else { return Ok(None) };
        let steps = repo::registrations::steps(self.db.read(), &row.workflow_instance_id).await?;
        let steps = steps.into_iter().map(|step| PipelineStep {
            stage: step.stage,
            status: step.status,
            sub_status: step.sub_status,
            comment: step.comment,
            at: step.created_at,
        });
        Ok(Some((entry(row), steps.collect())))
    }

    async fn retry(&self, caller: &Caller, rid: &Rid) -> Result<(), Failure> {
        caller.require(RETRY)?;
        let unknown = || Failure::with(E::WorkflowNotFound, [rid.masked()]);
        let mut row = repo::registrations::of_rid(self.db.read(), rid.reveal()).await?.ok_or_else(unknown)?;
        let refused = || Failure::with(E::NotRetryable, [rid.masked()]);
        let retryable = [Status::Reprocess, Status::ReprocessFailed, Status::PausedForAdditionalInfo];
        if Status::parse(&row.status).is_none_or(|status| !retryable.contains(&status)) {
            return Err(refused());
        }
        let (instance, version) = (row.workflow_instance_id.clone(), row.version);
        let mut tx = self.db.begin(caller.cx()).await.map_err(error::storage)?;
        row.status = Status::Processing.name().to_owned();
        row.attempts = 0;
        row.next_try = Some(tx.now());
        row.waits_for = None;
        if !repo::registrations::save(&mut tx, row, version).await? {
            return Err(refused());
        }
        let job = RunStage { instance: instance.clone(), version: version + 1 };
        tx.enqueue(&job).await.map_err(error::storage)?;
        let event = AuditEvent::new("RPR_402", "UPDATE", EventType::User)
            .describe("a stage was started again by hand")
            .about(Reference::new("REGISTRATION", instance))
            .module("RPR-WAA");
        tx.audit(event).await.map_err(error::storage)?;
        tx.commit().await.map_err(error::storage)
    }

    async fn cases(&self, caller: &Caller, limit: u32) -> Result<Vec<AdjudicationCase>, Failure> {
        caller.require(ADJUDICATE)?;
        let rows = repo::cases::pending(self.db.read(), u64::from(limit.clamp(1, MAX_PAGE))).await?;
        Ok(rows
            .into_iter()
            .map(|row| AdjudicationCase {
                id: row.id,
                rid: row.rid,
                opened_at: row.opened_at,
                candidates: serde_json::from_value::<Vec<Candidate>>(row.candidates).unwrap_or_default(),
                first_decision_by: None,
            })
            .collect())
    }

    async fn decide(&self, caller: &Caller, case_id: &str, decision: Decision, reason: &str) -> Result<(), Failure> {
        caller.require(ADJUDICATE)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(E::ReasonMissing.into());
        }
        let case = repo::cases::find(self.db.read(), case_id).await?.ok_or(E::CaseNotFound)?;
        if case.status != repo::cases::PENDING {
            return Err(E::CaseDecided.into());
        }
        let row =
            repo::registrations::find(self.db.read(), &case.workflow_instance_id).await?.ok_or(E::CaseNotFound)?;
        let (Some(flow), Some(stage)) = (Flow::parse(&row.process), Stage::parse(&row.stage)) else {
            return Err(E::CaseNotFound.into());
        };
        if row.waits_for.as_deref() != Some("decision") {
            return Err(E::CaseDecided.into());
        }
        let verdict = verdict(stage, decision);
        let instance = row.workflow_instance_id.clone();
        let mut tx = self.db.begin(caller.cx()).await.map_err(error::storage)?;
        let status = if decision == Decision::Approve { "APPROVED" } else { "REJECTED" };
        if !repo::cases::close(&mut tx, case_id, status, caller.cx().actor(), reason).await? {
            return Err(E::CaseDecided.into());
        }
        let work = Work { row, stage, caller: caller.clone(), now: tx.now() };
        if !write(&mut tx, self, flow, work, verdict).await? {
            return Err(E::CaseDecided.into());
        }
        let event = AuditEvent::new("RPR_402", "UPDATE", EventType::User)
            .describe(format!("a case was decided: {status}"))
            .about(Reference::new("REGISTRATION", instance))
            .module("RPR-MVS");
        tx.audit(event).await.map_err(error::storage)?;
        tx.commit().await.map_err(error::storage)
    }

    async fn public_status(&self, _caller: &Caller, rid: &Rid) -> Result<Option<(String, Timestamp)>, Failure> {
        status::public(self, rid).await
    }
}

fn verdict(stage: Stage, decision: Decision) -> Verdict {
    match (stage, decision) {
        (Stage::Verification, Decision::Approve) => Verdict::forward(sub_status::VERIFIED),
        (Stage::Verification, Decision::Reject) => Verdict::new(Next::Reject, sub_status::ADJUDICATION_REJECTED),
        (_, Decision::Approve) => Verdict::forward(sub_status::ADJUDICATION_APPROVED),
        (_, Decision::Reject) => Verdict::invalid(sub_status::ADJUDICATION_REJECTED),
    }
}
