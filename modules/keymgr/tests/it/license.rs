//! Licence keys of trusted service providers.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{App, app, text};

async fn license(app: &App) -> String {
    let request = json!({"tspId": "TSP1", "licenseExpiryTime": "2026-02-05T09:00:00.000Z"});
    text(&app.response("license/generate", request).await["licenseKey"])
}

fn mapping(tsp: &str, key: &str, permissions: &[&str]) -> Value {
    json!({"tspId": tsp, "licenseKey": key, "permissions": permissions})
}

// KEY: MISP licences (ida-crypto A.10)
#[tokio::test]
async fn permissions_are_mapped_to_a_providers_licence_key() {
    let app = app().await;
    let key = license(&app).await;
    assert!(key.len() == 16 && key.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{key}");
    let path = format!("license/permission?tspId=TSP1&licenseKey={key}");
    assert_eq!(app.get_refusal(&path).await, "KER-LKM-009");
    let done = app.response("license/permission", mapping("TSP1", &key, &["OTP Trigger", "eKYC - Full"])).await;
    assert_eq!(done["status"], "Mapped License with the permissions");
    app.response("license/permission", mapping("TSP1", &key, &["OTP Authentication", "OTP Trigger"])).await;
    let permissions = app.get(&path).await["permissions"].clone();
    assert_eq!(permissions, json!(["OTP Trigger", "OTP Authentication", "eKYC - Full"]));

    app.setting.db.clock.advance(TimeDelta::days(32));
    assert_eq!(app.get_refusal(&path).await, "KER-LKM-005");
}

// KEY: each refusal has its code
#[tokio::test]
async fn what_cannot_be_licensed_is_refused() {
    let app = app().await;
    let key = license(&app).await;
    let generate = async |tsp: &str, until: &str| {
        app.refusal("license/generate", json!({"tspId": tsp, "licenseExpiryTime": until})).await
    };
    assert_eq!(generate(" ", "2026-02-05T09:00:00.000Z").await, "KER-LKM-001");
    for until in ["2026-01-05T09:00:00.000Z", "2025-01-05T09:00:00.000Z", "soon", ""] {
        assert_eq!(generate("TSP1", until).await, "KER-LKM-008", "{until}");
    }
    let map = async |tsp: &str, key: &str, permissions: &[&str]| {
        app.refusal("license/permission", mapping(tsp, key, permissions)).await
    };
    assert_eq!(map("", &key, &["OTP Trigger"]).await, "KER-LKM-001");
    assert_eq!(map("TSP1", "", &["OTP Trigger"]).await, "KER-LKM-006");
    assert_eq!(map("TSP1", &key, &[""]).await, "KER-LKM-007");
    assert_eq!(map("TSP1", &key, &[]).await, "KER-LKM-007");
    assert_eq!(map("TSP1", &key, &["OTP Trigger", "Everything"]).await, "KER-LKM-003");
    assert_eq!(map("TSP2", &key, &["OTP Trigger"]).await, "KER-LKM-004", "another provider's");
    assert_eq!(map("TSP1", "AAAABBBBCCCCDDDD", &["OTP Trigger"]).await, "KER-LKM-004");
    let read = async |query: &str| app.get_refusal(&format!("license/permission{query}")).await;
    assert_eq!(read("").await, "KER-LKM-001");
    assert_eq!(read("?tspId=TSP1").await, "KER-LKM-006");
    assert_eq!(read("?tspId=TSP1&licenseKey=AAAABBBBCCCCDDDD").await, "KER-LKM-004");
    assert_eq!(app.refusal("license/permission", json!({"permissions": "all"})).await, "KER-LKM-999");
}
