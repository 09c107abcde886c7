//! Tokens of other issuers, accepted where issuer and audience are configured; their keys come from the issuer.

use crate::outside::{ProviderSettings, TrustedIssuer, roles_at, roles_of};
use async_trait::async_trait;
use chrono::TimeDelta;
use crypto::{
    Algorithm, KeyKind,
    jwk::{Jwk, Jwks},
    jws::{Jws, VerifyingKey},
};
use edge::{AuthRefusal, Authenticator, Credentials, client::Client};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use types::{CallerKind, Identity, Timestamp};

/// How long an issuer's keys are believed.
const BELIEVED: TimeDelta = TimeDelta::minutes(10);
/// A key that is not among them makes us look again, but not more often than this: strangers choose key ids.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(30);
/// How much later than ours an issuer's clock may be.
const SKEW_SECS: i64 = 30;

/// Keys of an issuer and when they were fetched; no keys when the issuer did not answer.
type Fetched = (Arc<Vec<Jwk>>, Timestamp);

/// Keys of the issuers we listen to.
pub(crate) struct Issuers {
    trusted: Vec<TrustedIssuer>,
    client: Client,
    keys: Mutex<HashMap<String, Fetched>>,
}

impl Issuers {
    pub(crate) fn new(trusted: Vec<TrustedIssuer>, client: Client) -> Self {
        Self { trusted, client, keys: Mutex::default() }
    }

    fn held(&self, issuer: &str) -> Option<Fetched> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(issuer).cloned()
    }

    /// The issuer's key with this id, fetched when it is not known.
    async fn key(&self, issuer: &str, kid: Option<&str>, now: Timestamp) -> Option<Jwk> {
        let find = |keys: &[Jwk]| {
            let fits = |key: &&Jwk| key.usage.as_deref().is_none_or(|usage| usage == "sig");
            match kid {
                Some(kid) => keys.iter().filter(fits).find(|key| key.kid.as_deref() == Some(kid)).cloned(),
                // without an id the issuer must have one key only
                None => keys.first().filter(|key| keys.len() == 1 && fits(key)).cloned(),
            }
        };
        if let Some((keys, at)) = self.held(issuer) {
            let found = find(&keys);
            let old = now - at > BELIEVED;
            if !old && (found.is_some() || now - at < LOOK_AGAIN) {
                return found;
            }
        }
        let keys = match self.fetch(issuer).await {
            Ok(keys) => Arc::new(keys),
            Err(cause) => {
                // what was believed goes on being believed until it answers again
                tracing::warn!(issuer, %cause, "the keys of an issuer could not be fetched");
                self.held(issuer).map(|(keys, _)| keys).unwrap_or_default()
            }
        };
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(issuer.to_owned(), (keys.clone(), now));
        find(&keys)
    }

    async fn fetch(&self, issuer: &str) -> Result<Vec<Jwk>, String> {
        let description = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let description = self.json(&description).await?;
        if description["issuer"].as_str() != Some(issuer) {
            return Err("its description names another issuer".to_owned());
        }
        let address = description["jwks_uri"].as_str().ok_or("its description names no keys")?;
        let mut keys = self.json(address).await?;
        // keys of kinds we do not read must not hide the others
        if let Some(list) = keys["keys"].as_array_mut() {
            list.retain(|key| serde_json::from_value::<Jwk>(key.clone()).is_ok());
        }
        serde_json::from_value::<Jwks>(keys).map(|set| set.keys).map_err(|e| e.to_string())
    }

    async fn json(&self, address: &str) -> Result<Value, String> {
        let (status, body) = self.client.get(address).await.map_err(|e| e.to_string())?;
        if status != 200 {
            return Err(format!("it answered {status}"));
        }
        serde_json::from_slice(&body).map_err(|e| e.to_string())
    }

    /// The claims of a token of this issuer, when its signature holds and it is valid now.
    async fn verified(&self, issuer: &str, token: &str, now: Timestamp) -> Option<Value> {
        let jws = Jws::parse(token).ok()?;
        let key = self.key(issuer, jws.header().kid.as_deref(), now).await?.public_key().ok()?;
        let allowed: &[Algorithm] = match key.kind() {
            KeyKind::Rsa2048 => &[Algorithm::Rs256, Algorithm::Ps256],
            KeyKind::EcP256 => &[Algorithm::Es256],
            KeyKind::Ed25519 => &[Algorithm::EdDsa],
        };
        let payload = jws.verify(VerifyingKey::Public(&key, allowed), None).ok()?;
        let claims: Value = serde_json::from_slice(&payload).ok()?;
        let seconds = now.timestamp();
        let valid = claims["iss"].as_str() == Some(issuer)
            && claims["exp"].as_i64().is_some_and(|at| at > seconds)
            && claims["nbf"].as_i64().is_none_or(|at| at <= seconds + SKEW_SECS);
        valid.then_some(claims)
    }

    /// The roles in an access token that the provider gave us beside the identity token.
    pub(crate) async fn own_roles(
        &self,
        token: &str,
        settings: &ProviderSettings,
        now: Timestamp,
    ) -> Option<Vec<String>> {
        let claims = self.verified(&settings.issuer, token, now).await?;
        let ours = meant_for(&claims, std::slice::from_ref(&settings.client_id));
        ours.then(|| roles_at(&claims, &settings.roles_claim))
    }
}

