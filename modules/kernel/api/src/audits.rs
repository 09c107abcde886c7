//! Recording what others did, and looking it up.

use async_trait::async_trait;
use types::{Caller, Failure};

use crate::wire::AuditRequest;

/// Records what another service or a portal's page did.
#[async_trait]
pub trait Audits: Send + Sync {
    /// Checks the request as MOSIP's audit manager does and records it. What may name a person is kept as a keyed hash.
    ///
    /// # Errors
    /// `KER-AUD-001` and `KER-AUD-002` for a request that cannot be recorded.
    async fn record(&self, caller: &Caller, request: &AuditRequest) -> Result<(), Failure>;
}
