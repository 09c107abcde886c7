//! Builders, mock clock, simulated devices and fingers; knows no module.

pub mod db;
