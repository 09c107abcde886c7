//! A person and their own identity over a whole system. RES-*

use axum::http::HeaderMap;
use idrepo_api::IdRef;
use resident_api::{CardState, Offer};
use serde_json::json;
use types::{Caller, LangCode, Uin};

use crate::idrepo::{enrolled, platform, rid};
use crate::support::TestApp;

async fn nobody(app: &TestApp) -> Caller {
    app.system.services.edge.caller(&HeaderMap::new(), "request").await.0
}

/// Layla's newest code.
async fn code(app: &TestApp) -> String {
    app.code_sent_to("layla@sahlara.example").await
}

fn cookie(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("cookie", format!("__Host-tessera={value}").parse().expect("a cookie"));
    headers
}

/// Signs in with a number and the code from the message; gives the session's headers.
async fn signed_in(app: &TestApp, number: &str) -> HeaderMap {
    let residents = &app.system.services.residents;
    // messages of one instant have no order
    app.ground.clock.advance(chrono::TimeDelta::seconds(1));
    let sent = residents.request_code(&nobody(app).await, number, LangCode::ENG).await.expect("a ticket");
    app.run_jobs().await;
    let session = residents.sign_in(&nobody(app).await, &sent.ticket, &code(app).await).await.expect("a session");
    cookie(&session.cookie)
}

async fn holder(app: &TestApp, headers: &HeaderMap) -> Caller {
    let (caller, refusal) = app.system.services.edge.caller(headers, "request").await;
    assert_eq!(refusal, None);
    caller
}

// RES-01 (by code), RES-05, RES-27, RES-34
#[tokio::test]
async fn a_person_signs_in_by_each_of_their_numbers_and_sees_their_identity() {
    let app = TestApp::new().await;
    let uin: Uin = enrolled(&app, 1).await;
    let vid = app.system.services.idrepo.issue_vid(&platform(&app), &uin, "Temporary").await.expect("a VID").vid;
    for number in [uin.reveal(), rid(1).reveal(), vid.reveal()] {
        let headers = signed_in(&app, number).await;
        let home = app.system.services.residents.home(&holder(&app, &headers).await).await.expect("a home page");
        assert_eq!((home.names["eng"].as_str(), home.number.as_str()), ("Layla Benhadi", uin.reveal()));
        // the one every identity starts with, and the one issued above
        assert_eq!((home.card, home.virtual_numbers, home.has_photo), (CardState::Preparing, 2, true));
        assert!(home.last_uses.is_empty());
    }
}

// RES-27, CRD-10
#[tokio::test]
async fn the_card_and_the_photograph_are_the_persons_own() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let residents = &app.system.services.residents;
    let headers = signed_in(&app, uin.reveal()).await;
    let me = holder(&app, &headers).await;
    assert_eq!(residents.card(&me).await.unwrap_err().code(), "RES-SER-509");
    app.system.services.credentials.request_card(&platform(&app), &rid(1), &uin).await.expect("a request");
    app.run_jobs().await;
    assert_eq!(residents.home(&me).await.unwrap().card, CardState::Ready);
    assert!(residents.card(&me).await.unwrap().starts_with(b"%PDF"));
    let photo = residents.photo(&me).await.unwrap().expect("a photograph");
    assert!(photo.starts_with(&[0xff, 0xd8]), "a JPEG");
}

// RES-09, RES-10, VID-08
#[tokio::test]
async fn virtual_numbers_follow_the_countrys_policy() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let residents = &app.system.services.residents;
    let me = holder(&app, &signed_in(&app, uin.reveal()).await).await;
    let made = residents.issue_virtual_number(&me, "Temporary").await.expect("a number");
    assert!(made.ends.is_some());
    let vid = types::Vid::parse(&made.number).expect("a VID");
    let found = app.system.services.idrepo.find(&platform(&app), &IdRef::Vid(vid), false).await.unwrap();
    assert_eq!(found.expect("an identity").uin, uin);
    let most = residents.virtual_numbers(&me).await.unwrap().kinds;
    let perpetual = most.iter().find(|kind| kind.kind == "Perpetual").expect("a kind");
    assert_eq!((perpetual.offer, perpetual.valid_minutes), (Offer::Free, None));
    while residents.issue_virtual_number(&me, "Perpetual").await.is_ok() {}
    let full = residents.virtual_numbers(&me).await.unwrap().kinds;
    assert_eq!(full.iter().find(|kind| kind.kind == "Perpetual").map(|kind| kind.offer), Some(Offer::Full));
    assert_eq!(residents.issue_virtual_number(&me, "Perpetual").await.unwrap_err().code(), "RES-SER-405");
}

