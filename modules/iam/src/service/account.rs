//! Signing in and one's own account: `iam_api::Accounts`.

use crate::{
    IamModule, domain,
    entity::{session, user},
    error::storage,
    repo,
    service::{
        ceremony::{self, SECOND},
        sign_in::{self, Half, names},
    },
};
use async_trait::async_trait;
use db::{AuditEvent, EventType};
use iam_api::{
    Accounts, IamError,
    account::{
        AccountView, Browser, Factor, OutsideAnswer, OutsideStart, PasskeyChallenge, PasskeyUse, Proof, SessionSummary,
        SignedIn, Ticket,
    },
};
use sea_orm::ActiveValue::Set;
use types::{AccessError, Caller, CallerKind, Failure};

/// How much of a session's hash names it on its owner's page.
const SESSION_ID: usize = 16;

#[async_trait]
impl Accounts for IamModule {
    async fn sign_in(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user_name: &str,
        password: &str,
    ) -> Result<SignedIn, Failure> {
        let user = self.check_password(caller, user_name, password, browser.device).await?;
        self.go_on(caller, browser, &user, Factor::Password).await
    }

    async fn sign_in_with_recovery(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user_name: &str,
        password: &str,
        code: &str,
    ) -> Result<SignedIn, Failure> {
        let user = self.check_recovery(caller, user_name, password, code).await?;
        self.go_on(caller, browser, &user, Factor::PasswordAndRecovery).await
    }

    async fn second_by_recovery(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        code: &str,
    ) -> Result<SignedIn, Failure> {
        let step = self.step::<Half>(SECOND, ticket).await?;
        let user = self.active_user(step.user_id.as_deref()).await?;
        self.use_recovery(caller, &user, code, Some(&step.hash)).await?;
        self.go_on(caller, browser, &user, Factor::PasswordAndRecovery).await
    }

    async fn second_by_passkey(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        challenge: &str,
        answer: &str,
    ) -> Result<SignedIn, Failure> {
        let step = self.step::<Half>(SECOND, ticket).await?;
        let user = self.active_user(step.user_id.as_deref()).await?;
        self.check_own_passkey(caller, &user, challenge, answer).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        ceremony::end(&mut tx, &step.hash).await?;
        tx.commit().await.map_err(storage)?;
        self.go_on(caller, browser, &user, Factor::PasswordAndPasskey).await
    }

    async fn choose_password(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        password: &str,
    ) -> Result<SignedIn, Failure> {
        let step = self.step::<Half>(ceremony::CHOOSE, ticket).await?;
        let user = self.active_user(step.user_id.as_deref()).await?;
        domain::good_password(&user.user_id, password)?;
        if sign_in::matches(Some(&user), password).await? {
            // the first password, once more
            return Err(Failure::with(IamError::WeakPassword, [iam_api::account::MIN_PASSWORD.to_string()]));
        }
        let hash = self.hash(password).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        ceremony::end(&mut tx, &step.hash).await?;
        let columns = user::ActiveModel { password: Set(hash), must_change: Set(false), ..Default::default() };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        let event = AuditEvent::new("IAM_020", "PASSWORD_CHOSEN", EventType::User).user(user.user_id.clone(), None);
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        let user = self.active_user(Some(&user.user_id)).await?;
        Ok(SignedIn::Open(self.open_for_staff(caller, browser, &user, step.state.factor).await?))
    }

    async fn passkey_challenge(&self, caller: &Caller, purpose: PasskeyUse<'_>) -> Result<PasskeyChallenge, Failure> {
        self.challenge(caller, purpose).await
    }

    async fn sign_in_with_passkey(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        challenge: &str,
        answer: &str,
    ) -> Result<SignedIn, Failure> {
        let user = self.check_passkey(caller, challenge, answer).await?;
        self.go_on(caller, browser, &user, Factor::Passkey).await
    }

    async fn account(&self, caller: &Caller) -> Result<AccountView, Failure> {
        let user = self.own(caller).await?;
        let (read, now) = (self.inner.db.read(), self.inner.db.now());
        let sessions = repo::session::of_user(read, &user.user_id, now).await?;
        let current = caller.identity().session.as_deref();
        Ok(AccountView {
            passkeys: self.passkeys_of(&user.user_id).await?,
            passkeys_possible: self.inner.webauthn.is_some(),
            recovery_left: repo::recovery::left(read, &user.user_id).await?,
            sessions: sessions
                .into_iter()
                .filter(|s| domain::session_is_alive(now, s.last_seen_at, s.expires_at, false))
                .map(|s| summary(s, current))
                .collect(),
            has_password: !user.password.is_empty(),
            second_factor: user.second_factor,
            roles: names(&user.roles),
            user_id: user.user_id,
            name: user.name,
            email: user.email,
            fresh: caller.is_fresh(now),
            now,
        })
    }

    async fn confirm(&self, caller: &Caller, proof: Proof<'_>) -> Result<(), Failure> {
        self.prove(caller, proof).await
    }

