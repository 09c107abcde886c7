//! Checks of names and passwords, and how far a sign-in comes with them: machine clients by secret, staff by password.

use crate::{
    IamModule, domain,
    entity::{client, device, user},
    error::{crypto, storage, task},
    repo,
    service::{ceremony, secret_hash},
};
use db::{AuditEvent, EventType};
use iam_api::{
    IamError,
    account::{Browser, Factor, SignedIn},
};
use types::{Caller, CallerKind, Failure, Identity};

/// A well-formed hash of nothing anybody knows: checked when the name is unknown, so that both answers take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU";

/// How far a sign-in is after a first factor, for the steps that follow.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Half {
    pub factor: Factor,
}

impl IamModule {
    /// Recognises a member of staff by user name and password.
    ///
    /// Wrong tries from browsers nobody knows lock the password for those browsers; one that its owner has signed in from
    /// before is counted by itself, so that strangers delay strangers only.
    ///
    /// # Errors
    /// `KER-ATH-023` for a wrong name or password (the two are not told apart), `KER-ATH-029` while the account is locked.
    pub(crate) async fn check_password(
        &self,
        caller: &Caller,
        user_name: &str,
        password: &str,
        device: Option<&str>,
    ) -> Result<user::Model, Failure> {
        let inner = &self.inner;
        let now = inner.db.now();
        let found = repo::user::find(inner.db.read(), user_name).await?.filter(|u| u.active);
        let known = self.known_device(found.as_ref(), device).await?;
        let lane = known.as_ref().map(|d| (d.wrong_tries, d.locked_until));
        let (tries, until) =
            lane.or_else(|| found.as_ref().map(|u| (u.wrong_tries, u.locked_until))).unwrap_or_default();
        if let Some(until) = until.filter(|until| *until > now) {
            return Err(Failure::with(IamError::Locked, [(until - now).num_seconds().max(1).to_string()]));
        }
        let right = matches(found.as_ref(), password).await?;
        let Some(user) = found else { return Err(IamError::InvalidCredentials.into()) };
        let (wrong, until) = match right {
            true => (0, None),
            false => (tries.saturating_add(1), domain::lock_after(tries.saturating_add(1), now)),
        };
        let mut tx = inner.db.begin(caller.cx()).await.map_err(storage)?;
        if (wrong, until) != (tries, lane.map_or(user.locked_until, |(_, until)| until)) {
            match &known {
                Some(device) => repo::device::set_tries(&mut tx, &device.hash, wrong, until).await?,
                None => repo::user::set_tries(&mut tx, &user.user_id, wrong, until).await?,
            }
        }
        let event = match right {
            true => AuditEvent::new("IAM_010", "SIGNED_IN", EventType::User),
            false => AuditEvent::new("IAM_011", "SIGN_IN_REFUSED", EventType::User),
        };
        tx.audit(event.user(user.user_id.clone(), None)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        if right { Ok(user) } else { Err(IamError::InvalidCredentials.into()) }
    }

    /// The same for programs, which cannot take further steps.
    ///
    /// # Errors
    /// As [`Self::check_password`], and `TES-IAM-002` or `TES-IAM-003` for an account that needs another step.
    pub(crate) async fn check_password_alone(
        &self,
        caller: &Caller,
        user_name: &str,
        password: &str,
    ) -> Result<user::Model, Failure> {
        let user = self.check_password(caller, user_name, password, None).await?;
        match (user.second_factor, user.must_change) {
            (true, _) => Err(IamError::SecondFactorNeeded.into()),
            (_, true) => Err(IamError::MustChange.into()),
            _ => Ok(user),
        }
    }

    async fn known_device(
        &self,
        user: Option<&user::Model>,
        cookie: Option<&str>,
    ) -> Result<Option<device::Model>, Failure> {
        let (Some(user), Some(cookie)) = (user, cookie) else { return Ok(None) };
        let now = self.inner.db.now();
        repo::device::find(self.inner.db.read(), &user.user_id, &secret_hash(cookie), now).await
    }

    /// Recognises a machine client by id and secret.
    ///
    /// # Errors
    /// `KER-ATH-023` for a wrong id or secret.
    pub(crate) async fn check_secret(&self, client_id: &str, secret: &str) -> Result<client::Model, Failure> {
        let found = repo::client::find(self.inner.db.read(), client_id).await?.filter(|c| c.active);
        let stored = found.as_ref().map_or_else(|| NOBODY.to_owned(), |c| c.secret.clone());
        match (verify(secret, stored).await?, found) {
            (true, Some(client)) => Ok(client),
            _ => Err(IamError::InvalidCredentials.into()),
        }
    }

    /// Goes on after a first factor: a second one, another password, or the open session.
    pub(crate) async fn go_on(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user: &user::Model,
        factor: Factor,
    ) -> Result<SignedIn, Failure> {
        if user.second_factor && factor == Factor::Password {
            let ticket = self.begin(caller, ceremony::SECOND, Some(&user.user_id), &Half { factor }).await?;
            return Ok(SignedIn::Second(ticket));
        }
        if user.must_change && factor != Factor::Provider {
            let ticket = self.begin(caller, ceremony::CHOOSE, Some(&user.user_id), &Half { factor }).await?;
            return Ok(SignedIn::Choose(ticket));
        }
        Ok(SignedIn::Open(self.open_for_staff(caller, browser, user, factor).await?))
    }

    /// The active member of staff a step under way belongs to.
    pub(crate) async fn active_user(&self, user_id: Option<&str>) -> Result<user::Model, Failure> {
        let found = match user_id {
            Some(user_id) => repo::user::find(self.inner.db.read(), user_id).await?,
            None => None,
        };
        found.filter(|user| user.active).ok_or_else(|| IamError::TicketGone.into())
    }

    /// Hashes a password off the runtime.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Failure> {
        let cost = self.inner.cost;
        let password = zeroize::Zeroizing::new(password.to_owned());
        tokio::task::spawn_blocking(move || ::crypto::password::hash(&password, cost, &::crypto::SystemRandom))
            .await
            .map_err(task)?
            .map_err(crypto)
    }
}

/// Whether a password is this person's. Without a person, or one without a password, it takes as long and is not.
pub(crate) async fn matches(user: Option<&user::Model>, password: &str) -> Result<bool, Failure> {
    let own = user.map(|u| u.password.as_str()).filter(|stored| !stored.is_empty());
    Ok(verify(password, own.unwrap_or(NOBODY).to_owned()).await? && own.is_some())
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
