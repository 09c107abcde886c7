//! Pure rules of sign-in: which realms there are, how long tokens live, when an account is locked.

use chrono::TimeDelta;
use types::Timestamp;

/// MOSIP's application ids: all live in one realm.
const APPLICATIONS: &[&str] = &[
    "prereg",
    "ida",
    "registrationclient",
    "regproc",
    "partner",
    "resident",
    "admin",
    "crereq",
    "creser",
    "datsha",
    "idrepo",
    "hotlist",
    "digitalcard",
    "signup",
];

/// Seconds an access token is valid.
pub(crate) const TOKEN_SECS: i64 = 36_000;
/// Seconds a refresh token is valid.
pub(crate) const REFRESH_SECS: i64 = 86_400;
/// A portal session ends after this many seconds without use.
pub(crate) const SESSION_IDLE_SECS: i64 = 15 * 60;
/// A portal session ends after this many seconds in any case.
pub(crate) const SESSION_MAX_SECS: i64 = 12 * 3600;
/// Wrong tries before the first lock.
const FREE_TRIES: i32 = 5;

/// Whether an application id is known, in any case of letters.
pub(crate) fn knows_application(id: &str) -> bool {
    APPLICATIONS.iter().any(|known| known.eq_ignore_ascii_case(id))
}

/// Until when an account stays locked after its `wrong_tries`-th wrong try in a row: 30 s after the fifth, doubling to
/// 15 minutes at most, so that a stranger can delay the owner but never shut them out.
pub(crate) fn lock_after(wrong_tries: i32, now: Timestamp) -> Option<Timestamp> {
    let beyond = wrong_tries - FREE_TRIES;
    (beyond >= 0).then(|| now + TimeDelta::seconds((30i64 << beyond.min(5)).min(900)))
}

/// Whether a session may still be used.
pub(crate) fn session_is_alive(now: Timestamp, last_seen: Timestamp, expires: Timestamp, ended: bool) -> bool {
    !ended && now < expires && now - last_seen < TimeDelta::seconds(SESSION_IDLE_SECS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        types::time::parse(text).unwrap()
    }

    // IDN: lock-out delays and never shuts out
    #[test]
    fn locks_grow_and_stop_growing() {
        let now = at("2026-11-23T10:00:00.000Z");
        assert_eq!(lock_after(4, now), None);
        assert_eq!(lock_after(5, now), Some(now + TimeDelta::seconds(30)));
        assert_eq!(lock_after(7, now), Some(now + TimeDelta::seconds(120)));
        assert_eq!(lock_after(500, now), Some(now + TimeDelta::seconds(900)));
    }

    #[test]
    fn sessions_end_by_idleness_age_and_sign_out() {
        let now = at("2026-11-23T10:00:00.000Z");
        let (seen, expires) = (now - TimeDelta::minutes(14), now + TimeDelta::hours(1));
        assert!(session_is_alive(now, seen, expires, false));
        assert!(!session_is_alive(now, seen, expires, true));
        assert!(!session_is_alive(now, now - TimeDelta::minutes(15), expires, false));
        assert!(!session_is_alive(now, seen, now, false));
    }

    #[test]
    fn application_ids_are_known_in_any_case() {
        assert!(knows_application("REGPROC") && knows_application("admin"));
        assert!(!knows_application("nowhere"));
    }
}
