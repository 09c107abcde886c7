//! A small OpenID provider, as real as its protocol: description, keys, authorization by code with PKCE, signed tokens.

use crate::support::key_maker;
use axum::{
    Form, Json, Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, Request, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use crypto::{
    Algorithm, KeyKind, PrivateKey,
    jwk::Jwk,
    jws::{self, SigningKey},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tower::ServiceExt;

pub const CLIENT: &str = "tessera";
pub const SECRET: &str = "client-secret";

/// What the provider knows of a sign-in between its page and the exchange of the code.
struct Asked {
    nonce: String,
    challenge: String,
    redirect: String,
}

struct Inner {
    issuer: String,
    key: PrivateKey,
    /// Seconds since 1970, as the test's clock has it.
    now: i64,
    /// Who is signed in at the provider.
    person: Mutex<Value>,
    /// The roles, in the access token as Keycloak writes them.
    roles: Mutex<Vec<String>>,
    codes: Mutex<HashMap<String, Asked>>,
}

/// The provider while a test runs.
pub struct Provider {
    inner: Arc<Inner>,
    router: Router,
}

impl Provider {
    /// Starts it on a port of its own.
    pub async fn start(now: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}/realms/country", listener.local_addr().expect("an address"));
        let inner = Arc::new(Inner {
            issuer,
            key: key_maker()(KeyKind::Rsa2048).expect("a key"),
            now,
            person: Mutex::new(Value::Null),
            roles: Mutex::default(),
            codes: Mutex::default(),
        });
        let router = Router::new()
            .route("/realms/country/.well-known/openid-configuration", get(description))
            .route("/realms/country/keys", get(keys))
            .route("/realms/country/auth", get(authorize))
            .route("/realms/country/token", post(token))
            .with_state(inner.clone());
        let served = router.clone();
        tokio::spawn(async move { axum::serve(listener, served).await });
        Self { inner, router }
    }

    pub fn issuer(&self) -> &str {
        &self.inner.issuer
    }

    /// Says who is signed in at the provider from now on.
    pub fn person(&self, claims: Value, roles: &[&str]) {
        *self.inner.person.lock().unwrap() = claims;
        *self.inner.roles.lock().unwrap() = roles.iter().map(|role| (*role).to_owned()).collect();
    }

    /// A browser is sent to the provider and comes back: state and code.
    pub async fn visit(&self, location: &str) -> (String, String) {
        let path = location.strip_prefix(self.inner.issuer.split("/realms").next().unwrap()).expect("our address");
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let back = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let query: HashMap<String, String> = url_query(&back);
        (query["state"].clone(), query["code"].clone())
    }

    /// A token of this issuer with these claims beside issuer and time.
    pub fn token(&self, claims: Value) -> String {
        self.inner.sign(claims)
    }
}

fn url_query(address: &str) -> HashMap<String, String> {
    let uri: axum::http::Uri = address.parse().expect("an address");
    Query::<HashMap<String, String>>::try_from_uri(&uri).expect("a query").0
}

impl Inner {
    fn sign(&self, claims: Value) -> String {
        let mut all = json!({"iss": self.issuer, "iat": self.now, "exp": self.now + 300});
        for (name, value) in claims.as_object().expect("claims") {
            all[name] = value.clone();
        }
        let options = jws::Options { kid: Some("k1"), typ: Some("JWT"), ..jws::Options::default() };
        let payload = serde_json::to_vec(&all).unwrap();
        jws::sign(SigningKey::Private(&self.key, Algorithm::Rs256), &payload, &options).expect("signed")
    }
}

async fn description(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let at = |path: &str| format!("{}/{path}", inner.issuer);
    Json(json!({
        "issuer": inner.issuer, "authorization_endpoint": at("auth"), "token_endpoint": at("token"),
        "jwks_uri": at("keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let mut key = Jwk::from_key(inner.key.public());
    key.kid = Some("k1".to_owned());
    key.usage = Some("sig".to_owned());
    key.alg = Some("RS256".to_owned());
    Json(json!({"keys": [key]}))
}

async fn authorize(State(inner): State<Arc<Inner>>, Query(query): Query<HashMap<String, String>>) -> Response {
    if query["client_id"] != CLIENT || query["response_type"] != "code" || query["code_challenge_method"] != "S256" {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut codes = inner.codes.lock().unwrap();
    let code = format!("code-{}", codes.len());
    let asked = Asked {
        nonce: query["nonce"].clone(),
        challenge: query["code_challenge"].clone(),
        redirect: query["redirect_uri"].clone(),
    };
    let back = format!("{}?state={}&code={code}", asked.redirect, query["state"]);
    codes.insert(code, asked);
    Redirect::to(&back).into_response()
}

async fn token(
    State(inner): State<Arc<Inner>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let refuse = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({"error": why}))).into_response();
    let basic = format!("Basic {}", crypto::encoding::b64std(format!("{CLIENT}:{SECRET}")));
    if headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()) != Some(basic.as_str()) {
        return refuse("invalid_client");
    }
    let Some(asked) = inner.codes.lock().unwrap().remove(&form["code"]) else { return refuse("invalid_grant") };
    let challenge = crypto::encoding::b64url(crypto::digest::sha256(form["code_verifier"].as_bytes()));
    if challenge != asked.challenge || form["redirect_uri"] != asked.redirect {
        return refuse("invalid_grant");
    }
    let person = inner.person.lock().unwrap().clone();
    let mut identity = person.clone();
    identity["aud"] = json!(CLIENT);
    identity["nonce"] = if identity["nonce"].is_string() { identity["nonce"].clone() } else { json!(asked.nonce) };
    let roles = inner.roles.lock().unwrap().clone();
    let access = json!({"sub": person["sub"], "aud": "account", "azp": CLIENT, "realm_access": {"roles": roles}});
    Json(json!({
        "access_token": inner.sign(access), "token_type": "Bearer", "expires_in": 300,
        "id_token": inner.sign(identity),
    }))
    .into_response()
}
