//! Keeps the pools of numbers full and removes codes that nobody answered. A reconciler: it looks at the rows and the hour.

use std::time::Duration;

use chrono::TimeDelta;
use db::{Job, JobCx, JobError, JobRegistry, Logical};
use serde::{Deserialize, Serialize};

use crate::{Kernel, repo};

#[derive(Debug, Default, Serialize, Deserialize)]
struct RefillNumbers {}

impl Job for RefillNumbers {
    const KIND: &'static str = "kernel.refill_numbers";

    fn unique_key(&self) -> Option<String> {
        Some("all".into())
    }
}

pub(crate) fn register(kernel: &Kernel, registry: &mut JobRegistry) {
    let kernel = kernel.clone();
    registry.every::<RefillNumbers, _, _>(Logical::Operations, Duration::from_secs(10), move |cx, _| {
        let kernel = kernel.clone();
        async move { run(&kernel, &cx).await }
    });
}

async fn run(kernel: &Kernel, cx: &JobCx) -> Result<(), JobError> {
    kernel.refill(cx.cx()).await.map_err(|failure| JobError::retryable(failure.to_string()))?;
    let mut tx = cx.db().begin(cx.cx()).await?;
    let before = tx.now() - TimeDelta::days(1);
    repo::otp::remove_old(&mut tx, before).await?;
    tx.finish(cx).await?;
    Ok(tx.commit().await?)
}
