//! Signing in with the outside provider. An account is made the first time; its roles are the provider's word, each time.

use crate::{
    IamModule, domain,
    entity::user,
    error::storage,
    outside::{Provider, Started, roles_of},
    repo,
    service::ceremony::OUTSIDE,
};
use db::{AuditEvent, EventType};
use iam_api::{
    IamError,
    account::{OutsideAnswer, OutsideStart},
};
use sea_orm::ActiveValue::Set;
use types::{Caller, Failure};

/// Where the provider sends a browser that came from the portal.
pub(crate) const PORTAL_RETURN: &str = "/_ui/admin/outside/return";

impl IamModule {
    fn outside(&self) -> Result<&Provider, Failure> {
        self.inner.outside.as_deref().ok_or_else(|| IamError::NotFound.into())
    }

    /// Begins a sign-in from the portal.
    pub(crate) async fn begin_outside(&self, caller: &Caller, back_to: &str) -> Result<OutsideStart, Failure> {
        self.begin_outside_at(caller, back_to, &format!("{}{PORTAL_RETURN}", self.inner.public_url)).await
    }

    /// Begins a sign-in that comes back to one of our addresses.
    pub(crate) async fn begin_outside_at(
        &self,
        caller: &Caller,
        back_to: &str,
        redirect: &str,
    ) -> Result<OutsideStart, Failure> {
        let outside = self.outside()?;
        let started = Started {
            state: self.secret().to_string(),
            nonce: self.secret().to_string(),
            verifier: self.secret().to_string(),
            back_to: back_to.to_owned(),
            redirect: redirect.to_owned(),
        };
        let location = outside.address(self.inner.db.now(), &started).await?;
        let ticket = self.begin(caller, OUTSIDE, None, &started).await?;
        Ok(OutsideStart { ticket, location })
    }

    /// Ends a sign-in: whom the provider recognised, as a member of staff, and where they wanted to go.
    ///
    /// # Errors
    /// `KER-ATH-022` for an answer that did not begin in this browser; `TES-IAM-020` to `TES-IAM-023` for what the provider
    /// or this installation refuses.
    pub(crate) async fn end_outside(
        &self,
        caller: &Caller,
        answer: OutsideAnswer<'_>,
    ) -> Result<(user::Model, String), Failure> {
        let outside = self.outside()?;
        let step = self.take::<Started>(caller, OUTSIDE, answer.ticket).await;
        let started = step.map_err(|failure| match failure.is(IamError::TicketGone) {
            true => IamError::StateMismatch.into(),
            false => failure,
        })?;
        let started = started.state;
        if !crypto::digest::constant_time_eq(started.state.as_bytes(), answer.state.as_bytes()) {
            return Err(IamError::StateMismatch.into());
        }
        let back_to = started.back_to.clone();
        let now = self.inner.db.now();
        let outsider = outside.exchange(now, started, answer.code, &self.inner.issuers).await?;
        let settings = outside.settings();
        let roles = roles_of(&outsider.roles, &settings.roles);
        if roles.is_empty() {
            return Err(IamError::NoRoles.into());
        }
        let read = self.inner.db.read();
        let linked = repo::link::find(read, &settings.issuer, &outsider.subject).await?;
        let user_id = linked.as_ref().map_or_else(|| outsider.user_name.to_lowercase(), |link| link.user_id.clone());
        let existing = repo::user::find(read, &user_id).await?;
        match (&linked, &existing) {
            // a name the provider gives must not take over an account that was made here
            (None, Some(_)) => return Err(IamError::AccountExists.into()),
            (Some(_), Some(user)) if !user.active => return Err(IamError::ProviderRefused.into()),
            _ => {}
        }
        let name = outsider.name.unwrap_or_else(|| user_id.clone());
        let search = domain::search_text(&user_id, &name, outsider.email.as_deref());
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if existing.is_some() {
            let columns = user::ActiveModel {
                name: Set(name),
                email: Set(outsider.email),
                roles: Set(roles.into()),
                search: Set(search),
                ..Default::default()
            };
            repo::user::change(&mut tx, &user_id, columns).await?;
        } else {
            let model = user::Model {
                name,
                email: outsider.email,
                roles: roles.into(),
                search,
                ..blank_user(&user_id, tx.now())
            };
            if !repo::user::insert(&mut tx, model).await? {
                return Err(IamError::AccountExists.into());
            }
        }
        if linked.is_none() {
            repo::link::insert(&mut tx, &settings.issuer, &outsider.subject, &user_id).await?;
        }
        let event = AuditEvent::new("IAM_010", "SIGNED_IN", EventType::User).user(user_id.clone(), None);
        tx.audit(event.describe("outside provider")).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok((self.active_user(Some(&user_id)).await?, back_to))
    }
}

/// A member of staff of whom nothing is known but the id: no password, no roles.
pub(crate) fn blank_user(user_id: &str, now: types::Timestamp) -> user::Model {
    user::Model {
        user_id: user_id.to_owned(),
        name: user_id.to_owned(),
        email: None,
        phone: None,
        password: String::new(),
        roles: serde_json::json!([]),
        app_ids: serde_json::json!(["admin"]),
        zone: None,
        active: true,
        wrong_tries: 0,
        locked_until: None,
        created_at: now,
        updated_at: now,
        search: user_id.to_owned(),
        rid: None,
        individual_id: None,
        lang_code: None,
        handle: None,
        second_factor: false,
        must_change: false,
        token_version: 0,
    }
}
