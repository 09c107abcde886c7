//! Contract of the registration module: packets, sync, receiver, pipeline, adjudication and duplicate search.

pub mod adjudication;
pub mod bulk;
pub mod error;
pub mod history;
pub mod pipeline;
pub mod service;
pub mod wire;

pub use adjudication::{AdjudicationCase, Candidate, CaseKind, CaseList, CaseView, Decision, PartScore, PictureRef};
pub use error::RegistrationError;
pub use history::{LostRegistrations, RegistrationHistory};
pub use pipeline::{
    PipelineCounts, PipelineDetail, PipelineEntry, PipelinePage, PipelineQuery, PipelineState, PipelineStep,
    WorkflowAction,
};
pub use service::Registrations;
