//! Queries. Reads take a connection, writes take a transaction.

pub(crate) mod application;
pub(crate) mod booking;
pub(crate) mod document;
pub(crate) mod sign_in;
pub(crate) mod slot;
