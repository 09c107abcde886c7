//! Tables of iam.

pub(crate) mod ceremony;
pub(crate) mod client;
pub(crate) mod device;
pub(crate) mod link;
pub(crate) mod passkey;
pub(crate) mod recovery;
pub(crate) mod session;
pub(crate) mod token;
pub(crate) mod user;
