//! Locks of factors, and drafts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{biometrics, client, enrolled, layla, platform, rid, wire};
use crate::support::{Answer, TestApp};

async fn lock(
    app: &TestApp,
    token: &str,
    id: &str,
    factor: (&str, &str),
    locked: Value,
    seconds: Option<i64>,
) -> Answer {
    let now = types::time::format(db::Clock::now(&*app.ground.clock));
    let wanted = json!({"authType": factor.0, "authSubType": factor.1, "locked": locked, "unlockForSeconds": seconds});
    let body = json!({"id": "any", "version": "v1", "requestTime": now, "consentObtained": true,
        "individualId": id, "individualIdType": "UIN", "request": [wanted]});
    app.send("POST", "/idrepository/v1/identity/authtypes/status", Some(token), Some(body)).await
}

// IDR-08
#[tokio::test]
async fn a_factor_is_locked_unlocked_for_a_while_and_locked_again() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    let status = async || {
        let path = format!("/idrepository/v1/identity/authtypes/status/{}", uin.reveal());
        app.send("GET", &path, Some(&token), None).await.body["response"]["authTypes"].clone()
    };
    assert_eq!(status().await, json!([]));
    let answer = lock(&app, &token, uin.reveal(), ("bio", "FINGER"), json!(true), None).await;
    assert_eq!(answer.body["response"]["status"], "Success", "{:?}", answer.body);
    assert_eq!(status().await[0]["locked"], true);
    lock(&app, &token, uin.reveal(), ("bio", "FINGER"), json!("false"), Some(100)).await;
    app.ground.clock.advance(TimeDelta::seconds(99));
    assert_eq!(
        (status().await[0]["locked"].clone(), status().await[0]["unlockForSeconds"].clone()),
        (json!(false), json!(1))
    );
    app.ground.clock.advance(TimeDelta::seconds(1));
    assert_eq!(status().await[0]["locked"], true);
    let locks = app.system.services.idrepo.auth_locks(&platform(&app), &uin).await.unwrap();
    assert_eq!((locks[0].auth_type.as_str(), locks[0].locked), ("bio-FINGER", true));

    let wrong = lock(&app, &token, uin.reveal(), ("bio", "TONGUE"), json!(true), None).await;
    assert_eq!(wrong.body["errors"][0]["message"], "Invalid Input Parameter - authTypes");
    assert_eq!(lock(&app, &token, "7", ("demo", ""), json!(true), None).await.code(), "IDR-IDC-002");
}

// IDR-05, VID-02
#[tokio::test]
async fn a_draft_grows_and_becomes_an_identity() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let rid = rid(3);
    let path = |verb: &str| format!("/idrepository/v1/identity/draft/{verb}{}", rid.reveal());
    assert_eq!(app.send("HEAD", &path(""), Some(&token), None).await.status, 204);
    let answer = app.send("POST", &path("create/"), Some(&token), None).await;
    assert_eq!(answer.body["response"]["status"], "DRAFTED", "{:?}", answer.body);
    assert_eq!(app.send("POST", &path("create/"), Some(&token), None).await.code(), "IDR-IDC-012");
    assert_eq!(app.send("HEAD", &path(""), Some(&token), None).await.status, 200);

    let documents = json!([{"category": "individualBiometrics", "value": wire(&biometrics())}]);
    let body = app.envelope("mosip.id.update", "v1", json!({"identity": layla(), "documents": documents}));
    let answer = app.send("PATCH", &path("update/"), Some(&token), Some(body)).await;
    assert_eq!(answer.body["response"]["status"], "DRAFTED", "{:?}", answer.body);
    let draft = app.send("GET", &path(""), Some(&token), None).await.body["response"].clone();
    assert_eq!((draft["status"].as_str(), &draft["identity"]["postalCode"]), (Some("DRAFT"), &json!("20410")));
    let uin = draft["identity"]["UIN"].as_str().unwrap().to_owned();
    let of_uin = app.send("GET", &format!("/idrepository/v1/identity/draft/uin/{uin}"), Some(&token), None).await;
    assert_eq!(of_uin.body["response"]["drafts"][0]["rid"], rid.reveal());

    let body = app.envelope("mosip.vid.create", "v1", json!({"UIN": uin, "vidType": "Perpetual"}));
    let answer = app.send("POST", "/idrepository/v1/draft/vid", Some(&token), Some(body)).await;
    let vid = answer.body["response"]["VID"].as_str().unwrap_or_else(|| panic!("{:?}", answer.body)).to_owned();
    let behind = format!("/idrepository/v1/vid/{vid}");
    assert_eq!(app.send("GET", &behind, Some(&token), None).await.code(), "IDR-VID-001");

    let answer = app.send("GET", &path("publish/"), Some(&token), None).await;
    assert_eq!(answer.body["response"]["status"], "ACTIVATED", "{:?}", answer.body);
    assert_eq!(app.send("GET", &behind, Some(&token), None).await.body["response"]["UIN"], uin);
    assert_eq!(app.send("GET", &path("publish/"), Some(&token), None).await.code(), "IDR-IDC-007");
    let read = format!("/idrepository/v1/identity/idvid/{uin}?type=bio");
    let answer = app.send("GET", &read, Some(&token), None).await;
    assert_eq!(answer.body["response"]["documents"][0]["value"], wire(&biometrics()));
}

// IDR-05
#[tokio::test]
async fn a_discarded_draft_leaves_nothing() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    let rid = rid(4);
    let path = |verb: &str| format!("/idrepository/v1/identity/draft/{verb}{}", rid.reveal());
    let create = format!("{}?UIN={}", path("create/"), uin.reveal());
    assert_eq!(app.send("POST", &create, Some(&token), None).await.code(), "");
    assert_eq!(app.send("DELETE", &path("discard/"), Some(&token), None).await.body["response"]["status"], "DISCARDED");
    assert_eq!(app.send("GET", &path(""), Some(&token), None).await.code(), "IDR-IDC-007");
    // a change by draft
    assert_eq!(app.send("POST", &create, Some(&token), None).await.code(), "");
    let change = json!({"identity": {"IDSchemaVersion": 0.1, "postalCode": "20411"}});
    let body = app.envelope("mosip.id.update", "v1", change);
    assert_eq!(app.send("PATCH", &path("update/"), Some(&token), Some(body)).await.code(), "");
    let read = format!("/idrepository/v1/identity/idvid/{}", uin.reveal());
    let before = app.send("GET", &read, Some(&token), None).await;
    assert_eq!(before.body["response"]["identity"]["postalCode"], "20410", "a draft changes nothing yet");
    assert_eq!(app.send("GET", &path("publish/"), Some(&token), None).await.body["response"]["status"], "ACTIVATED");
    let after = app.send("GET", &read, Some(&token), None).await;
    assert_eq!(after.body["response"]["identity"]["postalCode"], "20411");
}
