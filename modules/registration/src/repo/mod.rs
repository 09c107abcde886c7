//! Queries of registration. Reads take a connection, writes a transaction.

pub(crate) mod announced;
pub(crate) mod cases;
pub(crate) mod dedupe;
pub(crate) mod lost;
pub(crate) mod registrations;
