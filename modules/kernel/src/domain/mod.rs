//! Pure rules.

pub(crate) mod audit;
pub(crate) mod csv;
pub(crate) mod hotlist;
pub(crate) mod number;
pub(crate) mod otp;
pub(crate) mod template;
