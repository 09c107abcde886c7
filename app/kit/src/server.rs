//! The server's side of a portal: the caller, the services, and what a handler tells the edge about the session.

use std::sync::Arc;

use http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use types::Caller;

use crate::UiError;

/// Who asks; placed into the request by the server before any page or server function sees it.
///
/// # Errors
/// When the server forgot it: a defect.
pub fn caller() -> Result<Caller, UiError> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().cloned()).ok_or_else(UiError::internal)
}

/// A module's service; provided by the server for each request.
///
/// # Errors
/// When the server does not offer it.
pub fn service<T: ?Sized + Send + Sync + 'static>() -> Result<Arc<T>, UiError> {
    use_context::<Arc<T>>().ok_or_else(UiError::internal)
}

/// Name of the session cookie; the edge reads and sets it.
pub const SESSION_COOKIE: &str = "__Host-tessera";

/// Whether a browser came with a session cookie, whatever it is worth: with none the reader was never here, with one
/// that nobody knows any more a session has ended.
pub fn had_session(headers: &http::HeaderMap) -> bool {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    cookies.split(';').any(|pair| {
        let value = pair.trim().strip_prefix(SESSION_COOKIE).and_then(|rest| rest.strip_prefix('='));
        value.is_some_and(|value| !value.is_empty())
    })
}

/// What a handler asks the edge to do with the session cookie; it stands in the response's extensions.
#[derive(Clone)]
pub enum SessionChange {
    /// Set it: value and seconds.
    Open(Arc<str>, u64),
    /// Clear it.
    Close,
}

/// 303 to a page of this site: the answer to every posted form.
pub fn see_other(path: &str) -> http::Response<String> {
    let mut response = http::Response::new(String::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// A page's path with the problem it has to show; arguments are values of the message, never what a person typed.
pub fn with_problem(path: &str, error: &UiError) -> String {
    let mut path = format!("{path}{}problem={}", if path.contains('?') { '&' } else { '?' }, encode(&error.code));
    for arg in &error.args {
        path.push_str("&arg=");
        path.push_str(&encode(arg));
    }
    path
}

/// Percent-encodes all but unreserved characters.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_cookie_is_told_from_others() {
        let with = |cookies: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert(header::COOKIE, cookies.parse().unwrap());
            had_session(&headers)
        };
        assert!(with("lang=ara; __Host-tessera=ab12"));
        assert!(!with("__Host-tessera=; lang=ara"));
        assert!(!with("__Host-tessera-prereg=x; lang=ara"));
        assert!(!had_session(&http::HeaderMap::new()));
    }

    #[test]
    fn problems_travel_in_the_query() {
        let error = UiError { code: "A/B".into(), args: vec!["2 h".into()], ..UiError::internal() };
        assert_eq!(with_problem("/prereg/1/time?day=2", &error), "/prereg/1/time?day=2&problem=A%2FB&arg=2%20h");
    }
}
