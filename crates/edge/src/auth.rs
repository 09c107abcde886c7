//! From headers to a `Caller`: every kind of token has an authenticator; the first that knows it decides.

use async_trait::async_trait;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use types::{Caller, CallerKind, Cx, Identity, Seal, Timestamp};
use uuid::Uuid;

/// What a request brought to show who sends it.
#[derive(Clone, Default)]
pub struct Credentials {
    /// A raw JWT: from the cookie whose name contains `Authorization`, else from `Authorization: Bearer`.
    pub token: Option<String>,
    /// The portal session cookie.
    pub session: Option<String>,
}

/// The cookie that holds a portal session's id.
pub const SESSION_COOKIE: &str = "__Host-tessera";

/// A known kind of token that is not acceptable now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthRefusal {
    /// Expired, revoked or wrongly signed: 401.
    Invalid,
    /// Valid, but not meant for this service (audience): 403.
    WrongAudience,
}

/// One way to recognise a caller (staff JWT, pre-registration JWT, portal session …).
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// `Ok(None)` when these credentials are not of this kind, so that the next authenticator may look.
    async fn authenticate(&self, credentials: &Credentials, now: Timestamp) -> Result<Option<Identity>, AuthRefusal>;
}

/// What the edge needs to build callers: time, request ids and the authenticators in order.
pub struct Edge {
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    new_id: Box<dyn Fn() -> Uuid + Send + Sync>,
    authenticators: Vec<Arc<dyn Authenticator>>,
    seal: Seal,
}

impl Edge {
    /// An edge over a clock, a source of request ids and authenticators that are asked in order.
    pub fn new(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        new_id: impl Fn() -> Uuid + Send + Sync + 'static,
        authenticators: Vec<Arc<dyn Authenticator>>,
    ) -> Self {
        Self { now: Box::new(now), new_id: Box::new(new_id), authenticators, seal: Seal::of_edge() }
    }

    /// The time of arrival.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// A fresh request id.
    #[must_use]
    pub fn request_id(&self) -> String {
        (self.new_id)().simple().to_string()
    }

    /// Finds out who sends a request. Credentials nobody accepts give an anonymous caller and the refusal.
    pub async fn caller(&self, headers: &HeaderMap, request_id: &str) -> (Caller, Option<AuthRefusal>) {
        let now = self.now();
        let credentials = credentials(headers);
        let mut refusal = None;
        if credentials.token.is_some() || credentials.session.is_some() {
            for authenticator in &self.authenticators {
                match authenticator.authenticate(&credentials, now).await {
                    Ok(None) => {}
                    Ok(Some(identity)) => {
                        let cx = Cx::new(request_id, actor(&identity), "edge");
                        return (Caller::new(&self.seal, identity, cx), None);
                    }
                    Err(why) => {
                        refusal = Some(why);
                        break;
                    }
                }
            }
            refusal = refusal.or(Some(AuthRefusal::Invalid));
        }
        let cx = Cx::new(request_id, "anonymous", "edge");
        (Caller::anonymous(&self.seal, cx), refusal)
    }

    /// This system itself, for work no request asked for.
    #[must_use]
    pub fn system(&self, why: &str) -> Caller {
        let cx = Cx::new(why, "system", "edge");
        Caller::system(&self.seal, cx)
    }
}

/// The name that logs and audit rows carry: a pseudonym for residents, whose user id is a phone number or mail address.
fn actor(identity: &Identity) -> String {
    match identity.kind {
        CallerKind::Resident => {
            let digest = Sha256::digest(identity.user_id.as_bytes());
            format!("resident-{}", hex::encode(&digest[..8]))
        }
        _ => identity.user_id.clone(),
    }
}

/// Reads token and session from the headers.
#[must_use]
pub fn credentials(headers: &HeaderMap) -> Credentials {
    let mut found = Credentials::default();
    for (name, value) in cookies(headers) {
        if name == SESSION_COOKIE {
            found.session = Some(value.to_owned());
        } else if found.token.is_none() && name.contains("Authorization") && !value.is_empty() {
            found.token = Some(value.to_owned());
        }
    }
    if found.token.is_none() {
        found.token = headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer ").or_else(|| v.strip_prefix("bearer ")))
            .map(|v| v.trim().to_owned());
    }
    found
}

/// All cookies of a request, in order.
pub fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_by_cookie_first_then_by_header() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, "Bearer from-header".parse().unwrap());
        assert_eq!(credentials(&headers).token.as_deref(), Some("from-header"));
        headers.insert(header::COOKIE, "x=1; Authorization=from-cookie; __Host-tessera=s".parse().unwrap());
        let found = credentials(&headers);
        assert_eq!((found.token.as_deref(), found.session.as_deref()), (Some("from-cookie"), Some("s")));
    }

    #[test]
    fn a_residents_address_never_becomes_an_actor() {
        let resident = Identity::nobody(CallerKind::Resident, "9876543210");
        assert!(!actor(&resident).contains("9876543210"));
        assert_eq!(actor(&Identity::nobody(CallerKind::Staff, "ann")), "ann");
    }
}
