//! Compare what a person says about themselves with the record (spec ida-crypto B.8: strategy EXACT, threshold 100).

use std::collections::BTreeMap;

use auth_api::AuthError;
use chrono::{Datelike as _, NaiveDate};
use serde_json::{Map, Value};
use types::{Catalogue as _, Fault};

use super::attributes::{self, Text};
use super::normalise::{Rules, normalise};

/// What the country knows that the comparison needs.
pub(crate) struct Country<'a> {
    /// Codes of its languages.
    pub languages: &'a [String],
    /// Titles of names by language.
    pub titles: &'a BTreeMap<String, Vec<String>>,
    pub today: NaiveDate,
}

/// Every claim has to fit; the faults say which do not.
pub(crate) fn check(identity: &Map<String, Value>, claims: &Map<String, Value>, country: &Country<'_>) -> Vec<Fault> {
    let given = |name: &str| claims.get(name).is_some_and(|value| !claimed(value).is_empty());
    let parts = ["addressLine", "location", "postalCode"];
    if given("fullAddress") && claims.keys().any(|name| parts.iter().any(|part| name.starts_with(part)) && given(name))
    {
        return vec![Fault::new(AuthError::MissingAttribute, ["demo"])];
    }
    let mut faults = Vec::new();
    for (name, value) in claims.iter().filter(|(name, _)| *name != "metadata") {
        for claim in claimed(value) {
            if let Err(fault) = compare(identity, name, &claim, country) {
                faults.push(fault);
            }
        }
    }
    faults
}

/// The claims of one member: text, number or `[{language, value}]`; empty ones count as not made.
fn claimed(value: &Value) -> Vec<Text> {
    let mut holder = Map::new();
    holder.insert("claim".to_owned(), value.clone());
    attributes::values(&holder, "claim")
}

fn compare(identity: &Map<String, Value>, name: &str, claim: &Text, country: &Country<'_>) -> Result<(), Fault> {
    if let Some(language) = &claim.language
        && !country.languages.contains(language)
    {
        return Err(Fault::new(AuthError::UnsupportedLanguage, [language.as_str()]));
    }
    let language = claim.language.as_deref();
    match name {
        "dob" => {
            let said = date(&claim.value).ok_or_else(|| invalid("dob"))?;
            if born(identity)? == said { Ok(()) } else { Err(mismatch(name, None)) }
        }
        "age" => {
            let said: i32 = claim.value.parse().map_err(|_| invalid("age"))?;
            if !(0..=150).contains(&said) {
                return Err(invalid("age"));
            }
            if said <= age(born(identity)?, country.today) { Ok(()) } else { Err(mismatch(name, None)) }
        }
        _ => {
            let mut stored = attributes::stored(identity, name);
            if language.is_some() {
                stored.retain(|text| text.language.is_none() || text.language.as_deref() == language);
            }
            if stored.is_empty() {
                return Err(missing(name, language));
            }
            let rules = match name {
                "name" => Rules::Name,
                "fullAddress" => Rules::Address,
                _ if name.starts_with("addressLine") || name.starts_with("location") => Rules::Address,
                _ => Rules::None,
            };
            let fits = stored.iter().any(|text| {
                let language = text.language.as_deref().or(language);
                let titles = language.and_then(|code| country.titles.get(code)).map_or(&[][..], Vec::as_slice);
                let make = |value: &str| normalise(value, rules, language, titles);
                same_words(&make(&claim.value), &make(&text.value))
            });
            if fits { Ok(()) } else { Err(mismatch(name, language)) }
        }
    }
}

/// The same words in any order and case.
fn same_words(said: &str, stored: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let (said, stored) = (words(said), words(stored));
    !stored.is_empty() && said == stored
}

fn born(identity: &Map<String, Value>) -> Result<NaiveDate, Fault> {
    let text = attributes::first(identity, attributes::BORN);
    text.and_then(|text| date(&text)).ok_or_else(|| missing("dob", None))
}

/// `yyyy/MM/dd`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y/%m/%d").ok()
}

/// Full years.
pub(crate) fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}

fn invalid(name: &str) -> Fault {
    Fault::new(AuthError::Invalid, [format!("request/demographics/{name}")])
}

fn describe(name: &str) -> &str {
    if name.starts_with("addressLine") || name.starts_with("location") { "address line item(s)" } else { name }
}

fn worded(code: AuthError, message: String, described: &str) -> Fault {
    Fault { code: code.row(), message, args: vec![described.to_owned()] }
}

fn mismatch(name: &str, language: Option<&str>) -> Fault {
    let what = describe(name);
    match language {
        Some(language) => {
            worded(AuthError::DemographicMismatch, format!("Demographic data {what} in {language} did not match"), what)
        }
        None => Fault::new(AuthError::DemographicMismatch, [what]),
    }
}

