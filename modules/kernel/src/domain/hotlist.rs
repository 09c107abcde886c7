//! What a row of the hotlist says at a time.

use kernel_api::hotlist::HotlistStatus;
use types::Timestamp;

/// A row as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) status: HotlistStatus,
    pub(crate) expires_at: Option<Timestamp>,
}

impl Entry {
    /// Whether the time of the status is over.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|until| until <= now)
    }

    /// What holds now: after its time a status turns into its opposite.
    pub(crate) fn status_at(&self, now: Timestamp) -> HotlistStatus {
        if self.is_over(now) { self.status.opposite() } else { self.status }
    }

    /// Whether the same may not be said again.
    pub(crate) fn holds(&self, status: HotlistStatus, now: Timestamp) -> bool {
        !self.is_over(now) && self.status == status
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    // ADM-24
    #[test]
    fn a_status_turns_into_its_opposite_when_its_time_is_over() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").expect("a time");
        let until = Some(now + TimeDelta::hours(1));
        use HotlistStatus::{Blocked, Unblocked};
        for (status, after) in [(Blocked, Unblocked), (Unblocked, Blocked)] {
            let entry = Entry { status, expires_at: until };
            assert_eq!((entry.status_at(now), entry.holds(status, now)), (status, true));
            let later = now + TimeDelta::hours(1);
            assert_eq!((entry.status_at(later), entry.holds(status, later)), (after, false));
            let forever = Entry { status, expires_at: None };
            assert_eq!(forever.status_at(now + TimeDelta::days(36_500)), status);
            assert!(!forever.holds(status.opposite(), now));
        }
    }
}
