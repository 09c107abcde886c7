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
mod read;
mod registry;
mod repo;
mod row;
mod search;
mod service;
mod settings;
mod sync;
mod write;

use std::path::Path;

use db::{Databases, Db, JobRegistry};
use edge::Routes;
use edge::blobs::Blobs;
use masterdata_api::ImportReport;
use types::{Caller, Timestamp};

pub use admin::{AdminParts, AdminServices};
pub use cross_check::CrossChecker;
pub use import::ImportError;
pub use sync::{SyncData, SyncParts};

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
        import::import(&self.db, caller, folder).await
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

/// The module's background jobs.
pub fn jobs(masterdata: &Masterdata, registry: &mut JobRegistry) {
    bulk::register(masterdata, registry);
}
