//! Removes sessions and signed-out tokens that are over. A reconciler: it looks at the rows and the hour.

use crate::{IamModule, repo};
use db::{Job, JobError, JobRegistry, Logical};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Default, Serialize, Deserialize)]
struct Sweep;

impl Job for Sweep {
    const KIND: &'static str = "iam.sweep";
    fn unique_key(&self) -> Option<String> {
        Some("all".to_owned())
    }
}

pub(crate) fn register(module: &IamModule, registry: &mut JobRegistry) {
    let module = module.clone();
    registry.every::<Sweep, _, _>(Logical::Operations, Duration::from_secs(600), move |job, _| {
        let module = module.clone();
        async move {
            let mut tx = module.inner.db.begin(job.cx()).await?;
            repo::sweep(&mut tx).await.map_err(|e| JobError::retryable(e.to_string()))?;
            tx.finish(&job).await?;
            Ok(tx.commit().await?)
        }
    });
}
