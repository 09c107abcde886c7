//! One call of an endpoint, as its handler sees it.

use axum::http::HeaderMap;
use std::collections::BTreeMap;
use types::{Caller, Endpoint};

/// The wrapper's own members.
#[derive(Debug, Clone, Default)]
pub struct EnvelopeHead {
    pub id: Option<String>,
    pub version: Option<String>,
    pub requesttime: Option<String>,
    /// Whether the request had a body at all.
    pub present: bool,
    /// Whether `request` was there and not null.
    pub has_request: bool,
}

/// Caller, parameters and parsed body of one request.
pub struct Call<E: Endpoint> {
    pub caller: Caller,
    pub head: EnvelopeHead,
    pub body: E::Request,
    pub headers: HeaderMap,
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: Vec<(String, String)>,
}

impl<E: Endpoint> Call<E> {
    /// A path parameter; empty when the path has none of that name.
    #[must_use]
    pub fn path(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// The first query parameter of that name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a query parameter, also comma-separated ones.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(n, _)| n == name).flat_map(|(_, v)| v.split(',')).filter(|v| !v.is_empty()).collect()
    }

    /// A numeric query parameter, with a default where it is absent or not a number.
    #[must_use]
    pub fn query_number(&self, name: &str, default: u64) -> u64 {
        self.query(name).and_then(|v| v.parse().ok()).unwrap_or(default)
    }
}
