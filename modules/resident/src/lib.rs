#![doc = include_str!("../README.md")]

mod authority;
mod domain;
mod entity;
mod error;
mod jobs;
mod needs;
mod portal;
mod repo;
mod rules;
mod service;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use auth_api::AuthHistory;
use credential_api::Credentials;
use db::{Db, JobRegistry};
use iam_api::Iam;
use idrepo_api::IdRepo;
use kernel_api::{Notices, OneTimeCodes};
use keymgr_api::AtRest;
use masterdata_api::MasterData;
use registration_api::Registrations;

pub use needs::needs;

/// What the module needs of others.
#[derive(Clone)]
pub struct Parts {
    /// The operations database.
    pub db: Db,
    pub at_rest: Arc<dyn AtRest>,
    pub codes: Arc<dyn OneTimeCodes>,
    pub notices: Arc<dyn Notices>,
    pub master: Arc<dyn MasterData>,
    pub iam: Arc<dyn Iam>,
    pub idrepo: Arc<dyn IdRepo>,
    pub credentials: Arc<dyn Credentials>,
    pub registrations: Arc<dyn Registrations>,
    pub history: Arc<dyn AuthHistory>,
}

/// The module. Cheap to clone.
#[derive(Clone)]
pub struct Resident {
    parts: Arc<Parts>,
}

impl std::ops::Deref for Resident {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl fmt::Debug for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resident")
    }
}

impl Resident {
    /// The module over its parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The background jobs: sending codes, forgetting old requests.
    pub fn jobs(&self, registry: &mut JobRegistry) {
        jobs::register(self, registry);
    }
}
