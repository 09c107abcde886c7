//! What of an identity goes on a card, whatever the country's schema calls it.

use chrono::NaiveDate;
use serde_json::{Map, Value};

/// The attributes a card needs, per language where the schema has languages. Personal: no `Debug`.
#[derive(Default, Clone, PartialEq)]
pub(crate) struct Subject {
    /// `(language, name)`, in the order of the identity; one entry with an empty language where the name has none.
    pub names: Vec<(String, String)>,
    pub born: Option<NaiveDate>,
    /// The gender's code or, in older schemas, its name per language.
    pub gender: Vec<(String, String)>,
    /// Address attributes from the house to the country's parts, each per language; may hold location codes.
    pub address: Vec<(&'static str, Vec<(String, String)>)>,
    pub postal_code: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

const NAME_PARTS: [&str; 3] = ["firstName", "middleName", "lastName"];
const LINES: [&str; 3] = ["addressLine1", "addressLine2", "addressLine3"];
/// From the country's largest part to its smallest: the order of the location hierarchy.
pub(crate) const PLACES: [&str; 4] = ["region", "province", "city", "zone"];

impl Subject {
    /// Reads MOSIP's attribute names; what is missing is left out.
    pub fn read(identity: &Map<String, Value>) -> Subject {
        let per_language = |name: &str| values(identity.get(name));
        let plain = |name: &str| per_language(name).into_iter().next().map(|(_, text)| text);
        let mut names = per_language("fullName");
        if names.is_empty() {
            names = joined(&NAME_PARTS.map(|part| values(identity.get(part))));
        }
        let address =
            LINES.iter().chain(&PLACES).map(|name| (*name, per_language(name))).filter(|(_, v)| !v.is_empty());
        Subject {
            names,
            born: plain("dateOfBirth").and_then(|text| date(&text)),
            gender: per_language("gender"),
            address: address.collect(),
            postal_code: plain("postalCode"),
            phone: plain("phone"),
            email: plain("email"),
        }
    }

    /// The value in a language, else in any.
    pub fn in_language<'v>(values: &'v [(String, String)], language: &str) -> Option<&'v str> {
        let same = values.iter().find(|(lang, _)| lang == language);
        same.or_else(|| values.first()).map(|(_, text)| text.as_str())
    }
}

/// `[{language, value}]`, tagged lists, plain text or number.
fn values(value: Option<&Value>) -> Vec<(String, String)> {
    match value {
        Some(Value::String(text)) if !text.trim().is_empty() => vec![(String::new(), text.trim().to_owned())],
        Some(Value::Number(number)) => vec![(String::new(), number.to_string())],
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|entry| {
                let text = entry.get("value").and_then(Value::as_str)?.trim();
                let language = entry.get("language").and_then(Value::as_str).unwrap_or_default();
                (!text.is_empty()).then(|| (language.to_owned(), text.to_owned()))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Name parts of the same language put together.
fn joined(parts: &[Vec<(String, String)>]) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for (language, text) in parts.iter().flatten() {
        match names.iter_mut().find(|(known, _)| known == language) {
            Some((_, name)) => {
                name.push(' ');
                name.push_str(text);
            }
            None => names.push((language.clone(), text.clone())),
        }
    }
    names
}

/// MOSIP writes `yyyy/MM/dd`; `yyyy-MM-dd` is read too.
fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&text.replace('-', "/"), "%Y/%m/%d").ok()
}

/// Which two of the person's languages stand on the card: the first by the country's order, then the first of another script
/// direction, else simply the next.
pub(crate) fn languages(names: &[(String, String)], order: &[(String, bool)]) -> Vec<String> {
    let ranked: Vec<&(String, bool)> =
        order.iter().filter(|(lang, _)| names.iter().any(|(known, _)| known == lang)).collect();
    let Some(first) = ranked.first() else {
        return names.iter().take(1).map(|(lang, _)| lang.clone()).collect();
    };
    let second = ranked.iter().skip(1).find(|(_, rtl)| *rtl != first.1).or(ranked.get(1));
    std::iter::once(*first).chain(second.copied()).map(|(lang, _)| lang.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // CRD-10
    #[test]
    fn attributes_are_found_in_either_shape() {
        let identity = json!({
            "fullName": [{"language": "eng", "value": " Layla Benhadi "}, {"language": "ara", "value": "ليلى بن هادي"}],
            "dateOfBirth": "1991/03/14", "gender": [{"language": "eng", "value": "FLE"}],
            "addressLine1": [{"language": "eng", "value": "8 Lamp Street"}], "region": [{"language": "eng", "value": "CST"}],
            "postalCode": "20410", "phone": 612345678, "email": "",
        });
        let subject = Subject::read(identity.as_object().unwrap());
        assert_eq!(Subject::in_language(&subject.names, "ara"), Some("ليلى بن هادي"));
        assert_eq!(Subject::in_language(&subject.names, "fra"), Some("Layla Benhadi"));
        assert_eq!(subject.born, NaiveDate::from_ymd_opt(1991, 3, 14));
        assert_eq!(subject.address.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["addressLine1", "region"]);
        assert_eq!((subject.phone.as_deref(), subject.email.as_deref()), (Some("612345678"), None));
        let parts = json!({"firstName": [{"language": "eng", "value": "Layla"}], "lastName": [{"language": "eng", "value": "Benhadi"}]});
        assert_eq!(Subject::read(parts.as_object().unwrap()).names, [("eng".into(), "Layla Benhadi".into())]);
    }

    #[test]
    fn two_scripts_are_preferred_to_two_languages_of_one() {
        let order = [("eng".to_owned(), false), ("fra".to_owned(), false), ("ara".to_owned(), true)];
        let names = |langs: &[&str]| langs.iter().map(|lang| ((*lang).to_owned(), "x".to_owned())).collect::<Vec<_>>();
        assert_eq!(languages(&names(&["ara", "fra", "eng"]), &order), ["eng", "ara"]);
        assert_eq!(languages(&names(&["fra", "eng"]), &order), ["eng", "fra"]);
        assert_eq!(languages(&names(&["ara"]), &order), ["ara"]);
        assert_eq!(languages(&names(&["hin"]), &order), ["hin"]);
    }
}
