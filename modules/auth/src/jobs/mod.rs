//! Background work, and what every notice to a person has in common.

mod tell_person;

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{JobRegistry, Logical};
use serde_json::{Map, Value};
use types::{Failure, LangCode, Timestamp};

use crate::AuthModule;
use crate::domain::attributes;

pub(crate) use tell_person::TellPerson;

/// Adds the module's handlers.
pub(crate) fn register(m: &Arc<AuthModule>, registry: &mut JobRegistry) {
    let module = Arc::clone(m);
    registry.on::<TellPerson, _, _>(Logical::Authentication, move |cx, job| {
        let m = Arc::clone(&module);
        async move { tell_person::run(&m, &cx, job).await }
    });
}

/// The languages a person is told in: the preferred one, else the country's first.
pub(crate) async fn languages_of(m: &AuthModule, identity: &Map<String, Value>) -> Result<Vec<LangCode>, Failure> {
    let preferred = attributes::first(identity, "preferredLang").unwrap_or_default();
    let mut languages: Vec<LangCode> =
        preferred.split(',').filter_map(|code| LangCode::parse(code.trim()).ok()).collect();
    if languages.is_empty() {
        languages.extend(m.master.languages().await?.all().next());
    }
    Ok(languages)
}

/// Name, date and time for templates.
pub(crate) fn values(identity: &Map<String, Value>, at: Timestamp) -> BTreeMap<(String, Option<LangCode>), String> {
    let mut values = BTreeMap::new();
    for text in attributes::stored(identity, "name") {
        let language = text.language.as_deref().and_then(|code| LangCode::parse(code).ok());
        values.insert(("name".to_owned(), language), text.value);
    }
    values.insert(("date".to_owned(), None), at.format("%d-%m-%Y").to_string());
    values.insert(("time".to_owned(), None), at.format("%H:%M:%S").to_string());
    values
}
