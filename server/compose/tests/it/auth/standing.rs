//! What a person may do with their own identity: lock it, end it, use its VIDs up, see who used it.

use codec::iso19794::FingerPosition::RightIndex;
use idrepo_api::VidInfo;
use serde_json::{Value, json};
use types::Uin;

use super::RelyingParty;
use super::partner::{outcome, policy, refused};
use super::person::enrol;
use crate::idrepo::{platform, rid};
use crate::support::TestApp;

fn born() -> Value {
    json!({"demographics": {"dob": "1991/03/14"}})
}

async fn vid(app: &TestApp, uin: &Uin, kind: &str) -> VidInfo {
    let vid = app.system.services.idrepo.issue_vid(&platform(app), uin, kind).await.expect("a VID");
    app.run_jobs().await;
    vid
}

async fn lock(app: &TestApp, uin: &Uin, factor: (&str, &str), locked: bool) {
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let body = json!({"id": "mosip.identity.authtype.status.update", "version": "v1",
        "requestTime": types::time::format(super::now(app)), "consentObtained": true, "individualId": uin.reveal(),
        "individualIdType": "UIN", "request": [{"authType": factor.0, "authSubType": factor.1, "locked": locked}]});
    let answer = app.send("POST", "/idrepository/v1/identity/authtypes/status", Some(&token), Some(body)).await;
    assert_eq!(answer.code(), "", "{:?}", answer.body);
    app.run_jobs().await;
}

// IDA-13, invariant I7
#[tokio::test]
async fn a_locked_factor_stops_and_comes_back() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let finger = || json!({"biometrics": bank.presses(&app, &[(1, RightIndex, 2)])});
    lock(&app, &uin, ("bio", "FINGER"), true).await;
    let answer = bank.authenticate(&app, uin.reveal(), finger()).await;
    assert_eq!(outcome(&answer), refused("IDA-MLC-019"));
    assert_eq!(answer.body["errors"][0]["errorMessage"], "bio-FINGER Auth Type is Locked for the UIN");
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), born()).await), Ok(()), "only what was locked");
    lock(&app, &uin, ("bio", "FINGER"), false).await;
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), finger()).await), Ok(()));

    // one locked channel leaves the other; both, or codes as a whole, leave none
    lock(&app, &uin, ("otp", "phone"), true).await;
    let sent = bank.send(&app, &bank.code_request(&app, uin.reveal(), &["EMAIL", "PHONE"])).await;
    assert!(sent.body["response"]["maskedMobile"].is_null() && sent.body["response"]["maskedEmail"].is_string());
    let refused_code = bank.send(&app, &bank.code_request(&app, uin.reveal(), &["PHONE"])).await;
    assert_eq!(refused_code.code(), "IDA-MLC-019");
    lock(&app, &uin, ("otp", "email"), true).await;
    let code = super::partner::newest_code(&app, "layla@sahlara.example").await;
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), json!({"otp": code})).await), refused("IDA-MLC-019"));
}

// IDA-26, invariant I7
#[tokio::test]
async fn a_deactivated_identity_stops_at_once() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let perpetual = vid(&app, &uin, "Perpetual").await;
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), born()).await), Ok(()));
    let token = crate::idrepo::client(&app).await;
    let body = json!({"registrationId": rid(7).reveal(), "status": "DEACTIVATED",
        "identity": {"IDSchemaVersion": 0.1, "UIN": uin.reveal()}});
    let body = app.envelope("mosip.id.update", "v1", body);
    let answer = app.send("PATCH", "/idrepository/v1/identity/", Some(&token), Some(body)).await;
    assert_eq!(answer.code(), "", "{:?}", answer.body);
    app.run_jobs().await;
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), born()).await), refused("IDA-MLC-022"));
    let by_vid = bank.authenticate(&app, perpetual.vid.reveal(), born()).await;
    assert_eq!(outcome(&by_vid), refused("IDA-MLC-023"));
}

// Invariant I7: with the worker running, nobody has to ask for the change to be heard. It takes milliseconds; the limit here
// leaves room for a machine that compiles beside the tests.
#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_heard_without_being_asked_for() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = app.system.worker().clone();
    let working = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    let body = json!({"id": "mosip.identity.authtype.status.update", "version": "v1", "consentObtained": true,
        "requestTime": types::time::format(super::now(&app)), "individualId": uin.reveal(), "request": [{"authType": "demo", "authSubType": "", "locked": true}]});
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let answer = app.send("POST", "/idrepository/v1/identity/authtypes/status", Some(&token), Some(body)).await;
    assert_eq!(answer.code(), "", "{:?}", answer.body);
    let heard = async {
        while outcome(&bank.authenticate(&app, uin.reveal(), born()).await) != refused("IDA-MLC-019") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(5), heard).await;
    stop.cancel();
    working.await.expect("the worker ends");
    assert!(in_time.is_ok(), "the lock was not heard");
}

