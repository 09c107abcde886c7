//! Contract of the registration module: packets, sync, receiver, pipeline, adjudication and duplicate search.

pub mod error;
pub mod service;
pub mod wire;

pub use error::RegistrationError;
pub use service::{AdjudicationCase, Candidate, Decision, PipelineEntry, PipelineStep, Registrations};
