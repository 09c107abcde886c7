//! Changes of a schema's or a specification's fields, one field at a time. What the editor does not know stays as it is.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::ui_spec::Labels;

/// Which of the two documents is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// An identity schema: its fields have types and no order.
    Schema,
    /// A UI specification: its fields have controls, labels and an order.
    Form,
}

/// What the editor knows of one field. Members of the other family stay empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDraft {
    /// Name of the attribute.
    pub id: String,
    /// Whether a value is demanded.
    pub required: bool,
    /// The first regular expression of its validators; empty where there is none.
    pub pattern: String,
    /// `simpleType`, `documentType`, `biometricsType` (a definition), or a JSON type.
    pub type_name: String,
    /// `pvt`, `kyc`, `evidence`, `optional`, `none`. Schemas only.
    pub category: String,
    /// Whether the value can be used to find the person. Schemas only.
    pub handle: bool,
    /// Labels by language. Forms only.
    pub labels: Labels,
    /// Name of the control. Forms only.
    pub control: String,
    /// Name of the list or of the category of documents. Forms only.
    pub sub_type: String,
    /// Whether the list is a dynamic field. Forms only.
    pub dynamic: bool,
    /// Level of the locations that are offered, as digits. Forms only.
    pub level: String,
}

/// Types that a field of a schema can have, as the editor offers them.
pub const TYPES: [&str; 6] = ["simpleType", "string", "number", "boolean", "documentType", "biometricsType"];
/// Categories that a field of a schema can have.
pub const CATEGORIES: [&str; 5] = ["pvt", "kyc", "evidence", "optional", "none"];
/// Controls that a field of a form can have.
pub const CONTROLS: [&str; 9] =
    ["textbox", "textarea", "dropdown", "button", "checkbox", "date", "ageDate", "fileupload", "biometrics"];

/// Why a field was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The document has no list of fields.
    #[error("the document has no fields")]
    NoFields,
    /// No field has this name.
    #[error("there is no field {0}")]
    Unknown(String),
    /// Another field has this name.
    #[error("there is a field {0} already")]
    Taken(String),
    /// A name has other characters than letters, digits and underscores, or does not begin with a letter.
    #[error("{0} is no name of a field")]
    Name(String),
    /// A level is no number from 0 to 255.
    #[error("{0} is no level")]
    Level(String),
}

/// The fields of a document: of a form in its order, of a schema by name.
#[must_use]
pub fn fields(family: Family, document: &Value) -> Vec<FieldDraft> {
    match family {
        Family::Schema => {
            let required = required(document);
            let properties = document.pointer("/properties/identity/properties").and_then(Value::as_object);
            properties
                .into_iter()
                .flatten()
                .map(|(id, field)| attribute(id, field, required.contains(&id.as_str())))
                .collect()
        }
        Family::Form => lists(document).into_iter().flatten().map(asked).collect(),
    }
}

/// Writes a field: in place of the one named `was`, or as a new one at the end.
///
/// # Errors
/// A name that is wrong or taken, a field or document that is not there.
pub fn put(family: Family, document: &mut Value, was: Option<&str>, field: &FieldDraft) -> Result<(), EditError> {
    let good = field.id.starts_with(|c: char| c.is_ascii_alphabetic())
        && field.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && field.id.len() <= 64;
    if !good {
        return Err(EditError::Name(field.id.clone()));
    }
    if was != Some(field.id.as_str()) && fields(family, document).iter().any(|other| other.id == field.id) {
        return Err(EditError::Taken(field.id.clone()));
    }
    match family {
        Family::Schema => put_attribute(document, was, field),
        Family::Form => put_asked(document, was, field),
    }
}

/// Takes a field out.
///
/// # Errors
/// A field or document that is not there.
pub fn remove(family: Family, document: &mut Value, id: &str) -> Result<(), EditError> {
    let unknown = || EditError::Unknown(id.to_owned());
    match family {
        Family::Schema => {
            attributes(document)?.remove(id).ok_or_else(unknown)?;
            demand(document, id, false);
            Ok(())
        }
        Family::Form => {
            let list = lists_mut(document).into_iter().find(|list| position(list, id).is_some()).ok_or_else(unknown)?;
            let at = position(list, id).ok_or_else(unknown)?;
            list.remove(at);
            Ok(())
        }
    }
}

