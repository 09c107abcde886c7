//! Tables.

pub(crate) mod code;
