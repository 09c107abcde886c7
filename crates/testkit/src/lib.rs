//! Builders, mock clock, simulated devices and fingers. Knows no module.

pub mod fingers;
