//! Small cookies between two requests: they bind a step to this browser, and keep secrets out of addresses.

use axum::{
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use iam_api::account::Ticket;
use leptos::prelude::use_context;

/// The sign-in that is half done.
pub const STEP: &str = "__Host-tessera-step";
/// Marks a browser somebody has signed in from.
pub const DEVICE: &str = "__Host-tessera-device";
/// What is shown once.
pub const SHOWN: &str = "__Host-tessera-shown";
/// The sign-in that is at the outside provider.
pub const OUTSIDE: &str = "__Host-tessera-outside";

/// The value of a cookie; nothing when it is empty.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let value = |pair: &str| Some(pair.trim().strip_prefix(name)?.strip_prefix('=')?.to_owned());
    lines.flat_map(|line| line.split(';')).find_map(value).filter(|value| !value.is_empty())
}

/// The same, of the request being rendered.
pub fn cookie_of_request(name: &str) -> Option<String> {
    use_context::<Parts>().and_then(|parts| cookie(&parts.headers, name))
}

/// Sets a cookie for some seconds. `Lax`: coming back from the outside provider is a navigation from another site.
pub fn set(response: &mut Response, name: &str, value: &str, age_secs: u64) {
    let line = format!("{name}={value}; Path=/; Max-Age={age_secs}; Secure; HttpOnly; SameSite=Lax");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// Sets a ticket.
pub fn set_ticket(response: &mut Response, name: &str, ticket: &Ticket) {
    set(response, name, &ticket.value, ticket.max_age_secs);
}

/// Clears a cookie.
pub fn clear(response: &mut Response, name: &str) {
    set(response, name, "", 0);
}