// IDA-17, VID-04
#[tokio::test]
async fn vids_lead_to_the_person_until_they_end() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let perpetual = vid(&app, &uin, "Perpetual").await;
    for _ in 0..3 {
        assert_eq!(outcome(&bank.authenticate(&app, perpetual.vid.reveal(), born()).await), Ok(()));
    }
    let token = crate::idrepo::client(&app).await;
    let body = app.envelope("mosip.vid.update", "v1", json!({"vidStatus": "REVOKED"}));
    let path = format!("/idrepository/v1/vid/{}", perpetual.vid.reveal());
    assert_eq!(app.send("PATCH", &path, Some(&token), Some(body)).await.code(), "");
    app.run_jobs().await;
    assert_eq!(outcome(&bank.authenticate(&app, perpetual.vid.reveal(), born()).await), refused("IDA-MLC-023"));

    let temporary = vid(&app, &uin, "Temporary").await;
    app.ground.clock.advance(chrono::TimeDelta::minutes(31));
    let late = bank.authenticate(&app, temporary.vid.reveal(), born()).await;
    assert_eq!(outcome(&late), refused("IDA-MLC-023"), "expired");
}

// IDA-17, invariant I8: a limited VID is used exactly as often as allowed, however many ask at once
#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_of_a_vid_is_given_once() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let limited = vid(&app, &uin, "OneTimeUse").await;
    assert_eq!(limited.transactions_left, Some(2));
    let requests: Vec<_> = (0..6).map(|_| bank.request(&app, "auth", limited.vid.reveal(), born())).collect();
    let answers = bank.send_at_once(&app, &requests).await;
    let yes = answers.iter().filter(|answer| outcome(answer).is_ok()).count();
    assert_eq!(yes, 2);
    let no = answers.iter().filter(|answer| outcome(answer) == refused("IDA-MLC-018")).count();
    assert_eq!(no, 4);
    // another VID of the person does not bring it back
    vid(&app, &uin, "OneTimeUse").await;
    assert_eq!(outcome(&bank.authenticate(&app, limited.vid.reveal(), born()).await), refused("IDA-MLC-018"));
    // a failed authentication uses it too
    let other = vid(&app, &uin, "OneTimeUse").await;
    let wrong = json!({"demographics": {"dob": "1990/01/01"}});
    for _ in 0..2 {
        let answer = bank.authenticate(&app, other.vid.reveal(), wrong.clone()).await;
        assert_eq!(outcome(&answer), refused("IDA-DEA-001"));
    }
    assert_eq!(outcome(&bank.authenticate(&app, other.vid.reveal(), born()).await), refused("IDA-MLC-018"));
}

// IDA-23, IDA-18, IDA-36
#[tokio::test]
async fn a_person_sees_who_used_their_identity() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let perpetual = vid(&app, &uin, "Perpetual").await;
    bank.authenticate(&app, uin.reveal(), json!({"demographics": {"dob": "1990/01/01"}})).await;
    app.ground.clock.advance(chrono::TimeDelta::seconds(1));
    let kyc = bank.request(&app, "kyc", perpetual.vid.reveal(), born());
    assert_eq!(outcome(&bank.send(&app, &kyc).await), Ok(()));

    let uses = app.system.services.uses.history(&platform(&app), &uin, 10).await.expect("a history");
    let told: Vec<_> = uses.iter().map(|one| (one.kind.as_str(), one.succeeded, one.partner.as_str())).collect();
    assert_eq!(told.len(), 3);
    assert!(told[..2].contains(&("EKYC-AUTH", true, "bank")) && told[..2].contains(&("DEMO-AUTH", true, "bank")));
    assert_eq!(told[2], ("DEMO-AUTH", false, "bank"));
    let disclosed: Vec<&String> = uses.iter().flat_map(|one| &one.disclosed).collect();
    assert_eq!(disclosed, ["fullName", "dateOfBirth", "phone", "gender", "photo"]);

    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let path = format!("/idauthentication/v1/internal/authTransactions/individualId/{}", uin.reveal());
    assert_eq!(app.send("GET", &path, None, None).await.status, 401);
    let answer = app.send("GET", &format!("{path}?pageFetch=2"), Some(&token), None).await;
    let rows = answer.body["response"]["authTransactions"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["referenceIdType"], &rows[0]["statusCode"]), (2, &json!("VID"), &json!("Y")));
    let answer = app.send("GET", &format!("{path}?pageFetch=2&pageStart=2"), Some(&token), None).await;
    assert_eq!(answer.body["response"]["authTransactions"][0]["statusCode"], "N");
    assert!(!answer.body.to_string().contains(uin.reveal()));
    let wrong = app.send("GET", &format!("{path}?pageStart=0"), Some(&token), None).await;
    assert_eq!(wrong.code(), "IDA-MLC-009");

    app.run_jobs().await;
    let sent = app.send("GET", "/mocksmtp/messages?recipient=layla@sahlara.example", None, None).await;
    let texts = sent.body.to_string();
    assert!(texts.contains("XXXXXXX") && !texts.contains(uin.reveal()), "{texts}");
    let audits = crate::support::audit_names(&app).await;
    for name in ["AUTHENTICATION_FAILED", "IDENTITY_DISCLOSED"] {
        assert_eq!(audits.iter().filter(|one| *one == name).count(), 1, "{name}: {audits:?}");
    }
}
