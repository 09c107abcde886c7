//! What the pages and messages need of an identity, whatever the country's schema calls it (MOSIP's published mapping).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;
use types::LangCode;

const NAME: &str = "fullName";
const NAME_PARTS: [&str; 3] = ["firstName", "middleName", "lastName"];

/// `[{language, value}]` or plain text, by language; an empty language for plain text.
fn values(value: Option<&Value>) -> BTreeMap<String, String> {
    let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match value {
        Some(Value::String(text)) => kept(text).map(|text| (String::new(), text)).into_iter().collect(),
        Some(Value::Number(number)) => BTreeMap::from([(String::new(), number.to_string())]),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|entry| {
                let language = entry.get("language").and_then(Value::as_str).unwrap_or_default();
                Some((language.to_owned(), kept(entry.get("value")?.as_str()?)?))
            })
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// Names by language: the full name, else its parts put together.
pub(crate) fn names(identity: &Value) -> BTreeMap<String, String> {
    let whole = values(identity.get(NAME));
    if !whole.is_empty() {
        return whole;
    }
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for (language, text) in NAME_PARTS.iter().flat_map(|part| values(identity.get(*part))) {
        joined
            .entry(language)
            .and_modify(|name| {
                name.push(' ');
                name.push_str(&text);
            })
            .or_insert(text);
    }
    joined
}

/// The date of birth: MOSIP writes `yyyy/MM/dd`.
pub(crate) fn born(identity: &Value) -> Option<NaiveDate> {
    let (_, text) = values(identity.get("dateOfBirth")).into_iter().next()?;
    NaiveDate::parse_from_str(&text.replace('-', "/"), "%Y/%m/%d").ok()
}

/// How the person can be reached: mail address and phone number.
pub(crate) fn contacts(identity: &Value) -> (Option<String>, Option<String>) {
    let plain = |name: &str| values(identity.get(name)).into_values().next();
    (plain("email"), plain("phone"))
}

/// Whether the identity has a biometric document, in which a photograph may stand.
pub(crate) fn has_biometrics(identity: &Value) -> bool {
    identity.get("individualBiometrics").is_some_and(|value| !value.is_null())
}

/// The languages to write to the person in: their preferred ones, else the page's.
pub(crate) fn languages(identity: &Value, page: LangCode) -> Vec<LangCode> {
    let preferred = values(identity.get("preferredLang")).into_values().next().unwrap_or_default();
    let mut list: Vec<LangCode> =
        preferred.split(',').filter_map(|code| LangCode::parse(code.trim()).ok()).take(1).collect();
    if !list.contains(&page) {
        list.push(page);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn attributes_are_found_in_either_shape() {
        let identity = json!({
            "fullName": [{"language": "eng", "value": " Layla Benhadi "}, {"language": "ara", "value": "ليلى بن هادي"}],
            "dateOfBirth": "1991/03/14", "phone": 612345678, "email": "", "preferredLang": "ara",
        });
        assert_eq!(names(&identity)["eng"], "Layla Benhadi");
        assert_eq!(born(&identity), NaiveDate::from_ymd_opt(1991, 3, 14));
        assert_eq!(contacts(&identity), (None, Some("612345678".to_owned())));
        assert_eq!(languages(&identity, LangCode::ENG), [LangCode::parse("ara").unwrap(), LangCode::ENG]);
        assert_eq!(languages(&json!({}), LangCode::ENG), [LangCode::ENG]);
        assert!(!has_biometrics(&identity) && has_biometrics(&json!({"individualBiometrics": {"format": "cbeff"}})));
        let parts = json!({
            "firstName": [{"language": "eng", "value": "Layla"}], "lastName": [{"language": "eng", "value": "Benhadi"}],
        });
        assert_eq!(names(&parts)["eng"], "Layla Benhadi");
        assert_eq!((names(&json!({})).len(), born(&json!({"dateOfBirth": "soon"}))), (0, None));
    }
}
