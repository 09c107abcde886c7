//! The part of JSON Schema (draft 7) that identity schemas use.
//!
//! Keywords that would constrain a value but are not known here are refused when the schema is read: a rule that is silently
//! not enforced is worse than a schema that cannot be uploaded.

use serde_json::{Map, Value};

const DEEPEST: usize = 16;

/// Keywords of draft 7 that constrain and are not enforced here.
const CONSTRAINING: [&str; 15] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "dependencies",
    "propertyNames",
    "contains",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minProperties",
];

/// What a value violates: the path of the value (`identity/fullName/0/value`), and whether it is missing altogether.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    pub(crate) path: String,
    pub(crate) missing: bool,
}

/// Checks that `schema` uses only what `check` enforces; gives the path of the first keyword that it does not know.
pub(crate) fn supported(root: &Value, schema: &Value, path: &str, depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!("{path}: nested deeper than {DEEPEST}, or definitions refer to each other"));
    }
    let Some(object) = schema.as_object() else {
        return if schema.is_boolean() { Ok(()) } else { Err(format!("{path}: a schema has to be an object")) };
    };
    if let Some(keyword) = CONSTRAINING.iter().find(|keyword| object.contains_key(**keyword)) {
        return Err(format!("{path}/{keyword}: this keyword is not supported"));
    }
    if let Some(pattern) = object.get("pattern").and_then(Value::as_str) {
        crate::Pattern::parse(pattern).map_err(|error| format!("{path}: {error}"))?;
    }
    if let Some(reference) = object.get("$ref") {
        let target = resolve(root, reference).ok_or_else(|| format!("{path}: {reference} leads nowhere"))?;
        return supported(root, target, path, depth + 1);
    }
    if let Some(properties) = object.get("properties") {
        let properties = properties.as_object().ok_or_else(|| format!("{path}/properties has to be an object"))?;
        for (name, property) in properties {
            supported(root, property, &format!("{path}/{name}"), depth + 1)?;
        }
    }
    match object.get("items") {
        Some(items @ Value::Object(_)) => supported(root, items, &format!("{path}/items"), depth + 1),
        Some(Value::Array(_)) => Err(format!("{path}/items: a list of schemas is not supported")),
        _ => Ok(()),
    }
}

/// Follows `#/definitions/name`.
pub(crate) fn resolve<'a>(root: &'a Value, reference: &Value) -> Option<&'a Value> {
    root.pointer(reference.as_str()?.strip_prefix('#')?)
}

/// Appends every violation of `schema` by `value`.
pub(crate) fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<Violation>) {
    let Some(object) = schema.as_object() else {
        if schema == &Value::Bool(false) {
            found.push(invalid(path));
        }
        return;
    };
    if let Some(reference) = object.get("$ref") {
        if let Some(target) = resolve(root, reference) {
            check(root, target, value, path, found);
        }
        return;
    }
    if !object.get("type").is_none_or(|wanted| has_type(wanted, value)) {
        found.push(invalid(path));
        return;
    }
    if object.get("enum").and_then(Value::as_array).is_some_and(|allowed| !allowed.contains(value))
        || object.get("const").is_some_and(|only| only != value)
    {
        found.push(invalid(path));
    }
    match value {
        Value::Object(members) => check_object(root, object, members, path, found),
        Value::Array(items) => check_array(root, object, items, path, found),
        Value::String(text) => {
            let length = text.chars().count() as u64;
            let limit = |keyword: &str| object.get(keyword).and_then(Value::as_u64);
            let pattern = object.get("pattern").and_then(Value::as_str);
            if limit("minLength").is_some_and(|least| length < least)
                || limit("maxLength").is_some_and(|most| length > most)
                || pattern
                    .is_some_and(|pattern| crate::Pattern::parse(pattern).is_ok_and(|pattern| !pattern.matches(text)))
            {
                found.push(invalid(path));
            }
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            let limit = |keyword: &str| object.get(keyword).and_then(Value::as_f64);
            if limit("minimum").is_some_and(|least| number < least)
                || limit("maximum").is_some_and(|most| number > most)
            {
                found.push(invalid(path));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn check_object(
    root: &Value,
    schema: &Map<String, Value>,
    members: &Map<String, Value>,
    path: &str,
    found: &mut Vec<Violation>,
) {
    let properties = schema.get("properties").and_then(Value::as_object);
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            found.push(Violation { path: join(path, name), missing: true });
        }
    }
    for (name, member) in members {
        match properties.and_then(|properties| properties.get(name)) {
            Some(property) => check(root, property, member, &join(path, name), found),
            None => match schema.get("additionalProperties") {
                Some(Value::Bool(false)) => found.push(invalid(&join(path, name))),
                Some(other @ Value::Object(_)) => check(root, other, member, &join(path, name), found),
                _ => {}
            },
        }
    }
}

fn check_array(root: &Value, schema: &Map<String, Value>, items: &[Value], path: &str, found: &mut Vec<Violation>) {
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let length = items.len() as u64;
    let repeated = schema.get("uniqueItems") == Some(&Value::Bool(true))
        && items.iter().enumerate().any(|(at, item)| items[..at].contains(item));
    if repeated
        || limit("minItems").is_some_and(|least| length < least)
        || limit("maxItems").is_some_and(|most| length > most)
    {
        found.push(invalid(path));
    }
    if let Some(item_schema) = schema.get("items") {
        for (at, item) in items.iter().enumerate() {
            check(root, item_schema, item, &join(path, &at.to_string()), found);
        }
    }
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    };
    match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { format!("{path}/{name}") }
}

fn invalid(path: &str) -> Violation {
    Violation { path: path.into(), missing: false }
}
