//! Background jobs.

pub(crate) mod refill;
