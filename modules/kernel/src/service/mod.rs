//! Use cases, one per file.

pub(crate) mod audit_search;
pub(crate) mod audits;
pub(crate) mod codes;
pub(crate) mod hotlist;
pub(crate) mod jobs;
pub(crate) mod notices;
pub(crate) mod numbers;
pub(crate) mod sent;
pub(crate) mod sequences;

use types::Failure;

use crate::Kernel;

impl Kernel {
    /// A keyed hash in hex, computed before a transaction begins.
    pub(crate) async fn fingerprint(&self, purpose: &str, value: &str) -> Result<String, Failure> {
        Ok(hex::encode(self.inner.at_rest.blind_index(purpose, value.as_bytes()).await?))
    }
}
