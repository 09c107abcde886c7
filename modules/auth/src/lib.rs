#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod jobs;
mod listener;
mod needs;
mod repo;
mod sealed;
mod service;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use biometrics::BiometricSdk;
use db::{Db, JobRegistry};
use edge::{Edge, Routes};
use idrepo_api::IdRepo;
use kernel_api::{Notices, OneTimeCodes};
use keymgr_api::{AtRest, KeyManager};
use masterdata_api::MasterData;
use partner_api::Partners;
use tokio::sync::OnceCell;

use domain::token::Salts;

pub use needs::needs;

/// Limits, in MOSIP's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthSettings {
    /// Codes one person may be sent in a minute.
    pub otp_per_minute: u64,
    /// Wrong codes in a row until the person's codes are frozen.
    pub otp_attempts: i32,
    /// Minutes they stay frozen.
    pub otp_freeze_minutes: i64,
    /// Up to this age, in years, one-time codes and biometrics are refused.
    pub child_age: i32,
    /// Fingers in one request.
    pub fingers: usize,
}

impl Default for AuthSettings {
    fn default() -> Self {
        Self { otp_per_minute: 100, otp_attempts: 5, otp_freeze_minutes: 30, child_age: 5, fingers: 10 }
    }
}

/// What the module stands on.
pub struct Parts {
    /// The authentication database.
    pub db: Db,
    pub edge: Arc<Edge>,
    pub at_rest: Arc<dyn AtRest>,
    pub keys: Arc<dyn KeyManager>,
    pub partners: Arc<dyn Partners>,
    pub identities: Arc<dyn IdRepo>,
    pub codes: Arc<dyn OneTimeCodes>,
    pub notices: Arc<dyn Notices>,
    pub master: Arc<dyn MasterData>,
    /// Compares biometrics, at a false match rate of one in ten thousand or better.
    pub sdk: Arc<dyn BiometricSdk>,
    pub settings: AuthSettings,
}

/// The module. It also listens to the events about identities: name it to the ID repository.
pub struct AuthModule {
    parts: Parts,
    salts: OnceCell<Salts>,
}

impl AuthModule {
    /// The module over its parts. Nothing is read or written yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self { parts, salts: OnceCell::new() })
    }
}

impl std::ops::Deref for AuthModule {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// Everything the module serves.
#[must_use]
pub fn routes(module: &Arc<AuthModule>) -> Routes {
    http::routes(module)
}

/// Adds the module's background jobs.
pub fn jobs(module: &Arc<AuthModule>, registry: &mut JobRegistry) {
    jobs::register(module, registry);
}
