//! Numbers that are counted: registration ids, centre ids, machine ids.

use async_trait::async_trait;
use kernel_api::{KernelError, Sequences};
use types::{Caller, CenterId, Failure, MachineId, Rid};

use crate::error::storage;
use crate::{Kernel, repo};

/// Centre and machine ids have five digits and begin here.
const FIRST_ID: i64 = 10_000;
const LAST_ID: i64 = 99_999;

#[async_trait]
impl Sequences for Kernel {
    async fn issue_rid(&self, caller: &Caller, center: &str, machine: &str) -> Result<Rid, Failure> {
        for id in [center, machine] {
            if id.trim().is_empty() {
                return Err(KernelError::RidEmpty.into());
            }
            if id.len() != 5 || !id.bytes().all(|b| b.is_ascii_digit()) {
                return Err(KernelError::RidLength.into());
            }
        }
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let sequence =
            repo::sequence::next(&mut tx, &format!("rid/{center}/{machine}"), 1, 99_999).await.map_err(storage)?;
        let rid = format!("{center}{machine}{sequence:05}{}", tx.now().format("%Y%m%d%H%M%S"));
        tx.commit().await.map_err(storage)?;
        Rid::parse(&rid).map_err(|error| Failure::of(KernelError::Storage).because(error))
    }

    async fn next_center_id(&self, caller: &Caller) -> Result<CenterId, Failure> {
        let id = self.count(caller, "center").await?.ok_or(KernelError::CenterIdsExhausted)?;
        CenterId::parse(&id).map_err(|error| Failure::of(KernelError::CenterIdsExhausted).because(error))
    }

    async fn next_machine_id(&self, caller: &Caller) -> Result<MachineId, Failure> {
        let id = self.count(caller, "machine").await?.ok_or(KernelError::MachineIdsExhausted)?;
        MachineId::parse(&id).map_err(|error| Failure::of(KernelError::MachineIdsExhausted).because(error))
    }
}

impl Kernel {
    /// The next five-digit id; `None` when they are used up, which is said again and again rather than beginning anew.
    async fn count(&self, caller: &Caller, name: &str) -> Result<Option<String>, Failure> {
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let value = repo::sequence::next(&mut tx, name, FIRST_ID, i64::MAX).await.map_err(storage)?;
        if value > LAST_ID {
            return Ok(None);
        }
        tx.commit().await.map_err(storage)?;
        Ok(Some(value.to_string()))
    }
}
