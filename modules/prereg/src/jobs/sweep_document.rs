//! Remove the blob of a document whose row is gone.

use crate::{Prereg, jobs::failed};
use db::{Job, JobCx, JobError};
use edge::BlobKey;
use serde::{Deserialize, Serialize};

/// A blob that no row names any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SweepDocument {
    pub(crate) blob_key: String,
}

impl Job for SweepDocument {
    const KIND: &'static str = "prereg.sweep_document";

    fn unique_key(&self) -> Option<String> {
        Some(self.blob_key.clone())
    }
}

pub(crate) async fn run(m: Prereg, _: JobCx, job: SweepDocument) -> Result<(), JobError> {
    m.blobs.delete(&BlobKey::stored(&job.blob_key)).await.map_err(|error| failed(error.into()))
}
