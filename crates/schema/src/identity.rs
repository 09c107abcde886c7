//! The identity schema: which attributes a person has, what values they take, which are needed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json_schema;
use crate::pattern::{Pattern, PatternError};

/// Largest schema accepted, in bytes of JSON.
const LARGEST: usize = 1_000_000;

/// Why an identity schema or a UI specification cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// The document is larger than any schema is.
    #[error("the document is larger than {LARGEST} bytes")]
    TooLarge,
    /// The document lacks what makes it a schema; the text says what and where.
    #[error("{0}")]
    Shape(String),
    /// A pattern of a field cannot be used.
    #[error("field {field}: {error}")]
    Pattern {
        /// Id of the field.
        field: String,
        /// What is wrong with the pattern.
        error: PatternError,
    },
    /// A condition of a field cannot be used.
    #[error("field {field}: {error}")]
    Condition {
        /// Id of the field.
        field: String,
        /// What is wrong with the condition.
        error: crate::expr::ExprError,
    },
    /// An id occurs twice.
    #[error("field {0} occurs twice")]
    DuplicateField(String),
}

/// Parses JSON with a limit on its size.
pub(crate) fn parse_json(text: &str) -> Result<Value, SchemaError> {
    if text.len() > LARGEST {
        return Err(SchemaError::TooLarge);
    }
    serde_json::from_str(text).map_err(|error| SchemaError::NotJson(error.to_string()))
}

/// What kind of value an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// One value per data language: a list of `{language, value}` (`simpleType`).
    PerLanguage,
    /// A text without language.
    Text,
    /// A number, with or without fraction.
    Number,
    /// Yes or no.
    Boolean,
    /// A document with type, format and value (`documentType`).
    Document,
    /// A biometric file (`biometricsType`).
    Biometrics,
    /// A list of texts, for example the chosen handles.
    TextList,
    /// Any other object; only JSON Schema looks at it.
    Other,
}

/// Who may see an attribute and where it is stored (`fieldCategory`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCategory {
    /// Private.
    Pvt,
    /// Shared for know-your-customer requests.
    Kyc,
    /// Evidence: documents for which the packet has a sub-packet of its own.
    Evidence,
    /// Optional evidence.
    Optional,
    /// No category.
    None,
    /// A category of a country's own.
    #[serde(untagged)]
    Other(String),
}

impl FieldCategory {
    fn parse(text: Option<&str>) -> Self {
        match text {
            Some("pvt") => Self::Pvt,
            Some("kyc") => Self::Kyc,
            Some("evidence") => Self::Evidence,
            Some("optional") => Self::Optional,
            None | Some("" | "none") => Self::None,
            Some(other) => Self::Other(other.into()),
        }
    }
}

/// A pattern a value has to match, in one language or in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Validator {
    /// The pattern.
    pub pattern: Pattern,
    /// Data language it is meant for; `None` for all.
    pub language: Option<String>,
}

impl Serialize for Validator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.pattern.as_str(), &self.language).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Validator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (pattern, language) = <(String, Option<String>)>::deserialize(deserializer)?;
        Ok(Self { pattern: Pattern::parse(&pattern).map_err(serde::de::Error::custom)?, language })
    }
}

impl Validator {
    /// Reads the `validators` list of a field; entries that are no regular expressions are refused.
    pub(crate) fn parse_list(field: &str, list: Option<&Value>) -> Result<Vec<Self>, SchemaError> {
        let mut validators = Vec::new();
        for entry in list.and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
            let Some(pattern) = text("validator") else { continue };
            if text("type").is_some_and(|kind| kind != "regex") {
                return Err(SchemaError::Shape(format!("field {field}: validators have to be of the type regex")));
            }
            let pattern =
                Pattern::parse(pattern).map_err(|error| SchemaError::Pattern { field: field.into(), error })?;
            validators.push(Self { pattern, language: text("langCode").map(str::to_owned) });
        }
        Ok(validators)
    }

    /// Whether the validator speaks about values in `language` (`None`: values without language).
    pub(crate) fn applies_to(&self, language: Option<&str>) -> bool {
        match (&self.language, language) {
            (Some(own), Some(language)) => own == language,
            _ => true,
        }
    }
}

