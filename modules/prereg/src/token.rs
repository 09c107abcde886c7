//! The module's own tokens: HS256, signed with a secret that is made at first use and kept sealed in the database.

use crate::{
    Inner, Prereg,
    error::{Error, Result},
    repo, rules,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use crypto::{
    jws::{Options, SigningKey, VerifyingKey},
    jwt::{self, Audience, Checks, Claims},
};
use edge::{AuthRefusal, Authenticator, Credentials};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::OnceCell;
use types::{Caller, CallerKind, Identity, Timestamp, role};
use zeroize::Zeroizing;

const ISSUER: &str = "tessera-prereg";
const AUDIENCE: &str = "preregistration";
const SECRET: &str = "token";
const PURPOSE: &str = "prereg.token-secret";

/// The signing secret, once it was read.
#[derive(Default)]
pub(crate) struct Tokens {
    secret: OnceCell<Arc<Zeroizing<Vec<u8>>>>,
}

/// A token and how long it works.
pub(crate) struct Issued {
    pub(crate) token: String,
    pub(crate) max_age_secs: u64,
}

async fn secret(m: &Inner) -> Result<Arc<Zeroizing<Vec<u8>>>> {
    let found = m.tokens.secret.get_or_try_init(|| load_secret(m)).await?;
    Ok(Arc::clone(found))
}

async fn load_secret(m: &Inner) -> Result<Arc<Zeroizing<Vec<u8>>>> {
    if repo::sign_in::find_secret(m.db.read(), SECRET).await?.is_none() {
        let mut fresh = Zeroizing::new(vec![0u8; 32]);
        m.db.random().fill(&mut fresh);
        let sealed = m.at_rest.seal(PURPOSE, SECRET.as_bytes(), &fresh).await?;
        let mut tx = m.db.begin(&db::Cx::system("prereg")).await?;
        repo::sign_in::keep_secret(&mut tx, SECRET, sealed).await?;
        tx.commit().await?;
    }
    // read back: another process may have been faster
    let row = repo::sign_in::find_secret(m.db.read(), SECRET).await?;
    let row = row.ok_or_else(|| Error::internal(std::io::Error::other("the token secret was not kept")))?;
    Ok(Arc::new(m.at_rest.open(PURPOSE, SECRET.as_bytes(), &row.sealed).await?))
}

/// Makes a token for somebody whose code was right.
pub(crate) async fn issue(m: &Inner, user_id: &str) -> Result<Issued> {
    let secs = rules::token_secs(m).await?;
    let now = m.db.now();
    let jti = m.db.random().uuid_at(now).simple().to_string();
    let claims = json!({
        "sub": user_id, "userId": user_id, "user_name": user_id, "iss": ISSUER, "aud": AUDIENCE,
        "roles": role::INDIVIDUAL, "scope": "", "jti": jti,
        "iat": now.timestamp(), "exp": now.timestamp() + secs,
    });
    let key = secret(m).await?;
    let token = jwt::sign(&claims, SigningKey::Secret(&key), &Options::default()).map_err(Error::internal)?;
    Ok(Issued { token, max_age_secs: u64::try_from(secs).unwrap_or(0) })
}

async fn verify(m: &Inner, token: &str, now: Timestamp) -> Result<Option<Claims>> {
    let key = secret(m).await?;
    let checks = Checks { leeway_secs: 0, issuer: Some(ISSUER), audience: Some(AUDIENCE), ..Checks::at(now) };
    Ok(jwt::verify(token, VerifyingKey::Secret(&key), &checks).ok())
}

/// Ends a token before its time; a token that is none of ours is no error.
pub(crate) async fn revoke(m: &Inner, caller: &Caller, token: &str) -> Result<()> {
    let Some(claims) = verify(m, token, m.db.now()).await? else { return Ok(()) };
    let (Some(jti), Some(exp)) = (claims.jti, claims.exp) else { return Ok(()) };
    let expires = DateTime::from_timestamp(exp, 0).unwrap_or_else(|| m.db.now()) + TimeDelta::seconds(1);
    let mut tx = m.db.begin(&crate::service::cx(caller)).await?;
    repo::sign_in::revoke(&mut tx, &jti, expires).await?;
    tx.audit(crate::service::audit::event("PRE_APP_002", "SIGNED_OUT", "A person signed out")).await?;
    tx.commit().await?;
    Ok(())
}

/// Recognises the module's own tokens.
pub(crate) struct TokenAuthenticator(pub(crate) Prereg);

#[async_trait]
impl Authenticator for TokenAuthenticator {
    async fn authenticate(
        &self,
        credentials: &Credentials,
        now: Timestamp,
    ) -> std::result::Result<Option<Identity>, AuthRefusal> {
        let Some(token) = credentials.token.as_deref() else { return Ok(None) };
        if !is_ours(token) {
            return Ok(None);
        }
        let claims = verify(&self.0, token, now).await.map_err(log)?.ok_or(AuthRefusal::Invalid)?;
        let (Some(user), Some(jti)) = (claims.sub, claims.jti) else { return Err(AuthRefusal::Invalid) };
        if repo::sign_in::is_revoked(self.0.db.read(), &jti).await.map_err(log)? {
            return Err(AuthRefusal::Invalid);
        }
        let mut identity = Identity::nobody(CallerKind::Resident, &user);
        identity.roles.push(role::INDIVIDUAL.to_owned());
        Ok(Some(identity))
    }
}

fn log(error: Error) -> AuthRefusal {
    tracing::error!(%error, "a token could not be checked");
    AuthRefusal::Invalid
}

/// Whether a token says that this module made it; whether that is true, the signature shows.
fn is_ours(token: &str) -> bool {
    let Ok(jws) = crypto::jws::Jws::parse(token) else { return false };
    jws.header().alg == "HS256"
        && jws
            .unverified_payload()
            .ok()
            .and_then(|payload| serde_json::from_slice::<Claims>(&payload).ok())
            .is_some_and(|claims| {
                claims.iss.as_deref() == Some(ISSUER) && claims.aud == Some(Audience::One(AUDIENCE.to_owned()))
            })
}
