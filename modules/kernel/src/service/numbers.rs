//! Numbers that are drawn: UIN, VID, PRID.

use async_trait::async_trait;
use kernel_api::{KernelError, Numbers};
use types::{Caller, Cx, Failure, Prid, Timestamp, Uin, Vid};

use crate::domain::number::{Kind, draw};
use crate::error::storage;
use crate::repo::number::{ASSIGNED, ISSUED, UNUSED};
use crate::{Kernel, repo};

const PURPOSE: &str = "kernel.number";
/// Numbers added per transaction.
const BATCH: u64 = 500;

#[async_trait]
impl Numbers for Kernel {
    async fn reserve_uin(&self, caller: &Caller) -> Result<Uin, Failure> {
        let number = self.issue(caller, Kind::Uin).await?.ok_or(KernelError::UinExhausted)?;
        Uin::parse(&number).map_err(|error| Failure::of(KernelError::UinExhausted).because(error))
    }

    async fn confirm_uin(&self, caller: &Caller, uin: &Uin) -> Result<(), Failure> {
        match self.change_uin(caller, uin, ASSIGNED).await {
            // somebody confirmed it before: said twice is said once
            Err(failure)
                if failure.is(KernelError::UinNotIssued)
                    && self.uin_status(uin).await?.as_deref() == Some(ASSIGNED) =>
            {
                self.inner.db.durable().await;
                Ok(())
            }
            other => other,
        }
    }

    async fn release_uin(&self, caller: &Caller, uin: &Uin) -> Result<(), Failure> {
        self.change_uin(caller, uin, UNUSED).await
    }

    async fn issue_vid(&self, caller: &Caller, expiry: Option<Timestamp>) -> Result<Vid, Failure> {
        if expiry.is_some_and(|expiry| expiry < self.inner.db.now()) {
            return Err(KernelError::VidExpiryPast.into());
        }
        let number = self.issue(caller, Kind::Vid).await?.ok_or(KernelError::VidExhausted)?;
        Vid::parse(&number).map_err(|error| Failure::of(KernelError::VidExhausted).because(error))
    }

    async fn issue_prid(&self, caller: &Caller) -> Result<Prid, Failure> {
        let number = self.issue(caller, Kind::Prid).await?.ok_or(KernelError::PridExhausted)?;
        Prid::parse(&number).map_err(|error| Failure::of(KernelError::PridExhausted).because(error))
    }
}

impl Kernel {
    /// A number nobody ever had: from the block in memory, else from a new block, else from a pool filled on the spot.
    async fn issue(&self, caller: &Caller, kind: Kind) -> Result<Option<String>, Failure> {
        for may_fill in [true, false] {
            if let Some(number) = self.block(kind).pop_front() {
                return Ok(Some(number));
            }
            let taken = self.take_block(caller.cx(), kind).await?;
            if let Some((first, others)) = taken.split_first() {
                self.block(kind).extend(others.iter().cloned());
                return Ok(Some(first.clone()));
            }
            if may_fill {
                // an installation that just began, or a burst that was faster than the timer
                self.fill(caller.cx(), kind, self.inner.settings.pools[kind.index()].full.min(BATCH)).await?;
            }
        }
        Ok(None)
    }

    fn block(&self, kind: Kind) -> std::sync::MutexGuard<'_, std::collections::VecDeque<String>> {
        self.inner.blocks[kind.index()].lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn take_block(&self, cx: &Cx, kind: Kind) -> Result<Vec<String>, Failure> {
        let size = self.inner.settings.pools[kind.index()].block.max(1);
        let db = &self.inner.db;
        let taken = db::retry(|| async {
            let mut tx = db.begin(cx).await?;
            let numbers = repo::number::take(&mut tx, kind, size).await?;
            tx.commit().await?;
            Ok::<_, db::DbError>(numbers)
        });
        taken.await.map_err(storage)
    }

    /// Adds up to `wanted` numbers to the pool; returns how many were new.
    pub(crate) async fn fill(&self, cx: &Cx, kind: Kind, wanted: u64) -> Result<u64, Failure> {
        let mut added = 0;
        let mut left = wanted;
        while left > 0 {
            let batch = left.min(BATCH);
            left -= batch;
            let mut numbers = Vec::new();
            for _ in 0..batch {
                let number = draw(kind, &**self.inner.db.random());
                let fingerprint = self.fingerprint(PURPOSE, &format!("{}:{number}", kind.name())).await?;
                numbers.push((number, fingerprint));
            }
            // the same number twice in one statement is an error on PostgreSQL
            numbers.sort_unstable();
            numbers.dedup();
            let db = &self.inner.db;
            let stored = db::retry(|| async {
                let mut tx = db.begin(cx).await?;
                let stored = repo::number::add(&mut tx, kind, &numbers).await?;
                tx.commit().await?;
                Ok::<_, db::DbError>(stored)
            });
            added += stored.await.map_err(storage)?;
        }
        Ok(added)
    }

    /// Fills every pool that is below its mark.
    pub(crate) async fn refill(&self, cx: &Cx) -> Result<(), Failure> {
        for kind in Kind::ALL {
            let pool = self.inner.settings.pools[kind.index()];
            let ready = repo::number::count_unused(self.inner.db.read(), kind).await.map_err(storage)?;
            if ready < pool.refill_below {
                let added = self.fill(cx, kind, pool.full.saturating_sub(ready)).await?;
                tracing::info!(kind = kind.name(), ready, added, "the pool of numbers was filled");
            }
        }
        Ok(())
    }

    pub(crate) async fn uin_status(&self, uin: &Uin) -> Result<Option<String>, Failure> {
        let fingerprint = self.fingerprint(PURPOSE, &format!("{}:{}", Kind::Uin.name(), uin.reveal())).await?;
        repo::number::status(self.inner.db.read(), Kind::Uin, &fingerprint).await.map_err(storage)
    }

    /// Makes a reserved number final or gives it back.
    pub(crate) async fn change_uin(&self, caller: &Caller, uin: &Uin, to: &str) -> Result<(), Failure> {
        let fingerprint = self.fingerprint(PURPOSE, &format!("{}:{}", Kind::Uin.name(), uin.reveal())).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let number = (to == UNUSED).then(|| uin.reveal());
        if repo::number::change(&mut tx, Kind::Uin, &fingerprint, ISSUED, to, number).await.map_err(storage)? {
            return tx.commit().await.map_err(storage);
        }
        match repo::number::status(tx.conn(), Kind::Uin, &fingerprint).await.map_err(storage)? {
            Some(_) => Err(KernelError::UinNotIssued.into()),
            None => Err(KernelError::UinExhausted.into()),
        }
    }
}
