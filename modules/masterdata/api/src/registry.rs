//! What the admin portal asks of master data: every entity by its path (`gendertypes`, `machines` …), with the rights of the
//! REST endpoints.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Caller, Failure, Permission, role};

use crate::form::Form;
use crate::search::SearchRequest;

/// Who reads master data in the portal.
pub const READ: Permission = Permission::roles(
    "masterdata.registry.read",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN, role::REGISTRATION_ADMIN],
);
/// Who changes entries that have no zone.
pub const WRITE: Permission =
    Permission::roles("masterdata.registry.write", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN]);
/// Who changes centres, zones of staff and what is deleted for good.
pub const ADMINISTER: Permission =
    Permission::roles("masterdata.registry.administer", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryPage {
    /// Entries by wire names, with their audit fields and the names of what they refer to.
    pub rows: Vec<Value>,
    /// Number of the first row, from 1; 0 when there is none.
    pub from: u64,
    /// How many there are on all pages.
    pub total: u64,
}

/// One entry in all its languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryDetail {
    /// A row for each language, or the only one.
    pub rows: Vec<Value>,
    /// Earlier states, newest first; empty where none are kept.
    pub history: Vec<Value>,
    /// Tables whose active rows need the entry, with their number.
    pub needed_by: Vec<(String, u64)>,
    /// Whether the caller may change it.
    pub may_change: bool,
}

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub code: String,
    pub name: String,
}

/// What is done to an entry beside changing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    Activate,
    Deactivate,
    Delete,
    /// For good: machines, devices, centres.
    Decommission,
}

/// Master data for administrators. Every method refuses callers without the right, and entries outside the caller's zone.
#[async_trait]
pub trait Registry: Send + Sync {
    /// Entries that fulfil a search.
    async fn list(&self, caller: &Caller, path: &str, request: &SearchRequest) -> Result<EntryPage, Failure>;
    /// One entry by its code.
    async fn entry(&self, caller: &Caller, path: &str, code: &str) -> Result<Option<EntryDetail>, Failure>;
    /// Creates an entry; gives its code.
    async fn create(&self, caller: &Caller, path: &str, body: &Value) -> Result<String, Failure>;
    /// Changes an entry.
    async fn change(&self, caller: &Caller, path: &str, body: &Value) -> Result<(), Failure>;
    /// Switches, deletes or decommissions an entry.
    async fn act(&self, caller: &Caller, path: &str, code: &str, deed: Deed) -> Result<(), Failure>;
    /// Lets a document type prove a category, or no longer.
    async fn map_document(&self, caller: &Caller, category: &str, kind: &str, mapped: bool) -> Result<(), Failure>;
    /// What a member of a form can be: entries it refers to, zones of the caller, languages. Empty when it is free.
    async fn choices(&self, caller: &Caller, path: &str, member: &str, language: &str) -> Result<Vec<Choice>, Failure>;
    /// Languages of the country, the mandatory ones first.
    async fn spoken(&self) -> Result<Vec<String>, Failure>;
}

/// Who may change an entity.
#[must_use]
pub fn right_to_change(form: &Form) -> Permission {
    let zoned = form.entity.table.position("zone_code").is_some() && form.entity.path == "registrationcenters";
    if zoned || matches!(form.entity.path, "zoneuser" | "languages" | "locations" | "gendertypes" | "title") {
        ADMINISTER
    } else {
        WRITE
    }
}
