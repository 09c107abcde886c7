//! Portal sessions: opened by sign-in, recognised by cookie, ended by sign-out, idleness or age.

use crate::{
    IamModule, Inner, domain,
    entity::session,
    error::storage,
    repo,
    service::sign_in::{names, staff_identity},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use db::{AuditEvent, EventType};
use edge::{AuthRefusal, Authenticator, Credentials};
use iam_api::{Iam, IamError, PortalSession, StaffSummary};
use std::sync::Arc;
use types::{Access, Caller, CallerKind, Failure, Identity, Permission, Timestamp};
use zeroize::Zeroizing;

const OPEN: Permission = Permission { name: "iam.session.open", access: Access::System };

#[async_trait]
impl Iam for IamModule {
    async fn sign_in(&self, caller: &Caller, user_name: &str, password: &str) -> Result<PortalSession, Failure> {
        let user = self.check_password(caller, user_name, password).await?;
        open(&self.inner, caller, &staff_identity(&user)).await
    }

    async fn open_session(
        &self,
        caller: &Caller,
        kind: CallerKind,
        user_id: &str,
        roles: &[&str],
    ) -> Result<PortalSession, Failure> {
        caller.require(OPEN)?;
        let roles = roles.iter().map(|r| (*r).to_owned()).collect();
        open(&self.inner, caller, &Identity { roles, ..Identity::nobody(kind, user_id) }).await
    }

    async fn sign_out(&self, caller: &Caller) -> Result<(), Failure> {
        let Some(hash) = caller.identity().session.as_deref() else { return Ok(()) };
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::end_session(&mut tx, hash).await?;
        tx.audit(AuditEvent::new("IAM_012", "SIGNED_OUT", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    async fn whoami(&self, caller: &Caller) -> Result<Option<StaffSummary>, Failure> {
        let identity = caller.identity();
        let name = match caller.kind() {
            CallerKind::Anonymous => return Ok(None),
            CallerKind::Staff => repo::find_user(self.inner.db.read(), &identity.user_id).await?.map(|u| u.name),
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

async fn open(inner: &Arc<Inner>, caller: &Caller, identity: &Identity) -> Result<PortalSession, Failure> {
    let mut secret = Zeroizing::new([0u8; 32]);
    inner.db.random().fill(&mut *secret);
    let cookie = Zeroizing::new(hex::encode(*secret));
    let hash = hash_of(&cookie);
    let kind = if identity.kind == CallerKind::Resident { "resident" } else { "staff" };
    let user_sealed = inner.at_rest.seal("iam.session", hash.as_bytes(), identity.user_id.as_bytes()).await?;
    let mut tx = inner.db.begin(caller.cx()).await.map_err(storage)?;
    let now = tx.now();
    let row = session::Model {
        hash,
        kind: kind.to_owned(),
        user_sealed,
        roles: identity.roles.clone().into(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + TimeDelta::seconds(domain::SESSION_MAX_SECS),
        ended_at: None,
    };
    repo::insert_session(&mut tx, row).await?;
    tx.commit().await.map_err(storage)?;
    Ok(PortalSession { cookie, max_age_secs: domain::SESSION_MAX_SECS.unsigned_abs() })
}

fn hash_of(cookie: &str) -> String {
    hex::encode(crypto::digest::sha256(cookie.as_bytes()))
}

/// Recognises portal sessions by their cookie.
pub(crate) struct SessionAuthenticator(pub(crate) IamModule);

#[async_trait]
impl Authenticator for SessionAuthenticator {
    async fn authenticate(&self, credentials: &Credentials, now: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        let Some(cookie) = &credentials.session else { return Ok(None) };
        match self.recognise(cookie, now).await {
            Ok(Some(identity)) => Ok(Some(identity)),
            Ok(None) => Err(AuthRefusal::Invalid),
            Err(failure) => {
                tracing::error!(cause = ?failure, "a portal session could not be read");
                Err(AuthRefusal::Invalid)
            }
        }
    }
}

impl SessionAuthenticator {
    async fn recognise(&self, cookie: &str, now: Timestamp) -> Result<Option<Identity>, Failure> {
        let inner = &self.0.inner;
        let hash = hash_of(cookie);
        let Some(row) = repo::find_session(inner.db.read(), &hash).await? else { return Ok(None) };
        if !domain::session_is_alive(now, row.last_seen_at, row.expires_at, row.ended_at.is_some()) {
            return Ok(None);
        }
        if now - row.last_seen_at > TimeDelta::seconds(60) {
            let mut tx = inner.db.begin(&db::Cx::system("iam")).await.map_err(storage)?;
            repo::touch_session(&mut tx, &hash).await?;
            tx.commit().await.map_err(storage)?;
        }
        let user = inner.at_rest.open("iam.session", hash.as_bytes(), &row.user_sealed).await?;
        let user_id = std::str::from_utf8(&user).map_err(|e| Failure::of(IamError::Internal).because(e))?;
        if row.kind == "resident" {
            let roles = names(&row.roles);
            return Ok(Some(Identity {
                roles,
                session: Some(hash),
                ..Identity::nobody(CallerKind::Resident, user_id)
            }));
        }
        // roles and activity as they are now, not as they were at sign-in
        let user = repo::find_user(inner.db.read(), user_id).await?.filter(|u| u.active);
        Ok(user.map(|u| Identity { session: Some(hash), ..staff_identity(&u) }))
    }
}
