//! Finding the number of a registration again, as the administration portal asks.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Timestamp};

/// What somebody remembers of their registration; what is empty restricts nothing. Not printable: it names a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostForm {
    /// First day, `2026-11-23`.
    pub from: String,
    /// Last day.
    pub to: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    /// Code of a place: the centre lies there or below.
    pub place: String,
    pub center: String,
}

impl LostForm {
    /// Whether both days are given: without them a search would list people.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.from.is_empty() && !self.to.is_empty()
    }
}

/// A registration that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostFound {
    pub rid: String,
    pub center: String,
    #[serde(with = "types::time::wire")]
    pub registered_at: Timestamp,
}

/// Finds numbers again.
#[async_trait]
pub trait LostNumbers: Send + Sync {
    /// Registrations of the caller's zone that fit everything. That somebody looked is recorded.
    ///
    /// # Errors
    /// `RPR-RGS-032` when more than five fit, `RPR-RGS-034` for days too far apart, `ADMN-LRID-001` for days that are none.
    async fn find(&self, caller: &Caller, form: &LostForm) -> Result<Vec<LostFound>, Failure>;
}
