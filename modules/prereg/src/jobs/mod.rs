//! Background jobs, one per file.

pub(crate) mod expire;
pub(crate) mod generate_slots;
pub(crate) mod send_notice;
pub(crate) mod sweep_document;

use crate::{Prereg, error::Error};
use db::{JobError, JobRegistry, Logical};
use std::time::Duration;
use types::Retry;

pub(crate) fn register(module: &Prereg, registry: &mut JobRegistry) {
    let m = module.clone();
    registry.on(Logical::Operations, move |cx, job| send_notice::run(m.clone(), cx, job));
    let m = module.clone();
    registry.on(Logical::Operations, move |cx, job| sweep_document::run(m.clone(), cx, job));
    let m = module.clone();
    // MOSIP runs the first nightly and the repair of changed calendars hourly; a run that finds nothing new is cheap
    registry
        .every(Logical::Operations, Duration::from_secs(3_600), move |cx, job| generate_slots::run(m.clone(), cx, job));
    let m = module.clone();
    registry.every(Logical::Operations, Duration::from_secs(3_600), move |cx, job| expire::run(m.clone(), cx, job));
}

/// What failed, for the queue: without the cause, which may quote data and stands in the log.
pub(crate) fn failed(error: Error) -> JobError {
    match error {
        Error::Db(error) => error.into(),
        Error::Changed => JobError::retryable("the application changed meanwhile"),
        Error::Coded(failure) => {
            tracing::warn!(code = failure.code(), cause = ?failure.cause().map(ToString::to_string), "a job failed");
            let later = failure.faults.iter().any(|fault| fault.code.retry == Retry::Later);
            let code = failure.code().to_owned();
            if later { JobError::retryable(code) } else { JobError::fatal(code) }
        }
    }
}
