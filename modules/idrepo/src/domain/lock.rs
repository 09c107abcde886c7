//! Locks of factors.

use chrono::TimeDelta;
use idrepo_api::identity::WireAuthType;
use idrepo_api::{AuthTypeLock, IdRepoError};
use serde_json::Value;
use types::{Failure, Timestamp};

/// MOSIP's `auth.types.allowed`.
const ALLOWED: [&str; 7] = ["otp-email", "otp-phone", "demo", "bio-FINGER", "bio-IRIS", "bio-FACE", "otp"];

/// Reads the requested locks; an unknown factor or an empty list is refused.
pub(crate) fn read(wanted: &[WireAuthType], now: Timestamp) -> Result<Vec<AuthTypeLock>, Failure> {
    let refused = || Failure::with(IdRepoError::Invalid, ["authTypes"]);
    if wanted.is_empty() {
        return Err(refused());
    }
    wanted
        .iter()
        .map(|wanted| {
            let main = wanted.auth_type.as_deref().unwrap_or_default();
            let sub = wanted.auth_sub_type.as_deref().filter(|sub| !sub.is_empty());
            let name = sub.map_or_else(|| main.to_owned(), |sub| format!("{main}-{sub}"));
            let known = ALLOWED.iter().find(|allowed| allowed.eq_ignore_ascii_case(&name)).ok_or_else(refused)?;
            let locked = match &wanted.locked {
                Some(Value::Bool(locked)) => *locked,
                Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => true,
                Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => false,
                Some(_) => return Err(Failure::with(IdRepoError::Invalid, ["locked"])),
                None => return Err(Failure::with(IdRepoError::Missing, ["locked"])),
            };
            // An unlock for a time is a lock that sleeps: when the time is over, the factor is locked.
            let unlock_until = match wanted.unlock_for_seconds {
                Some(seconds) if seconds < 0 => return Err(Failure::with(IdRepoError::Invalid, ["unlockForSeconds"])),
                Some(seconds) if !locked && seconds > 0 => {
                    let span = TimeDelta::try_seconds(seconds).filter(|span| *span <= TimeDelta::days(36_525));
                    Some(now + span.ok_or_else(|| Failure::with(IdRepoError::Invalid, ["unlockForSeconds"]))?)
                }
                _ => None,
            };
            let stored_locked = locked || unlock_until.is_some();
            Ok(AuthTypeLock { auth_type: (*known).to_owned(), locked: stored_locked, unlock_until })
        })
        .collect()
}

/// A stored lock as it is at `now`, for the wire.
pub(crate) fn write(lock: &AuthTypeLock, now: Timestamp) -> WireAuthType {
    let (main, sub) = lock.auth_type.split_once('-').map_or((&*lock.auth_type, None), |(main, sub)| (main, Some(sub)));
    let left = lock.unlock_until.map(|until| (until - now).num_seconds()).filter(|left| *left > 0);
    WireAuthType {
        auth_type: Some(main.to_owned()),
        auth_sub_type: sub.map(str::to_owned),
        locked: Some(Value::Bool(lock.locked && left.is_none())),
        unlock_for_seconds: left,
        ..WireAuthType::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wanted(main: &str, sub: &str, locked: Value, seconds: Option<i64>) -> WireAuthType {
        WireAuthType {
            auth_type: Some(main.into()),
            auth_sub_type: Some(sub.into()),
            locked: Some(locked),
            unlock_for_seconds: seconds,
            ..WireAuthType::default()
        }
    }

    // IDR-08
    #[test]
    fn an_unlock_for_a_time_ends_locked() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        let locks =
            read(&[wanted("BIO", "finger", json!("false"), Some(100)), wanted("demo", "", json!(true), None)], now)
                .unwrap();
        assert_eq!(locks[0].auth_type, "bio-FINGER");
        let soon = write(&locks[0], now + TimeDelta::seconds(40));
        assert_eq!((soon.locked, soon.unlock_for_seconds), (Some(json!(false)), Some(60)));
        assert_eq!(write(&locks[0], now + TimeDelta::seconds(100)).locked, Some(json!(true)));
        assert_eq!(write(&locks[1], now).locked, Some(json!(true)));
        let plain = read(&[wanted("otp", "email", json!(false), Some(0))], now).unwrap();
        assert!(!plain[0].locked && plain[0].unlock_until.is_none());
    }

    #[test]
    fn unknown_factors_are_refused() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        for wrong in [vec![], vec![wanted("bio", "TONGUE", json!(true), None)], vec![wanted("", "", json!(true), None)]]
        {
            assert_eq!(read(&wrong, now).unwrap_err().faults[0].message, "Invalid Input Parameter - authTypes");
        }
        assert!(read(&[wanted("demo", "", json!(3), None)], now).is_err());
        assert!(read(&[wanted("demo", "", json!(false), Some(-1))], now).is_err());
    }
}