/// Moves a field of a form one place up or down within its screen; at the end of it nothing happens.
///
/// # Errors
/// A field that is not there, or a schema, whose fields have no order.
pub fn shift(document: &mut Value, id: &str, up: bool) -> Result<(), EditError> {
    let unknown = || EditError::Unknown(id.to_owned());
    let list = lists_mut(document).into_iter().find(|list| position(list, id).is_some()).ok_or_else(unknown)?;
    let at = position(list, id).ok_or_else(unknown)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|other| *other < list.len()) };
    if let Some(other) = other {
        list.swap(at, other);
    }
    Ok(())
}

fn text(field: &Value, key: &str) -> String {
    field.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(field: &Value, key: &str) -> bool {
    field.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn pattern(field: &Value) -> String {
    let first = field.get("validators").and_then(Value::as_array).and_then(|list| list.first());
    first.map(|validator| text(validator, "validator")).unwrap_or_default()
}

fn set_pattern(field: &mut Map<String, Value>, pattern: &str) {
    let mut list = field.get("validators").and_then(Value::as_array).cloned().unwrap_or_default();
    match (list.first_mut().and_then(Value::as_object_mut), pattern.is_empty()) {
        (Some(_), true) => drop(list.remove(0)),
        (Some(first), false) => drop(first.insert("validator".into(), pattern.into())),
        (None, true) => {}
        (None, false) => list.push(json!({"type": "regex", "validator": pattern, "arguments": []})),
    }
    field.insert("validators".into(), Value::Array(list));
}

fn required(document: &Value) -> Vec<&str> {
    let list = document.pointer("/properties/identity/required").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn attributes(document: &mut Value) -> Result<&mut Map<String, Value>, EditError> {
    let properties = document.pointer_mut("/properties/identity/properties").and_then(Value::as_object_mut);
    properties.ok_or(EditError::NoFields)
}

/// Lists a field among the demanded ones, or takes it out.
fn demand(document: &mut Value, id: &str, demanded: bool) {
    let Some(identity) = document.pointer_mut("/properties/identity").and_then(Value::as_object_mut) else { return };
    let list = identity.entry("required").or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else { return };
    list.retain(|name| name.as_str() != Some(id));
    if demanded {
        list.push(id.into());
    }
}

fn attribute(id: &str, field: &Value, required: bool) -> FieldDraft {
    let definition = field.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    FieldDraft {
        id: id.to_owned(),
        required,
        pattern: pattern(field),
        type_name: definition.map_or_else(|| text(field, "type"), str::to_owned),
        category: text(field, "fieldCategory"),
        handle: flag(field, "handle"),
        ..FieldDraft::default()
    }
}

fn put_attribute(document: &mut Value, was: Option<&str>, field: &FieldDraft) -> Result<(), EditError> {
    let properties = attributes(document)?;
    let mut object = match was {
        Some(was) => properties.remove(was).ok_or_else(|| EditError::Unknown(was.to_owned()))?,
        None => json!({"fieldType": "default", "format": "none", "bioAttributes": []}),
    };
    if let Some(object) = object.as_object_mut() {
        if field.type_name.ends_with("Type") {
            object.remove("type");
            object.insert("$ref".into(), format!("#/definitions/{}", field.type_name).into());
        } else {
            object.remove("$ref");
            object.insert("type".into(), field.type_name.clone().into());
        }
        object.insert("fieldCategory".into(), field.category.clone().into());
        set_pattern(object, &field.pattern);
        object.remove("handle");
        if field.handle {
            object.insert("handle".into(), true.into());
        }
    }
    properties.insert(field.id.clone(), object);
    if let Some(was) = was {
        demand(document, was, false);
    }
    demand(document, &field.id, field.required);
    Ok(())
}

/// The lists of fields of any of the three published shapes.
fn lists(document: &Value) -> Vec<&Vec<Value>> {
    if let Some(list) = document.pointer("/identity/identity").and_then(Value::as_array) {
        return vec![list];
    }
    if let Some(screens) = document.get("screens").and_then(Value::as_array) {
        return screens.iter().filter_map(|screen| screen.get("fields").and_then(Value::as_array)).collect();
    }
    document.as_array().into_iter().collect()
}

fn lists_mut(document: &mut Value) -> Vec<&mut Vec<Value>> {
    if document.pointer("/identity/identity").is_some() {
        return document.pointer_mut("/identity/identity").and_then(Value::as_array_mut).into_iter().collect();
    }
    if document.get("screens").is_some() {
        let screens = document.get_mut("screens").and_then(Value::as_array_mut);
        let fields = screens.into_iter().flatten();
        return fields.filter_map(|screen| screen.get_mut("fields").and_then(Value::as_array_mut)).collect();
    }
    document.as_array_mut().into_iter().collect()
}

fn position(list: &[Value], id: &str) -> Option<usize> {
    list.iter().position(|field| field.get("id").and_then(Value::as_str) == Some(id))
}

/// The member that holds the labels of a field: the registration client has another name for it.
fn label_member(field: &Value) -> &'static str {
    if field.get("label").is_some() { "label" } else { "labelName" }
}

fn asked(field: &Value) -> FieldDraft {
    let labels = field.get(label_member(field)).and_then(Value::as_object);
    let label = |(language, label): (&String, &Value)| Some((language.clone(), label.as_str()?.to_owned()));
    FieldDraft {
        id: text(field, "id"),
        required: flag(field, "required"),
        pattern: pattern(field),
        type_name: text(field, "type"),
        labels: labels.into_iter().flatten().filter_map(label).collect(),
        control: text(field, "controlType"),
        sub_type: Some(text(field, "subType")).filter(|sub_type| sub_type != "none").unwrap_or_default(),
        dynamic: text(field, "fieldType") == "dynamic",
        level: field
            .get("locationHierarchyLevel")
            .and_then(Value::as_u64)
            .map(|level| level.to_string())
            .unwrap_or_default(),
        ..FieldDraft::default()
    }
}

fn put_asked(document: &mut Value, was: Option<&str>, field: &FieldDraft) -> Result<(), EditError> {
    let level: Option<u8> = match field.level.trim() {
        "" => None,
        level => Some(level.parse().map_err(|_| EditError::Level(level.to_owned()))?),
    };
    let mut lists = lists_mut(document);
    if let Some(was) = was
        && !lists.iter().any(|list| position(list, was).is_some())
    {
        return Err(EditError::Unknown(was.to_owned()));
    }
    let Some(list) = (match was {
        Some(was) => lists.into_iter().find(|list| position(list, was).is_some()),
        None => lists.pop(),
    }) else {
        return Err(EditError::NoFields);
    };
    let at = was.and_then(|was| position(list, was));
    let mut value = at.map_or_else(|| json!({"inputRequired": true, "description": field.id}), |at| list[at].clone());
    let member = label_member(&value);
    if let Some(object) = value.as_object_mut() {
        object.insert("id".into(), field.id.clone().into());
        object.insert("required".into(), field.required.into());
        object.insert("type".into(), field.type_name.clone().into());
        object.insert("controlType".into(), field.control.clone().into());
        object.insert("fieldType".into(), if field.dynamic { "dynamic" } else { "default" }.into());
        let named = field.labels.iter().filter(|(_, label)| !label.trim().is_empty());
        object.insert(member.into(), named.map(|(language, label)| (language.clone(), json!(label.trim()))).collect());
        set_pattern(object, &field.pattern);
        object.remove("subType");
        if !field.sub_type.is_empty() {
            object.insert("subType".into(), field.sub_type.clone().into());
        }
        object.remove("locationHierarchyLevel");
        if let Some(level) = level {
            object.insert("locationHierarchyLevel".into(), level.into());
        }
    }
    match at {
        Some(at) => list[at] = value,
        None => list.push(value),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IdentitySchema, UiSpec};

    fn schema() -> Value {
        json!({
            "type": "object", "definitions": {"simpleType": {"type": "array", "items": {"properties": {"language": {"type": "string"}, "value": {"type": "string"}}}}},
            "properties": {"identity": {"type": "object", "required": ["fullName"], "properties": {
                "fullName": {"$ref": "#/definitions/simpleType", "fieldCategory": "kyc", "own": "stays"},
                "email": {"type": "string", "fieldCategory": "pvt", "validators": [{"type": "regex", "validator": "^.+@.+$"}]}
            }}}
        })
    }

    fn form() -> Value {
        json!({"identity": {"identity": [
            {"id": "fullName", "labelName": {"eng": "Name"}, "controlType": "textbox", "type": "simpleType", "required": true},
            {"id": "city", "labelName": {"eng": "City"}, "controlType": "dropdown", "type": "simpleType", "locationHierarchyLevel": 2}
        ]}})
    }

    fn of(family: Family, document: &Value, id: &str) -> FieldDraft {
        fields(family, document).into_iter().find(|field| field.id == id).expect("the field")
    }

    // SCH-01, SCH-04
    #[test]
    fn what_was_read_is_written_back_without_a_change() {
        for (family, document) in [(Family::Schema, schema()), (Family::Form, form())] {
            let mut written = document.clone();
            for field in fields(family, &document) {
                put(family, &mut written, Some(&field.id), &field).unwrap();
            }
            assert_eq!(fields(family, &written), fields(family, &document));
        }
        let mut written = schema();
        let field = of(Family::Schema, &written, "fullName");
        put(Family::Schema, &mut written, Some("fullName"), &field).unwrap();
        assert_eq!(written.pointer("/properties/identity/properties/fullName/own"), Some(&json!("stays")));
    }

    // SCH-01, SCH-04
    #[test]
    fn fields_of_a_schema_are_added_renamed_and_taken_out() {
        let mut document = schema();
        let field = FieldDraft {
            id: "phone".into(),
            required: true,
            pattern: "^[0-9]{9}$".into(),
            type_name: "string".into(),
            category: "pvt".into(),
            handle: true,
            ..FieldDraft::default()
        };
        put(Family::Schema, &mut document, None, &field).unwrap();
        assert_eq!(of(Family::Schema, &document, "phone"), field);
        let read = IdentitySchema::from_json(document.clone()).unwrap();
        assert!(read.field("phone").is_some_and(|phone| phone.required && phone.handle && phone.validators.len() == 1));
        let renamed = FieldDraft { id: "mobile".into(), required: false, ..field };
        put(Family::Schema, &mut document, Some("phone"), &renamed).unwrap();
        remove(Family::Schema, &mut document, "fullName").unwrap();
        let names: Vec<String> = fields(Family::Schema, &document).into_iter().map(|field| field.id).collect();
        assert_eq!(names, ["email", "mobile"]);
        assert_eq!(document.pointer("/properties/identity/required"), Some(&json!([])));
        assert_eq!(remove(Family::Schema, &mut document, "x"), Err(EditError::Unknown("x".into())));
    }

    // SCH-07
    #[test]
    fn fields_of_a_form_are_added_moved_and_refused_with_a_reason() {
        let mut document = form();
        let labels = Labels::from([("eng".into(), "Gender".into()), ("fra".into(), " ".into())]);
        let field = FieldDraft {
            id: "gender".into(),
            type_name: "simpleType".into(),
            control: "dropdown".into(),
            sub_type: "gender".into(),
            dynamic: true,
            labels,
            ..FieldDraft::default()
        };
        put(Family::Form, &mut document, None, &field).unwrap();
        assert_eq!(of(Family::Form, &document, "gender").labels.len(), 1, "an empty label is none");
        shift(&mut document, "gender", true).unwrap();
        shift(&mut document, "fullName", true).unwrap();
        let names: Vec<String> = fields(Family::Form, &document).into_iter().map(|field| field.id).collect();
        assert_eq!(names, ["fullName", "gender", "city"]);
        assert!(UiSpec::from_json(&document).is_ok());
        let named = |id: &str| FieldDraft { id: id.into(), ..FieldDraft::default() };
        assert_eq!(put(Family::Form, &mut document, None, &named("city")), Err(EditError::Taken("city".into())));
        assert_eq!(put(Family::Form, &mut document, Some("city"), &named("a b")), Err(EditError::Name("a b".into())));
        let level = FieldDraft { level: "300".into(), ..named("z") };
        assert_eq!(put(Family::Form, &mut document, None, &level), Err(EditError::Level("300".into())));
        assert_eq!(put(Family::Form, &mut json!({}), None, &named("z")), Err(EditError::NoFields));
    }
}
