//! New tokens for a refresh token, which is used up by it.

use crate::{
    IamModule,
    entity::user,
    error::storage,
    repo,
    tokens::{Claims, Issued},
};
use db::{AuditEvent, EventType};
use iam_api::IamError;
use types::{Caller, Failure, Timestamp};

/// An access token and the refresh token that renews it.
pub(crate) struct Pair {
    pub user_id: String,
    pub access: Issued,
    pub refresh: Issued,
}

impl IamModule {
    /// An access token with its refresh token, for a client.
    pub(crate) async fn issue_pair(&self, user: &user::Model, client_id: &str) -> Result<Pair, Failure> {
        Ok(Pair {
            access: self.issue_for_user(user, client_id, false).await?,
            refresh: self.issue_for_user(user, client_id, true).await?,
            user_id: user.user_id.clone(),
        })
    }

    /// New tokens in the place of a refresh token. It must have been issued to the same client; it is good for once.
    ///
    /// # Errors
    /// `KER-ATH-401` for a token that is none of ours, of another kind or client, over, or used before; `KER-ATH-023` for a
    /// wrong secret.
    pub(crate) async fn refresh(
        &self,
        caller: &Caller,
        token: &str,
        client_id: &str,
        secret: &str,
    ) -> Result<Pair, Failure> {
        self.check_secret(client_id, secret).await?;
        self.renew(caller, token, client_id).await
    }

    /// The same for a client that another module has recognised.
    pub(crate) async fn renew(&self, caller: &Caller, token: &str, client_id: &str) -> Result<Pair, Failure> {
        let refused = || Failure::of(IamError::InvalidToken);
        let claims: Claims = self.verify(token, self.inner.db.now()).await?;
        if claims.typ != "Refresh" || claims.azp != client_id {
            return Err(refused());
        }
        let user =
            repo::user::find(self.inner.db.read(), &claims.sub).await?.filter(|u| u.active).ok_or_else(refused)?;
        let expires = Timestamp::from_timestamp(claims.exp, 0).ok_or_else(refused)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::token::end(&mut tx, &claims.jti, expires).await? {
            return Err(refused());
        }
        let event = AuditEvent::new("IAM_014", "TOKEN_REFRESHED", EventType::User).user(user.user_id.clone(), None);
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget(&claims.jti);
        self.issue_pair(&user, client_id).await
    }
}
