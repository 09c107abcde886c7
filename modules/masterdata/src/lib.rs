#![doc = include_str!("../README.md")]

mod admin;
mod bulk;
mod cell;
mod cross_check;
mod derive;
mod entity;
mod export;
mod facade;
mod http;
mod http_admin;
mod http_write;
mod import;
#[cfg(test)]
mod plans;
mod read;
mod registry;
mod repo;
mod row;
mod search;
mod service;
mod settings;
mod sync;
mod words;
mod write;

use std::path::Path;
use std::sync::Arc;

use db::{Databases, Db, JobRegistry};
use edge::Routes;
use edge::blobs::Blobs;
use masterdata_api::ImportReport;
use registration_api::bulk::BroughtPackets;
use types::{Caller, Timestamp};

pub use admin::{AdminParts, AdminServices};
pub use cross_check::CrossChecker;
pub use import::ImportError;
pub use sync::{Hub, SyncData, SyncParts};

/// The module.
#[derive(Clone)]
pub struct Masterdata {
    db: Db,
    /// Where uploaded files wait; without it none are taken.
    blobs: Option<Blobs>,
}

impl Masterdata {
    /// The module over its database.
    pub fn new(databases: &Databases) -> Self {
        Self { db: databases.operations().clone(), blobs: None }
    }

    /// The module that also takes uploaded files.
    #[must_use]
    pub fn with_blobs(self, blobs: Blobs) -> Self {
        Self { blobs: Some(blobs), ..self }
    }

    /// Imports every `*.csv` of a folder in MOSIP's published form. Importing the same files again changes nothing.
    ///
    /// # Errors
    /// [`ImportError`] when a file cannot be read or the database fails; single bad rows stand in the report.
    pub async fn import(&self, caller: &Caller, folder: &Path) -> Result<ImportReport, ImportError> {
        import::import(&self.db, caller, folder, import::Existing::Replace).await
    }

    /// The same, but entries that somebody changed or deleted since they were imported stay as they are.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub async fn import_unchanged(&self, caller: &Caller, folder: &Path) -> Result<ImportReport, ImportError> {
        import::import(&self.db, caller, folder, import::Existing::KeepChanged).await
    }

    /// Writes one CSV file per table into a folder; gives the number of rows by table.
    ///
    /// # Errors
    /// [`ImportError`] when a file cannot be written or the database fails.
    pub async fn export(&self, folder: &Path) -> Result<Vec<(&'static str, u64)>, ImportError> {
        export::export(&self.db, folder).await
    }

    /// A fresh id for rows whose id nobody chose.
    fn new_id(&self, now: Timestamp) -> String {
        self.db.random().uuid_at(now).to_string()
    }
}

/// The module's routes.
pub fn routes(masterdata: &Masterdata) -> Routes {
    http::routes(masterdata)
}

/// The module's background jobs; `packets` takes those that are uploaded.
pub fn jobs(masterdata: &Masterdata, packets: &Arc<dyn BroughtPackets>, registry: &mut JobRegistry) {
    bulk::register(masterdata, packets, registry);
}
