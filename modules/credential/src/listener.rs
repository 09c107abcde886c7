//! Follows identities: a card that exists is made anew when its identity changes.

use async_trait::async_trait;
use idrepo_api::{IdentityEvent, IdentityListener};
use types::{Caller, Failure};

use crate::error::storage;
use crate::jobs::RenewCard;
use crate::{Credential, repo};

#[async_trait]
impl IdentityListener for Credential {
    fn name(&self) -> &'static str {
        "credential"
    }

    async fn identity_event(&self, caller: &Caller, event: &IdentityEvent) -> Result<(), Failure> {
        let IdentityEvent::Changed { uin_hash, .. } = event else { return Ok(()) };
        if repo::card::find(self.db.read(), uin_hash).await.map_err(storage)?.is_none() {
            return Ok(()); // the first card is asked for, not made by itself
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        tx.enqueue(&RenewCard { uin_hash: uin_hash.clone() }).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
}
