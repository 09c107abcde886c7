//! What outside claims mean here. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use types::role;

/// The names at a place in the claims: a list, or text with commas or spaces between.
pub(crate) fn roles_at(claims: &Value, place: &str) -> Vec<String> {
    let found = match claims.get(place) {
        // a claim may have dots in its own name, such as `https://id.example/roles`
        Some(found) => Some(found),
        None => place.split('.').try_fold(claims, |value, name| value.get(name)),
    };
    match found {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) => {
            text.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Outside names as roles of ours: by the map, or, without one, those that are ours as they are.
pub(crate) fn roles_of(outside: &[String], map: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let ours = |name: &str| role::ALL.iter().find(|one| one.eq_ignore_ascii_case(name)).map(|one| (*one).to_owned());
    let mut roles = BTreeSet::new();
    for name in outside {
        match map.get(name) {
            Some(mapped) => roles.extend(mapped.iter().filter_map(|name| ours(name))),
            None if map.is_empty() => roles.extend(ours(name)),
            None => {}
        }
    }
    roles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // KCL-01
    #[test]
    fn roles_are_found_where_providers_put_them() {
        let claims = json!({
            "realm_access": {"roles": ["a", "b"]}, "roles": "c,d", "scope": "e f", "https://x/roles": ["g"], "n": 1
        });
        assert_eq!(roles_at(&claims, "realm_access.roles"), ["a", "b"]);
        assert_eq!(roles_at(&claims, "roles"), ["c", "d"]);
        assert_eq!(roles_at(&claims, "scope"), ["e", "f"]);
        assert_eq!(roles_at(&claims, "https://x/roles"), ["g"]);
        assert!(roles_at(&claims, "n").is_empty() && roles_at(&claims, "realm_access.none").is_empty());
    }

    #[test]
    fn only_roles_of_ours_come_in_and_a_map_is_the_whole_truth() {
        let outside = ["staff".to_owned(), "GLOBAL_ADMIN".to_owned(), "offline_access".to_owned()];
        assert_eq!(roles_of(&outside, &BTreeMap::new()), ["GLOBAL_ADMIN"]);
        let mapped = vec!["registration_officer".to_owned(), "NONSENSE".to_owned()];
        let map = BTreeMap::from([("staff".to_owned(), mapped)]);
        assert_eq!(roles_of(&outside, &map), ["REGISTRATION_OFFICER"], "what is not mapped gives nothing");
    }
}
