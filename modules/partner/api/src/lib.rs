//! Contract of the partner module: partners, policies, keys and licences.

pub mod service;

pub use service::{AuthPolicy, Partners, RelyingParty};