    async fn change_password(&self, caller: &Caller, current: &str, new: &str) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        self.prove(caller, Proof::Password(current)).await?;
        domain::good_password(&user.user_id, new)?;
        let hash = self.hash(new).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel { password: Set(hash), must_change: Set(false), ..Default::default() };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        // whoever knew the old password is out
        repo::session::end_others(&mut tx, &user.user_id, caller.identity().session.as_deref()).await?;
        repo::user::end_tokens(&mut tx, &user.user_id).await?;
        tx.audit(AuditEvent::new("IAM_021", "PASSWORD_CHANGED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget_user(&user.user_id);
        Ok(())
    }

    async fn add_passkey(&self, caller: &Caller, challenge: &str, answer: &str, name: &str) -> Result<(), Failure> {
        self.store_passkey(caller, challenge, answer, name).await
    }

    async fn rename_passkey(&self, caller: &Caller, id: &str, name: &str) -> Result<(), Failure> {
        self.name_passkey(caller, id, name).await
    }

    async fn remove_passkey(&self, caller: &Caller, id: &str) -> Result<(), Failure> {
        self.drop_passkey(caller, id).await
    }

    async fn set_second_factor(&self, caller: &Caller, on: bool) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        caller.require_fresh(self.inner.db.now())?;
        if on && self.passkeys_of(&user.user_id).await?.is_empty() {
            return Err(IamError::PasskeyFirst.into());
        }
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel { second_factor: Set(on), ..Default::default() };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        let name = if on { "SECOND_FACTOR_ON" } else { "SECOND_FACTOR_OFF" };
        tx.audit(AuditEvent::new("IAM_022", name, EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    async fn make_recovery_codes(&self, caller: &Caller) -> Result<Ticket, Failure> {
        self.new_recovery_codes(caller).await
    }

    async fn shown_once(&self, caller: &Caller, ticket: &str) -> Result<Option<Vec<String>>, Failure> {
        let user = self.own(caller).await?;
        match self.step::<Vec<String>>(ceremony::SHOW, ticket).await {
            Ok(step) if step.user_id.as_deref() == Some(&user.user_id) => {
                Ok(Some(self.take::<Vec<String>>(caller, ceremony::SHOW, ticket).await?.state))
            }
            Ok(_) => Ok(None),
            Err(failure) if failure.is(IamError::TicketGone) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    async fn end_session(&self, caller: &Caller, id: &str) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        // a shorter beginning would end several
        let whole = id.len() == SESSION_ID && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if !whole || !repo::session::end_one(&mut tx, &user.user_id, id).await? {
            return Err(IamError::NotFound.into());
        }
        tx.audit(AuditEvent::new("IAM_023", "SESSION_ENDED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    async fn end_other_sessions(&self, caller: &Caller) -> Result<u64, Failure> {
        let user = self.own(caller).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let ended = repo::session::end_others(&mut tx, &user.user_id, caller.identity().session.as_deref()).await?;
        repo::user::end_tokens(&mut tx, &user.user_id).await?;
        tx.audit(AuditEvent::new("IAM_024", "OTHER_SESSIONS_ENDED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget_user(&user.user_id);
        Ok(ended)
    }

    fn provider(&self) -> Option<String> {
        self.inner.outside.as_ref().map(|outside| outside.name().to_owned())
    }

    async fn start_outside(&self, caller: &Caller, back_to: &str) -> Result<OutsideStart, Failure> {
        self.begin_outside(caller, back_to).await
    }

    async fn finish_outside(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        answer: OutsideAnswer<'_>,
    ) -> Result<(SignedIn, String), Failure> {
        let (user, back_to) = self.end_outside(caller, answer).await?;
        Ok((self.go_on(caller, browser, &user, Factor::Provider).await?, back_to))
    }
}

fn summary(row: session::Model, current: Option<&str>) -> SessionSummary {
    SessionSummary {
        id: row.hash.chars().take(SESSION_ID).collect(),
        device: row.device.filter(|words| !words.is_empty()),
        factor: row.factor.as_deref().and_then(Factor::parse),
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        current: current == Some(row.hash.as_str()),
    }
}

impl IamModule {
    /// The member of staff who sits at the portal.
    ///
    /// # Errors
    /// `KER-ATH-401` for nobody, `KER-ATH-403` for residents and for whoever comes with a token.
    pub(crate) async fn own(&self, caller: &Caller) -> Result<user::Model, Failure> {
        match (caller.kind(), &caller.identity().session) {
            (CallerKind::Staff, Some(_)) => {}
            (CallerKind::Anonymous, _) => return Err(AccessError::Unauthenticated.into()),
            _ => return Err(AccessError::Forbidden.into()),
        }
        let user = repo::user::find(self.inner.db.read(), caller.user_id()).await?;
        user.ok_or_else(|| AccessError::Unauthenticated.into())
    }
}
