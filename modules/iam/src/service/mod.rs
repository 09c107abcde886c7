//! Use cases of iam.

mod addresses;
pub(crate) mod import;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod staff_tokens;
pub(crate) mod sweep;
