//! What a use of the identity was, in words.

use app_i18n::{Locale, tr};
use resident_api::Use;

/// What the partner did, by MOSIP's transaction type; a type this version has no words for is a check like any other.
pub fn words(locale: Locale, one: &Use) -> &'static str {
    let kind = one.kind.to_ascii_uppercase();
    let has = |part: &str| kind.contains(part);
    if !one.succeeded {
        return if has("FINGER") {
            tr::resident::tried_finger(locale)
        } else if has("OTP") {
            tr::resident::tried_code(locale)
        } else {
            tr::resident::tried(locale)
        };
    }
    if has("OTP-REQ") {
        tr::resident::use_code_request(locale)
    } else if has("KYC") {
        tr::resident::use_kyc(locale)
    } else if has("OTP") {
        tr::resident::use_code(locale)
    } else if has("FINGER") || has("FMR") || has("FIR") {
        tr::resident::use_finger(locale)
    } else if has("IRIS") || has("IIR") {
        tr::resident::use_iris(locale)
    } else if has("FACE") || has("FID") {
        tr::resident::use_face(locale)
    } else if has("DEMO") {
        tr::resident::use_details(locale)
    } else {
        tr::resident::use_other(locale)
    }
}

/// What they saw of the person.
pub fn seen(locale: Locale, one: &Use) -> &'static str {
    match (one.succeeded, one.kind.to_ascii_uppercase().contains("KYC")) {
        (false, _) => tr::resident::seen_nothing(locale),
        (true, true) => tr::resident::seen_details(locale),
        (true, false) => tr::resident::seen_yes(locale),
    }
}

/// What was handed out, in words; an attribute of the country's own keeps its name.
pub fn disclosed(locale: Locale, one: &Use) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for name in &one.disclosed {
        let word = match name.as_str() {
            "fullName" | "firstName" | "middleName" | "lastName" | "name" => tr::resident::attribute_name(locale),
            "dateOfBirth" | "dob" | "age" => tr::resident::attribute_born(locale),
            "gender" => tr::resident::attribute_gender(locale),
            "phone" | "phoneNumber" => tr::resident::attribute_phone(locale),
            "email" | "emailId" => tr::resident::attribute_email(locale),
            "photo" | "face" | "Face" => tr::resident::attribute_photo(locale),
            "addressLine1" | "addressLine2" | "addressLine3" | "region" | "province" | "city" | "zone"
            | "postalCode" | "pinCode" | "fullAddress" | "location1" | "location2" | "location3" => {
                tr::resident::attribute_address(locale)
            }
            other => other,
        };
        // first, middle and last name are one name to a person
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The icon of a kind of use.
pub fn icon(kind: &str) -> &'static str {
    let kind = kind.to_ascii_uppercase();
    if kind.contains("KYC") {
        "icon-identification-card-duotone"
    } else if kind.contains("OTP") {
        "icon-chat-text-duotone"
    } else if kind.contains("FINGER") {
        "icon-fingerprint-duotone"
    } else {
        "icon-user-focus-duotone"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(kind: &str, succeeded: bool, disclosed: &[&str]) -> Use {
        Use {
            at: chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap().and_hms_opt(9, 0, 0).unwrap(),
            partner: String::new(),
            kind: kind.to_owned(),
            succeeded,
            reference: String::new(),
            disclosed: disclosed.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    // RES-05, UI-RES-09
    #[test]
    fn every_kind_has_words_of_its_own() {
        let kinds =
            ["OTP-REQUEST", "OTP-AUTH", "DEMO-AUTH", "FINGERPRINT-AUTH", "IRIS-AUTH", "FACE-AUTH", "EKYC-AUTH", "X"];
        let said: std::collections::BTreeSet<_> =
            kinds.iter().map(|kind| words(Locale::Eng, &one(kind, true, &[]))).collect();
        assert_eq!(said.len(), kinds.len());
        assert!(kinds.iter().all(|kind| words(Locale::Eng, &one(kind, false, &[])).starts_with("Tried")));
    }

    #[test]
    fn what_was_handed_out_is_named_once() {
        let handed = one("EKYC-AUTH", true, &["firstName", "lastName", "region", "city", "bloodType"]);
        assert_eq!(disclosed(Locale::Eng, &handed), ["Name", "Address", "bloodType"]);
        assert_ne!(seen(Locale::Eng, &handed), seen(Locale::Eng, &one("EKYC-AUTH", false, &[])));
    }
}
