//! The port to an ABIS (automated biometric identification system), in MOSIP's terms, and our own in-process one.
//!
//! Queues, data shares and message envelopes are the connector's matter; here a reference comes with its samples.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use thiserror::Error;

use crate::gallery::Gallery;
use crate::sample::{Modality, Sample, SampleError};
use crate::sdk::{load, off_runtime};

/// Why an ABIS refused; [`AbisError::code`] is MOSIP's `failureReason`.
#[derive(Debug, Error)]
pub enum AbisError {
    /// 10: insert of a reference that is there.
    #[error("the reference is already enrolled")]
    AlreadyExists,
    /// 12: identify or delete of a reference that is not there.
    #[error("the reference is not enrolled")]
    NotFound,
    /// 11: no sample at all.
    #[error("there are no biometrics in the request")]
    NoData,
    /// 16: a sample that cannot be read.
    #[error("a sample cannot be used: {0}")]
    Format(#[from] SampleError),
    /// 18: samples, but none with enough detail to search by.
    #[error("no sample is good enough to search by")]
    Quality,
    /// 3: the ABIS itself failed.
    #[error("the ABIS failed: {0}")]
    Failed(String),
}

impl AbisError {
    /// MOSIP's failure reason.
    pub fn code(&self) -> u8 {
        match self {
            Self::AlreadyExists => 10,
            Self::NotFound => 12,
            Self::NoData => 11,
            Self::Format(_) => 16,
            Self::Quality => 18,
            Self::Failed(_) => 3,
        }
    }
}

/// What to search for and how strictly.
#[derive(Clone, Debug)]
pub struct IdentifyRequest {
    /// The enrolled reference to search with; it is never its own candidate.
    pub reference_id: String,
    /// Search only these references; everybody when `None`.
    pub within: Option<Vec<String>>,
    /// Most candidates.
    pub max_results: usize,
    /// Wanted false positive identification rate of the whole search, 0 to 1 (MOSIP's `targetFPIR` is -10 log10 of it).
    pub false_positive_rate: f64,
}

/// A candidate of an identification.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its reference.
    pub reference_id: String,
    /// 0 to 100: ten times the number of decimal digits before a stranger fits as well, at most 100.
    pub score: f64,
    /// The modalities that fit.
    pub modalities: Vec<Modality>,
}

/// An ABIS: ours in process, or a vendor's behind MOSIP's queues.
#[async_trait]
pub trait Abis: Send + Sync {
    /// Enrols samples under a reference; does not look for duplicates.
    async fn insert(&self, reference_id: &str, samples: &[Sample]) -> Result<(), AbisError>;

    /// Removes a reference.
    async fn delete(&self, reference_id: &str) -> Result<(), AbisError>;

    /// Who else fits an enrolled reference, best first.
    async fn identify(&self, request: &IdentifyRequest) -> Result<Vec<Candidate>, AbisError>;

    /// How many references are enrolled.
    async fn reference_count(&self) -> Result<u64, AbisError>;

    /// How many requests wait.
    async fn pending_jobs(&self) -> Result<u64, AbisError>;

    /// Whether it answers.
    async fn ping(&self) -> Result<(), AbisError>;
}

/// A gallery in this process: lost at its end, filled again from stored templates.
#[derive(Clone, Default)]
pub struct InProcessAbis {
    gallery: Arc<RwLock<Gallery>>,
}

impl InProcessAbis {
    /// An empty ABIS.
    pub fn new() -> Self {
        Self::default()
    }

    fn identify_now(&self, request: &IdentifyRequest) -> Result<Vec<Candidate>, AbisError> {
        let gallery = self.gallery.read().unwrap_or_else(PoisonError::into_inner);
        let probe = gallery.get(&request.reference_id).ok_or(AbisError::NotFound)?;
        let searched = request.within.as_ref().map_or(gallery.len(), Vec::len).max(1);
        let limit = request.false_positive_rate.clamp(0.0, 1.0) / searched as f64;
        let hits = gallery.search(probe, limit, request.within.as_deref());
        let others = hits.into_iter().filter(|hit| hit.reference != request.reference_id);
        Ok(others
            .take(request.max_results)
            .map(|hit| Candidate {
                score: (-10.0 * hit.score.false_match.max(1e-10).log10()).min(100.0),
                reference_id: hit.reference,
                modalities: vec![Modality::Finger],
            })
            .collect())
    }
}

#[async_trait]
impl Abis for InProcessAbis {
    async fn insert(&self, reference_id: &str, samples: &[Sample]) -> Result<(), AbisError> {
        if samples.is_empty() {
            return Err(AbisError::NoData);
        }
        let samples = samples.to_vec();
        let failed = |e: crate::sdk::SdkError| AbisError::Failed(e.to_string());
        let fingers = off_runtime(move || load(&samples)).await.map_err(failed)??;
        if fingers.is_empty() {
            return Err(AbisError::Quality);
        }
        let mut gallery = self.gallery.write().unwrap_or_else(PoisonError::into_inner);
        if gallery.add(reference_id, fingers) { Ok(()) } else { Err(AbisError::AlreadyExists) }
    }

    async fn delete(&self, reference_id: &str) -> Result<(), AbisError> {
        let mut gallery = self.gallery.write().unwrap_or_else(PoisonError::into_inner);
        if gallery.remove(reference_id) { Ok(()) } else { Err(AbisError::NotFound) }
    }

    async fn identify(&self, request: &IdentifyRequest) -> Result<Vec<Candidate>, AbisError> {
        let (this, request) = (self.clone(), request.clone());
        off_runtime(move || this.identify_now(&request)).await.map_err(|e| AbisError::Failed(e.to_string()))?
    }

    async fn reference_count(&self) -> Result<u64, AbisError> {
        Ok(self.gallery.read().unwrap_or_else(PoisonError::into_inner).len() as u64)
    }

    async fn pending_jobs(&self) -> Result<u64, AbisError> {
        // Every request is answered before its call returns.
        Ok(0)
    }

    async fn ping(&self) -> Result<(), AbisError> {
        Ok(())
    }
}
