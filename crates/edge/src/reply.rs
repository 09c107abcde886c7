//! What a handler answers: a body, and now and then a header or cookie.

use axum::http::{HeaderName, HeaderValue, header};

/// A successful answer.
#[derive(Debug)]
pub struct Reply<T> {
    pub body: T,
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl<T> From<T> for Reply<T> {
    fn from(body: T) -> Self {
        Self { body, headers: Vec::new() }
    }
}

impl<T> Reply<T> {
    /// Adds a header; a value with forbidden characters is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Sets MOSIP's token cookie `Authorization` (HttpOnly, whole site).
    #[must_use]
    pub fn token_cookie(self, token: &str, max_age_secs: u64, secure: bool) -> Self {
        self.cookie("Authorization", token, max_age_secs, secure)
    }

    /// Sets a cookie no script reads (HttpOnly, whole site).
    #[must_use]
    pub fn cookie(self, name: &str, value: &str, max_age_secs: u64, secure: bool) -> Self {
        let secure = if secure { "; Secure" } else { "" };
        self.header(
            header::SET_COOKIE,
            &format!("{name}={value}; Max-Age={max_age_secs}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        )
    }
}
