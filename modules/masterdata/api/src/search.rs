//! Searches and value filters, as MOSIP's admin services take and answer them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One condition of a search.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchFilter {
    /// Value to compare with; a list for `in` is separated by commas.
    pub value: Option<Value>,
    /// Lower end of a range.
    pub from_value: Option<String>,
    /// Upper end of a range.
    pub to_value: Option<String>,
    /// Field, by its wire name.
    pub column_name: Option<String>,
    /// `equals`, `contains`, `startsWith`, `between` or `in`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// One field to sort by.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchSort {
    /// Field, by its wire name.
    pub sort_field: Option<String>,
    /// `ASC` or `DESC`.
    pub sort_type: Option<String>,
}

/// A page by its index.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pagination {
    /// Index of the page, from 0.
    pub page_start: i64,
    /// Rows of a page.
    pub page_fetch: i64,
}

impl Default for Pagination {
    fn default() -> Self {
        Self { page_start: 0, page_fetch: 10 }
    }
}

/// A search.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// Conditions, all of which have to hold.
    #[serde(default)]
    pub filters: Option<Vec<SearchFilter>>,
    /// Order of the result.
    #[serde(default)]
    pub sort: Option<Vec<SearchSort>>,
    /// Page of the result.
    #[serde(default)]
    pub pagination: Option<Pagination>,
    /// Language of the rows; `all` or nothing for every language.
    #[serde(default)]
    pub language_code: Option<String>,
}

/// One column whose values are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ValueFilter {
    /// Field, by its wire name.
    pub column_name: Option<String>,
    /// `unique` or `all`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Text that the values contain.
    pub text: Option<String>,
}

/// A request for the values of columns.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValuesRequest {
    /// Columns.
    #[serde(default)]
    pub filters: Option<Vec<ValueFilter>>,
    /// Language of the rows.
    #[serde(default)]
    pub language_code: Option<String>,
    /// Conditions of the rows.
    #[serde(default)]
    pub optional_filters: Option<Vec<SearchFilter>>,
    /// Most values per column.
    #[serde(default)]
    pub page_fetch: Option<i64>,
    /// Whether the number of all values is wanted.
    #[serde(default)]
    pub total_count_required: Option<bool>,
}
