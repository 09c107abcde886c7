//! Make a person's card anew after the identity changed.

use db::{Job, JobCx, JobError};
use idrepo_api::IdentityStatus;
use serde::{Deserialize, Serialize};

use super::{failed, platform};
use crate::service::{issue, make};
use crate::{Credential, repo};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RenewCard {
    pub uin_hash: String,
}

impl Job for RenewCard {
    const KIND: &'static str = "credential.renew_card";

    fn unique_key(&self) -> Option<String> {
        Some(self.uin_hash.clone())
    }
}

pub(super) async fn run(m: &Credential, cx: &JobCx, job: &RenewCard) -> Result<(), JobError> {
    let caller = platform(cx);
    let Some(row) = repo::card::find(m.db.read(), &job.uin_hash).await? else { return Ok(()) };
    let record = m.idrepo.find_by_hash(&caller, &job.uin_hash, true).await.map_err(|f| failed(&f))?;
    let Some(record) = record.filter(|record| record.status == IdentityStatus::Activated) else { return Ok(()) };
    if row.source_updated_at == record.updated_at {
        return Ok(());
    }
    let made = make::card(m, &caller, &record).await.map_err(|f| failed(&f))?;
    issue::store(m, &caller, &record, made, None).await.map_err(|f| failed(&f))
}
