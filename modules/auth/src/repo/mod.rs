//! Queries, one file per table.

pub(crate) mod identity;
pub(crate) mod number;
pub(crate) mod otp;
pub(crate) mod transaction;
