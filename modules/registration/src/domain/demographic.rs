//! Values two registrations are compared by.

use std::collections::BTreeSet;

use codec::packet::Packet;
use serde_json::Value;

use super::mapping::Mapping;

/// What is compared in one language; all three must be equal for two registrations to be alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparable {
    pub(crate) language: String,
    pub(crate) name: String,
    pub(crate) birth: String,
    pub(crate) gender: String,
}

/// The comparable values of a packet, one set for each language its name is given in. Incomplete sets are left out:
/// they would be alike with every other incomplete one.
pub(crate) fn comparable(packet: &Packet, mapping: &Mapping) -> Vec<Comparable> {
    let Some(birth) = packet.text(mapping.birth_date, None) else { return Vec::new() };
    let mut languages = BTreeSet::new();
    for field in mapping.name {
        for value in packet.field(field).and_then(Value::as_array).into_iter().flatten() {
            languages.extend(value.get("language").and_then(Value::as_str).map(str::to_owned));
        }
    }
    languages
        .into_iter()
        .filter_map(|language| {
            let parts: Vec<String> =
                mapping.name.iter().filter_map(|field| in_language(packet, field, &language)).collect();
            let name = folded(&parts.concat());
            let gender = packet.text(mapping.gender, Some(&language)).map(|gender| folded(&gender))?;
            (!name.is_empty() && !gender.is_empty()).then(|| Comparable {
                language,
                name,
                birth: birth.trim().to_owned(),
                gender,
            })
        })
        .collect()
}

/// A value in exactly this language, without falling back to another.
fn in_language(packet: &Packet, field: &str, language: &str) -> Option<String> {
    let values = packet.field(field)?.as_array()?;
    let value = values.iter().find(|value| value.get("language").and_then(Value::as_str) == Some(language))?;
    value.get("value").and_then(Value::as_str).map(str::to_owned)
}

/// Upper case without any white space.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mapping::DEFAULT;
    use codec::packet::{Builder, Category, SubPacket, Value as Field};
    use serde_json::json;

    fn packet(name: Value, birth: Option<&str>) -> Packet {
        let mut builder = Builder::new("10001100010000120261123101502", 0.1, "2026-11-23T10:15:02.000Z")
            .field("fullName", Category::Pvt, Field::Plain(name))
            .field("gender", Category::Pvt, Field::Plain(json!([{ "language": "eng", "value": "FLE" }])))
            .audit(json!({}));
        if let Some(birth) = birth {
            builder = builder.field("dateOfBirth", Category::Pvt, Field::Plain(json!(birth)));
        }
        let parts = builder.build().unwrap();
        Packet::new(parts.iter().map(|(kind, zip)| SubPacket::read(*kind, zip).unwrap()).collect()).unwrap()
    }

    // RPR-12
    #[test]
    fn names_are_compared_without_case_and_blanks_in_each_language() {
        let name =
            json!([{ "language": "eng", "value": " Ada  Lovelace" }, { "language": "fra", "value": "ada lovelace" }]);
        let found = comparable(&packet(name, Some("1985/12/10")), &DEFAULT);
        assert_eq!(found.iter().map(|one| one.language.as_str()).collect::<Vec<_>>(), ["eng", "fra"]);
        assert!(found.iter().all(|one| one.name == "ADALOVELACE" && one.birth == "1985/12/10" && one.gender == "FLE"));
    }

    #[test]
    fn incomplete_data_is_never_alike() {
        assert!(comparable(&packet(json!([{ "language": "eng", "value": "Ada" }]), None), &DEFAULT).is_empty());
        assert!(
            comparable(&packet(json!([{ "language": "eng", "value": " " }]), Some("1985/12/10")), &DEFAULT).is_empty()
        );
    }
}
