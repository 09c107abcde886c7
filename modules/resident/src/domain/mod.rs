//! Pure rules.

pub(crate) mod asking;
pub(crate) mod number;
pub(crate) mod person;
pub(crate) mod progress;
