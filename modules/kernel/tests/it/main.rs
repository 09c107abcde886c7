//! The kernel against a real database and its own routes.

mod audits;
mod codes;
mod http;
mod notices;
mod numbers;
mod world;
