//! Access tokens: RS256 JWTs as MOSIP's identity provider makes them, signed by keymgr, checked on every request.

use crate::{
    IamModule, domain,
    entity::{client, user},
    error::storage,
    repo,
    service::sign_in::names,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use edge::{AuthRefusal, Authenticator, Credentials};
use iam_api::IamError;
use keymgr_api::{JwsOptions, KeyRef};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use types::{Caller, CallerKind, Cx, Failure, Identity, Seal, Timestamp};

/// What a token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub iss: String,
    pub sub: String,
    pub aud: Vec<String>,
    pub azp: String,
    pub jti: String,
    pub iat: i64,
    pub exp: i64,
    /// `Bearer` or `Refresh`.
    pub typ: String,
    pub preferred_username: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub zone: Option<String>,
    pub realm_access: RealmAccess,
    pub scope: String,
    /// The account's token version when this was issued: raising it ends all earlier tokens.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tver: Option<i32>,
}

/// Keycloak's place for roles.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct RealmAccess {
    pub roles: Vec<String>,
}

/// A signed token and its life in seconds.
pub(crate) struct Issued {
    pub token: String,
    pub expires_secs: i64,
}

/// Tokens whose signature was checked a moment ago: a request costs one hash and one look-up, not one RSA operation.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<[u8; 32], (Claims, Timestamp)>>);

/// How long a checked token is believed without looking whether it was signed out elsewhere.
const BELIEVED: TimeDelta = TimeDelta::seconds(5);
const SEEN_MAX: usize = 4096;

impl Seen {
    fn get(&self, key: &[u8; 32], now: Timestamp) -> Option<Claims> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(key).filter(|(_, until)| *until > now).map(|(claims, _)| claims.clone())
    }
    /// Forgets every token of a member of staff, so that ending them holds at once on this node.
    pub(crate) fn forget_user(&self, user_id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (claims, _)| claims.sub != user_id);
    }
    fn put(&self, key: [u8; 32], claims: Claims, now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SEEN_MAX {
            seen.retain(|_, (_, until)| *until > now);
        }
        if seen.len() < SEEN_MAX {
            seen.insert(key, (claims, now + BELIEVED));
        }
    }
    pub(crate) fn forget(&self, jti: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (claims, _)| claims.jti != jti);
    }
}

fn signing_key() -> KeyRef {
    KeyRef::new("KERNEL", "SIGN")
}

impl IamModule {
    /// A token for a member of staff.
    pub(crate) async fn issue_for_user(
        &self,
        user: &user::Model,
        client_id: &str,
        refresh: bool,
    ) -> Result<Issued, Failure> {
        let claims = Claims {
            sub: user.user_id.clone(),
            preferred_username: user.user_id.clone(),
            name: Some(user.name.clone()),
            email: user.email.clone(),
            zone: user.zone.clone(),
            realm_access: RealmAccess { roles: names(&user.roles) },
            tver: Some(user.token_version),
            ..self.claims(client_id, refresh)
        };
        self.sign(claims).await
    }

    /// A token for a machine client.
    pub(crate) async fn issue_for_client(&self, client: &client::Model) -> Result<Issued, Failure> {
        let account = format!("service-account-{}", client.client_id);
        let claims = Claims {
            sub: account.clone(),
            preferred_username: account,
            realm_access: RealmAccess { roles: names(&client.roles) },
            scope: names(&client.scopes).join(" "),
            ..self.claims(&client.client_id, false)
        };
        self.sign(claims).await
    }

    fn claims(&self, client_id: &str, refresh: bool) -> Claims {
        let now = self.inner.db.now().timestamp();
        let life = if refresh { domain::REFRESH_SECS } else { domain::TOKEN_SECS };
        Claims {
            iss: self.inner.issuer.clone(),
            sub: String::new(),
            aud: vec!["account".to_owned(), client_id.to_owned()],
            azp: client_id.to_owned(),
            jti: self.inner.db.random().uuid().to_string(),
            iat: now,
            exp: now + life,
            typ: if refresh { "Refresh" } else { "Bearer" }.to_owned(),
            preferred_username: String::new(),
            name: None,
            email: None,
            zone: None,
            realm_access: RealmAccess::default(),
            scope: String::new(),
            tver: None,
        }
    }

