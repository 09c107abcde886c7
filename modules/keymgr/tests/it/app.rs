//! The key manager behind its HTTP routes, with callers of different rights.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use edge::{AuthRefusal, Authenticator, Credentials, Edge};
use keymgr::Keymgr;
use serde_json::{Value, json};
use tower::ServiceExt;
use types::{CallerKind, Identity, Timestamp};

use crate::support::{ClockNow, Setting, open};

/// The token is the list of roles.
struct Roles;

#[async_trait]
impl Authenticator for Roles {
    async fn authenticate(&self, credentials: &Credentials, _: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        Ok(credentials.token.as_deref().map(|roles| {
            let mut identity = Identity::nobody(CallerKind::Staff, "somebody");
            identity.roles = roles.split('+').map(str::to_owned).collect();
            identity
        }))
    }
}

pub struct App {
    pub setting: Setting,
    router: Router,
}

pub async fn app() -> App {
    let setting = open().await;
    let keymgr = setting.keymgr.clone();
    App::over(setting, &keymgr)
}

impl App {
    /// Routes of another key manager over the same database.
    pub fn over(setting: Setting, keymgr: &Arc<Keymgr>) -> Self {
        let now = setting.db.clock_now();
        let edge = Edge::new(move || now, uuid::Uuid::nil, vec![Arc::new(Roles)]);
        let router = keymgr::routes(keymgr).into_router(Arc::new(edge));
        Self { setting, router }
    }

    /// Status and body of any request; no roles is no token.
    pub async fn send(&self, method: &str, path: &str, roles: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !roles.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {roles}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// The whole answer to an enveloped request below `/v1/keymanager`.
    pub async fn ask(&self, method: &str, path: &str, roles: &str, request: Value) -> Value {
        let envelope =
            json!({"id": "x", "version": "v1", "requesttime": "2026-01-05T09:00:00.000Z", "request": request});
        let body = (method != "GET").then_some(envelope);
        let (status, body) = self.send(method, &format!("/v1/keymanager/{path}"), roles, body).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// `response` of a successful POST by an administrator.
    pub async fn response(&self, path: &str, request: Value) -> Value {
        success(path, self.ask("POST", path, "GLOBAL_ADMIN", request).await)
    }

    /// `response` of a successful POST by somebody with another role.
    pub async fn response_for(&self, roles: &str, path: &str, request: Value) -> Value {
        success(path, self.ask("POST", path, roles, request).await)
    }

    /// The code with which a POST by an administrator is refused.
    pub async fn refusal(&self, path: &str, request: Value) -> String {
        refused(path, &self.ask("POST", path, "GLOBAL_ADMIN", request).await)
    }

    /// The code with which a POST by somebody with another role is refused.
    pub async fn refusal_for(&self, roles: &str, path: &str, request: Value) -> String {
        refused(path, &self.ask("POST", path, roles, request).await)
    }

    /// `response` of a successful GET by an administrator.
    pub async fn get(&self, path: &str) -> Value {
        success(path, self.ask("GET", path, "GLOBAL_ADMIN", Value::Null).await)
    }

    /// The code with which a GET by an administrator is refused.
    pub async fn get_refusal(&self, path: &str) -> String {
        refused(path, &self.ask("GET", path, "GLOBAL_ADMIN", Value::Null).await)
    }

    /// The current certificate of a name as PEM.
    pub async fn certificate(&self, application: &str, reference: &str) -> String {
        let path = format!("getCertificate?applicationId={application}&referenceId={reference}");
        text(&self.get(&path).await["certificate"])
    }
}

fn success(path: &str, body: Value) -> Value {
    assert_eq!(body["errors"], Value::Null, "{path}");
    body["response"].clone()
}

/// The code of a refused request.
pub fn refused(path: &str, body: &Value) -> String {
    assert_eq!(body["response"], Value::Null, "{path}");
    text(&body["errors"][0]["errorCode"])
}

/// A text member, owned.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
