//! What an administrator does with a registration that waits: go on, begin again, stop.

use db::{AuditEvent, EventType, Reference, Tx};
use registration_api::RegistrationError as E;
use registration_api::WorkflowAction;
use registration_api::wire::endpoints::RETRY;
use types::{Caller, Failure, Rid};

use crate::domain::flow::{Flow, Stage};
use crate::domain::status::{Status, StepStatus};
use crate::domain::sub_status;
use crate::domain::verdict::{Next, Verdict};
use crate::entity::registration;
use crate::jobs::run_stage::{RunStage, Work, add_step, write};
use crate::{RegistrationModule, error, repo};

/// Where a registration that begins again goes: what was received is there.
const BEGINNING: Stage = Stage::PacketUploader;

/// Whether a registration waits for something that an administrator may cut short.
pub(crate) fn waits(row: &registration::Model) -> bool {
    let waiting = [Status::Reprocess, Status::ReprocessFailed, Status::PausedForAdditionalInfo];
    Status::parse(&row.status).is_some_and(|status| waiting.contains(&status))
}

/// Does with a registration that waits what somebody decided.
pub(crate) async fn act(
    m: &RegistrationModule,
    caller: &Caller,
    rid: &Rid,
    action: WorkflowAction,
) -> Result<(), Failure> {
    caller.require(RETRY)?;
    let unknown = || Failure::with(E::WorkflowNotFound, [rid.masked()]);
    let row = repo::registrations::of_rid(m.db.read(), rid.reveal()).await?.ok_or_else(unknown)?;
    let refused = || Failure::with(E::NotRetryable, [rid.masked()]);
    let (Some(flow), Some(stage)) = (Flow::parse(&row.process), Stage::parse(&row.stage)) else {
        return Err(refused());
    };
    if !waits(&row) {
        return Err(refused());
    }
    let instance = row.workflow_instance_id.clone();
    let work = Work { row, stage, caller: caller.clone(), now: m.db.now() };
    let mut tx = m.db.begin(caller.cx()).await.map_err(error::storage)?;
    let moved = match action {
        WorkflowAction::ResumeProcessing => resume(&mut tx, m, work, stage).await?,
        WorkflowAction::ResumeFromBeginning => resume(&mut tx, m, work, BEGINNING).await?,
        WorkflowAction::StopProcessing => {
            write(&mut tx, m, flow, work, Verdict::new(Next::Reject, sub_status::STOPPED)).await?
        }
    };
    if !moved {
        // it moved by itself meanwhile
        return Err(refused());
    }
    let event = AuditEvent::new("RPR_402", "UPDATE", EventType::User)
        .describe(format!("{} by hand", action.name()))
        .about(Reference::new("REGISTRATION", instance))
        .module("RPR-WAA");
    tx.audit(event).await.map_err(error::storage)?;
    tx.commit().await.map_err(error::storage)
}

/// Has `stage` run now; `false` when the registration moved meanwhile.
async fn resume(tx: &mut Tx, m: &RegistrationModule, work: Work, stage: Stage) -> Result<bool, Failure> {
    let Work { mut row, .. } = work;
    let (instance, rid, version) = (row.workflow_instance_id.clone(), row.rid.clone(), row.version);
    row.status = Status::Processing.name().to_owned();
    row.stage = stage.name().to_owned();
    row.attempts = 0;
    row.next_try = Some(tx.now());
    row.waits_for = None;
    if !repo::registrations::save(tx, row, version).await? {
        return Ok(false);
    }
    let verdict = Verdict::forward(sub_status::RESUMED);
    add_step(tx, m, (&instance, &rid, version + 1), stage, StepStatus::Reprocess, &verdict).await?;
    tx.enqueue(&RunStage { instance, version: version + 1 }).await.map_err(error::storage)?;
    Ok(true)
}
