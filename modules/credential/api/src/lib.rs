//! Contract of the credential module: credential requests, QR, card and print.

pub mod error;
pub mod request;
pub mod service;

pub use error::CredentialError;
pub use service::{Card, CredentialState, Credentials};
