//! The server's side of master data: descriptors, words, and the shape of every page.

pub mod documents;
mod drafts;
pub mod entry;
mod export;
pub mod form;
mod history;
pub mod home;
mod kinds;
pub mod list;
pub mod map;
mod mistakes;
mod post;
mod words;

use std::sync::Arc;

use app_i18n::Locale;
use app_kit::{
    UiError,
    server::{caller, encode, service},
};
use masterdata_api::Registry;
use masterdata_api::search::{Pagination, SearchRequest};
use serde_json::Value;
use types::Caller;

pub use post::routes;

use super::page_place::decoded;

/// Whether master data is in somebody's hands at all.
pub fn may_read(caller: &Caller) -> bool {
    caller.require(masterdata_api::registry::READ).is_ok()
}

/// Who asks, in which language, with which query.
pub struct Ask {
    pub registry: Arc<dyn Registry>,
    pub caller: Caller,
    pub locale: Locale,
    pub query: Query,
}

impl Ask {
    /// What the request being answered asks.
    pub fn of(locale: &str, search: &str) -> Result<Self, UiError> {
        Ok(Self {
            registry: service::<dyn Registry>()?,
            caller: caller()?,
            locale: Locale::parse(locale).unwrap_or_default(),
            query: Query::parse(search),
        })
    }

    /// The language of data that fits the reader: the page's own where the country speaks it, else the country's first.
    pub async fn language(&self) -> Result<String, UiError> {
        let spoken = self.registry.spoken().await?;
        let own = spoken.iter().find(|code| *code == self.locale.code());
        Ok(own.or(spoken.first()).cloned().unwrap_or_else(|| self.locale.code().to_owned()))
    }

    /// A request for a page of everything in a language.
    pub fn everything(language: Option<String>, page: i64, rows: i64) -> SearchRequest {
        SearchRequest {
            filters: Some(Vec::new()),
            sort: Some(Vec::new()),
            pagination: Some(Pagination { page_start: page, page_fetch: rows }),
            language_code: language,
        }
    }
}

/// A query string, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(pub Vec<(String, String)>);

impl Query {
    pub fn parse(search: &str) -> Self {
        let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
                })
                .collect(),
        )
    }

    /// A value; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
    }

    /// The query with one value exchanged, or left out when it is empty.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut pairs: Vec<_> = self.0.iter().filter(|(own, _)| own != name).cloned().collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Self(pairs)
    }

    /// An address with this query.
    pub fn at(&self, path: &str) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// A value of a row as text.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_and_written() {
        let query = Query::parse("?name=a+b%26&sort=-name&empty=");
        assert_eq!(query.get("name"), "a b&");
        assert_eq!(query.with("sort", "").with("page", "2").at("/x"), "/x?name=a%20b%26&page=2");
        assert_eq!(Query::default().at("/x"), "/x");
    }
}
