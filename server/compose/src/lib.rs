//! Settings to ports to modules to router and jobs: the only crate that knows every module.

mod demo;
mod health;
mod invariants;
mod ports;
mod system;

pub use invariants::{Check, InspectError, Inspection, LISTENERS, StatusCount};
pub use ports::Ports;
pub use system::{Services, StartError, System};
