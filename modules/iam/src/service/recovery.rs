//! Recovery codes: made in tens, shown once, each good for once.

use crate::{
    IamModule, domain,
    entity::user,
    error::storage,
    repo,
    service::{ceremony, sign_in},
};
use db::{AuditEvent, EventType};
use iam_api::{IamError, account::Ticket};
use types::{Caller, Failure};
use zeroize::Zeroizing;

impl IamModule {
    /// A secret to be read and typed by people.
    pub(crate) fn spoken_secret(&self) -> String {
        let mut random = Zeroizing::new([0u8; 20]);
        self.inner.db.random().fill(&mut *random);
        domain::spoken_secret(&random)
    }

    /// Makes new codes in the place of earlier ones.
    pub(crate) async fn new_recovery_codes(&self, caller: &Caller) -> Result<Ticket, Failure> {
        let user = self.own(caller).await?;
        caller.require_fresh(self.inner.db.now())?;
        let codes: Vec<String> = (0..domain::RECOVERY_CODES).map(|_| self.spoken_secret()).collect();
        let hashes = codes.iter().map(|code| domain::recovery_hash(&user.user_id, code)).collect();
        let ticket = self.begin(caller, ceremony::SHOW, Some(&user.user_id), &codes).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::recovery::replace(&mut tx, &user.user_id, hashes).await?;
        tx.audit(AuditEvent::new("IAM_027", "RECOVERY_CODES_MADE", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(ticket)
    }

    /// Uses up one of a person's codes, together with the step it belongs to.
    ///
    /// # Errors
    /// `TES-IAM-007` for a code that is not good, `TES-IAM-004` for a step that is over.
    pub(crate) async fn use_recovery(
        &self,
        caller: &Caller,
        user: &user::Model,
        code: &str,
        step: Option<&str>,
    ) -> Result<(), Failure> {
        let hash = domain::recovery_hash(&user.user_id, code);
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::recovery::use_up(&mut tx, &user.user_id, &hash).await? {
            return Err(IamError::RecoveryRefused.into());
        }
        if let Some(step) = step {
            ceremony::end(&mut tx, step).await?;
        }
        let event = AuditEvent::new("IAM_028", "RECOVERY_CODE_USED", EventType::User).user(user.user_id.clone(), None);
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Recognises somebody by password and recovery code, whatever strangers' wrong tries have locked: the code cannot be
    /// guessed, so that whoever has one is no stranger.
    ///
    /// # Errors
    /// `TES-IAM-007` when the code is not good, `KER-ATH-023` when the password is wrong; the code is kept then.
    pub(crate) async fn check_recovery(
        &self,
        caller: &Caller,
        user_name: &str,
        password: &str,
        code: &str,
    ) -> Result<user::Model, Failure> {
        let read = self.inner.db.read();
        let user = repo::user::find(read, user_name).await?.filter(|user| user.active);
        let good = match &user {
            Some(user) => {
                let hash = domain::recovery_hash(&user.user_id, code);
                repo::recovery::is_good(read, &user.user_id, &hash).await?
            }
            None => false,
        };
        // as slow for the unknown and for wrong codes: nobody learns which part was wrong by the time it takes
        let right = sign_in::matches(user.as_ref().filter(|_| good), password).await?;
        let Some(user) = user.filter(|_| good) else { return Err(IamError::RecoveryRefused.into()) };
        if !right {
            return Err(IamError::InvalidCredentials.into());
        }
        self.use_recovery(caller, &user, code, None).await?;
        Ok(user)
    }
}
