//! Shows a factor again: for what cannot be undone, the last one must not be older than five minutes.

use crate::{IamModule, domain, error::storage, repo, service::sign_in};
use db::{AuditEvent, EventType};
use iam_api::{IamError, account::Proof};
use types::{AccessError, Caller, Failure};

impl IamModule {
    /// Marks the caller's session as fresh. Wrong answers are counted in the session, so that they lock nobody else's
    /// sign-in; the fifth ends it.
    ///
    /// # Errors
    /// `KER-ATH-023`, `TES-IAM-005` or `TES-IAM-007` for a wrong proof; `KER-ATH-401` when the session ended by it.
    pub(crate) async fn prove(&self, caller: &Caller, proof: Proof<'_>) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        let session = caller.identity().session.as_deref().ok_or(AccessError::Unauthenticated)?;
        let outcome = match proof {
            Proof::Password(password) => match sign_in::matches(Some(&user), password).await? {
                true => Ok(()),
                false => Err(Failure::of(IamError::InvalidCredentials)),
            },
            Proof::RecoveryCode(code) => self.use_recovery(caller, &user, code, None).await,
            Proof::Passkey { ticket, answer } => self.check_own_passkey(caller, &user, ticket, answer).await,
        };
        match outcome {
            Ok(()) => {
                let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
                repo::session::prove(&mut tx, session).await?;
                tx.audit(AuditEvent::new("IAM_025", "CONFIRMED", EventType::User)).await.map_err(storage)?;
                tx.commit().await.map_err(storage)
            }
            Err(failure) if is_wrong(&failure) => self.wrong_proof(caller, session, failure).await,
            Err(failure) => Err(failure),
        }
    }

    async fn wrong_proof(&self, caller: &Caller, session: &str, failure: Failure) -> Result<(), Failure> {
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::session::count_wrong(&mut tx, session).await?;
        let row = repo::session::find(tx.conn(), session).await?;
        let over = row.is_none_or(|row| row.wrong_tries >= domain::MOST_WRONG_PROOFS);
        if over {
            repo::session::end(&mut tx, session).await?;
        }
        tx.audit(AuditEvent::new("IAM_026", "CONFIRMATION_REFUSED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        if over { Err(AccessError::Unauthenticated.into()) } else { Err(failure) }
    }
}

fn is_wrong(failure: &Failure) -> bool {
    failure.is(IamError::InvalidCredentials)
        || failure.is(IamError::PasskeyRefused)
        || failure.is(IamError::RecoveryRefused)
}
