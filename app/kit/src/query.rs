//! What a page reads from its query string.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use crate::{Problem, error_text, use_locale};

/// One value of the query string, reactive.
pub fn use_query_value(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(name).filter(|value| !value.is_empty()))
}

/// The problem a form's handler sent back with `?problem=CODE&arg=…`, for the summary; `field` is the control it belongs to.
pub fn use_problem(field: &'static str) -> Vec<Problem> {
    let locale = use_locale();
    let query = use_query_map();
    // forms load the page anew, so that reading once is enough
    query
        .with_untracked(|query| {
            let code = query.get("problem").filter(|code| !code.is_empty())?;
            let args = query.get_all("arg").unwrap_or_default();
            Some(vec![Problem { field: field.to_owned(), text: error_text(locale, &code, &args) }])
        })
        .unwrap_or_default()
}

/// The path of this page, reactive.
pub fn use_path() -> Memo<String> {
    use_location().pathname
}