    async fn sign(&self, claims: Claims) -> Result<Issued, Failure> {
        let payload = serde_json::to_vec(&claims).map_err(|e| Failure::of(IamError::Internal).because(e))?;
        let options = JwsOptions { include_payload: true, ..JwsOptions::default() };
        let token = self.inner.keys.sign_jws(&system(), &signing_key(), &payload, options).await?;
        Ok(Issued { token, expires_secs: claims.exp - claims.iat })
    }

    /// What a token says, when it is ours, valid now and not signed out.
    ///
    /// # Errors
    /// `KER-ATH-401` otherwise.
    pub(crate) async fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, Failure> {
        let key = crypto::digest::sha256(token.as_bytes());
        if let Some(claims) = self.inner.seen.get(&key, now)
            && claims.exp > now.timestamp()
        {
            return Ok(claims);
        }
        let refused = || Failure::of(IamError::InvalidToken);
        let verified = self
            .inner
            .keys
            .verify_jws(&system(), &signing_key(), token, None, None)
            .await
            .map_err(|e| refused().because(e))?;
        let claims: Claims = serde_json::from_slice(&verified.payload).map_err(|e| refused().because(e))?;
        if claims.exp <= now.timestamp() || claims.iss != self.inner.issuer {
            return Err(refused());
        }
        if repo::token::ended(self.inner.db.read(), &claims.jti).await? {
            return Err(refused());
        }
        if let Some(version) = claims.tver {
            let user = repo::user::find(self.inner.db.read(), &claims.sub).await?;
            if !user.is_some_and(|user| user.active && user.token_version == version) {
                return Err(refused());
            }
        }
        self.inner.seen.put(key, claims.clone(), now);
        Ok(claims)
    }

    /// Signs a token out.
    pub(crate) async fn end_token(&self, cx: &Cx, claims: &Claims) -> Result<(), Failure> {
        let expires = Timestamp::from_timestamp(claims.exp, 0).ok_or_else(|| Failure::of(IamError::InvalidToken))?;
        let mut tx = self.inner.db.begin(cx).await.map_err(storage)?;
        repo::token::end(&mut tx, &claims.jti, expires).await?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget(&claims.jti);
        Ok(())
    }
}

/// Signing and checking tokens is this module's own doing, whoever asks.
pub(crate) fn system() -> Caller {
    Caller::system(&Seal::of_edge(), Cx::system("iam"))
}

/// Recognises access tokens of staff and machine clients.
pub(crate) struct TokenAuthenticator(pub(crate) IamModule);

#[async_trait]
impl Authenticator for TokenAuthenticator {
    async fn authenticate(&self, credentials: &Credentials, now: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        let Some(token) = &credentials.token else { return Ok(None) };
        if !issued_here(token, &self.0.inner.issuer) {
            return Ok(None);
        }
        let claims = self.0.verify(token, now).await.map_err(|_| AuthRefusal::Invalid)?;
        if claims.typ != "Bearer" {
            return Err(AuthRefusal::Invalid);
        }
        Ok(Some(identity(claims)))
    }
}

pub(crate) fn identity(claims: Claims) -> Identity {
    let machine = claims.preferred_username.starts_with("service-account-");
    Identity {
        kind: if machine { CallerKind::Machine } else { CallerKind::Staff },
        user_id: claims.preferred_username,
        roles: claims.realm_access.roles,
        scopes: claims.scope.split_whitespace().map(str::to_owned).collect(),
        client_id: Some(claims.azp),
        zone: claims.zone,
        session: None,
        proven_at: None,
    }
}

/// Whether a token names this issuer, before its signature is looked at: other kinds are for other authenticators.
fn issued_here(token: &str, issuer: &str) -> bool {
    let Some(body) = token.split('.').nth(1) else { return false };
    let Ok(bytes) = crypto::encoding::b64_lenient(body) else { return false };
    let value: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    value.and_then(|v| v["iss"].as_str().map(|iss| iss == issuer)).unwrap_or(false)
}
