//! Keep the slots of the coming days in step with the centres' calendars.

use crate::{Prereg, jobs::failed, service::generate_slots};
use db::{Job, JobCx, JobError};
use serde::{Deserialize, Serialize};

/// Looks at every centre.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GenerateSlots {}

impl Job for GenerateSlots {
    const KIND: &'static str = "prereg.generate_slots";

    fn unique_key(&self) -> Option<String> {
        Some("all".into())
    }
}

pub(crate) async fn run(m: Prereg, cx: JobCx, _: GenerateSlots) -> Result<(), JobError> {
    let done = generate_slots::all(&m, &cx.caller()).await.map_err(failed)?;
    tracing::info!(
        new_days = done.new_days,
        changed_days = done.changed_days,
        cancelled = done.cancelled,
        "slots are up to date"
    );
    Ok(())
}
