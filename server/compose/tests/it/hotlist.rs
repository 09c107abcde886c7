//! The hotlist over HTTP, its history and its events. ADM-24

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

const UIN: &str = "5826391740";

async fn app() -> (TestApp, String) {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-hotlist-client", "demo-hotlist-client", "hotlist").await;
    (app, token)
}

async fn post(app: &TestApp, token: &str, what: &str, request: Value) -> Answer {
    let body = app.envelope("x", "1.0", request);
    app.send("POST", &format!("/v1/hotlist/{what}"), Some(token), Some(body)).await
}

async fn status(app: &TestApp, token: &str, kind: &str, id: &str) -> Answer {
    app.send("GET", &format!("/v1/hotlist/status/{kind}/{id}"), Some(token), None).await
}

async fn texts(app: &TestApp, sql: &str) -> Vec<String> {
    let db = app.ground.databases.operations();
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("the query runs");
    rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text")).collect()
}

// ADM-24
#[tokio::test]
async fn an_id_is_blocked_until_it_is_unblocked_and_every_change_is_kept() {
    let (app, token) = app().await;
    let unknown = status(&app, &token, "UIN", UIN).await;
    assert_eq!(unknown.body["response"]["status"], "UNBLOCKED", "{:?}", unknown.body);
    let entry = json!({"id": UIN, "idType": "UIN"});
    assert_eq!(post(&app, &token, "unblock", entry.clone()).await.code(), "ADM-HTL-007");
    let blocked = post(&app, &token, "block", entry.clone()).await;
    assert_eq!(blocked.body["response"]["status"], "BLOCKED", "{:?}", blocked.body);
    assert_eq!(post(&app, &token, "block", entry.clone()).await.code(), "ADM-HTL-008");
    assert_eq!(status(&app, &token, "UIN", UIN).await.body["response"]["status"], "BLOCKED");
    assert_eq!(status(&app, &token, "VID", UIN).await.body["response"]["status"], "UNBLOCKED", "another type");
    assert!(app.system.services.hotlist.is_blocked("UIN", UIN).await.unwrap());
    assert_eq!(post(&app, &token, "unblock", entry.clone()).await.body["response"]["status"], "UNBLOCKED");
    assert_eq!(post(&app, &token, "unblock", entry).await.code(), "ADM-HTL-008");
    assert!(!app.system.services.hotlist.is_blocked("UIN", UIN).await.unwrap());
    let history = texts(&app, "SELECT status FROM kernel_hotlist_history ORDER BY id").await;
    assert_eq!(history, ["BLOCKED", "UNBLOCKED"]);
    // neither the number nor a hash that anybody can compute lies in the database
    let hash = crypto::digest::sha256_hex(UIN.as_bytes()).to_uppercase();
    let rows = texts(&app, "SELECT id_hash || id_value || change_id FROM kernel_hotlist").await;
    let payloads = texts(&app, "SELECT payload FROM operations_job WHERE kind = 'kernel.tell_hotlist'").await;
    assert_eq!((rows.len(), payloads.len()), (1, 2));
    for text in rows.iter().chain(&payloads) {
        assert!(!text.contains(UIN) && !text.to_uppercase().contains(&hash), "{text}");
    }
}

// ADM-24
#[tokio::test]
async fn a_block_ends_at_its_time_and_a_pause_of_it_ends_in_a_block() {
    let (app, token) = app().await;
    let now = db::Clock::now(&*app.ground.clock);
    let until = |hours| types::time::format(now + TimeDelta::hours(hours));
    let machine = json!({"id": "10001", "idType": "MACHINE_ID", "expiryTimestamp": until(1)});
    assert_eq!(post(&app, &token, "block", machine).await.body["response"]["expiryTimestamp"], json!(until(1)));
    for (id, expiry) in [("p1", None), ("p1", Some(until(2)))] {
        let what = if expiry.is_some() { "unblock" } else { "block" };
        let entry = json!({"id": id, "idType": "PARTNER_ID", "expiryTimestamp": expiry});
        assert_eq!(post(&app, &token, what, entry).await.code(), "");
    }
    // the token does not live that long: ask as another module does
    let hotlist = app.system.services.hotlist.clone();
    let is = async |kind: &str, id: &str| hotlist.is_blocked(kind, id).await.unwrap();
    assert_eq!((is("MACHINE_ID", "10001").await, is("PARTNER_ID", "p1").await), (true, false));
    app.ground.clock.advance(TimeDelta::hours(3));
    assert_eq!((is("MACHINE_ID", "10001").await, is("PARTNER_ID", "p1").await), (false, true));
    // the cleaner, which runs once a day, changes nothing about what holds
    app.run_jobs().await;
    app.ground.clock.advance(TimeDelta::days(2));
    app.run_jobs().await;
    assert_eq!((is("MACHINE_ID", "10001").await, is("PARTNER_ID", "p1").await), (false, true));
    assert_eq!(texts(&app, "SELECT id_type FROM kernel_hotlist").await, ["PARTNER_ID"]);
    assert_eq!(texts(&app, "SELECT id FROM kernel_hotlist_history").await.len(), 4);
}

// ADM-24
#[tokio::test]
async fn what_cannot_be_listed_has_its_code() {
    let (app, token) = app().await;
    for (request, code) in [
        (json!({"idType": "UIN"}), "ADM-HTL-001"),
        (json!({"id": UIN}), "ADM-HTL-001"),
        (json!({"id": UIN, "idType": "PASSPORT"}), "ADM-HTL-003"),
        (json!({"id": UIN, "idType": "UIN", "expiryTimestamp": "soon"}), "ADM-HTL-002"),
        (json!({"id": UIN, "idType": "UIN", "expiryTimestamp": "2001-01-01T00:00:00.000Z"}), "ADM-HTL-002"),
        (json!({"id": 7}), "ADM-HTL-004"),
    ] {
        assert_eq!(post(&app, &token, "block", request.clone()).await.code(), code, "{request}");
    }
    let reader = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    assert_eq!(status(&app, &reader, "UIN", UIN).await.status, 200);
    assert_eq!(post(&app, &reader, "block", json!({"id": UIN, "idType": "UIN"})).await.status, 403);
    let health = app.send("GET", "/v1/hotlist/actuator/health", None, None).await;
    assert_eq!(health.body["status"], "UP");
}

// ADM-24
#[tokio::test]
async fn of_many_requests_at_once_one_blocks() {
    let (app, token) = app().await;
    let request = || {
        let body = app.envelope("x", "1.0", json!({"id": UIN, "idType": "UIN"}));
        axum::http::Request::post("/v1/hotlist/block")
            .header("content-type", "application/json")
            .header("cookie", format!("Authorization={token}"))
            .body(axum::body::Body::from(body.to_string()))
            .unwrap()
    };
    let answers = app.raw_at_once((0..8).map(|_| request()).collect()).await;
    let blocked = answers.iter().filter(|answer| answer.code().is_empty()).count();
    assert_eq!(blocked, 1, "{answers:?}");
    assert!(answers.iter().filter(|answer| !answer.code().is_empty()).all(|answer| answer.code() == "ADM-HTL-008"));
    assert_eq!(texts(&app, "SELECT id FROM kernel_hotlist_history").await.len(), 1);
}
