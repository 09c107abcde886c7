//! Contract of the masterdata module: master data, zones, identity schema, UI specifications and settings.

pub mod admin;
pub mod admin_error;
pub mod bulk;
pub mod cross_check;
pub mod definitions;
pub mod desk;
pub mod drafts;
pub mod endpoints;
pub mod error;
pub mod form;
pub mod forms;
pub mod lost;
pub mod registry;
pub mod report;
pub mod search;
pub mod service;
pub mod settings;
pub mod sync;
pub mod sync_error;
pub mod sync_settings;
pub mod table;
pub mod tables;
pub mod wire;
mod writes;

pub use bulk::BulkUploads;
pub use cross_check::CrossCheck;
pub use definitions::Definitions;
pub use drafts::{Publication, SchemaDraft, UiSpecDraft};
pub use error::MasterdataError;
pub use registry::Registry;
pub use report::{ImportReport, Rejection, TableReport};
pub use service::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
pub use settings::PolicySettings;
pub use sync_error::SyncError;
pub use table::{Column, Kind, Table};
