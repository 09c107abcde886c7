//! Audit requests of other services: MOSIP's columns, no personal data.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use edge::Edge;
use serde_json::{Value, json};
use tower::ServiceExt;
use types::{CallerKind, Identity};

use crate::world::{World, world};

struct Admin;

#[async_trait::async_trait]
impl edge::Authenticator for Admin {
    async fn authenticate(
        &self,
        _: &edge::Credentials,
        _: types::Timestamp,
    ) -> Result<Option<Identity>, edge::AuthRefusal> {
        Ok(Some(Identity { roles: vec!["GLOBAL_ADMIN".into()], ..Identity::nobody(CallerKind::Staff, "110001") }))
    }
}

async fn post(world: &World, request: Value) -> Value {
    let clock = world.test.clock.clone();
    let random = world.test.random.clone();
    let edge = Edge::new(move || db::Clock::now(&*clock), move || db::Random::uuid(&*random), vec![Arc::new(Admin)]);
    let router = world.kernel.routes().into_router(Arc::new(edge));
    let body = json!({"request": request}).to_string();
    let request = Request::builder().method("POST").uri("/v1/auditmanager/audits").header("authorization", "Bearer t");
    let response = router.oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
    serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.expect("a body")).expect("JSON")
}

fn complete() -> Value {
    json!({
        "eventId": "ADM-001", "eventName": "LOGIN", "eventType": "USER", "actionTimeStamp": "2026-01-05T08:59:59.123Z",
        "hostName": "desk-1", "hostIp": "10.0.0.1", "applicationId": "10009", "applicationName": "Admin Portal",
        "sessionUserId": "amina@example.org", "sessionUserName": "110005", "id": "5826391740", "idType": "UIN",
        "createdBy": "110005", "moduleName": "Login", "moduleId": "ADM-LOG", "description": "UIN 5826391740 was looked up",
    })
}

#[tokio::test]
async fn a_request_becomes_a_row_with_mosips_columns_and_no_person() {
    let world = world().await;
    let answer = post(&world, complete()).await;
    assert_eq!((&answer["response"], &answer["errors"]), (&json!({"status": true}), &Value::Null));
    let rows = world
        .texts(
            "SELECT event_id || '|' || event_name || '|' || event_type || '|' || host_name || '|' || host_ip || '|' || \
             application_id || '|' || application_name || '|' || session_user_name || '|' || ref_type || '|' || created_by || \
             '|' || module_name || '|' || module_id || '|' || description FROM operations_audit",
        )
        .await;
    assert_eq!(
        rows,
        [
            "ADM-001|LOGIN|USER|desk-1|10.0.0.1|10009|Admin Portal|110005|UIN|110005|Login|ADM-LOG|UIN (left out) was looked up"
        ]
    );
    let hashed = world.texts("SELECT ref_id || session_user_id FROM operations_audit").await;
    assert_eq!(hashed[0].len(), 128);
    post(&world, complete()).await;
    let refs = world.texts("SELECT DISTINCT ref_id FROM operations_audit").await;
    assert_eq!(refs.len(), 1, "the same person is found again");
}

#[tokio::test]
async fn incomplete_requests_are_refused() {
    let world = world().await;
    let without = |member: &str| {
        let mut request = complete();
        request.as_object_mut().expect("an object").remove(member);
        request
    };
    for member in
        ["eventId", "eventName", "eventType", "actionTimeStamp", "hostName", "hostIp", "applicationId", "createdBy"]
    {
        assert_eq!(post(&world, without(member)).await["errors"][0]["errorCode"], "KER-AUD-001", "{member}");
    }
    let mut request = complete();
    request["actionTimeStamp"] = json!("05.01.2026");
    assert_eq!(post(&world, request).await["errors"][0]["errorCode"], "KER-AUD-002");
    assert_eq!(world.count("operations_audit").await, 0);
}
