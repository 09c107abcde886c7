//! Look for registrations that should have moved: a job that was lost, information that never came.

use chrono::TimeDelta;
use db::{Job, JobCx, JobError};
use serde::{Deserialize, Serialize};

use crate::RegistrationModule;
use crate::domain::flow::{Flow, Stage};
use crate::domain::status::Status;
use crate::domain::sub_status;
use crate::domain::verdict::{Next, Verdict};
use crate::jobs::run_stage::{RunStage, Work, job_error, write};
use crate::repo;

/// A registration untouched for this long has lost its job.
const UNTOUCHED_SECS: i64 = 900;

/// Look over all registrations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Reconcile {}

impl Job for Reconcile {
    const KIND: &'static str = "registration.reconcile";

    fn unique_key(&self) -> Option<String> {
        Some("all".to_owned())
    }
}

pub(crate) async fn run(m: &RegistrationModule, cx: &JobCx) -> Result<(), JobError> {
    let now = m.db.now();
    let late = now - TimeDelta::seconds(UNTOUCHED_SECS);
    for row in repo::registrations::overdue(m.db.read(), now, late).await.map_err(job_error)? {
        let mut tx = m.db.begin(cx.cx()).await?;
        if row.status == Status::PausedForAdditionalInfo.name() {
            let (Some(flow), Some(stage)) = (Flow::parse(&row.process), Stage::parse(&row.stage)) else { continue };
            let work = Work { row, stage, caller: cx.caller(), now };
            write(&mut tx, m, flow, work, Verdict::new(Next::Reject, sub_status::PAUSE_OVER))
                .await
                .map_err(job_error)?;
        } else {
            // an open job of this version keeps the new one out
            tx.enqueue(&RunStage { instance: row.workflow_instance_id, version: row.version }).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
