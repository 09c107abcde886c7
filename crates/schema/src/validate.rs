//! Validation of identity objects against the identity schema, with the error codes of MOSIP's ID object validator.

use serde_json::Value;

use crate::date::CivilDate;
use crate::identity::{IdentitySchema, SchemaField, ValueKind};
use crate::json_schema::{self, Violation};

/// What a service demands beyond the schema.
#[derive(Debug, Clone, Default)]
pub struct IdObjectRules {
    /// Attributes the operation needs; they replace the schema's own list. `a|b` asks for one of the two; names the schema does
    /// not have are passed over. `None` keeps the schema's list.
    pub required: Option<Vec<String>>,
    /// Data languages that values may be given in; empty allows every language.
    pub languages: Vec<String>,
    /// Day of the check: dates of birth must exist and not lie behind it. `None` leaves dates unchecked.
    pub today: Option<CivilDate>,
    /// Attributes that are dates of birth (`dateOfBirth`).
    pub birth_dates: Vec<String>,
}

/// What is wrong with an identity object. Paths look like `identity/fullName/0/value`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdObjectError {
    /// The object is not `{"identity": {…}}`.
    #[error("Failed to parse/convert Id Object")]
    Unreadable,
    /// An attribute has a wrong value, or none of that name exists.
    #[error("Invalid input parameter - {0}")]
    Invalid(String),
    /// An attribute is missing.
    #[error("Missing input parameter - {0}")]
    Missing(String),
}

impl IdObjectError {
    /// The code of MOSIP's ID object validator.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "KER-IOV-003",
            Self::Invalid(_) => "KER-IOV-004",
            Self::Missing(_) => "KER-IOV-005",
        }
    }

    /// The path of the attribute, or of both for an alternative (`identity/dateOfBirth|identity/age`).
    pub fn path(&self) -> &str {
        match self {
            Self::Unreadable => "identity",
            Self::Invalid(path) | Self::Missing(path) => path,
        }
    }
}

impl IdentitySchema {
    /// Checks `{"identity": {…}}`; the list of mistakes is empty when the object is valid. Missing attributes come first.
    pub fn validate(&self, object: &Value, rules: &IdObjectRules) -> Vec<IdObjectError> {
        let Some(identity) = object.get("identity").and_then(Value::as_object) else {
            return vec![IdObjectError::Unreadable];
        };
        let mut missing = Vec::new();
        match &rules.required {
            Some(required) => self.check_required(required, identity, &mut missing),
            None => missing.extend(
                self.fields()
                    .iter()
                    .filter(|field| field.required && !identity.contains_key(&field.id))
                    .map(|field| IdObjectError::Missing(format!("identity/{}", field.id))),
            ),
        }

        let mut violations = Vec::new();
        for name in object.as_object().into_iter().flatten().map(|(name, _)| name).filter(|name| *name != "identity") {
            violations.push(Violation { path: name.clone(), missing: false });
        }
        for (name, value) in identity {
            let path = format!("identity/{name}");
            let Some(field) = self.field(name) else {
                if self.document().pointer("/properties/identity/additionalProperties") == Some(&Value::Bool(false)) {
                    violations.push(Violation { path, missing: false });
                }
                continue;
            };
            let before = violations.len();
            if let Some(schema) =
                self.document().pointer("/properties/identity/properties").and_then(|all| all.get(name))
            {
                json_schema::check(self.document(), schema, value, &path, &mut violations);
            }
            if violations.len() == before {
                check_value(field, value, &path, rules, &mut violations);
            }
        }
        violations.sort();
        violations.dedup();
        missing.extend(violations.into_iter().map(|violation| match violation.missing {
            true => IdObjectError::Missing(violation.path),
            false => IdObjectError::Invalid(violation.path),
        }));
        missing
    }

    /// The schema version an identity object says it was made for.
    pub fn version_of(object: &Value) -> Option<f64> {
        object.get("identity")?.get("IDSchemaVersion")?.as_f64()
    }

    fn check_required(
        &self,
        required: &[String],
        identity: &serde_json::Map<String, Value>,
        missing: &mut Vec<IdObjectError>,
    ) {
        for entry in required {
            let known: Vec<&str> = entry.split('|').map(str::trim).filter(|name| self.field(name).is_some()).collect();
            if !known.is_empty() && !known.iter().any(|name| identity.contains_key(*name)) {
                let paths: Vec<String> = entry.split('|').map(|name| format!("identity/{}", name.trim())).collect();
                missing.push(IdObjectError::Missing(paths.join("|")));
            }
        }
    }
}

/// What JSON Schema cannot say: patterns, languages, days that exist. The value has the right shape already.
fn check_value(field: &SchemaField, value: &Value, path: &str, rules: &IdObjectRules, found: &mut Vec<Violation>) {
    let mut invalid = |path: String| found.push(Violation { path, missing: false });
    let matches = |text: &str, language: Option<&str>| {
        field
            .validators
            .iter()
            .filter(|validator| validator.applies_to(language))
            .all(|validator| validator.pattern.matches(text))
    };
    match field.kind {
        ValueKind::PerLanguage => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                let language = item.get("language").and_then(Value::as_str).unwrap_or_default();
                if !rules.languages.is_empty() && !rules.languages.iter().any(|allowed| allowed == language) {
                    invalid(format!("{path}/{at}/language"));
                }
                if !matches(item.get("value").and_then(Value::as_str).unwrap_or_default(), Some(language)) {
                    invalid(format!("{path}/{at}/value"));
                }
            }
        }
        ValueKind::Text => {
            let text = value.as_str().unwrap_or_default();
            let impossible_day = |today: CivilDate| CivilDate::parse(text).is_none_or(|date| date > today);
            let is_birth_date = rules.birth_dates.contains(&field.id);
            if !matches(text, None) || is_birth_date && rules.today.is_some_and(impossible_day) {
                invalid(path.into());
            }
        }
        ValueKind::Number => {
            if !matches(&value.to_string(), None) {
                invalid(path.into());
            }
        }
        ValueKind::TextList => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                if !matches(item.as_str().unwrap_or_default(), None) {
                    invalid(format!("{path}/{at}"));
                }
            }
        }
        ValueKind::Boolean | ValueKind::Document | ValueKind::Biometrics | ValueKind::Other => {}
    }
}
