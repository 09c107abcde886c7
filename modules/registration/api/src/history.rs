//! A registration's steps, and lost registrations, for the administration service.

use async_trait::async_trait;
use chrono::NaiveDate;
use types::{Caller, Failure, Permission, Rid, Timestamp, role};

use crate::wire::TransactionItem;

/// What happened to a registration.
#[async_trait]
pub trait RegistrationHistory: Send + Sync {
    /// Its steps, oldest first. Needs [`crate::wire::endpoints::HISTORY`].
    ///
    /// # Errors
    /// `RPR-RTS-001` when there is none.
    async fn transactions(&self, caller: &Caller, rid: &Rid) -> Result<Vec<TransactionItem>, Failure>;
}

/// Who may look for lost registrations.
pub const FIND_LOST: Permission = Permission::roles(
    "registration.lost.find",
    &[role::REGISTRATION_ADMIN, role::REGISTRATION_OFFICER, role::ZONAL_ADMIN, role::GLOBAL_ADMIN],
);

/// What somebody remembers of a registration; everything that is said has to fit. Not printable: it names a person.
#[derive(Clone, Default)]
pub struct LostQuestion {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Made at one of these centres; anywhere when absent.
    pub centers: Option<Vec<String>>,
    /// First day, in UTC.
    pub from: Option<NaiveDate>,
    /// Last day, in UTC, at most 30 days later.
    pub to: Option<NaiveDate>,
}

/// A registration that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRegistration {
    pub rid: String,
    pub center: String,
    pub registered_at: Timestamp,
    /// When the desk announced it.
    pub synced_at: Timestamp,
}

/// Finds numbers of registrations again.
#[async_trait]
pub trait LostRegistrations: Send + Sync {
    /// Registrations that fit, the newest first. Needs [`FIND_LOST`]; that somebody looked is recorded.
    ///
    /// # Errors
    /// `RPR-RGS-032` when more than five fit, `RPR-RGS-034` for days too far apart.
    async fn find_lost(&self, caller: &Caller, question: &LostQuestion) -> Result<Vec<LostRegistration>, Failure>;
}
