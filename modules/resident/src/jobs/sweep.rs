//! Forgets requests for codes that are a day old, with the sealed numbers in them. A reconciler: it looks at the rows and the hour.

use chrono::TimeDelta;
use db::{Job, JobCx, JobError};
use serde::{Deserialize, Serialize};

use crate::{Resident, jobs::failed, repo};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Sweep;

impl Job for Sweep {
    const KIND: &'static str = "resident.sweep";

    fn unique_key(&self) -> Option<String> {
        Some("all".to_owned())
    }
}

pub(crate) async fn run(m: Resident, cx: JobCx, _: Sweep) -> Result<(), JobError> {
    let mut tx = m.db.begin(cx.cx()).await?;
    let before = tx.now() - TimeDelta::days(1);
    repo::sweep(&mut tx, before).await.map_err(failed)?;
    tx.finish(&cx).await?;
    Ok(tx.commit().await?)
}
