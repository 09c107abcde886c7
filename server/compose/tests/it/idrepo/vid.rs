//! VIDs under their policies.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};
use types::Uin;

use super::{client, enrolled, platform};
use crate::support::{Answer, TestApp};

async fn create(app: &TestApp, token: &str, uin: &Uin, vid_type: &str) -> Answer {
    let body = app.envelope("mosip.vid.create", "v1", json!({"UIN": uin.reveal(), "vidType": vid_type}));
    app.send("POST", "/idrepository/v1/vid", Some(token), Some(body)).await
}

async fn patch(app: &TestApp, token: &str, vid: &str, status: &str) -> Answer {
    let body = app.envelope("mosip.vid.update", "v1", json!({"vidStatus": status}));
    app.send("PATCH", &format!("/idrepository/v1/vid/{vid}"), Some(token), Some(body)).await
}

async fn uin_behind(app: &TestApp, token: &str, vid: &str) -> Answer {
    app.send("GET", &format!("/idrepository/v1/vid/{vid}"), Some(token), None).await
}

fn vid(answer: &Answer) -> String {
    answer.body["response"]["VID"].as_str().unwrap_or_else(|| panic!("no VID: {:?}", answer.body)).to_owned()
}

// VID-01, VID-08, invariant I8
#[tokio::test]
async fn twenty_temporary_vids_and_not_one_more_even_at_once() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let service = &app.system.services.idrepo;
    let caller = platform(&app);
    let asked = join_all((0..26).map(|_| {
        let (service, caller, uin) = (service.clone(), caller.clone(), uin.clone());
        tokio::spawn(async move { service.issue_vid(&caller, &uin, "temporary").await })
    }))
    .await;
    let asked: Vec<_> = asked.into_iter().map(Result::unwrap).collect();
    let made: Vec<_> = asked.iter().filter_map(|one| one.as_ref().ok()).collect();
    assert_eq!(made.len(), 20);
    assert!(asked.iter().filter_map(|one| one.as_ref().err()).all(|failure| failure.code() == "IDR-VID-003"));
    let mut numbers: Vec<&str> = made.iter().map(|one| one.vid.reveal()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 20, "no number twice (invariant I1)");
    assert_eq!(made[0].transactions_left, Some(2));
    // half an hour later there is room again
    app.ground.clock.advance(TimeDelta::minutes(31));
    assert!(service.issue_vid(&caller, &uin, "Temporary").await.is_ok());
}

// VID-03, VID-04, VID-06
#[tokio::test]
async fn a_perpetual_vid_that_is_revoked_comes_with_its_replacement() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await; // starts with one
    app.ground.clock.advance(TimeDelta::seconds(1));
    let second = vid(&create(&app, &token, &uin, "Perpetual").await);
    app.ground.clock.advance(TimeDelta::seconds(1));
    let third = vid(&create(&app, &token, &uin, "PERPETUAL").await); // the oldest gives way
    let list = app.send("GET", &format!("/idrepository/v1/vid/uin/{}", uin.reveal()), Some(&token), None).await;
    let listed: Vec<&Value> = list.body["response"].as_array().unwrap().iter().collect();
    assert_eq!(listed.len(), 2);
    assert_eq!((listed[0]["vid"].as_str(), listed[1]["vid"].as_str()), (Some(&*second), Some(&*third)));
    assert_eq!((&listed[0]["vidType"], &listed[0]["transactionLimit"]), (&json!("Perpetual"), &Value::Null));

    let answer = uin_behind(&app, &token, &second).await;
    assert_eq!(answer.body["response"]["UIN"], uin.reveal());
    let answer = patch(&app, &token, &second, "REVOKED").await;
    assert_eq!(answer.body["response"]["vidStatus"], "REVOKED");
    let restored = answer.body["response"]["restoredVid"]["VID"].as_str().unwrap().to_owned();
    assert_eq!(uin_behind(&app, &token, &restored).await.body["response"]["UIN"], uin.reveal());
    let answer = uin_behind(&app, &token, &second).await;
    assert_eq!(
        (answer.code(), answer.body["errors"][0]["message"].as_str().unwrap()),
        ("IDR-VID-001", "VID is REVOKED")
    );
    assert_eq!(patch(&app, &token, &second, "ACTIVE").await.code(), "IDR-VID-001");
    assert_eq!(patch(&app, &token, &third, "USED").await.body["response"]["vidStatus"], "ACTIVE", "never used up");
    assert_eq!(patch(&app, &token, &third, "LOST").await.code(), "IDR-IDC-002");
}

// VID-05
#[tokio::test]
async fn a_temporary_vid_expires_and_is_regenerated() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    let first = vid(&create(&app, &token, &uin, "Temporary").await);
    app.ground.clock.advance(TimeDelta::minutes(30));
    assert_eq!(uin_behind(&app, &token, &first).await.body["errors"][0]["message"], "VID is EXPIRED");
    let again = |vid: &str| format!("/idrepository/v1/vid/{vid}/regenerate");
    let answer = app.send("POST", &again(&first), Some(&token), None).await;
    assert_eq!(answer.body["response"]["vidStatus"], "INVALIDATED", "{:?}", answer.body);
    let new = answer.body["response"]["restoredVid"]["VID"].as_str().unwrap().to_owned();
    assert_eq!(uin_behind(&app, &token, &new).await.code(), "");
    assert_eq!(app.send("POST", &again(&first), Some(&token), None).await.code(), "IDR-VID-001");
    let perpetual = vid(&create(&app, &token, &uin, "Perpetual").await);
    assert_eq!(app.send("POST", &again(&perpetual), Some(&token), None).await.code(), "IDR-VID-003");
    assert_eq!(patch(&app, &token, &new, "USED").await.body["response"]["vidStatus"], "USED");
}

// VID-07
#[tokio::test]
async fn all_vids_of_a_person_sleep_and_wake() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    let vid = vid(&create(&app, &token, &uin, "OneTimeUse").await);
    let all = async |verb: &str| {
        let body = app.envelope(&format!("mosip.vid.{verb}"), "v1", json!({"UIN": uin.reveal()}));
        app.send("POST", &format!("/idrepository/v1/vid/{verb}"), Some(&token), Some(body)).await
    };
    assert_eq!(all("deactivate").await.body["response"]["vidStatus"], "DEACTIVATED");
    assert_eq!(uin_behind(&app, &token, &vid).await.body["errors"][0]["message"], "VID is DEACTIVATED");
    assert_eq!(all("deactivate").await.code(), "IDR-IDC-007");
    assert_eq!(all("reactivate").await.body["response"]["vidStatus"], "ACTIVE");
    assert_eq!(uin_behind(&app, &token, &vid).await.code(), "");
}

#[tokio::test]
async fn wrong_requests_have_their_codes() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    assert_eq!(
        create(&app, &token, &uin, "Weekly").await.body["errors"][0]["message"],
        "Invalid Input Parameter - vidType"
    );
    let digit = types::checksum::verhoeff_digit("561940382").unwrap();
    let unknown = Uin::parse(&format!("561940382{digit}")).unwrap();
    assert_eq!(create(&app, &token, &unknown, "Perpetual").await.code(), "IDR-IDC-007");
    let body = app.envelope("mosip.vid.create", "v1", json!({"UIN": "12", "vidType": "Perpetual"}));
    let answer = app.send("POST", "/idrepository/v1/vid", Some(&token), Some(body)).await;
    assert_eq!(answer.body["errors"][0]["message"], "Invalid Input Parameter - UIN");
    assert_eq!(uin_behind(&app, &token, "123").await.body["errors"][0]["message"], "Invalid Input Parameter - VID");
}
