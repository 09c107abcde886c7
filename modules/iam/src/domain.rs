//! Pure rules of sign-in: which realms there are, how long tokens live, when an account is locked, what a password is.

use chrono::TimeDelta;
use iam_api::{IamError, account::MIN_PASSWORD};
use types::{Failure, Timestamp};

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
/// A browser stays known for this many seconds after its first sign-in.
pub(crate) const DEVICE_SECS: i64 = 180 * 86_400;
/// Wrong answers to "is it still you?" that end a session.
pub(crate) const MOST_WRONG_PROOFS: i32 = 5;
/// Recovery codes of one set.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Longest password in characters: a bound on the work of hashing one.
const MAX_PASSWORD: usize = 1024;
/// Wrong tries before the first lock.
const FREE_TRIES: i32 = 5;

/// Whether an application id is known, in any case of letters.
pub(crate) fn knows_application(id: &str) -> bool {
    APPLICATIONS.iter().any(|known| known.eq_ignore_ascii_case(id))
}

/// Refuses an application id that is not known.
pub(crate) fn realm(app_id: &str) -> Result<(), Failure> {
    if knows_application(app_id) { Ok(()) } else { Err(Failure::with(IamError::UnknownRealm, [app_id])) }
}

/// What lists are searched by.
pub(crate) fn search_text(user_id: &str, name: &str, email: Option<&str>) -> String {
    format!("{user_id} {name} {}", email.unwrap_or_default()).trim_end().to_lowercase()
}

/// Whether a new password is good enough: long, not made of one or two letters, and not the user name. Length protects;
/// rules about kinds of letters only make passwords that people write down.
///
/// # Errors
/// `TES-IAM-001` otherwise.
pub(crate) fn good_password(user_id: &str, password: &str) -> Result<(), Failure> {
    let folded = password.to_lowercase();
    let count = password.chars().count();
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let names_user = user_id.len() >= 4 && folded.contains(&user_id.to_lowercase());
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&count) || letters.len() < 5 || names_user {
        return Err(Failure::with(IamError::WeakPassword, [MIN_PASSWORD.to_string()]));
    }
    Ok(())
}

/// Letters and digits that are not taken for each other when read aloud or copied by hand.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code of 20 letters in groups of five, from 100 random bits: a recovery code, or a first password.
pub(crate) fn spoken_secret(random: &[u8; 20]) -> String {
    let letters: Vec<char> = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as it is stored, whatever a person typed between and around its letters.
pub(crate) fn recovery_hash(user_id: &str, code: &str) -> String {
    let letters: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    hex::encode(crypto::digest::sha256(format!("{user_id}\n{letters}").as_bytes()))
}

/// Browser and system of a `User-Agent`, in words a person knows; nothing else of it is kept.
pub(crate) fn device_words(agent: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    // the order matters: most browsers also claim to be Chrome and Safari
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
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

    // ADM-01
    #[test]
    fn passwords_are_long_and_not_the_name() {
        assert!(good_password("ann", "correct horse battery").is_ok());
        for weak in ["short", "aaaaaaaaaaaaaaaa", "annemarie-2026-x", "ANNEMARIE and more"] {
            assert!(good_password("annemarie", weak).unwrap_err().is(IamError::WeakPassword), "{weak}");
        }
        assert!(good_password("ann", &"abcdefg".repeat(200)).is_err());
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_copied() {
        let code = spoken_secret(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 250, 255]);
        assert_eq!(code, "01234-56789-abcde-fghtz");
        let hash = recovery_hash("ann", &code);
        assert_eq!(recovery_hash("ann", &format!(" {} ", code.to_uppercase().replace('-', " "))), hash);
        assert_eq!(recovery_hash("ann", &code.replace('0', "O").replace('1', "l")), hash);
        assert_ne!(recovery_hash("bob", &code), hash);
    }

    #[test]
    fn devices_are_told_in_words() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(device_words(agent), "Chrome, Linux");
        assert_eq!(device_words(&format!("{agent} Edg/140.0")), "Edge, Linux");
        assert_eq!(device_words("curl/8"), "");
    }

    #[test]
    fn application_ids_are_known_in_any_case() {
        assert!(knows_application("REGPROC") && knows_application("admin"));
        assert!(!knows_application("nowhere"));
    }
}
