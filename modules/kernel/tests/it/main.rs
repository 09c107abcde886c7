//! The kernel against a real database and its own routes.

mod audits;
mod codes;
mod http;
mod no_keys;
mod notices;
mod numbers;
mod world;
