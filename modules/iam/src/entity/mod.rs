//! Tables of iam.

pub(crate) mod client;
pub(crate) mod session;
pub(crate) mod token;
pub(crate) mod user;
