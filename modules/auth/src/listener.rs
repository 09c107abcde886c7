//! Follows identities, so that the copy here is never older than the events.

use async_trait::async_trait;
use idrepo_api::{IdentityEvent, IdentityListener};
use types::{Caller, Failure};

use crate::AuthModule;
use crate::service::copy;

#[async_trait]
impl IdentityListener for AuthModule {
    fn name(&self) -> &'static str {
        "auth"
    }

    async fn identity_event(&self, caller: &Caller, event: &IdentityEvent) -> Result<(), Failure> {
        match event {
            IdentityEvent::Changed { uin_hash, .. } => {
                // what locks and ends first; making templates takes its time
                copy::refresh(self, caller, uin_hash, copy::Extent::Standing).await?;
                copy::refresh(self, caller, uin_hash, copy::Extent::Whole).await
            }
            IdentityEvent::VidChanged { uin_hash, .. }
            | IdentityEvent::StatusChanged { uin_hash }
            | IdentityEvent::LocksChanged { uin_hash } => {
                copy::refresh(self, caller, uin_hash, copy::Extent::Standing).await
            }
        }
    }
}
