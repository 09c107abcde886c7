//! Use cases of iam.

pub(crate) mod import;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod sweep;
