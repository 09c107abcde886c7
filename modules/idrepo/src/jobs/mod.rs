//! Background work of the ID repository.

mod confirm_number;
mod tell_listener;

use std::sync::Arc;

use db::{JobCx, JobError, JobRegistry, Logical};
use types::{Caller, Failure, Retry};

use crate::Idrepo;

pub(crate) use confirm_number::ConfirmNumber;
pub(crate) use tell_listener::TellListener;

/// Adds the module's handlers.
pub fn jobs(m: &Arc<Idrepo>, registry: &mut JobRegistry) {
    let module = Arc::clone(m);
    registry.on::<ConfirmNumber, _, _>(Logical::Identity, move |cx, job| {
        let m = Arc::clone(&module);
        async move { confirm_number::run(&m, &cx, &job).await }
    });
    let module = Arc::clone(m);
    registry.on::<TellListener, _, _>(Logical::Identity, move |cx, job| {
        let m = Arc::clone(&module);
        async move { tell_listener::run(&m, &cx, &job).await }
    });
}

/// The platform itself, on behalf of whoever left the job behind.
pub(crate) fn platform(cx: &JobCx) -> Caller {
    cx.caller()
}

/// A failure below: another try helps only where its code says so.
pub(crate) fn failed(failure: &Failure) -> JobError {
    let why = failure.code().to_owned();
    let later = failure.faults.iter().any(|fault| fault.code.retry == Retry::Later);
    if later { JobError::retryable(why) } else { JobError::fatal(why) }
}