fn missing(name: &str, language: Option<&str>) -> Fault {
    let what = describe(name);
    match language {
        Some(language) => {
            let message = format!("Demographic data {what} in {language} not available in database");
            worded(AuthError::DemographicMissing, message, what)
        }
        None => Fault::new(AuthError::DemographicMissing, [what]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity() -> Map<String, Value> {
        let texts =
            |eng: &str, ara: &str| json!([{"language": "eng", "value": eng}, {"language": "ara", "value": ara}]);
        let identity = json!({
            "fullName": texts("Layla Benhadi", "ليلى بن هادي"), "dateOfBirth": "1991/03/14", "gender": texts("FLE", "FLE"),
            "addressLine1": texts("Flat 4, 8 Lamp Street", "شارع المصباح 8"), "city": texts("Port Amel", "ميناء الأمل"),
            "postalCode": "20410", "phone": "612345678", "email": "layla@sahlara.example", "bloodType": "O",
        });
        identity.as_object().unwrap().clone()
    }

    fn codes(claims: Value) -> Vec<&'static str> {
        let languages = ["eng".to_owned(), "ara".to_owned(), "fra".to_owned()];
        let titles = BTreeMap::from([("eng".to_owned(), vec!["Ms".to_owned()])]);
        let today = NaiveDate::from_ymd_opt(2026, 3, 13).unwrap();
        let country = Country { languages: &languages, titles: &titles, today };
        check(&identity(), claims.as_object().unwrap(), &country).iter().map(|fault| fault.code.code).collect()
    }

    fn in_english(value: &str) -> Value {
        json!([{"language": "eng", "value": value}])
    }

    // IDA-06
    #[test]
    fn names_match_in_any_order_and_without_titles() {
        for name in ["Layla Benhadi", "benhadi LAYLA", "Ms. Layla Benhadi", "Layla-Benhadi"] {
            assert_eq!(codes(json!({"name": in_english(name)})), [""; 0], "{name}");
        }
        assert_eq!(codes(json!({"name": [{"language": "ara", "value": "ليلى بن هادي"}]})), [""; 0]);
        for name in ["Layla", "Layla Benhadi Benhadi", "Leila Benhadi", "Layla B"] {
            assert_eq!(codes(json!({"name": in_english(name)})), ["IDA-DEA-001"], "{name}");
        }
        assert_eq!(codes(json!({"name": [{"language": "xyz", "value": "Layla"}]})), ["IDA-DEA-002"]);
        assert_eq!(codes(json!({"name": [{"language": "fra", "value": "Layla"}]})), ["IDA-DEA-003"]);
    }

    // IDA-06
    #[test]
    fn dates_and_ages() {
        assert_eq!(codes(json!({"dob": "1991/03/14"})), [""; 0]);
        assert_eq!(codes(json!({"dob": "1991/03/15"})), ["IDA-DEA-001"]);
        assert_eq!(codes(json!({"dob": "14-03-1991"})), ["IDA-MLC-009"]);
        // the birthday is tomorrow: 34 years
        assert_eq!(codes(json!({"age": "34"})), [""; 0]);
        assert_eq!(codes(json!({"age": "18"})), [""; 0]);
        assert_eq!(codes(json!({"age": "35"})), ["IDA-DEA-001"]);
        assert_eq!(codes(json!({"age": "old"})), ["IDA-MLC-009"]);
        assert_eq!(codes(json!({"age": "345"})), ["IDA-MLC-009"]);
    }

    // IDA-06
    #[test]
    fn contacts_addresses_and_further_attributes() {
        let fits = json!({"phoneNumber": "612345678", "emailId": "Layla@Sahlara.example", "postalCode": "20410",
            "gender": in_english("fle"), "location1": in_english("port amel"), "bloodType": "o"});
        assert_eq!(codes(fits), [""; 0]);
        assert_eq!(codes(json!({"addressLine1": in_english("flat 4 8 lamp st")})), [""; 0]);
        assert_eq!(codes(json!({"fullAddress": in_english("Flat 4, 8 Lamp Street, Port Amel 20410")})), [""; 0]);
        assert_eq!(codes(json!({"phoneNumber": "612345679", "emailId": "x@y.z"})), ["IDA-DEA-001"; 2]);
        assert_eq!(codes(json!({"shoeSize": "42"})), ["IDA-DEA-003"]);
        let both = json!({"fullAddress": in_english("x"), "postalCode": "20410"});
        assert_eq!(codes(both), ["IDA-MLC-013"]);
    }
}
