//! Use cases of iam.

pub(crate) mod account;
mod addresses;
pub(crate) mod ceremony;
mod confirm;
pub(crate) mod directory;
pub(crate) mod import;
pub(crate) mod outside;
pub(crate) mod passkey;
mod recovery;
pub(crate) mod refresh;
pub(crate) mod send_code;
pub(crate) mod session;
pub(crate) mod sign_in;
mod staff;
mod staff_access;
mod staff_tokens;
pub(crate) mod sweep;

/// What is stored of a secret the browser holds; 256 random bits need no slow hash.
pub(crate) fn secret_hash(secret: &str) -> String {
    hex::encode(crypto::digest::sha256(secret.as_bytes()))
}
