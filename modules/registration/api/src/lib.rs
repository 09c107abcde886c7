//! Contract of the registration module: packets, sync, receiver, pipeline, adjudication and duplicate search.

pub mod service;

pub use service::{AdjudicationCase, Candidate, Decision, PipelineEntry, PipelineStep, Registrations};
