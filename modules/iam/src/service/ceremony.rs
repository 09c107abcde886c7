//! What is under way between two requests: the browser holds a ticket, the database its hash and the sealed state.

use crate::{IamModule, entity::ceremony, error::storage, repo, service::secret_hash};
use chrono::TimeDelta;
use db::Tx;
use iam_api::{IamError, account::Ticket};
use serde::{Serialize, de::DeserializeOwned};
use types::{Caller, Failure};
use zeroize::Zeroizing;

/// The password was right, the second factor has to follow.
pub(crate) const SECOND: &str = "second";
/// Another password has to be chosen.
pub(crate) const CHOOSE: &str = "choose";
/// A passkey signs somebody in.
pub(crate) const PASSKEY: &str = "passkey";
/// A passkey shows that it is still the same person, or is the second factor.
pub(crate) const PASSKEY_OF: &str = "passkey-of";
/// A passkey is added.
pub(crate) const ADD: &str = "add";
/// Something is shown once.
pub(crate) const SHOW: &str = "show";
/// Somebody signs in with the outside provider.
pub(crate) const OUTSIDE: &str = "outside";

/// Seconds a step may take.
const STEP_SECS: i64 = 600;

/// A step that is under way.
pub(crate) struct Step<T> {
    pub hash: String,
    pub user_id: Option<String>,
    pub state: T,
}

impl IamModule {
    /// A secret of 256 random bits.
    pub(crate) fn secret(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0u8; 32]);
        self.inner.db.random().fill(&mut *bytes);
        Zeroizing::new(hex::encode(*bytes))
    }

    /// Begins a step.
    pub(crate) async fn begin(
        &self,
        caller: &Caller,
        kind: &str,
        user_id: Option<&str>,
        state: &impl Serialize,
    ) -> Result<Ticket, Failure> {
        let value = self.secret();
        let hash = secret_hash(&value);
        let plain =
            serde_json::to_vec(state).map(Zeroizing::new).map_err(|e| Failure::of(IamError::Internal).because(e))?;
        let state_sealed = self.inner.at_rest.seal("iam.ceremony", hash.as_bytes(), &plain).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let row = ceremony::Model {
            hash,
            kind: kind.to_owned(),
            user_id: user_id.map(str::to_owned),
            state_sealed,
            expires_at: tx.now() + TimeDelta::seconds(STEP_SECS),
        };
        repo::ceremony::insert(&mut tx, row).await?;
        tx.commit().await.map_err(storage)?;
        Ok(Ticket { value, max_age_secs: STEP_SECS.unsigned_abs() })
    }

    /// Looks at a step without ending it: a wrong answer may be given again.
    ///
    /// # Errors
    /// `TES-IAM-004` when it is over.
    pub(crate) async fn step<T: DeserializeOwned>(&self, kind: &str, ticket: &str) -> Result<Step<T>, Failure> {
        let hash = secret_hash(ticket);
        let now = self.inner.db.now();
        let row = repo::ceremony::find(self.inner.db.read(), kind, &hash, now).await?;
        let row = row.ok_or_else(|| Failure::of(IamError::TicketGone))?;
        let plain = self.inner.at_rest.open("iam.ceremony", hash.as_bytes(), &row.state_sealed).await?;
        let state = serde_json::from_slice(&plain).map_err(|e| Failure::of(IamError::Internal).because(e))?;
        Ok(Step { hash, user_id: row.user_id, state })
    }

    /// Ends a step and gives its state: it is good for one answer, right or wrong.
    ///
    /// # Errors
    /// `TES-IAM-004` when it is over, or another request was faster.
    pub(crate) async fn take<T: DeserializeOwned>(
        &self,
        caller: &Caller,
        kind: &str,
        ticket: &str,
    ) -> Result<Step<T>, Failure> {
        let step = self.step(kind, ticket).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        end(&mut tx, &step.hash).await?;
        tx.commit().await.map_err(storage)?;
        Ok(step)
    }
}

/// Ends a step within a transaction that does what it was for.
///
/// # Errors
/// `TES-IAM-004` when another request was faster.
pub(crate) async fn end(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    if repo::ceremony::take(tx, hash).await? { Ok(()) } else { Err(IamError::TicketGone.into()) }
}
