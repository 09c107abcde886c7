//! Administration of members of staff. ADM-03, ADM-13

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, role};

use crate::account::Ticket;

/// Seeing and changing members of staff; zonal administrators those of their zone.
pub const ADMINISTER_STAFF: Permission =
    Permission::roles("iam.staff.administer", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);

/// Which members of staff to list.
#[derive(Debug, Clone, Default)]
pub struct StaffQuery {
    /// Stands in user id, name or mail address.
    pub search: Option<String>,
    pub state: Option<StaffState>,
    /// The last user id of the page before.
    pub after: Option<String>,
    pub limit: u32,
}

/// Whether a member of staff can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffState {
    Active,
    /// Strangers' wrong tries keep the password locked for a moment.
    Locked,
    /// Has a first password that was not changed yet.
    Invited,
    Inactive,
}

impl StaffState {
    /// As it stands in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Invited => "invited",
            Self::Inactive => "inactive",
        }
    }
    /// From an address.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Locked, Self::Invited, Self::Inactive].into_iter().find(|state| state.name() == name)
    }
}

/// A member of staff in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEntry {
    pub user_id: String,
    pub name: String,
    pub email: Option<String>,
    pub roles: Vec<String>,
    pub zone: Option<String>,
    pub state: StaffState,
    pub locked_until: Option<Timestamp>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPage {
    pub entries: Vec<StaffEntry>,
    pub total: u64,
    pub more: bool,
    pub now: Timestamp,
}

/// One member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDetail {
    pub entry: StaffEntry,
    pub phone: Option<String>,
    pub passkeys: u64,
    pub second_factor: bool,
    pub sessions: u64,
    pub created_at: Timestamp,
    /// The caller themselves: what would shut them out is not offered.
    pub yourself: bool,
    /// Roles the caller may give and take.
    pub grantable: Vec<String>,
    /// Zones the caller may place somebody in.
    pub zones: Vec<String>,
    pub fresh: bool,
    pub now: Timestamp,
}

/// What the form of a new member of staff offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffOffer {
    pub grantable: Vec<String>,
    pub zones: Vec<String>,
    /// Whether the caller may place somebody in no zone at all.
    pub everywhere: bool,
    pub fresh: bool,
}

/// What can be said of a member of staff.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffFacts {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub roles: Vec<String>,
    pub zone: Option<String>,
}

/// Administration of members of staff.
#[async_trait]
pub trait StaffAdministration: Send + Sync {
    /// A page of members of staff by user id.
    async fn list(&self, caller: &Caller, query: &StaffQuery) -> Result<StaffPage, Failure>;
    /// One of them; `None` when unknown or not the caller's business.
    async fn one(&self, caller: &Caller, user_id: &str) -> Result<Option<StaffDetail>, Failure>;
    /// What the form of a new one offers.
    async fn offer(&self, caller: &Caller) -> Result<StaffOffer, Failure>;
    /// A new one; the ticket shows the first password once.
    async fn create(&self, caller: &Caller, user_id: &str, facts: StaffFacts) -> Result<Ticket, Failure>;
    /// Changes what is said of one. With other roles or another zone, tokens end.
    async fn change(&self, caller: &Caller, user_id: &str, facts: StaffFacts) -> Result<(), Failure>;
    /// Lets one in again, or ends their access with all sessions and tokens.
    async fn set_active(&self, caller: &Caller, user_id: &str, active: bool) -> Result<(), Failure>;
    /// A new first password; every other way of signing in, session and token ends.
    async fn reset(&self, caller: &Caller, user_id: &str) -> Result<Ticket, Failure>;
    /// Opens a password that wrong tries have locked.
    async fn unlock(&self, caller: &Caller, user_id: &str) -> Result<(), Failure>;
}
