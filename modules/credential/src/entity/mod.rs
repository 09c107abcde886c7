//! Rows of the credential module, in the identity database.

pub(crate) mod card;
pub(crate) mod request;
