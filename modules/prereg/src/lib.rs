#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod inner;
mod jobs;
mod needs;
mod portal;
mod repo;
mod rules;
mod service;
mod token;

pub(crate) use inner::Inner;

use db::{Db, JobRegistry};
use edge::{Authenticator, Blobs, Routes};
use iam_api::Iam;
use kernel_api::{Notices, Numbers, OneTimeCodes};
use keymgr_api::{AtRest, KeyManager};
use masterdata_api::MasterData;
use std::{fmt, sync::Arc};

pub use needs::needs;

/// What pre-registration needs of others.
pub struct Ports {
    /// The operations database.
    pub db: Db,
    pub blobs: Blobs,
    pub at_rest: Arc<dyn AtRest>,
    pub keys: Arc<dyn KeyManager>,
    pub codes: Arc<dyn OneTimeCodes>,
    pub notices: Arc<dyn Notices>,
    pub numbers: Arc<dyn Numbers>,
    pub master: Arc<dyn MasterData>,
    pub iam: Arc<dyn Iam>,
    /// Whether the token cookie is marked `Secure`: yes wherever people come by HTTPS.
    pub secure_cookies: bool,
}

/// The module. Cheap to clone.
#[derive(Clone)]
pub struct Prereg {
    inner: Arc<Inner>,
}

impl std::ops::Deref for Prereg {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Prereg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prereg")
    }
}

impl Prereg {
    /// The module over its ports.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        let inner = Inner { ports, tokens: token::Tokens::default(), forms: service::form::Cache::default() };
        Self { inner: Arc::new(inner) }
    }

    /// Recognises this module's own tokens (HS256, one hour): kind Resident, role INDIVIDUAL.
    #[must_use]
    pub fn authenticator(&self) -> Arc<dyn Authenticator> {
        Arc::new(token::TokenAuthenticator(self.clone()))
    }
}

/// The routes under `/preregistration/v1`.
#[must_use]
pub fn routes(module: &Prereg) -> Routes {
    http::routes(module)
}

/// The background jobs: notices, slots, expiry, orphaned documents.
pub fn jobs(module: &Prereg, registry: &mut JobRegistry) {
    jobs::register(module, registry);
}
