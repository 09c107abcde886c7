//! The key manager over a real database and a real key store.
#![expect(clippy::unwrap_used, reason = "tests stop at what they did not expect")]

mod admin;
mod app;
mod at_rest;
mod audit;
mod backups;
mod bad_input;
mod client_crypto;
mod contract;
mod cose;
mod encryption;
mod http;
mod independent;
mod jwe;
mod keys;
mod license;
mod migration;
mod openapi;
mod operations;
mod partners;
mod pdf;
mod rotation;
mod secrets;
mod signatures;
mod softhsm;
mod start;
mod support;
mod zero_knowledge;
