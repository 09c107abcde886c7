//! Credential requests, cards and their QR over a whole system. CRD-*, QR-*

use std::process::Command;

use codec::claim169::{Cose, Cwt, from_qr_text};
use serde_json::{Value, json};
use types::Uin;

use crate::idrepo::{client, enrolled, platform, rid};
use crate::support::TestApp;

async fn issued(app: &TestApp, n: u32) -> Uin {
    let uin = enrolled(app, n).await;
    let credentials = &app.system.services.credentials;
    let caller = platform(app);
    let first = credentials.request_card(&caller, &rid(n), &uin).await.expect("a request");
    assert_eq!(first.status, "NEW");
    assert!(credentials.card(&caller, &uin).await.expect("an answer").is_none(), "not before it is issued");
    let again = credentials.request_card(&caller, &rid(n), &uin).await.expect("the same request");
    assert_eq!(first.request_id, again.request_id);
    app.run_jobs().await;
    let state = credentials.state(&caller, &rid(n)).await.expect("an answer").expect("a request");
    assert_eq!(state.status, "ISSUED");
    uin
}

/// The published keys that may sign QRs.
async fn published(app: &TestApp) -> Vec<Value> {
    let set = app.send("GET", "/.well-known/jwks.json", None, None).await;
    let keys = set.body["keys"].as_array().unwrap_or_else(|| panic!("{:?}", set.body)).clone();
    keys.into_iter().filter(|key| key["crv"] == "Ed25519").collect()
}