/// One attribute of the identity.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaField {
    /// Name of the attribute.
    pub id: String,
    /// What kind of value it holds.
    pub kind: ValueKind,
    /// Category of the attribute.
    pub category: FieldCategory,
    /// `default` or `dynamic` (values come from a dynamic field).
    pub field_type: String,
    /// The schema's `format`, for example `kyc`; `None` for `none` and nothing.
    pub format: Option<String>,
    /// Patterns of the value.
    pub validators: Vec<Validator>,
    /// Biometric attributes of a biometric field.
    pub bio_attributes: Vec<String>,
    /// Whether the value can be used as a handle to find the person.
    pub handle: bool,
    /// Whether the schema itself lists the attribute as required.
    pub required: bool,
}

/// A country's identity schema.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentitySchema {
    document: Value,
    fields: Vec<SchemaField>,
}

impl IdentitySchema {
    /// Reads the published JSON text. Fields are kept in the order of their names; the UI specification orders them for people.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        Self::from_json(parse_json(text)?)
    }

    /// Takes a schema that has been parsed as JSON.
    pub fn from_json(document: Value) -> Result<Self, SchemaError> {
        let identity = document
            .pointer("/properties/identity")
            .ok_or_else(|| SchemaError::Shape("properties.identity is missing".into()))?;
        let properties = identity
            .get("properties")
            .and_then(Value::as_object)
            .ok_or_else(|| SchemaError::Shape("properties.identity.properties has to be an object".into()))?;
        json_schema::supported(&document, &document, "schema", 0).map_err(SchemaError::Shape)?;

        let required: Vec<&str> = identity
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fields = Vec::with_capacity(properties.len());
        for (id, property) in properties {
            let text = |key: &str| property.get(key).and_then(Value::as_str);
            fields.push(SchemaField {
                id: id.clone(),
                kind: kind_of(&document, property)
                    .ok_or_else(|| SchemaError::Shape(format!("field {id}: type or $ref is missing or unknown")))?,
                category: FieldCategory::parse(text("fieldCategory")),
                field_type: text("fieldType").unwrap_or("default").into(),
                format: text("format").filter(|format| !format.is_empty() && *format != "none").map(str::to_owned),
                validators: Validator::parse_list(id, property.get("validators"))?,
                bio_attributes: texts(property.get("bioAttributes")),
                handle: property.get("handle").and_then(Value::as_bool).unwrap_or(false),
                required: required.contains(&id.as_str()),
            });
        }
        if let Some(unknown) = required.iter().find(|id| !properties.contains_key(**id)) {
            return Err(SchemaError::Shape(format!("required lists {unknown}, which is no field")));
        }
        Ok(Self { document, fields })
    }

    /// All fields, ordered by name.
    pub fn fields(&self) -> &[SchemaField] {
        &self.fields
    }

    /// The field of that name.
    pub fn field(&self, id: &str) -> Option<&SchemaField> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The schema as it was published.
    pub fn document(&self) -> &Value {
        &self.document
    }
}

/// The texts of a JSON list; everything else in it is left out.
pub(crate) fn texts(list: Option<&Value>) -> Vec<String> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Looks at the shape of a property, not at the name of its definition: countries rename definitions.
fn kind_of(document: &Value, property: &Value) -> Option<ValueKind> {
    let schema = match property.get("$ref") {
        Some(reference) => json_schema::resolve(document, reference)?,
        None => property,
    };
    let has = |object: Option<&Value>, name: &str| object.and_then(|object| object.get(name)).is_some();
    match schema.get("type").and_then(Value::as_str)? {
        "string" => Some(ValueKind::Text),
        "number" | "integer" => Some(ValueKind::Number),
        "boolean" => Some(ValueKind::Boolean),
        "array" => {
            let members = schema.pointer("/items/properties");
            if has(members, "language") && has(members, "value") {
                Some(ValueKind::PerLanguage)
            } else if schema.pointer("/items/type").and_then(Value::as_str) == Some("string") {
                Some(ValueKind::TextList)
            } else {
                Some(ValueKind::Other)
            }
        }
        "object" => {
            let members = schema.get("properties");
            if has(members, "value") && has(members, "version") {
                Some(ValueKind::Biometrics)
            } else if has(members, "value") && has(members, "format") {
                Some(ValueKind::Document)
            } else {
                Some(ValueKind::Other)
            }
        }
        _ => None,
    }
}
