//! The key manager over a real database and a real key store.
#![expect(clippy::unwrap_used, reason = "tests stop at what they did not expect")]

mod admin;
mod at_rest;
mod encryption;
mod http;
mod partners;
mod signatures;
mod start;
mod support;
