//! UI-ADM-18: which document types prove a category.

use app_kit::UiError;
use masterdata_api::forms;
use masterdata_api::registry::right_to_change;
use masterdata_api::search::{SearchFilter, SearchRequest, SearchSort};
use serde_json::Value;

use super::{Ask, text, words};
use crate::data::shape::DocumentsPage;

/// More than any country has.
const MOST: i64 = 1_000;

pub async fn page(ask: &Ask) -> Result<DocumentsPage, UiError> {
    let language = ask.language().await?;
    let categories = named(ask, "documentcategories", &language).await?;
    let asked = ask.query.get("category");
    let first = categories.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let category = categories.iter().find(|(code, _)| code == asked).map_or(first, |(code, _)| code.clone());
    let types = named(ask, "documenttypes", &language).await?;
    let filter = |name: &str, value: Value| SearchFilter {
        value: Some(value),
        column_name: Some(name.to_owned()),
        kind: Some("equals".to_owned()),
        ..SearchFilter::default()
    };
    let mut mapped_codes = Vec::new();
    if !category.is_empty() {
        let mut request = Ask::everything(None, 0, MOST);
        request.filters =
            Some(vec![filter("docCategoryCode", category.clone().into()), filter("isActive", "true".into())]);
        let pairs = ask.registry.list(&ask.caller, "validdocuments", &request).await?;
        mapped_codes = pairs.rows.iter().map(|row| text(&row["docTypeCode"])).collect();
    }
    let (mapped, unmapped) = types.into_iter().partition(|(code, _)| mapped_codes.contains(code));
    let problem = ask.query.get("problem");
    let args: Vec<String> =
        ask.query.0.iter().filter(|(name, _)| name == "arg").map(|(_, value)| value.clone()).collect();
    Ok(DocumentsPage {
        categories,
        category,
        mapped,
        unmapped,
        may_change: ask.caller.require(right_to_change(&forms::VALID_DOCUMENT)).is_ok(),
        done: words::done(ask.locale, ask.query.get("done")),
        problem: (!problem.is_empty()).then(|| words::error(ask.locale, problem, &args)),
    })
}

/// Code and name of everything in use, in a language.
async fn named(ask: &Ask, path: &str, language: &str) -> Result<Vec<(String, String)>, UiError> {
    let request = SearchRequest {
        filters: Some(vec![SearchFilter {
            value: Some("true".into()),
            column_name: Some("isActive".to_owned()),
            kind: Some("equals".to_owned()),
            ..SearchFilter::default()
        }]),
        sort: Some(vec![SearchSort { sort_field: Some("name".to_owned()), sort_type: Some("ASC".to_owned()) }]),
        ..Ask::everything(Some(language.to_owned()), 0, MOST)
    };
    let found = ask.registry.list(&ask.caller, path, &request).await?;
    Ok(found.rows.iter().map(|row| (text(&row["code"]), text(&row["name"]))).collect())
}
