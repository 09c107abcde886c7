//! Health: `/health` for operators, `/health/live` and `/health/ready` for supervisors, MOSIP's `actuator/health`
//! under every service's context for its clients and rigs, and `actuator/env` with the properties they read.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use db::{Databases, Logical};
use masterdata_api::MasterData;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// Contexts under which MOSIP's clients ask for health before anything else.
const CONTEXTS: &[&str] = &[
    "/v1/hotlist",
    "/v1/admin",
    "/v1/auditmanager",
    "/v1/authmanager",
    "/v1/credentialservice",
    "/v1/credentialrequest",
    "/v1/datashare",
    "/v1/idgenerator",
    "/v1/keymanager",
    "/v1/masterdata",
    "/v1/notifier",
    "/v1/otpmanager",
    "/v1/partnermanager",
    "/v1/policymanager",
    "/v1/pridgenerator",
    "/v1/ridgenerator",
    "/v1/syncdata",
    "/idrepository/v1",
    "/idrepository/v1/identity",
    "/preregistration/v1",
    "/preregistration/v1/captcha",
    "/resident/v1",
    "/registrationprocessor/v1/packetreceiver",
    "/registrationprocessor/v1/registrationstatus",
    "/idauthentication/v1",
    "/idauthentication/v1/internal",
    "/idauthentication/v1/otp",
    "/hub",
    "/v1/esignet",
    "/biosdk-service",
    "/commons/v1/packetmanager",
];

/// What the health pages look at.
#[derive(Clone)]
pub struct Health {
    inner: Arc<Inner>,
}

struct Inner {
    databases: Databases,
    master: Arc<dyn MasterData>,
    /// Parts that only imitate the real thing, by what they stand for.
    simulated: Vec<String>,
    served: Vec<&'static str>,
}

impl Health {
    /// `served` lists the contexts that something answers under; others answer 404 so that a rig leaves them out.
    #[must_use]
    pub fn new(databases: Databases, master: Arc<dyn MasterData>, simulated: Vec<String>, paths: &[&str]) -> Self {
        let served =
            CONTEXTS.iter().copied().filter(|c| paths.iter().any(|p| p.starts_with(&format!("{c}/")))).collect();
        Self { inner: Arc::new(Inner { databases, master, simulated, served }) }
    }

    /// The routes.
    pub fn router(&self) -> Router {
        let mut router = Router::new()
            .route("/health", get(report))
            .route("/health/live", get(|| async { Json(json!({"status": "UP"})) }))
            .route("/health/ready", get(ready));
        for context in &self.inner.served {
            router = router
                .route(&format!("{context}/actuator/health"), get(ready))
                .route(&format!("{context}/actuator/env"), get(env));
        }
        router.with_state(self.clone())
    }

    async fn databases(&self) -> BTreeMap<&'static str, bool> {
        let mut states = BTreeMap::new();
        for logical in Logical::ALL {
            let read = self.inner.databases.get(logical).read();
            states.insert(logical.name(), read.execute_unprepared("SELECT 1").await.is_ok());
        }
        states
    }
}

async fn ready(State(health): State<Health>) -> Response {
    let up = health.databases().await.values().all(|up| *up);
    let (code, word) = if up { (StatusCode::OK, "UP") } else { (StatusCode::SERVICE_UNAVAILABLE, "DOWN") };
    (code, Json(json!({"status": word}))).into_response()
}

async fn report(State(health): State<Health>) -> Json<Value> {
    let databases = health.databases().await;
    let mut queues = Vec::new();
    for db in health.inner.databases.all() {
        if let Ok(stats) = db::job::stats(db).await {
            for s in stats {
                queues.push(json!({"database": db.logical().name(), "kind": s.kind, "ready": s.ready, "running": s.running, "dead": s.dead}));
            }
        }
    }
    Json(json!({
        "status": if databases.values().all(|up| *up) { "UP" } else { "DOWN" },
        "version": env!("CARGO_PKG_VERSION"),
        "databases": databases,
        "queues": queues,
        "simulated": health.inner.simulated,
    }))
}

/// Spring's shape, with the properties that rigs and clients read; never a secret.
async fn env(State(health): State<Health>) -> Response {
    let names = [
        "mosip.mandatory-languages",
        "mosip.optional-languages",
        "mosip.min-languages.count",
        "mosip.max-languages.count",
        "mosip.left_to_right_orientation",
        "mosip.right_to_left_orientation",
        "mosip.country.code",
        "mosip.kernel.otp.default-length",
        "mosip.kernel.otp.expiry-time",
        "mosip.kernel.uin.length",
        "mosip.kernel.vid.length",
        "mosip.id.validation.identity.phone",
        "mosip.id.validation.identity.email",
    ];
    let mut properties = serde_json::Map::new();
    for name in names {
        match health.inner.master.setting(name).await {
            Ok(Some(value)) => drop(properties.insert(name.to_owned(), json!({"value": value}))),
            Ok(None) => {}
            Err(failure) => {
                tracing::error!(cause = ?failure, "a setting could not be read");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        }
    }
    Json(json!({"activeProfiles": ["default"], "propertySources": [{"name": "settings", "properties": properties}]}))
        .into_response()
}
