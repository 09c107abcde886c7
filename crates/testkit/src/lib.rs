//! Builders, mock clock, simulated devices and fingers; knows no module.

#[cfg(feature = "db")]
pub mod db;
pub mod fingers;
