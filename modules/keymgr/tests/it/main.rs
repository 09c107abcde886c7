//! The key manager over a real database and a real key store.
#![expect(clippy::unwrap_used, reason = "tests stop at what they did not expect")]

mod admin;
mod at_rest;
mod backups;
mod contract;
mod encryption;
mod http;
mod operations;
mod partners;
mod signatures;
mod softhsm;
mod start;
mod support;
