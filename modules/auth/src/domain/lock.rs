//! Factors a person has locked (spec ida-crypto B.11).

use biometrics::Modality;
use idrepo_api::AuthTypeLock;
use types::Timestamp;

use super::factor::Factor;

/// Whether a factor is locked now: an unlock for a time is a lock that sleeps until then.
fn locked(locks: &[AuthTypeLock], name: &str, now: Timestamp) -> bool {
    locks
        .iter()
        .filter(|lock| lock.auth_type.eq_ignore_ascii_case(name))
        .any(|lock| lock.locked && lock.unlock_until.is_none_or(|until| until <= now))
}

/// The lock that stands in the way of a factor. One-time codes are locked as a whole, or by both their channels.
pub(crate) fn of_factor(locks: &[AuthTypeLock], factor: Factor, now: Timestamp) -> Option<String> {
    let is_locked = match factor {
        Factor::Otp => {
            locked(locks, "otp", now) || (locked(locks, "otp-email", now) && locked(locks, "otp-phone", now))
        }
        Factor::Bio(Modality::ExceptionPhoto) => false,
        other => locked(locks, &other.label(), now),
    };
    is_locked.then(|| factor.label())
}

/// The lock that stands in the way of sending a code by a channel (`phone` or `email`).
pub(crate) fn of_channel(locks: &[AuthTypeLock], channel: &str, now: Timestamp) -> Option<String> {
    ["otp".to_owned(), format!("otp-{channel}")].into_iter().find(|name| locked(locks, name, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    // IDA-13, IDR-08
    #[test]
    fn locks_hold_and_sleep() {
        let now = types::time::parse("2026-11-28T10:00:00.000Z").unwrap();
        let lock = |name: &str, until: Option<i64>| AuthTypeLock {
            auth_type: name.into(),
            locked: true,
            unlock_until: until.map(|secs| now + TimeDelta::seconds(secs)),
        };
        let finger = Factor::Bio(Modality::Finger);
        assert_eq!(of_factor(&[lock("bio-FINGER", None)], finger, now).as_deref(), Some("bio-FINGER"));
        assert_eq!(of_factor(&[lock("bio-FINGER", Some(5))], finger, now), None);
        assert!(of_factor(&[lock("bio-FINGER", Some(0))], finger, now).is_some());
        assert_eq!(of_factor(&[lock("bio-IRIS", None)], finger, now), None);
        assert_eq!(of_factor(&[lock("otp-email", None)], Factor::Otp, now), None);
        assert!(of_factor(&[lock("otp-email", None), lock("otp-phone", None)], Factor::Otp, now).is_some());
        assert_eq!(of_channel(&[lock("otp-phone", None)], "phone", now).as_deref(), Some("otp-phone"));
        assert_eq!(of_channel(&[lock("otp-phone", None)], "email", now), None);
        assert_eq!(of_channel(&[lock("otp", None)], "email", now).as_deref(), Some("otp"));
        let open = AuthTypeLock { auth_type: "demo".into(), locked: false, unlock_until: None };
        assert_eq!(of_factor(&[open], Factor::Demo, now), None);
    }
}