/// Whether one of the audiences is the token's audience or authorised party, as MOSIP asks.
fn meant_for(claims: &Value, audiences: &[String]) -> bool {
    let is_one = |name: &str| audiences.iter().any(|one| one.eq_ignore_ascii_case(name));
    let audience = match &claims["aud"] {
        Value::String(name) => is_one(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    };
    audience || claims["azp"].as_str().is_some_and(is_one)
}

/// Recognises tokens of trusted issuers.
pub(crate) struct TrustedAuthenticator(pub(crate) Arc<Issuers>);

#[async_trait]
impl Authenticator for TrustedAuthenticator {
    async fn authenticate(&self, credentials: &Credentials, now: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        let Some(token) = &credentials.token else { return Ok(None) };
        let unverified = Jws::parse(token).ok().and_then(|jws| jws.unverified_payload().ok());
        let unverified: Option<Value> = unverified.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let issuer = unverified.as_ref().and_then(|claims| claims["iss"].as_str());
        let Some(trusted) = self.0.trusted.iter().find(|one| Some(one.issuer.as_str()) == issuer) else {
            return Ok(None);
        };
        let claims = self.0.verified(&trusted.issuer, token, now).await.ok_or(AuthRefusal::Invalid)?;
        // Keycloak's refresh and identity tokens are signed as well, but open nothing
        if claims["typ"].as_str().is_some_and(|kind| matches!(kind, "Refresh" | "ID" | "Offline" | "Logout")) {
            return Err(AuthRefusal::Invalid);
        }
        if !meant_for(&claims, &trusted.audiences) {
            return Err(AuthRefusal::WrongAudience);
        }
        identity(&claims, trusted).map(Some).ok_or(AuthRefusal::Invalid)
    }
}

fn identity(claims: &Value, trusted: &TrustedIssuer) -> Option<Identity> {
    let text = |name: &str| claims[name].as_str().filter(|value| !value.is_empty()).map(str::to_owned);
    let user_id = text("preferred_username").or_else(|| text("sub"))?;
    let machine = user_id.starts_with("service-account-");
    let outside = match roles_at(claims, &trusted.roles_claim) {
        found if found.is_empty() => roles_at(claims, "roles"),
        found => found,
    };
    Some(Identity {
        roles: roles_of(&outside, &trusted.roles),
        scopes: roles_at(claims, "scope"),
        client_id: text("azp"),
        ..Identity::nobody(if machine { CallerKind::Machine } else { CallerKind::Staff }, &user_id.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn audiences_are_names_lists_and_authorised_parties() {
        let ours = ["tessera".to_owned()];
        assert!(meant_for(&json!({"aud": "Tessera"}), &ours));
        assert!(meant_for(&json!({"aud": ["account", "tessera"]}), &ours));
        assert!(meant_for(&json!({"aud": "account", "azp": "tessera"}), &ours));
        assert!(!meant_for(&json!({"aud": "account", "azp": "other"}), &ours));
        assert!(!meant_for(&json!({}), &ours));
    }
}
