//! Rows of the kernel.

pub(crate) mod attachment;
pub(crate) mod hotlist;
pub(crate) mod hotlist_history;
pub(crate) mod message;
pub(crate) mod number;
pub(crate) mod otp;
pub(crate) mod sequence;
