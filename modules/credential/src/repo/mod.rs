//! Queries: reads take any connection, writes the transaction.

pub(crate) mod card;
pub(crate) mod request;
