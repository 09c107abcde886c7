//! A registration's steps for the administration service.

use async_trait::async_trait;
use types::{Caller, Failure, Rid};

use crate::wire::TransactionItem;

/// What happened to a registration.
#[async_trait]
pub trait RegistrationHistory: Send + Sync {
    /// Its steps, oldest first. Needs [`crate::wire::endpoints::HISTORY`].
    ///
    /// # Errors
    /// `RPR-RTS-001` when there is none.
    async fn transactions(&self, caller: &Caller, rid: &Rid) -> Result<Vec<TransactionItem>, Failure>;
}
