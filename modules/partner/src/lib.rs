#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod policies;
mod repo;
mod service;

use std::sync::Arc;

use db::Db;
use edge::Routes;
use keymgr_api::{KeyManager, PartnerCertificates};

pub use policies::PolicyBook;

/// The module. Cheap to clone.
#[derive(Clone)]
pub struct PartnerModule {
    inner: Arc<Parts>,
}

/// What the module needs from its surroundings.
pub struct Parts {
    /// The operations database.
    pub db: Db,
    pub keys: Arc<dyn KeyManager>,
    pub certificates: Arc<dyn PartnerCertificates>,
}

impl PartnerModule {
    /// The module over its ports.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// The REST routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        http::routes(self)
    }
}

impl std::ops::Deref for PartnerModule {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.inner
    }
}
