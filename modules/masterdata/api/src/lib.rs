//! Contract of the masterdata module: master data, zones, identity schema, UI specifications and settings.

pub mod service;

pub use service::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
