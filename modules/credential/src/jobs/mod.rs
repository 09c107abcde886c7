//! Background work of the credential module.

mod issue_credential;
mod renew_card;

use std::sync::Arc;

use db::{JobCx, JobError, JobRegistry, Logical};
use types::{Caller, Failure, Retry};

use crate::Credential;

pub(crate) use issue_credential::IssueCredential;
pub(crate) use renew_card::RenewCard;

/// How many cards are drawn at once: each keeps a core busy.
const AT_ONCE: usize = 2;

/// Adds the module's handlers.
pub fn jobs(m: &Arc<Credential>, registry: &mut JobRegistry) {
    let module = Arc::clone(m);
    registry.on_limited::<IssueCredential, _, _>(Logical::Identity, AT_ONCE, move |cx, job| {
        let m = Arc::clone(&module);
        async move { issue_credential::run(&m, &cx, &job).await }
    });
    let module = Arc::clone(m);
    registry.on_limited::<RenewCard, _, _>(Logical::Identity, AT_ONCE, move |cx, job| {
        let m = Arc::clone(&module);
        async move { renew_card::run(&m, &cx, &job).await }
    });
}

/// The platform itself, on behalf of whoever left the job behind.
fn platform(cx: &JobCx) -> Caller {
    cx.caller()
}

/// Whether another try may help.
fn may_heal(failure: &Failure) -> bool {
    failure.faults.iter().any(|fault| fault.code.retry == Retry::Later)
}

fn failed(failure: &Failure) -> JobError {
    let why = failure.code().to_owned();
    if may_heal(failure) { JobError::retryable(why) } else { JobError::fatal(why) }
}
