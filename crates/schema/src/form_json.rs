//! Between the answers of a form and the JSON of an identity object.

use serde_json::{Map, Value, json};

use crate::form::{Answer, Field, FormModel};
use crate::identity::{ValueKind, texts};
use crate::ui_spec::Labels;

/// The identity object of the visible answers. Choices of attributes with languages carry the code in every language, as
/// MOSIP's own portals write them; documents and biometrics travel apart.
pub(crate) fn identity_of(form: &FormModel) -> Value {
    let mut identity = Map::new();
    identity.insert("IDSchemaVersion".into(), json!(form.context().schema_version));
    let languages = &form.context().languages;
    for field in form.fields().iter().filter(|field| field.visible && field.in_identity) {
        if let Some(value) = value_of(field, languages) {
            identity.insert(field.id().into(), value);
        }
    }
    json!({ "identity": identity })
}

fn value_of(field: &Field, languages: &[String]) -> Option<Value> {
    let in_each = |text: &dyn Fn(&str) -> Option<String>| {
        let items: Vec<Value> = languages
            .iter()
            .filter_map(|language| Some(json!({ "language": language, "value": text(language)? })))
            .collect();
        (!items.is_empty()).then_some(Value::Array(items))
    };
    match (&field.answer, field.kind) {
        (Answer::Empty | Answer::Document { .. }, _) | (_, ValueKind::Document | ValueKind::Biometrics) => None,
        (Answer::PerLanguage(texts), _) => in_each(&|language| texts.get(language).cloned()),
        (Answer::Choice(code) | Answer::Text(code), ValueKind::PerLanguage) => in_each(&|_| Some(code.clone())),
        (Answer::Text(text) | Answer::Choice(text), ValueKind::Number) => {
            // whole numbers stay whole: 7, not 7.0
            text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).ok()
        }
        (Answer::Text(text) | Answer::Choice(text), ValueKind::Boolean) => {
            Some(Value::Bool(matches!(text.as_str(), "true" | "Y" | "y" | "on")))
        }
        (Answer::Text(text) | Answer::Choice(text), _) => Some(Value::String(text.clone())),
        (Answer::List(items), _) => Some(json!(items)),
    }
}

/// The answer that a stored value stands for.
pub(crate) fn answer_from(field: &Field, value: &Value, languages: &[String]) -> Answer {
    match field.kind {
        ValueKind::PerLanguage => {
            let items: Labels = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|item| {
                    Some((item.get("language")?.as_str()?.to_owned(), item.get("value")?.as_str()?.to_owned()))
                })
                .collect();
            if items.is_empty() {
                Answer::Empty
            } else if field.spec.control.chooses() {
                let code = languages.iter().find_map(|language| items.get(language)).or_else(|| items.values().next());
                code.map_or(Answer::Empty, |code| Answer::Choice(code.clone()))
            } else {
                Answer::PerLanguage(items)
            }
        }
        ValueKind::Document => {
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            Answer::Document {
                type_code: text("type"),
                format: text("format"),
                file: text("value"),
                reference: Some(text("refNumber")).filter(|number| !number.is_empty()),
            }
        }
        ValueKind::TextList => Answer::List(texts(Some(value))),
        ValueKind::Biometrics | ValueKind::Other => Answer::Empty,
        ValueKind::Text | ValueKind::Number | ValueKind::Boolean => {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            match (text.is_empty(), field.spec.control.chooses()) {
                (true, _) => Answer::Empty,
                (false, true) => Answer::Choice(text),
                (false, false) => Answer::Text(text),
            }
        }
    }
}
