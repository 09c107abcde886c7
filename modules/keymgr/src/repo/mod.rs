//! Queries of the keys database.

pub(crate) mod ca_certificate;
pub(crate) mod data_key;
pub(crate) mod key_alias;
pub(crate) mod key_stop;
pub(crate) mod license;
pub(crate) mod partner_certificate;
pub(crate) mod zk_key;
