//! Issue one request.

use std::time::Duration;

use db::{Job, JobCx, JobError, JobPolicy, UniqueWhile};
use serde::{Deserialize, Serialize};

use super::{failed, may_heal, platform};
use crate::Credential;
use crate::service::issue;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IssueCredential {
    pub request_id: String,
}

impl Job for IssueCredential {
    const KIND: &'static str = "credential.issue";

    fn unique_key(&self) -> Option<String> {
        Some(self.request_id.clone())
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Open
    }

    // MOSIP: ten retries, twenty minutes apart at most.
    fn policy() -> JobPolicy {
        JobPolicy { max_attempts: 11, max_backoff: Duration::from_secs(1_200), ..JobPolicy::default() }
    }
}

pub(super) async fn run(m: &Credential, cx: &JobCx, job: &IssueCredential) -> Result<(), JobError> {
    let caller = platform(cx);
    let Err(failure) = issue::issue(m, &caller, &job.request_id).await else { return Ok(()) };
    let again = may_heal(&failure) && !cx.is_last_attempt();
    issue::note_failure(m, &caller, &job.request_id, &failure, again).await.map_err(|f| failed(&f))?;
    Err(failed(&failure))
}
