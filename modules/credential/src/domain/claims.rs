//! Claim 169 of a card: what a checker without network learns. Gender, name, birth and a small face; never the UIN.

use chrono::{NaiveDate, TimeDelta};
use codec::claim169::{Biometric, BiometricKey, Cwt, Identity};
use types::Timestamp;

/// What goes into the QR. Personal: no `Debug`.
pub(crate) struct Claims<'a> {
    /// The person's perpetual VID; the UIN stays out of the QR.
    pub vid: Option<&'a str>,
    pub language: &'a str,
    pub name: &'a str,
    /// Language and name.
    pub second: Option<(&'a str, &'a str)>,
    pub born: Option<NaiveDate>,
    /// MOSIP's gender code, such as `FLE`.
    pub gender: Option<&'a str>,
    /// A grey JPEG of a few hundred bytes.
    pub face: Option<Vec<u8>>,
}

/// Version of the attributes.
const VERSION: &str = "1.0";
// Numbers of the registry: an image, as JPEG.
const IMAGE: i64 = 0;
const JPEG: i64 = 1;

/// The token to be signed: valid from `now` for `valid_for`.
pub(crate) fn token(claims: &Claims<'_>, issuer: &str, now: Timestamp, valid_for: TimeDelta) -> Cwt {
    let mut identity = Identity {
        id: claims.vid.map(str::to_owned),
        version: Some(VERSION.to_owned()),
        language: Some(claims.language.to_owned()),
        full_name: Some(claims.name.to_owned()),
        date_of_birth: claims.born.map(|born| born.format("%Y%m%d").to_string()),
        gender: claims.gender.map(gender),
        ..Identity::default()
    };
    if let Some((language, name)) = claims.second {
        identity.secondary_language = Some(language.to_owned());
        identity.secondary_full_name = Some(name.to_owned());
    }
    if let Some(face) = &claims.face {
        let face = Biometric { data: face.clone(), format: Some(IMAGE), sub_format: Some(JPEG), issuer: None };
        identity.biometrics.insert(BiometricKey::Face, vec![face]);
    }
    Cwt {
        issuer: Some(issuer.to_owned()),
        issued_at: Some(now.timestamp()),
        not_before: Some(now.timestamp()),
        expires_at: Some((now + valid_for).timestamp()),
        identity,
        ..Cwt::default()
    }
}

/// The registry's number of a gender: 1 male, 2 female, 3 others.
fn gender(code: &str) -> i64 {
    match code.to_ascii_uppercase().as_str() {
        "MLE" | "MALE" => 1,
        "FLE" | "FEMALE" => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // QR-01
    #[test]
    fn the_token_reads_back_and_holds_no_uin() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        let claims = Claims {
            vid: Some("2149075183640825"),
            language: "eng",
            name: "Layla Benhadi",
            second: Some(("ara", "ليلى بن هادي")),
            born: NaiveDate::from_ymd_opt(1991, 3, 14),
            gender: Some("FLE"),
            face: Some(vec![0xff, 0xd8]),
        };
        let token = token(&claims, "https://id.sahlara.example", now, TimeDelta::days(3652));
        let read = Cwt::decode(&token.encode()).unwrap();
        assert_eq!(read, token);
        assert_eq!((read.issued_at, read.not_before), (Some(1_795_428_000), Some(1_795_428_000)));
        assert_eq!(read.identity.date_of_birth.as_deref(), Some("19910314"));
        assert_eq!((read.identity.gender, read.identity.secondary_language.as_deref()), (Some(2), Some("ara")));
        assert!(read.check_times(now.timestamp(), 60).is_ok());
    }
}
