//! Portal sessions: opened by sign-in, recognised by cookie, ended by sign-out, idleness or age.

use crate::{
    IamModule, Inner, domain,
    entity::{device, session, user},
    error::storage,
    repo,
    service::{
        secret_hash,
        sign_in::{names, staff_identity},
    },
};
use async_trait::async_trait;
use chrono::TimeDelta;
use db::{AuditEvent, EventType, Tx};
use edge::{AuthRefusal, Authenticator, Credentials};
use iam_api::{
    Iam, IamError, PortalSession, StaffSummary,
    account::{Browser, Factor, Opened, Ticket},
};
use std::sync::Arc;
use types::{Access, Caller, CallerKind, Failure, Identity, Permission, Timestamp};
use zeroize::Zeroizing;

const OPEN: Permission = Permission { name: "iam.session.open", access: Access::System };

#[async_trait]
impl Iam for IamModule {
    async fn open_session(
        &self,
        caller: &Caller,
        kind: CallerKind,
        user_id: &str,
        roles: &[&str],
    ) -> Result<PortalSession, Failure> {
        caller.require(OPEN)?;
        let roles = roles.iter().map(|r| (*r).to_owned()).collect();
        let (row, session) = self.new_session(&Identity { roles, ..Identity::nobody(kind, user_id) }).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::session::insert(&mut tx, row).await?;
        tx.commit().await.map_err(storage)?;
        Ok(session)
    }

    async fn sign_out(&self, caller: &Caller) -> Result<(), Failure> {
        let Some(hash) = caller.identity().session.as_deref() else { return Ok(()) };
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::session::end(&mut tx, hash).await?;
        tx.audit(AuditEvent::new("IAM_012", "SIGNED_OUT", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    async fn whoami(&self, caller: &Caller) -> Result<Option<StaffSummary>, Failure> {
        let identity = caller.identity();
        let name = match caller.kind() {
            CallerKind::Anonymous => return Ok(None),
            CallerKind::Staff => repo::user::find(self.inner.db.read(), &identity.user_id).await?.map(|u| u.name),
            _ => None,
        };
        Ok(Some(StaffSummary {
            name: name.unwrap_or_else(|| identity.user_id.clone()),
            user_id: identity.user_id.clone(),
            roles: identity.roles.clone(),
            zone: identity.zone.clone(),
        }))
    }
}

impl IamModule {
    /// Opens a session for a member of staff whose factors were shown, and marks a browser that was not known.
    pub(crate) async fn open_for_staff(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user: &user::Model,
        factor: Factor,
    ) -> Result<Opened, Failure> {
        let now = self.inner.db.now();
        let known = match browser.device {
            Some(cookie) => {
                repo::device::find(self.inner.db.read(), &user.user_id, &secret_hash(cookie), now).await?.is_some()
            }
            None => false,
        };
        let (mut row, session) = self.new_session(&staff_identity(user)).await?;
        row.user_id = Some(user.user_id.clone());
        row.device = browser.agent.map(domain::device_words);
        row.factor = Some(factor.name().to_owned());
        row.proven_at = Some(row.created_at);
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::session::insert(&mut tx, row).await?;
        let device = if known { None } else { Some(self.mark_device(&mut tx, &user.user_id).await?) };
        let event = AuditEvent::new("IAM_013", "SESSION_OPENED", EventType::User)
            .user(user.user_id.clone(), None)
            .describe(factor.name());
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(Opened { session, device })
    }

    async fn mark_device(&self, tx: &mut Tx, user_id: &str) -> Result<Ticket, Failure> {
        let value = self.secret();
        let row = device::Model {
            hash: secret_hash(&value),
            user_id: user_id.to_owned(),
            wrong_tries: 0,
            locked_until: None,
            created_at: tx.now(),
            expires_at: tx.now() + TimeDelta::seconds(domain::DEVICE_SECS),
        };
        repo::device::insert(tx, row).await?;
        Ok(Ticket { value, max_age_secs: domain::DEVICE_SECS.unsigned_abs() })
    }

    /// A session's row and cookie.
    async fn new_session(&self, identity: &Identity) -> Result<(session::Model, PortalSession), Failure> {
        let cookie: Zeroizing<String> = self.secret();
        let hash = secret_hash(&cookie);
        let kind = if identity.kind == CallerKind::Resident { "resident" } else { "staff" };
        let user_sealed = self.inner.at_rest.seal("iam.session", hash.as_bytes(), identity.user_id.as_bytes()).await?;
        let now = self.inner.db.now();
        let row = session::Model {
            hash,
            kind: kind.to_owned(),
            user_sealed,
            roles: identity.roles.clone().into(),
            created_at: now,
            last_seen_at: now,
            expires_at: now + TimeDelta::seconds(domain::SESSION_MAX_SECS),
            ended_at: None,
            user_id: None,
            device: None,
            factor: None,
            proven_at: None,
            wrong_tries: 0,
        };
        Ok((row, PortalSession { cookie, max_age_secs: domain::SESSION_MAX_SECS.unsigned_abs() }))
    }
}

/// Recognises portal sessions by their cookie.
pub(crate) struct SessionAuthenticator(pub(crate) IamModule);

#[async_trait]
impl Authenticator for SessionAuthenticator {
    async fn authenticate(&self, credentials: &Credentials, now: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        let Some(cookie) = &credentials.session else { return Ok(None) };
        match recognise(&self.0.inner, cookie, now).await {
            Ok(Some(identity)) => Ok(Some(identity)),
            Ok(None) => Err(AuthRefusal::Invalid),
            Err(failure) => {
                tracing::error!(cause = ?failure, "a portal session could not be read");
                Err(AuthRefusal::Invalid)
            }
        }
    }
}

async fn recognise(inner: &Arc<Inner>, cookie: &str, now: Timestamp) -> Result<Option<Identity>, Failure> {
    let hash = secret_hash(cookie);
    let Some(row) = repo::session::find(inner.db.read(), &hash).await? else { return Ok(None) };
    if !domain::session_is_alive(now, row.last_seen_at, row.expires_at, row.ended_at.is_some()) {
        return Ok(None);
    }
    if now - row.last_seen_at > TimeDelta::seconds(60) {
        let mut tx = inner.db.begin(&db::Cx::system("iam")).await.map_err(storage)?;
        repo::session::touch(&mut tx, &hash).await?;
        tx.commit().await.map_err(storage)?;
    }
    let user = inner.at_rest.open("iam.session", hash.as_bytes(), &row.user_sealed).await?;
    let user_id = std::str::from_utf8(&user).map_err(|e| Failure::of(IamError::Internal).because(e))?;
    if row.kind == "resident" {
        let roles = names(&row.roles);
        return Ok(Some(Identity { roles, session: Some(hash), ..Identity::nobody(CallerKind::Resident, user_id) }));
    }
    // roles and activity as they are now, not as they were at sign-in
    let user = repo::user::find(inner.db.read(), user_id).await?.filter(|u| u.active);
    let proven_at = row.proven_at;
    Ok(user.map(|u| Identity { session: Some(hash), proven_at, ..staff_identity(&u) }))
}
