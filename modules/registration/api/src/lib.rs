//! Contract of the registration module: packets, sync, receiver, pipeline, adjudication and duplicate search.

pub mod adjudication;
pub mod error;
pub mod pipeline;
pub mod service;
pub mod wire;

pub use adjudication::{AdjudicationCase, Candidate, CaseKind, CaseView, Decision, PartScore};
pub use error::RegistrationError;
pub use pipeline::{PipelineCounts, PipelineDetail, PipelineEntry, PipelineQuery, PipelineState, PipelineStep};
pub use service::Registrations;
