//! Handles: attributes of the schema by which a person may sign in, such as a phone number.

use idrepo_api::IdRepoError;
use schema::IdentitySchema;
use serde_json::{Map, Value};
use types::Failure;

/// A handle of an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle {
    pub field: String,
    /// Lower case, with the field's postfix: `0612345678@phone`.
    pub value: String,
}

/// The handles an identity's `selectedHandles` choose. A name that is no handle of the schema is refused.
pub(crate) fn selected(schema: &IdentitySchema, identity: &Map<String, Value>) -> Result<Vec<Handle>, Failure> {
    let wrong = || Failure::with(IdRepoError::Invalid, ["identity/selectedHandles"]);
    let chosen = match identity.get("selectedHandles") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(chosen)) => chosen,
        Some(_) => return Err(wrong()),
    };
    let mut handles: Vec<Handle> = Vec::new();
    for name in chosen {
        let name = name.as_str().ok_or_else(wrong)?;
        if !schema.field(name).is_some_and(|field| field.handle) {
            return Err(wrong());
        }
        for value in values(identity.get(name)) {
            let handle = Handle { field: name.to_owned(), value: format!("{}@{name}", value.to_lowercase()) };
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
    }
    Ok(handles)
}

/// A plain text, or MOSIP's tagged list `[{"value": …, "tags": ["handles"]}]`, of which the tagged values count.
fn values(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) if !text.is_empty() => vec![text],
        Some(Value::Array(list)) => list
            .iter()
            .filter(|entry| {
                let tags = entry.get("tags").and_then(Value::as_array);
                tags.is_none_or(|tags| {
                    tags.iter().any(|tag| tag.as_str() == Some("handles") || tag.as_str() == Some("handle"))
                })
            })
            .filter_map(|entry| entry.get("value").and_then(Value::as_str))
            .filter(|text| !text.is_empty())
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> IdentitySchema {
        IdentitySchema::from_json(json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
            "properties": {"identity": {"type": "object", "required": [], "properties": {
                "phone": {"type": "string", "handle": true}, "email": {"type": "string"}}}}}))
        .unwrap()
    }

    // IDR-19, IDR-22
    #[test]
    fn chosen_handles_get_their_postfix() {
        let identity = json!({"phone": "0612AB", "email": "a@b.c", "selectedHandles": ["phone", "phone"]});
        let handles = selected(&schema(), identity.as_object().unwrap()).unwrap();
        assert_eq!(handles, [Handle { field: "phone".into(), value: "0612ab@phone".into() }]);
        for wrong in [json!(["email"]), json!(["nothing"]), json!("phone"), json!([1])] {
            let identity = json!({"phone": "1", "selectedHandles": wrong});
            assert!(selected(&schema(), identity.as_object().unwrap()).is_err());
        }
    }
}
