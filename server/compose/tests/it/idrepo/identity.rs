//! Creating, reading and changing identities.

use futures::future::join_all;
use idrepo_api::{CreateIdentity, IdRef};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::{biometrics, client, enrolled, layla, platform, rid, wire};
use crate::support::TestApp;

fn create(app: &TestApp, uin: &str, n: u32) -> Value {
    let mut identity = layla();
    identity["UIN"] = json!(uin);
    let documents = json!([{"category": "individualBiometrics", "value": wire(&biometrics())}]);
    app.envelope(
        "mosip.id.create",
        "v1",
        json!({"registrationId": rid(n).reveal(), "identity": identity, "documents": documents}),
    )
}

async fn fresh_uin(app: &TestApp) -> String {
    let token = client(app).await;
    let answer = app.send("GET", "/v1/idgenerator/uin", Some(&token), None).await;
    answer.body["response"]["uin"].as_str().unwrap_or_else(|| panic!("no UIN: {:?}", answer.body)).to_owned()
}

// IDR-01, invariant I1
#[tokio::test]
async fn a_registration_makes_one_identity_however_often_and_at_once_it_is_asked() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let service = &app.system.services.idrepo;
    let caller = platform(&app);
    let command = || CreateIdentity { rid: rid(1), identity: layla(), documents: Vec::new(), biometrics: None };
    let again = service.create(&caller, command()).await.unwrap();
    assert!(again.uin == uin && !again.new);

    let other = || CreateIdentity { rid: rid(2), ..command() };
    let racing = join_all((0..6).map(|_| {
        let (service, caller, command) = (app.system.services.idrepo.clone(), platform(&app), other());
        tokio::spawn(async move { service.create(&caller, command).await })
    }))
    .await;
    let made: Vec<_> = racing.into_iter().map(|one| one.unwrap().unwrap()).collect();
    assert!(made.iter().all(|one| one.uin == made[0].uin));
    assert_eq!(made.iter().filter(|one| one.new).count(), 1);
    assert!(made[0].uin != uin);
    app.run_jobs().await;
    let dead = db::job::dead(app.ground.databases.identity(), None, None, 10).await.unwrap();
    assert!(dead.is_empty(), "{dead:?}");
}

// IDR-07, invariant I9
#[tokio::test]
async fn no_row_of_the_repository_says_who_a_person_is() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let vid = app.system.services.idrepo.vids(&platform(&app), &uin).await.unwrap().remove(0).vid;
    let db = app.ground.databases.identity();
    let mut looked_at = 0;
    for table in
        ["identity", "identity_history", "registration", "file", "vid", "handle", "event", "event_cursor", "job"]
    {
        let name = if table == "job" { "identity_job".to_owned() } else { format!("idr_{table}") };
        let sql = format!("SELECT * FROM {name}");
        for row in db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap() {
            let mut everything = String::new();
            for column in row.column_names() {
                let text: Option<String> = row.try_get("", &column).ok();
                let bytes: Option<Vec<u8>> = row.try_get("", &column).ok();
                everything.push_str(&text.unwrap_or_default());
                everything.push_str(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
            }
            looked_at += 1;
            for secret in [uin.reveal(), vid.reveal(), "Benhadi", "ليلى", "1991/03/14", "612345678"] {
                assert!(!everything.contains(secret), "{name} shows {secret}");
            }
        }
    }
    assert!(looked_at >= 4);
    // and the blobs
    let blobs = app.ground.dir.path().join("blobs");
    let mut stack = vec![blobs];
    let mut files = 0;
    while let Some(path) = stack.pop() {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            if entry.path().is_dir() {
                stack.push(entry.path());
            } else {
                files += 1;
                let bytes = std::fs::read(entry.path()).unwrap();
                assert!(!String::from_utf8_lossy(&bytes).contains("BIR"), "a biometric document lies in the open");
            }
        }
    }
    assert_eq!(files, 1);
}

// IDR-01, IDR-02
#[tokio::test]
async fn an_identity_is_stored_and_read_back_by_each_of_its_numbers() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = fresh_uin(&app).await;
    let answer = app.send("POST", "/idrepository/v1/identity/", Some(&token), Some(create(&app, &uin, 7))).await;
    assert_eq!(answer.body["response"], json!({"status": "ACTIVATED"}), "{:?}", answer.body);
    assert_eq!(answer.body["id"], "mosip.id.create");

    for id in [uin.as_str(), rid(7).reveal()] {
        let path = format!("/idrepository/v1/identity/idvid/{id}?type=all");
        let answer = app.send("GET", &path, Some(&token), None).await;
        let response = &answer.body["response"];
        assert_eq!(response["identity"]["fullName"], layla()["fullName"], "{:?}", answer.body);
        assert_eq!(response["documents"][0]["value"], wire(&biometrics()));
    }
    let body = app.envelope("mosip.id.read", "v1", json!({"id": uin, "type": "demo"}));
    let answer = app.send("POST", "/idrepository/v1/identity/idvid/", Some(&token), Some(body)).await;
    assert_eq!(answer.body["response"]["identity"]["dateOfBirth"], "1991/03/14");
    assert!(answer.body["response"]["documents"].is_null());

    // the UIN and the registration are taken
    let answer = app.send("POST", "/idrepository/v1/identity/", Some(&token), Some(create(&app, &uin, 8))).await;
    assert_eq!(answer.code(), "IDR-IDC-012");
    let other = fresh_uin(&app).await;
    let answer = app.send("POST", "/idrepository/v1/identity/", Some(&token), Some(create(&app, &other, 7))).await;
    assert_eq!(answer.code(), "IDR-IDC-012");
    app.run_jobs().await;
}

