//! Queries: reads take any connection, writes the transaction.

pub(crate) mod draft;
pub(crate) mod event;
pub(crate) mod file;
pub(crate) mod handle;
pub(crate) mod identity;
pub(crate) mod lock;
pub(crate) mod salt;
pub(crate) mod vid;
