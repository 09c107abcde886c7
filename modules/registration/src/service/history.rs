//! The module's door for the administration service.

use async_trait::async_trait;
use registration_api::RegistrationHistory;
use registration_api::wire::TransactionItem;
use types::{Caller, Failure, Rid};

use crate::RegistrationModule;
use crate::service::status;

#[async_trait]
impl RegistrationHistory for RegistrationModule {
    async fn transactions(&self, caller: &Caller, rid: &Rid) -> Result<Vec<TransactionItem>, Failure> {
        status::history(self, caller, rid.reveal()).await
    }
}
