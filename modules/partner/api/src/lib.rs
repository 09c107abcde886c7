//! Contract of the partner module: partners, policies, keys and licences.

pub mod error;
pub mod service;
pub mod wire;

pub use error::PartnerError;
pub use service::{AuthPolicy, Partners, Refusal, RelyingParty};
