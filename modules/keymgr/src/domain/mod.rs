//! Rules of keys: policies, names, which key is current, what a key may do.

pub(crate) mod name;
pub(crate) mod policy;
pub(crate) mod selection;
