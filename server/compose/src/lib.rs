//! Settings to ports to modules to router and jobs: the only crate that knows every module.

mod audit_chain;
mod comments;
mod condition;
mod cross_check;
mod demo;
mod health;
mod invariants;
mod key_notices;
pub mod keys;
mod outside;
mod ports;
mod proxies;
pub mod relocate;
mod system;

pub use audit_chain::{SignatureReport, verify_signatures};
pub use cross_check::cross_check;
pub use invariants::{Check, InspectError, Inspection, LISTENERS, StatusCount};
pub use ports::Ports;
pub use system::{Services, StartError, System};
