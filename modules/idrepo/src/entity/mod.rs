//! Rows of the ID repository, all in the identity database.

pub(crate) mod auth_lock;
pub(crate) mod draft;
pub(crate) mod event;
pub(crate) mod event_cursor;
pub(crate) mod file;
pub(crate) mod handle;
pub(crate) mod identity;
pub(crate) mod identity_history;
pub(crate) mod registration;
pub(crate) mod salt;
pub(crate) mod update_count;
pub(crate) mod vid;
