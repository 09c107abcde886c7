//! Staff sign-in, machine clients, tokens and sessions. KCL-*, COM-02

#![expect(clippy::unwrap_used, reason = "a helper of a test that cannot go on fails the test")]

mod account;
mod authmanager;
mod outside;
mod passkeys;
mod provider;
mod soft_key;
mod staff;

use crate::support::TestApp;
use iam_api::account::{Browser, Opened, SignedIn};
use serde_json::json;
use types::Caller;

/// A session of the demo country's staff, opened by password.
pub(crate) async fn signed_in(app: &TestApp, user: &str, password: &str) -> Opened {
    let nobody = app.caller_of(None).await;
    let done = app.system.services.accounts.sign_in(&nobody, Browser::default(), user, password).await;
    opened(done.expect("signing in"))
}

fn opened(signed_in: SignedIn) -> Opened {
    match signed_in {
        SignedIn::Open(opened) => opened,
        other => panic!("not open yet: {other:?}"),
    }
}

/// An access token of the demo country's administrator.
async fn token_of_admin(app: &TestApp) -> String {
    let body = app.envelope("x", "v1", password("admin", "demo-admin-2026"));
    let answer = app.send("POST", "/v1/authmanager/authenticate/internal/useridPwd", None, Some(body)).await;
    answer.body["response"]["token"].as_str().expect("a token").to_owned()
}

/// The caller behind a session that was just opened.
async fn caller(app: &TestApp, opened: &Opened) -> Caller {
    app.caller_of(Some(&opened.session.cookie)).await
}

fn password(name: &str, password: &str) -> serde_json::Value {
    json!({"userName": name, "password": password, "appId": "admin", "clientId": "mosip-admin-client", "clientSecret": "demo-admin-client"})
}

#[tokio::test]
async fn a_machine_client_gets_a_token_that_signing_out_ends() {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-admin-client", "demo-admin-client", "admin").await;
    let valid = "/v1/authmanager/authorize/admin/validateToken";
    let answer = app.send("GET", valid, Some(&token), None).await;
    assert_eq!(answer.body["response"]["userId"], "service-account-mosip-admin-client");
    assert!(answer.body["response"]["role"].as_str().unwrap().contains("GLOBAL_ADMIN"));
    let answer = app.send("DELETE", "/v1/authmanager/logout/user", Some(&token), None).await;
    assert_eq!(answer.body["response"]["status"], "Success");
    assert_eq!(app.send("GET", valid, Some(&token), None).await.status, 401);
}

#[tokio::test]
async fn wrong_secrets_and_unknown_realms_have_their_codes() {
    let app = TestApp::new().await;
    let path = "/v1/authmanager/authenticate/clientidsecretkey";
    for (client, secret, realm, code) in [
        ("mosip-admin-client", "wrong", "admin", "KER-ATH-023"),
        ("nobody", "demo-admin-client", "admin", "KER-ATH-023"),
        ("mosip-admin-client", "demo-admin-client", "nowhere", "KER-ATH-026"),
        ("", "demo-admin-client", "admin", "KER-ATH-019"),
    ] {
        let body = app.envelope("x", "v1", json!({"clientId": client, "secretKey": secret, "appId": realm}));
        let answer = app.send("POST", path, None, Some(body)).await;
        assert_eq!((answer.status, answer.code()), (200, code), "{client} {secret} {realm}");
        assert!(answer.token().is_none());
    }
}

#[tokio::test]
async fn a_forged_or_altered_token_is_refused() {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-admin-client", "demo-admin-client", "admin").await;
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let claims = crypto::encoding::b64_lenient(&parts[1]).unwrap();
    let claims = String::from_utf8(claims).unwrap().replace("MASTERDATA_ADMIN", "ID_REPOSITORY");
    parts[1] = crypto::encoding::b64url(claims);
    let none = format!("{}.{}.", crypto::encoding::b64url(r#"{"alg":"none"}"#), parts[1]);
    for forged in [parts.join("."), none] {
        let answer = app.send("GET", "/v1/authmanager/roles/admin", Some(&forged), None).await;
        assert_eq!((answer.status, answer.code()), (401, "KER-ATH-401"));
    }
}

#[tokio::test]
async fn wrong_passwords_delay_the_owner_and_never_shut_them_out() {
    let app = TestApp::new().await;
    let path = "/v1/authmanager/authenticate/internal/useridPwd";
    for _ in 0..5 {
        let body = app.envelope("x", "v1", password("admin", "guess"));
        assert_eq!(app.send("POST", path, None, Some(body)).await.code(), "KER-ATH-023");
    }
    let right = password("admin", "demo-admin-2026");
    let answer = app.send("POST", path, None, Some(app.envelope("x", "v1", right.clone()))).await;
    assert_eq!((answer.status, answer.code()), (429, "KER-ATH-029"));
    app.ground.clock.advance(chrono::TimeDelta::seconds(31));
    let answer = app.send("POST", path, None, Some(app.envelope("x", "v1", right))).await;
    assert!(answer.body["response"]["token"].is_string(), "{:?}", answer.body);
}

#[tokio::test]
async fn a_portal_session_is_known_by_its_cookie_and_ends_by_sign_out_and_idleness() {
    let app = TestApp::new().await;
    let session = signed_in(&app, "admin", "demo-admin-2026").await.session;
    assert_eq!(app.caller_of(Some(&session.cookie)).await.user_id(), "admin");
    app.ground.clock.advance(chrono::TimeDelta::minutes(14));
    assert_eq!(app.caller_of(Some(&session.cookie)).await.user_id(), "admin", "use keeps it alive");
    app.ground.clock.advance(chrono::TimeDelta::minutes(14));
    let caller = app.caller_of(Some(&session.cookie)).await;
    assert_eq!(caller.user_id(), "admin");
    app.system.services.iam.sign_out(&caller).await.unwrap();
    assert_eq!(app.caller_of(Some(&session.cookie)).await.user_id(), "anonymous");
}
