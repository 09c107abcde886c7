//! Sync data for registration desks (`/v1/syncdata`). Reads only; what is meant for a machine leaves encrypted to its key.

mod authorities;
mod configs;
mod desk;
mod dynamic;
mod entities;
mod files;
mod http;
mod hub;
mod keys;
mod settings;
mod sign_in;
mod signed;
mod users;

use std::sync::Arc;

use chrono::TimeDelta;
use edge::{Edge, Routes};
use iam_api::StaffTokens;
use keymgr_api::{KeyAdministration, KeyManager, TrustChanges};
use masterdata_api::SyncError;
use types::{Failure, Timestamp};

pub use hub::Hub;

use crate::Masterdata;
use crate::cell::parse_stamp;

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct SyncData {
    inner: Arc<SyncParts>,
}

/// What sync data need from their surroundings.
pub struct SyncParts {
    pub masterdata: Arc<Masterdata>,
    /// Signs answers and gives the platform's certificates.
    pub keys: Arc<dyn KeyManager>,
    /// Authorities that devices are checked against.
    pub trust: Arc<dyn TrustChanges>,
    /// Takes the authorities that a hub publishes.
    pub authorities: Arc<dyn KeyAdministration>,
    /// The hub that the operator has named, if any.
    pub hub: Option<Hub>,
    /// Signs staff in for a machine that proved itself by its signature.
    pub staff: Arc<dyn StaffTokens>,
    pub edge: Arc<Edge>,
    /// Where desks reach this system, without a slash at the end.
    pub public_url: String,
}

impl std::ops::Deref for SyncData {
    type Target = SyncParts;

    fn deref(&self) -> &SyncParts {
        &self.inner
    }
}

impl SyncData {
    /// The service over its ports.
    #[must_use]
    pub fn new(parts: SyncParts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// The REST routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        http::routes(self)
    }

    fn now(&self) -> Timestamp {
        self.masterdata.db.now()
    }

    /// What a desk names in its next question. A little before now: a row gets its time when its transaction begins and is
    /// seen after its commit, so the last moments are asked for twice rather than missed.
    fn synced_until(&self) -> Timestamp {
        self.now() - TimeDelta::seconds(30)
    }

    /// The time since when changes are asked for, in the form in which rows keep times; `None` asks for everything.
    fn since(&self, text: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let at = parse_stamp(text).ok_or(SyncError::TimestampUnreadable)?;
        if at > self.now() {
            return Err(SyncError::TimestampInFuture.into());
        }
        Ok(Some(types::time::format(at)))
    }
}

/// Something beneath failed; the cause is for the log.
fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::of(SyncError::Internal).because(error)
}
