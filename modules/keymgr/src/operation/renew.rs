//! Make signing keys anew when their pre-expiry begins, before anybody has to wait for one.

use std::sync::Arc;
use std::time::Duration;

use db::{Job, JobCx, JobError, JobRegistry, Logical};
use keymgr_api::KeyRef;
use serde::{Deserialize, Serialize};
use types::{Cx, Failure};

use crate::domain::name::{Role, role};
use crate::error::storage;
use crate::service::make::{self, Making};
use crate::service::{current, zero_knowledge};
use crate::{Keymgr, repo, ring};

const DAILY: Duration = Duration::from_secs(24 * 3600);

/// Sees that the pool of random keys is full, and looks at every signing key. The root is left to people: it is the one certificate that others were handed by hand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct RenewKeys {}

impl Job for RenewKeys {
    const KIND: &'static str = "keymgr.renew";

    fn unique_key(&self) -> Option<String> {
        Some("renew".into())
    }
}

/// Background jobs of the key manager.
pub fn jobs(m: &Arc<Keymgr>, registry: &mut JobRegistry) {
    let m = m.clone();
    registry.every::<RenewKeys, _, _>(Logical::Keys, DAILY, move |cx: JobCx, _| {
        let m = m.clone();
        async move {
            zero_knowledge::keep_ready(&m, cx.cx()).await.map_err(|failure| {
                JobError::retryable(format!("the random keys could not be made: {}", failure.code()))
            })?;
            match m.renew(cx.cx()).await {
                Ok(0) => Ok(()),
                Ok(made) => {
                    tracing::info!(made, "signing keys were made anew");
                    Ok(())
                }
                Err(failure) => {
                    tracing::error!(cause = ?failure, "signing keys could not be made anew");
                    Err(JobError::retryable(format!("a signing key could not be made anew: {}", failure.code())))
                }
            }
        }
    });
}

impl Keymgr {
    /// Makes a successor for every master and elliptic key that is no longer taken for new data; answers how many. One that fails
    /// does not keep the others from theirs. Base keys are made when somebody asks for them.
    ///
    /// # Errors
    /// The first failure.
    pub async fn renew(&self, cx: &Cx) -> Result<usize, Failure> {
        let names = repo::key_alias::signing_names(self.db.read()).await.map_err(storage)?;
        let (mut made, mut failed) = (0, None);
        for (application_id, reference_id) in names {
            let key = KeyRef::new(&application_id, &reference_id);
            match self.renew_one(cx, &key).await {
                Ok(true) => made += 1,
                Ok(false) => {}
                Err(failure) => failed = failed.or(Some(failure)),
            }
        }
        failed.map_or(Ok(made), Err)
    }

    async fn renew_one(&self, cx: &Cx, key: &KeyRef) -> Result<bool, Failure> {
        let entries = ring::reload(self, key).await?;
        if !matches!(role(key), Role::Master | Role::Signature(_)) || current::choose(self, key, &entries)?.is_some() {
            return Ok(false);
        }
        make::make(self, cx, key, Making::default()).await.map(|_| true)
    }
}
