//! Background jobs, one per file.

pub(crate) mod send_code;
pub(crate) mod sweep;

use std::time::Duration;

use db::{JobError, JobRegistry, Logical};
use types::Retry;

use crate::{Resident, error::Error};

pub(crate) fn register(module: &Resident, registry: &mut JobRegistry) {
    let m = module.clone();
    registry.on(Logical::Operations, move |cx, job| send_code::run(m.clone(), cx, job));
    let m = module.clone();
    registry.every(Logical::Operations, Duration::from_secs(3_600), move |cx, job| sweep::run(m.clone(), cx, job));
}

/// What failed, for the queue: without the cause, which may quote data and stands in the log.
fn failed(error: Error) -> JobError {
    match error {
        Error::Db(error) => error.into(),
        Error::Changed => JobError::retryable("the request changed meanwhile"),
        Error::Coded(failure) => {
            tracing::warn!(code = failure.code(), cause = ?failure.cause().map(ToString::to_string), "a job failed");
            let later = failure.faults.iter().any(|fault| fault.code.retry == Retry::Later);
            let code = failure.code().to_owned();
            if later { JobError::retryable(code) } else { JobError::fatal(code) }
        }
    }
}
