#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
pub mod inspect;
mod jobs;
mod needs;
mod repo;
mod service;
mod stages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use biometrics::{Abis, BiometricSdk};
use credential_api::Credentials;
use db::{Db, JobRegistry};
use edge::{Blobs, Edge, Routes};
use idrepo_api::IdRepo;
use kernel_api::Notices;
use keymgr_api::{AtRest, KeyManager};
use masterdata_api::MasterData;
use registration_api::Registrations;

pub use needs::needs;

/// The module.
#[derive(Clone)]
pub struct RegistrationModule {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Parts,
    gallery: service::gallery::Gallery,
}

/// What the module needs from its surroundings.
pub struct Parts {
    pub db: Db,
    pub blobs: Blobs,
    /// Wraps the answers of endpoints with special bytes.
    pub edge: Arc<Edge>,
    pub keys: Arc<dyn KeyManager>,
    pub at_rest: Arc<dyn AtRest>,
    pub master: Arc<dyn MasterData>,
    pub identities: Arc<dyn IdRepo>,
    pub credentials: Arc<dyn Credentials>,
    pub notices: Arc<dyn Notices>,
    pub abis: Arc<dyn Abis>,
    pub sdk: Arc<dyn BiometricSdk>,
}

impl std::ops::Deref for RegistrationModule {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.inner.parts
    }
}

impl RegistrationModule {
    /// The module over its ports.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(Inner { parts, gallery: service::gallery::Gallery::default() }) }
    }

    /// The REST routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        http::routes(self)
    }

    /// The runner of stages, notices and the reconciler.
    pub fn jobs(&self, registry: &mut JobRegistry) {
        jobs::register(self, registry);
    }

    /// The pipeline as portals see it.
    #[must_use]
    pub fn service(&self) -> Arc<dyn Registrations> {
        Arc::new(self.clone())
    }

    /// Fills the ABIS with every stored reference and answers how many it holds now. At start, and at any time again.
    ///
    /// # Errors
    /// The failure of the database, of unsealing, or of the ABIS.
    pub async fn load_gallery(&self) -> Result<u64, types::Failure> {
        service::gallery::sync(self).await
    }

    /// A setting as a number, or its default.
    async fn number(&self, name: &str, default: i64) -> Result<i64, types::Failure> {
        Ok(self.master.setting(name).await?.and_then(|value| value.trim().parse().ok()).unwrap_or(default))
    }

    /// A setting as a yes or no, or its default.
    async fn flag(&self, name: &str, default: bool) -> Result<bool, types::Failure> {
        let value = self.master.setting(name).await?;
        Ok(value
            .map_or(default, |value| matches!(value.trim().to_ascii_lowercase().as_str(), "true" | "y" | "yes" | "1")))
    }
}