#[tokio::test]
async fn a_persons_session_has_no_right_over_others_and_ends_by_sign_out_and_idleness() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let headers = signed_in(&app, uin.reveal()).await;
    let session = headers["cookie"].to_str().unwrap().to_owned();
    for (method, path) in [
        ("GET", format!("/idrepository/v1/identity/idvid/{}", uin.reveal())),
        ("GET", format!("/idrepository/v1/vid/uin/{}", uin.reveal())),
        ("GET", format!("/v1/digitalcard/{}/pdf", rid(1).reveal())),
        ("GET", "/preregistration/v1/applications/prereg".to_owned()),
    ] {
        let request = axum::http::Request::builder().method(method).uri(&path).header("cookie", &session);
        let answer = app.raw(request.body(axum::body::Body::empty()).unwrap()).await;
        assert!([401, 403].contains(&answer.status), "{path}: {} {:?}", answer.status, answer.body);
    }
    let residents = &app.system.services.residents;
    let me = holder(&app, &headers).await;
    assert!(residents.home(&me).await.is_ok());
    app.system.services.iam.sign_out(&me).await.unwrap();
    let (caller, refusal) = app.system.services.edge.caller(&headers, "request").await;
    assert!(refusal.is_some());
    assert_eq!(residents.home(&caller).await.unwrap_err().status(), 401);

    let headers = signed_in(&app, uin.reveal()).await;
    app.ground.clock.advance(chrono::TimeDelta::minutes(16));
    assert!(app.system.services.edge.caller(&headers, "request").await.1.is_some(), "idle for too long");
}

// RES-38: the kernel's own freeze, over the whole system
#[tokio::test]
async fn ten_wrong_codes_freeze_the_number_of_somebody_and_of_nobody_alike() {
    let app = TestApp::new().await;
    let uin = enrolled(&app, 1).await;
    let residents = &app.system.services.residents;
    let nobodys = "9998887772";
    for number in [uin.reveal(), nobodys] {
        let sent = residents.request_code(&nobody(&app).await, number, LangCode::ENG).await.unwrap();
        app.run_jobs().await;
        let mut answers = Vec::new();
        for _ in 0..11 {
            let wrong = residents.sign_in(&nobody(&app).await, &sent.ticket, "not it").await;
            answers.push(wrong.unwrap_err().code());
        }
        assert_eq!(answers[..9], ["RES-SER-422"; 9], "{answers:?}");
        assert_eq!(answers[9..], ["RES-SER-465"; 2], "{answers:?}");
        let again = residents.request_code(&nobody(&app).await, number, LangCode::ENG).await;
        assert_eq!(again.unwrap_err().code(), "RES-SER-465");
    }
    app.ground.clock.advance(chrono::TimeDelta::minutes(31));
    signed_in(&app, uin.reveal()).await;
    let sink = app.send("GET", "/mocksmtp/messages", None, None).await;
    let people: std::collections::BTreeSet<_> =
        sink.body.as_array().unwrap().iter().filter_map(|message| message["to"].as_str()).collect();
    assert!(people.len() <= 2, "only Layla's mail and phone were written to: {people:?}");
}

// RES-27
#[tokio::test]
async fn a_registration_nobody_sent_is_not_known() {
    let app = TestApp::new().await;
    let residents = &app.system.services.residents;
    assert!(residents.registration_status(&nobody(&app).await, rid(9).reveal()).await.unwrap().is_none());
    let refused = residents.registration_status(&nobody(&app).await, "12345").await.unwrap_err();
    assert_eq!(refused.code(), "RES-SER-413");
    assert_eq!(json!(resident_api::Progress::RegisterAgain), json!("register-again"));
}
