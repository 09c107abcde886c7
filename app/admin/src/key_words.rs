//! Purposes, states and renewals of keys in words.

use app_i18n::{Locale, tr};
use app_kit::Tile;
use chrono::Datelike;
use keymgr_api::admin::{KeyPurpose, KeySummary, Renewal};
use types::Timestamp;

/// So many days ahead an administrator is told.
const SOON_DAYS: i64 = 90;

/// `23 Nov 2026`.
pub fn day(locale: Locale, at: Timestamp) -> String {
    app_i18n::date_short(locale, at.year(), at.month(), at.day())
}

/// What a key is for.
pub fn purpose(locale: Locale, purpose: KeyPurpose) -> &'static str {
    match purpose {
        KeyPurpose::Root => tr::keys::root(locale),
        KeyPurpose::Master => tr::keys::master(locale),
        KeyPurpose::Signature => tr::keys::signature(locale),
        KeyPurpose::Encryption => tr::keys::encryption(locale),
        KeyPurpose::Foreign => tr::keys::foreign(locale),
    }
}

/// A key's kind as the standards write it.
pub fn algorithm(name: &str) -> String {
    match name {
        "Rsa2048" => "RSA 2048".to_owned(),
        "EcP256" => "EC P-256".to_owned(),
        "EcSecp256k1" => "EC secp256k1".to_owned(),
        other => other.to_owned(),
    }
}

/// What stands for an empty reference.
pub fn no_reference(locale: Locale, purpose: KeyPurpose) -> &'static str {
    if purpose == KeyPurpose::Root { tr::keys::root_authority(locale) } else { tr::keys::master_reference(locale) }
}

/// How a key stands, and how that is drawn.
pub fn state(locale: Locale, key: &KeySummary, now: Timestamp) -> (Tile, String) {
    let days = (key.renew_at - now).num_days();
    match key.renewal {
        // nothing is to be done, also when nobody used it for a while
        Renewal::Automatic if key.renew_at <= now => (Tile::Moving, tr::keys::state_replaced(locale).to_owned()),
        _ if key.valid_until <= now => (Tile::Failed, tr::keys::state_ended(locale).to_owned()),
        Renewal::ByHand | Renewal::ByOwner if key.renew_at <= now => {
            (Tile::Failed, tr::keys::state_due(locale).to_owned())
        }
        Renewal::ByHand | Renewal::ByOwner if days < SOON_DAYS => {
            (Tile::Waits, tr::keys::state_soon(locale, u64::try_from(days).unwrap_or_default()))
        }
        _ => (Tile::Done, tr::keys::state_valid(locale).to_owned()),
    }
}

/// Who makes the next key, and when.
pub fn renewal(locale: Locale, key: &KeySummary, now: Timestamp) -> String {
    let date = day(locale, key.renew_at);
    match key.renewal {
        Renewal::Automatic if key.renew_at <= now => tr::keys::auto_due(locale).to_owned(),
        Renewal::Automatic => tr::keys::auto(locale, &date),
        Renewal::ByHand => tr::keys::by_hand(locale, &date),
        Renewal::ByOwner => tr::keys::by_owner(locale, &date),
    }
}

/// A trust domain's name.
pub fn domain(locale: Locale, name: &str) -> &str {
    match name {
        "AUTH" => tr::keys::domain_auth(locale),
        "DEVICE" => tr::keys::domain_device(locale),
        "FTM" => tr::keys::domain_ftm(locale),
        "MISP" => tr::keys::domain_misp(locale),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn key(renewal: Renewal, days: i64) -> (KeySummary, Timestamp) {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let key = KeySummary {
            application_id: "IDA".into(),
            reference_id: String::new(),
            purpose: KeyPurpose::Master,
            algorithm: "Rsa2048".into(),
            valid_from: now - TimeDelta::days(10),
            valid_until: now + TimeDelta::days(days),
            renew_at: now + TimeDelta::days(days - 60),
            renewal,
            earlier: 0,
        };
        (key, now)
    }

    // KEY-02: only what somebody has to do something about is marked
    #[test]
    fn what_renews_itself_never_alarms() {
        let tile = |renewal, days| {
            let (key, now) = key(renewal, days);
            state(Locale::Eng, &key, now).0
        };
        assert_eq!([tile(Renewal::Automatic, 400), tile(Renewal::ByHand, 400)], [Tile::Done, Tile::Done]);
        assert_eq!([tile(Renewal::Automatic, 50), tile(Renewal::Automatic, -5)], [Tile::Moving, Tile::Moving]);
        // a person has to act before the key is no longer taken, 60 days before its end
        assert_eq!([tile(Renewal::ByHand, 61), tile(Renewal::ByOwner, 149)], [Tile::Waits, Tile::Waits]);
        assert_eq!([tile(Renewal::ByOwner, 150), tile(Renewal::ByOwner, 60)], [Tile::Done, Tile::Failed]);
        assert_eq!(tile(Renewal::ByHand, 0), Tile::Failed);
    }
}
