//! Bulk upload: a file is read, its rows are checked against the tables at once, and stored in blocks; packets are handed on.

mod check;
mod facts;
mod file;
mod http;
mod packets;
mod run;
mod service;

pub(crate) use http::routes;
pub(crate) use run::register;
