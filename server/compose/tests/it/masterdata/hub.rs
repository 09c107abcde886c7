//! ADM-25: authorities that an outside partner management publishes through its hub.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

const PATH: &str = "/v1/syncdata/websub/callback/cacert";
const SECRET: &str = "the hub's own secret";

/// A system that knows a hub.
async fn with_hub() -> TestApp {
    let secret = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(secret.path(), SECRET).expect("written");
    let hub = edge::WebSubHub { secret_file: Some(secret.path().into()), hosts: vec!["shares.example".into()] };
    TestApp::demo_with(edge::Settings { websub: Some(hub), ..edge::Settings::default() }).await
}

async fn deliver(app: &TestApp, secret: &str, event: &Value) -> Answer {
    let body = event.to_string();
    let tag = hex::encode(crypto::digest::hmac_sha256(secret.as_bytes(), body.as_bytes()));
    let request = axum::http::Request::post(PATH)
        .header("content-type", "application/json")
        .header("x-hub-signature", format!("SHA256={tag}"));
    app.raw(request.body(axum::body::Body::from(body)).expect("a request")).await
}

fn event(data: &Value) -> Value {
    json!({"publisher": "PMS", "topic": "CA_CERTIFICATE_UPLOADED", "publishedOn": "2026-01-05T09:00:00.000Z",
        "event": {"id": "1", "transactionId": "2", "timestamp": "2026-01-05T09:00:00.000Z", "data": data}})
}

/// The platform's own root: an authority like another.
async fn root(app: &TestApp) -> String {
    let key = keymgr_api::KeyRef::new("ROOT", "");
    let caller = app.system.caller("test");
    let detail = app.system.services.keys.key(&caller, &key).await.expect("read").expect("a root");
    detail.versions.first().expect("a key").certificate.clone()
}

async fn trusted(app: &TestApp) -> u64 {
    let query = keymgr_api::trust::AuthorityQuery {
        partner_domain: Some("DEVICE".into()),
        ..keymgr_api::trust::AuthorityQuery::default()
    };
    app.system.services.keys.authorities(&app.system.caller("test"), &query).await.expect("read").total_records
}

#[tokio::test]
async fn what_the_hub_signs_is_trusted_once() {
    let app = with_hub().await;
    let published = event(&json!({"partnerDomain": "DEVICE", "certificateData": root(&app).await}));
    let before = trusted(&app).await;
    for _ in 0..2 {
        let answer = deliver(&app, SECRET, &published).await;
        assert_eq!((answer.status, answer.code()), (200, ""), "{answer:?}");
    }
    assert_eq!(trusted(&app).await, before + 1);
}

#[tokio::test]
async fn what_nobody_signed_or_nobody_can_read_changes_nothing() {
    let app = with_hub().await;
    let before = trusted(&app).await;
    let good = event(&json!({"partnerDomain": "DEVICE", "certificateData": root(&app).await}));
    assert_eq!(deliver(&app, "a guess", &good).await.code(), "TES-SNC-001");
    let unsigned = app.send("POST", PATH, None, Some(good.clone())).await;
    assert_eq!((unsigned.status, unsigned.code()), (401, "TES-SNC-001"));
    let mut other = good.clone();
    other["topic"] = json!("ANYTHING");
    assert_eq!(deliver(&app, SECRET, &other).await.code(), "TES-SNC-002");
    assert_eq!(deliver(&app, SECRET, &event(&json!({"partnerDomain": "DEVICE"}))).await.code(), "TES-SNC-002");
    // a chain is not fetched from anywhere
    let elsewhere = json!({"partnerDomain": "DEVICE", "certChainDatashareUrl": "http://169.254.169.254/chain"});
    assert_eq!(deliver(&app, SECRET, &event(&elsewhere)).await.status, 500);
    assert_eq!(trusted(&app).await, before);
}

#[tokio::test]
async fn only_a_system_with_a_hub_says_that_it_wants_the_topic() {
    let path = format!("{PATH}?hub.mode=subscribe&hub.topic=CA_CERTIFICATE_UPLOADED&hub.challenge=x7");
    let app = with_hub().await;
    assert_eq!(app.send("GET", &path, None, None).await.raw, b"x7");
    let other = path.replace("CA_CERTIFICATE_UPLOADED", "ANYTHING");
    assert_eq!(app.send("GET", &other, None, None).await.code(), "TES-SNC-001");
    let without = TestApp::empty().await;
    assert_eq!(without.send("GET", &path, None, None).await.code(), "TES-SNC-001");
}
