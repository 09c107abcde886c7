//! One-time codes: generate, check and consume.

use async_trait::async_trait;
use kernel_api::{KernelError, OneTimeCodes, OtpIssue, OtpVerdict};
use subtle::ConstantTimeEq;
use types::{Caller, Failure};
use zeroize::Zeroizing;

use crate::domain::otp::{State, Step};
use crate::entity::otp::Model;
use crate::error::storage;
use crate::{Kernel, repo};

const PURPOSE: &str = "kernel.otp";

fn state(row: &Model) -> State {
    State {
        frozen: row.status == repo::otp::FROZEN,
        attempts: row.attempts,
        generated_at: row.generated_at,
        changed_at: row.changed_at,
    }
}

#[async_trait]
impl OneTimeCodes for Kernel {
    async fn generate(&self, caller: &Caller, key: &str) -> Result<OtpIssue, Failure> {
        if !(3..=64).contains(&key.chars().count()) {
            return Err(KernelError::OtpKey.into());
        }
        let m = &self.inner;
        let code = Zeroizing::new(match &m.settings.proxy_otp {
            Some(fixed) => fixed.clone(),
            None => m.db.random().digits(m.settings.otp.length),
        });
        let key_hash = self.fingerprint(PURPOSE, key).await?;
        let code_hash = self.fingerprint(PURPOSE, &Zeroizing::new(format!("{key}:{}", code.as_str()))).await?;

        let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
        let earlier = repo::otp::find(tx.conn(), &key_hash).await.map_err(storage)?;
        if earlier.is_some_and(|row| m.settings.otp.is_blocked(&state(&row), tx.now())) {
            return Ok(OtpIssue::Blocked);
        }
        repo::otp::replace(&mut tx, &key_hash, &code_hash).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(OtpIssue::Issued(code))
    }

    async fn validate(&self, caller: &Caller, key: &str, code: &str) -> Result<OtpVerdict, Failure> {
        let key_hash = self.fingerprint(PURPOSE, key).await?;
        let code_hash = self.fingerprint(PURPOSE, &Zeroizing::new(format!("{key}:{code}"))).await?;
        // Another answer to the same key may be faster; then the row is judged again as it is by then.
        loop {
            if let Some(verdict) = self.answer(caller, &key_hash, &code_hash).await? {
                return Ok(verdict);
            }
        }
    }
}

impl Kernel {
    /// Judges one answer in one guarded step; `None` when the row changed meanwhile.
    async fn answer(&self, caller: &Caller, key_hash: &str, code_hash: &str) -> Result<Option<OtpVerdict>, Failure> {
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let row = repo::otp::find(tx.conn(), key_hash).await.map_err(storage)?;
        let row = row.ok_or_else(|| Failure::of(KernelError::OtpMissing))?;
        let right = row.code_hash.as_bytes().ct_eq(code_hash.as_bytes()).into();
        let (done, verdict) = match self.inner.settings.otp.judge(&state(&row), right, tx.now()) {
            Step::Expired => return Ok(Some(OtpVerdict::Expired)),
            Step::Blocked => return Ok(Some(OtpVerdict::Blocked)),
            Step::Consume => (repo::otp::consume(&mut tx, &row).await, OtpVerdict::Valid),
            Step::Count(n) => (repo::otp::record(&mut tx, &row, repo::otp::UNUSED, n).await, OtpVerdict::Wrong),
            Step::Freeze => (repo::otp::record(&mut tx, &row, repo::otp::FROZEN, 0).await, OtpVerdict::Blocked),
            Step::Thaw => (repo::otp::record(&mut tx, &row, repo::otp::UNUSED, 0).await, OtpVerdict::Wrong),
        };
        if !done.map_err(storage)? {
            return Ok(None);
        }
        tx.commit().await.map_err(storage)?;
        Ok(Some(verdict))
    }
}
