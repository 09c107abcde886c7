//! Contract of the keymgr module: keys, certificates, trust and signatures. Private keys never cross this door.

pub mod service;

pub use service::{AtRest, JwsOptions, KeyManager, KeyRef, TrustDomain, Verified};
