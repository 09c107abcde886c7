//! Which attributes of the identity stand behind the names of authentication requests (MOSIP's identity mapping), and how
//! their values are read.

use serde_json::{Map, Value};

/// A value, with its language where the attribute has languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub language: Option<String>,
    pub value: String,
}

/// A name of the request and the attributes behind it.
const MAPPING: &[(&str, &[&str])] = &[
    ("name", &["fullName"]),
    ("dob", &["dateOfBirth"]),
    ("gender", &["gender"]),
    ("phoneNumber", &["phone"]),
    ("emailId", &["email"]),
    ("addressLine1", &["addressLine1"]),
    ("addressLine2", &["addressLine2"]),
    ("addressLine3", &["addressLine3"]),
    ("location1", &["city"]),
    ("location2", &["region"]),
    ("location3", &["province"]),
    ("location4", &["zone"]),
    ("postalCode", &["postalCode"]),
    ("fullAddress", &["addressLine1", "addressLine2", "addressLine3", "city", "region", "province", "postalCode"]),
];

/// Of schemas without a full name.
const NAME_PARTS: &[&str] = &["firstName", "middleName", "lastName"];

/// The date of birth's attribute.
pub(crate) const BORN: &str = "dateOfBirth";
pub(crate) const PHONE: &str = "phone";
pub(crate) const EMAIL: &str = "email";

/// The attributes behind a name of the request; an unknown name is an attribute's own.
fn behind<'a>(identity: &Map<String, Value>, name: &'a str) -> Vec<&'a str> {
    if name == "name" && !identity.contains_key("fullName") && identity.contains_key("firstName") {
        return NAME_PARTS.to_vec();
    }
    match MAPPING.iter().find(|(known, _)| *known == name) {
        Some((_, attributes)) => attributes.to_vec(),
        None => vec![name],
    }
}

/// The name of the request behind which an attribute stands.
pub(crate) fn request_name(attribute: &str) -> &str {
    MAPPING
        .iter()
        .find(|(_, attributes)| attributes.len() == 1 && attributes[0] == attribute)
        .map_or(attribute, |m| m.0)
}

/// Values of one attribute: `[{language, value}]`, a tagged list, text or number.
pub(crate) fn values(identity: &Map<String, Value>, attribute: &str) -> Vec<Text> {
    let plain = |value: &str| {
        let value = value.trim();
        (!value.is_empty()).then(|| Text { language: None, value: value.to_owned() })
    };
    match identity.get(attribute) {
        Some(Value::String(text)) => plain(text).into_iter().collect(),
        Some(Value::Number(number)) => plain(&number.to_string()).into_iter().collect(),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|entry| match entry {
                Value::String(text) => plain(text),
                entry => {
                    let found = plain(entry.get("value").and_then(Value::as_str)?)?;
                    let language = entry.get("language").and_then(Value::as_str).map(str::to_owned);
                    Some(Text { language, ..found })
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What is stored under a name of the request: the attributes' values joined by blanks, per language. Values without a
/// language belong to every language.
pub(crate) fn stored(identity: &Map<String, Value>, name: &str) -> Vec<Text> {
    let parts: Vec<Vec<Text>> = behind(identity, name).into_iter().map(|one| values(identity, one)).collect();
    let mut languages: Vec<Option<String>> = Vec::new();
    for text in parts.iter().flatten() {
        if !languages.contains(&text.language) {
            languages.push(text.language.clone());
        }
    }
    if languages.iter().any(Option::is_some) {
        languages.retain(Option::is_some);
    }
    if parts.len() == 1 {
        return parts.into_iter().flatten().collect();
    }
    let join = |language: Option<String>| {
        let fits = |text: &&Text| text.language.is_none() || text.language == language;
        let words: Vec<&str> =
            parts.iter().filter_map(|part| part.iter().find(fits)).map(|text| text.value.as_str()).collect();
        Text { value: words.join(" "), language }
    };
    languages.into_iter().map(join).collect()
}

/// The first value of an attribute.
pub(crate) fn first(identity: &Map<String, Value>, attribute: &str) -> Option<String> {
    values(identity, attribute).into_iter().next().map(|text| text.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity() -> Map<String, Value> {
        let texts =
            |eng: &str, fra: &str| json!([{"language": "eng", "value": eng}, {"language": "fra", "value": fra}]);
        let identity = json!({
            "firstName": texts("Ada", "Adé"), "lastName": texts("Lovelace", "Lovelace"),
            "addressLine1": texts("1 Road", "1 Route"), "city": texts("Port", "Port"), "postalCode": "20410",
            "phone": 612345678, "handles": [{"value": "ada", "tags": ["handles"]}], "email": " ",
        });
        identity.as_object().unwrap().clone()
    }

    // IDA-06, IDA-31
    #[test]
    fn names_lead_to_attributes() {
        let text = |language: &str, value: &str| Text { language: Some(language.into()), value: value.into() };
        assert_eq!(stored(&identity(), "name"), [text("eng", "Ada Lovelace"), text("fra", "Adé Lovelace")]);
        assert_eq!(
            stored(&identity(), "fullAddress"),
            [text("eng", "1 Road Port 20410"), text("fra", "1 Route Port 20410")]
        );
        assert_eq!(stored(&identity(), "phoneNumber"), [Text { language: None, value: "612345678".into() }]);
        assert_eq!(first(&identity(), "handles").as_deref(), Some("ada"));
        assert_eq!(stored(&identity(), "emailId"), []);
        assert_eq!(
            (request_name("fullName"), request_name("city"), request_name("bloodType")),
            ("name", "location1", "bloodType")
        );
    }
}
