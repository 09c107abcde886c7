//! Tell the number generator that a UIN is given away for good.

use db::{Job, JobCx, JobError, UniqueWhile};
use kernel_api::KernelError;
use serde::{Deserialize, Serialize};

use super::{failed, platform};
use crate::{Idrepo, repo, sealed};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConfirmNumber {
    pub identity_id: String,
}

impl Job for ConfirmNumber {
    const KIND: &'static str = "idrepo.confirm_number";

    fn unique_key(&self) -> Option<String> {
        Some(self.identity_id.clone())
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Open
    }
}

pub(super) async fn run(m: &Idrepo, cx: &JobCx, job: &ConfirmNumber) -> Result<(), JobError> {
    let Some(row) = repo::identity::find(m.db.read(), &job.identity_id).await? else {
        return Err(JobError::fatal("the identity is gone"));
    };
    let uin = sealed::open_uin(&*m.at_rest, &row.uin_hash, &row.uin_sealed).await.map_err(|f| failed(&f))?;
    match m.numbers.confirm_uin(&platform(cx), &uin).await {
        // a UIN that came with the request need not be of our generator
        Err(failure) if failure.is(KernelError::UinNotIssued) || failure.is(KernelError::UinExhausted) => {
            tracing::warn!("an identity was stored under a UIN that the number generator did not issue");
            Ok(())
        }
        other => other.map_err(|f| failed(&f)),
    }
}
