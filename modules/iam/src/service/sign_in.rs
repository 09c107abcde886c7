//! Checks of names and passwords: staff by password, machine clients by secret.

use crate::{
    IamModule, domain,
    entity::{client, user},
    error::{crypto, storage, task},
    repo,
};
use db::{AuditEvent, EventType};
use iam_api::IamError;
use types::{Caller, CallerKind, Failure, Identity};

/// A well-formed hash of nothing anybody knows: checked when the name is unknown, so that both answers take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU";

impl IamModule {
    /// Recognises a member of staff by user name and password.
    ///
    /// # Errors
    /// `KER-ATH-023` for a wrong name or password (the two are not told apart), `KER-ATH-029` while the account is locked.
    pub(crate) async fn check_password(
        &self,
        caller: &Caller,
        user_name: &str,
        password: &str,
    ) -> Result<user::Model, Failure> {
        let inner = &self.inner;
        let now = inner.db.now();
        let found = repo::find_user(inner.db.read(), user_name).await?.filter(|u| u.active);
        if let Some(until) = found.as_ref().and_then(|u| u.locked_until).filter(|until| *until > now) {
            return Err(Failure::with(IamError::Locked, [(until - now).num_seconds().max(1).to_string()]));
        }
        let stored = found.as_ref().map_or_else(|| NOBODY.to_owned(), |u| u.password.clone());
        let right = verify(password, stored).await?;
        let Some(user) = found else { return Err(IamError::InvalidCredentials.into()) };
        let mut tx = inner.db.begin(caller.cx()).await.map_err(storage)?;
        if right {
            if user.wrong_tries != 0 || user.locked_until.is_some() {
                repo::set_tries(&mut tx, &user.user_id, 0, None).await?;
            }
            let event = AuditEvent::new("IAM_010", "SIGNED_IN", EventType::User).user(user.user_id.clone(), None);
            tx.audit(event).await.map_err(storage)?;
            tx.commit().await.map_err(storage)?;
            return Ok(user);
        }
        let wrong = user.wrong_tries.saturating_add(1);
        repo::set_tries(&mut tx, &user.user_id, wrong, domain::lock_after(wrong, now)).await?;
        let event = AuditEvent::new("IAM_011", "SIGN_IN_REFUSED", EventType::User).user(user.user_id, None);
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Err(IamError::InvalidCredentials.into())
    }

    /// Recognises a machine client by id and secret.
    ///
    /// # Errors
    /// `KER-ATH-023` for a wrong id or secret.
    pub(crate) async fn check_secret(&self, client_id: &str, secret: &str) -> Result<client::Model, Failure> {
        let found = repo::find_client(self.inner.db.read(), client_id).await?.filter(|c| c.active);
        let stored = found.as_ref().map_or_else(|| NOBODY.to_owned(), |c| c.secret.clone());
        match (verify(secret, stored).await?, found) {
            (true, Some(client)) => Ok(client),
            _ => Err(IamError::InvalidCredentials.into()),
        }
    }
}

async fn verify(password: &str, stored: String) -> Result<bool, Failure> {
    let password = zeroize::Zeroizing::new(password.to_owned());
    tokio::task::spawn_blocking(move || ::crypto::password::verify(&password, &stored))
        .await
        .map_err(task)?
        .map_err(crypto)
}

/// The names in a JSON list column.
pub(crate) fn names(list: &serde_json::Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// A member of staff as a caller.
pub(crate) fn staff_identity(user: &user::Model) -> Identity {
    Identity {
        roles: names(&user.roles),
        zone: user.zone.clone(),
        ..Identity::nobody(CallerKind::Staff, &user.user_id)
    }
}
