//! How a change meets what is stored: MOSIP's lenient merge of identities, and of biometrics by finger, eye and face.

use std::collections::BTreeSet;

use codec::cbeff::{self, Bir};
use serde_json::{Map, Value};

/// Merges a change into an identity: objects member by member, lists of `{language, …}` by language, everything else replaced;
/// `null` changes nothing. Returns the attributes whose value became another.
pub(crate) fn identity(stored: &mut Map<String, Value>, change: &Map<String, Value>) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    for (name, value) in change {
        if value.is_null() {
            continue;
        }
        match stored.get_mut(name) {
            Some(old) => {
                let before = old.clone();
                merge_value(old, value);
                if *old != before {
                    changed.insert(name.clone());
                }
            }
            None => {
                stored.insert(name.clone(), value.clone());
                changed.insert(name.clone());
            }
        }
    }
    changed
}

fn merge_value(old: &mut Value, new: &Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in new {
                if value.is_null() {
                    continue;
                }
                match old.get_mut(name) {
                    Some(inner) => merge_value(inner, value),
                    None => {
                        old.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if by_language(old) && by_language(new) => {
            for entry in new {
                match old.iter_mut().find(|known| known.get("language") == entry.get("language")) {
                    Some(known) => *known = entry.clone(),
                    None => old.push(entry.clone()),
                }
            }
        }
        (old, new) => *old = new.clone(),
    }
}

fn by_language(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(|entry| entry.get("language").is_some_and(Value::is_string))
}

/// Merges biometrics: a segment of the change takes the place of the stored one of the same kind and position.
pub(crate) fn biometrics(stored: &[u8], change: &[u8]) -> Result<Vec<u8>, cbeff::Error> {
    let mut stored = cbeff::read(stored)?;
    for segment in cbeff::read(change)?.segments {
        match stored.segments.iter_mut().find(|known| same_position(known, &segment)) {
            Some(known) => *known = segment,
            None => stored.segments.push(segment),
        }
    }
    stored.write()
}

fn same_position(a: &Bir, b: &Bir) -> bool {
    match (&a.bdb_info, &b.bdb_info) {
        (Some(a), Some(b)) => a.modality == b.modality && a.subtype_text() == b.subtype_text(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // IDR-03
    #[test]
    fn languages_are_merged_and_nulls_change_nothing() {
        let mut stored = json!({
            "fullName": [{"language": "eng", "value": "Layla"}, {"language": "ara", "value": "ليلى"}],
            "phone": "0612345678", "email": "a@example.org",
            "proofOfIdentity": {"type": "DOC001", "format": "pdf", "value": "x"},
        });
        let change = json!({
            "fullName": [{"language": "eng", "value": "Leila"}, {"language": "fra", "value": "Leïla"}],
            "phone": null, "email": "a@example.org",
            "proofOfIdentity": {"type": "DOC002"}, "postalCode": "20410",
        });
        let changed = identity(stored.as_object_mut().unwrap(), change.as_object().unwrap());
        assert_eq!(changed, ["fullName", "postalCode", "proofOfIdentity"].map(String::from).into());
        assert_eq!(
            stored,
            json!({
                "fullName": [{"language": "eng", "value": "Leila"}, {"language": "ara", "value": "ليلى"}, {"language": "fra", "value": "Leïla"}],
                "phone": "0612345678", "email": "a@example.org",
                "proofOfIdentity": {"type": "DOC002", "format": "pdf", "value": "x"}, "postalCode": "20410",
            })
        );
    }
}
