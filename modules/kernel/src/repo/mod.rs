//! Queries of the kernel. Reads take a connection, writes a transaction.

pub(crate) mod hotlist;
pub(crate) mod message;
pub(crate) mod number;
pub(crate) mod otp;
pub(crate) mod sequence;
