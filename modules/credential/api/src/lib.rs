//! Contract of the credential module: credential requests, QR, card and print.

pub mod service;

pub use service::{Card, CredentialState, Credentials};
