//! SeaORM entities.

pub(crate) mod application;
pub(crate) mod booking;
pub(crate) mod code;
pub(crate) mod consumed;
pub(crate) mod day;
pub(crate) mod demographic;
pub(crate) mod document;
pub(crate) mod revoked_token;
pub(crate) mod secret;
pub(crate) mod slot;