// IDR-06, IDR-15
#[tokio::test]
async fn what_is_wrong_is_named_by_its_path() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = fresh_uin(&app).await;
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut body = create(&app, &uin, 9);
        change(&mut body);
        let answer = app.send("POST", "/idrepository/v1/identity/", Some(&token), Some(body)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        (answer.code().to_owned(), answer.body["errors"][0]["message"].as_str().unwrap_or_default().to_owned())
    };
    let missing = |what: &str| ("IDR-IDC-001".to_owned(), format!("Missing Input Parameter - {what}"));
    let invalid = |what: &str| ("IDR-IDC-002".to_owned(), format!("Invalid Input Parameter - {what}"));
    assert_eq!(refused(&|b| b["id"] = json!("mosip.id.update")).await, invalid("id"));
    assert_eq!(refused(&|b| b["version"] = Value::Null).await, missing("version"));
    assert_eq!(refused(&|b| b["request"] = Value::Null).await, missing("request"));
    assert_eq!(refused(&|b| b["request"]["registrationId"] = json!("")).await, missing("registrationId"));
    assert_eq!(refused(&|b| b["request"]["identity"]["UIN"] = json!("1234567890")).await, invalid("identity/UIN"));
    assert_eq!(refused(&|b| b["request"]["identity"]["dateOfBirth"] = json!("2031/01/01")).await.0, "IDR-IDC-002");
    assert_eq!(
        refused(&|b| b["request"]["identity"]["IDSchemaVersion"] = json!(99)).await,
        invalid("identity/IDSchemaVersion")
    );
    let no_name = |b: &mut Value| drop(b["request"]["identity"].as_object_mut().unwrap().remove("fullName"));
    assert_eq!(refused(&no_name).await, missing("identity/fullName"));
    let broken = |b: &mut Value| b["request"]["documents"][0]["value"] = json!(wire(b"<BIR><broken"));
    assert_eq!(refused(&broken).await, invalid("documents - individualBiometrics"));
    assert_eq!(refused(&|b| b["requesttime"] = json!("2026-01-05T09:05:00.000Z")).await.0, "IDR-IDC-002");
    let answer = app.send("POST", "/idrepository/v1/identity/", Some(&token), Some(json!("nonsense"))).await;
    assert_eq!(answer.code(), "IDR-IDC-003");
    // nothing of all this was stored
    let answer = app.send("GET", &format!("/idrepository/v1/identity/idvid/{uin}"), Some(&token), None).await;
    assert_eq!(answer.code(), "IDR-IDC-007");
    let resident = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let body = create(&app, &uin, 9);
    let answer = app.send("POST", "/idrepository/v1/identity/", Some(&resident), Some(body)).await;
    assert_eq!(answer.status, 403);
}

// IDR-03, IDR-04, IDR-09, VID-07
#[tokio::test]
async fn changes_are_merged_counted_and_put_vids_to_sleep() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = enrolled(&app, 1).await;
    let change = async |n: u32, name: &str, status: &str| {
        let identity =
            json!({"IDSchemaVersion": 0.1, "UIN": uin.reveal(), "fullName": [{"language": "eng", "value": name}]});
        let request = json!({"registrationId": rid(n).reveal(), "identity": identity, "status": status});
        let body = app.envelope("mosip.id.update", "v1", request);
        app.send("PATCH", "/idrepository/v1/identity/", Some(&token), Some(body)).await
    };
    let answer = change(2, "Leila Benhadi", "").await;
    assert_eq!(answer.body["response"]["status"], "ACTIVATED", "{:?}", answer.body);
    let service = &app.system.services.idrepo;
    let caller = platform(&app);
    let record = service.find(&caller, &IdRef::Uin(uin.clone()), true).await.unwrap().unwrap();
    assert_eq!(record.identity["fullName"][0]["value"], "Leila Benhadi");
    assert_eq!(record.identity["fullName"][1]["value"], "ليلى بن هادي", "the other language stays");
    assert!(record.biometrics.is_some());
    assert_eq!(record.rid, rid(2));
    assert!(
        service.find(&caller, &IdRef::Rid(rid(1)), false).await.unwrap().is_some(),
        "the first registration still leads here"
    );

    let counts = format!("/idrepository/v1/identity/{}/update-counts?attribute_list=fullName", uin.reveal());
    let answer = app.send("GET", &counts, Some(&token), None).await;
    assert_eq!(answer.body["response"]["attributes"], json!([{"attributeName": "fullName", "noOfUpdatesLeft": 1}]));
    assert_eq!(change(3, "Layla B.", "").await.code(), "");
    let answer = change(4, "Layla Benhadi", "").await;
    assert_eq!(
        (answer.code(), answer.body["errors"][0]["message"].as_str().unwrap()),
        ("IDR-IDC-013", "Update count limit for the attributes exceeded:- fullName")
    );
    assert_eq!(change(2, "Layla B.", "").await.code(), "IDR-IDC-012");
    assert_eq!(change(5, "Layla B.", "SLEEPING").await.code(), "IDR-IDC-002");

    let answer = change(6, "Layla B.", "DEACTIVATED").await;
    assert_eq!(answer.body["response"]["status"], "DEACTIVATED");
    assert!(service.vids(&caller, &uin).await.unwrap().is_empty());
    let refused = service.issue_vid(&caller, &uin, "Perpetual").await.unwrap_err();
    assert_eq!(refused.faults[0].message, "DEACTIVATED UIN");
    assert_eq!(change(7, "Layla B.", "ACTIVATED").await.code(), "");
    assert_eq!(service.vids(&caller, &uin).await.unwrap().len(), 1);
}