fn text_of(pdf: &[u8]) -> Option<String> {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::write(dir.path().join("card.pdf"), pdf).expect("a file");
    let Ok(output) = Command::new("pdftotext").current_dir(dir.path()).args(["card.pdf", "-"]).output() else {
        println!("SKIPPED: pdftotext is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

// CRD-01, CRD-10, QR-01, invariant I11
#[tokio::test]
async fn a_card_is_issued_and_its_qr_verifies_with_the_published_key_alone() {
    let app = TestApp::new().await;
    let uin = issued(&app, 1).await;
    let card = app.system.services.credentials.card(&platform(&app), &uin).await.unwrap().unwrap();
    assert!(card.pdf.starts_with(b"%PDF-1.7"));

    let message = from_qr_text(&card.qr).unwrap();
    let keys = published(&app).await;
    assert!(!keys.is_empty());
    let key: crypto::jwk::Jwk = serde_json::from_value(keys[0].clone()).unwrap();
    let key = key.public_key().unwrap();
    let signed = crypto::cose::Sign1::parse(&message).unwrap();
    let payload = signed.verify(&key, &[crypto::Algorithm::EdDsa], b"").unwrap();
    let token = Cwt::decode(payload).unwrap();
    let vid = app.system.services.idrepo.vids(&platform(&app), &uin).await.unwrap().remove(0).vid;
    assert_eq!(token.identity.id.as_deref(), Some(vid.reveal()));
    assert_eq!(token.identity.full_name.as_deref(), Some("Layla Benhadi"));
    assert_eq!(token.identity.secondary_full_name.as_deref(), Some("ليلى بن هادي"));
    assert_eq!((token.identity.gender, token.identity.date_of_birth.as_deref()), (Some(2), Some("19910314")));
    assert_eq!(token.identity.biometrics.len(), 1, "the face");
    assert!(!message.windows(10).any(|window| window == uin.reveal().as_bytes()), "the UIN is not in the QR");
    assert!(matches!(Cose::decode(&message), Ok(Cose::Sign1(_))));
    let mut damaged = message.clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    assert!(crypto::cose::Sign1::parse(&damaged).unwrap().verify(&key, &[crypto::Algorithm::EdDsa], b"").is_err());

    if let Some(text) = text_of(&card.pdf) {
        for expected in ["Layla Benhadi", "ليلى بن هادي", "Female", "أنثى", "Coast", "20410"] {
            assert!(text.contains(expected), "{expected} is missing:\n{text}");
        }
    }
}

// CRD-10, IDR-11
#[tokio::test]
async fn a_changed_identity_makes_the_card_anew() {
    let app = TestApp::new().await;
    let token = client(&app).await;
    let uin = issued(&app, 1).await;
    app.ground.clock.advance(chrono::TimeDelta::days(1));
    let token = {
        drop(token);
        client(&app).await
    };
    let identity = json!({"IDSchemaVersion": 0.1, "UIN": uin.reveal(), "fullName": [{"language": "eng", "value": "Layla Mansouri"}]});
    let body = app.envelope("mosip.id.update", "v1", json!({"registrationId": rid(2).reveal(), "identity": identity}));
    assert_eq!(app.send("PATCH", "/idrepository/v1/identity/", Some(&token), Some(body)).await.code(), "");
    let blobs = |app: &TestApp| walk(&app.ground.dir.path().join("blobs").join("card"));
    app.run_jobs().await;
    assert_eq!(blobs(&app), 1, "the old card is gone");
    let card = app.system.services.credentials.card(&platform(&app), &uin).await.unwrap().unwrap();
    let message = from_qr_text(&card.qr).unwrap();
    let Ok(Cose::Sign1(signed)) = Cose::decode(&message) else { panic!("no COSE_Sign1") };
    let token = Cwt::decode(&signed.payload).unwrap();
    assert_eq!(token.identity.full_name.as_deref(), Some("Layla Mansouri"));
    assert_eq!(blobs(&app), 1);
}

fn walk(path: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(path) else { return 0 };
    entries.flatten().map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
}

// CRD-01, CRD-03
#[tokio::test]
async fn requests_are_listed_cancelled_and_started_again() {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let uin = enrolled(&app, 1).await;
    let ask = async |path: &str, request: Value| {
        let body = app.envelope("mosip.credential.request.generator", "1.0", request);
        app.send("POST", path, Some(&token), Some(body)).await
    };
    let path = "/v1/credentialrequest/requestgenerator";
    let wanted = json!({"id": uin.reveal(), "credentialType": "euin", "issuer": "mpartner-default-print"});
    let answer = ask(path, wanted.clone()).await;
    let id = answer.body["response"]["requestId"].as_str().unwrap_or_else(|| panic!("{:?}", answer.body)).to_owned();
    let get = |id: &str| format!("/v1/credentialrequest/get/{id}");
    let answer = app.send("GET", &get(&id), Some(&token), None).await;
    assert_eq!(
        (&answer.body["response"]["statusCode"], &answer.body["response"]["id"]),
        (&json!("NEW"), &json!(uin.reveal()))
    );
    let cancel = format!("/v1/credentialrequest/cancel/{id}");
    assert_eq!(app.send("GET", &cancel, Some(&token), None).await.code(), "");
    assert_eq!(app.send("GET", &cancel, Some(&token), None).await.code(), "IDR-CRG-004");
    app.run_jobs().await;
    assert_eq!(app.send("GET", &get(&id), Some(&token), None).await.body["response"]["statusCode"], "CANCELLED");
    assert_eq!(app.send("PUT", &format!("/v1/credentialrequest/retrigger/{id}"), Some(&token), None).await.code(), "");
    app.run_jobs().await;
    assert_eq!(app.send("GET", &get(&id), Some(&token), None).await.body["response"]["statusCode"], "ISSUED");

    // idempotent by the caller's id
    let v2 = format!("/v1/credentialrequest/v2/requestgenerator/{}", rid(9).reveal());
    let first = ask(&v2, wanted.clone()).await.body["response"]["requestId"].clone();
    assert_eq!(ask(&v2, wanted.clone()).await.body["response"]["requestId"], first);

    assert_eq!(
        ask(path, json!({"id": uin.reveal(), "credentialType": "vercred", "issuer": "x"})).await.code(),
        "TES-CRD-002"
    );
    assert_eq!(ask(path, json!({"credentialType": "euin", "issuer": "x"})).await.code(), "TES-CRD-001");
    assert_eq!(app.send("GET", &get("nothing"), Some(&token), None).await.code(), "IDR-CRG-003");
    let list = |query: &str| format!("/v1/credentialrequest/getRequestIds?{query}");
    let answer = app.send("GET", &list("statusCode=ISSUED&pageSize=10"), Some(&token), None).await;
    assert_eq!(
        (&answer.body["response"]["totalItems"], &answer.body["response"]["data"][0]["requestId"]),
        (&json!(1), &json!(id))
    );
    assert_eq!(app.send("GET", &list("statusCode=FAILED"), Some(&token), None).await.code(), "IDR-CRG-009");
    assert_eq!(app.send("GET", &list("effectivedtimes=today"), Some(&token), None).await.code(), "IDR-CRG-008");
}

// CRD-01
#[tokio::test]
async fn a_request_for_nobody_fails_with_its_reason() {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let request = json!({"id": rid(5).reveal(), "credentialType": "PDFCard", "issuer": "mpartner-default-digitalcard"});
    let body = app.envelope("mosip.credential.request.generator", "1.0", request);
    app.send("POST", "/v1/credentialrequest/requestgenerator", Some(&token), Some(body)).await;
    app.run_jobs().await;
    let answer = app.send("GET", "/v1/credentialrequest/getRequestIds?statusCode=FAILED", Some(&token), None).await;
    assert_eq!(answer.body["response"]["data"][0]["statusComment"], "IDR-CRS-003: ID repo response is null");
}

// CRD-10
#[tokio::test]
async fn the_card_is_downloaded_by_registration_and_only_by_those_who_may() {
    let app = TestApp::new().await;
    issued(&app, 1).await;
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let path = format!("/v1/digitalcard/{}", rid(1).reveal());
    let answer = app.send("GET", &path, Some(&token), None).await;
    assert_eq!(answer.body["response"]["statusCode"], "AVAILABLE", "{:?}", answer.body);
    let answer = app.send("GET", &format!("{path}/pdf"), Some(&token), None).await;
    assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, "application/pdf"));
    assert_eq!(answer.headers["cache-control"], "no-store");
    let admin = app.client_token("mosip-admin-client", "demo-admin-client", "admin").await;
    assert_eq!(app.send("GET", &format!("{path}/pdf"), Some(&admin), None).await.status, 403);
    let other = format!("/v1/digitalcard/{}/pdf", rid(2).reveal());
    assert_eq!(app.send("GET", &other, Some(&token), None).await.code(), "IDR-CRS-003");
}
