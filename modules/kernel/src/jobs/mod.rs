//! Background jobs.

pub(crate) mod hotlist;
pub(crate) mod refill;
