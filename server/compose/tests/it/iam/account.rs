//! Lock-out, recovery codes, step-up, sessions and first passwords. ADM-01

use super::{caller, opened, signed_in};
use crate::support::{TestApp, audit_names_in};
use chrono::TimeDelta;
use iam_api::{
    IamError,
    account::{Browser, Proof, SignedIn},
};
use serde_json::json;
use types::AccessError;

const RIGHT: &str = "demo-admin-2026";

async fn guess(app: &TestApp, browser: Browser<'_>, times: usize) {
    let nobody = app.caller_of(None).await;
    for _ in 0..times {
        let failure = app.system.services.accounts.sign_in(&nobody, browser, "admin", "guess").await.unwrap_err();
        assert!(failure.is(IamError::InvalidCredentials), "{failure:?}");
    }
}

// ADM-01: strangers' tries delay strangers only
#[tokio::test]
async fn the_owner_signs_in_from_a_known_browser_while_strangers_are_locked_out() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let mark = signed_in(&app, "admin", RIGHT).await.device.expect("a browser that was not known is marked").value;
    guess(&app, Browser::default(), 5).await;
    let locked = accounts.sign_in(&nobody, Browser::default(), "admin", RIGHT).await.unwrap_err();
    assert!(locked.is(IamError::Locked));
    let known = Browser { device: Some(&mark), agent: None };
    let owner = opened(accounts.sign_in(&nobody, known, "admin", RIGHT).await.unwrap());
    assert!(owner.device.is_none(), "it is known already");
    // somebody else's mark is worth nothing
    let other = signed_in(&app, "registrar", "demo-registrar-2026").await.device.unwrap().value;
    let borrowed = Browser { device: Some(&other), agent: None };
    assert!(accounts.sign_in(&nobody, borrowed, "admin", RIGHT).await.unwrap_err().is(IamError::Locked));
    // a stolen known browser is counted by itself
    guess(&app, known, 5).await;
    assert!(accounts.sign_in(&nobody, known, "admin", RIGHT).await.unwrap_err().is(IamError::Locked));
}

async fn codes(app: &TestApp, who: &types::Caller) -> Vec<String> {
    let accounts = &app.system.services.accounts;
    let ticket = accounts.make_recovery_codes(who).await.unwrap().value;
    let codes = accounts.shown_once(who, &ticket).await.unwrap().expect("shown the first time");
    assert_eq!(accounts.shown_once(who, &ticket).await.unwrap(), None, "shown once");
    codes
}

// ADM-01: a recovery code opens what strangers have locked, once, and never without the password
#[tokio::test]
async fn a_recovery_code_and_the_password_open_a_locked_account_once() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let who = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    let codes = codes(&app, &who).await;
    assert_eq!(codes.len(), 10);
    guess(&app, Browser::default(), 6 - 1).await;
    let with = |password: &'static str, code: String| {
        let nobody = nobody.clone();
        async move { accounts.sign_in_with_recovery(&nobody, Browser::default(), "admin", password, &code).await }
    };
    assert!(with("guess", codes[0].clone()).await.unwrap_err().is(IamError::InvalidCredentials));
    assert!(with(RIGHT, "00000-00000-00000-00000".to_owned()).await.unwrap_err().is(IamError::RecoveryRefused));
    opened(with(RIGHT, codes[0].to_uppercase().replace('-', " ")).await.unwrap());
    assert!(with(RIGHT, codes[0].clone()).await.unwrap_err().is(IamError::RecoveryRefused), "used up");
    assert_eq!(accounts.account(&who).await.unwrap().recovery_left, 9);
    // new ones end the old ones
    let _ = self::codes(&app, &who).await;
    assert!(with(RIGHT, codes[1].clone()).await.unwrap_err().is(IamError::RecoveryRefused));
}

// ADM-01: what is shown once is shown to its owner
#[tokio::test]
async fn nobody_sees_what_was_made_for_somebody_else() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let admin = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    let registrar = caller(&app, &signed_in(&app, "registrar", "demo-registrar-2026").await).await;
    let ticket = accounts.make_recovery_codes(&admin).await.unwrap().value;
    assert_eq!(accounts.shown_once(&registrar, &ticket).await.unwrap(), None);
    assert!(accounts.shown_once(&admin, &ticket).await.unwrap().is_some());
}

// ADM-01: step-up
#[tokio::test]
async fn what_cannot_be_undone_asks_for_a_fresh_factor() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let session = signed_in(&app, "admin", RIGHT).await;
    assert!(accounts.account(&caller(&app, &session).await).await.unwrap().fresh);
    app.ground.clock.advance(TimeDelta::minutes(5));
    let stale = caller(&app, &session).await;
    assert!(!accounts.account(&stale).await.unwrap().fresh);
    assert!(accounts.make_recovery_codes(&stale).await.unwrap_err().is(AccessError::NotFresh));
    assert!(accounts.confirm(&stale, Proof::Password("guess")).await.unwrap_err().is(IamError::InvalidCredentials));
    accounts.confirm(&stale, Proof::Password(RIGHT)).await.unwrap();
    let fresh = caller(&app, &session).await;
    let ticket = accounts.make_recovery_codes(&fresh).await.unwrap().value;
    let code = accounts.shown_once(&fresh, &ticket).await.unwrap().unwrap()[0].clone();
    app.ground.clock.advance(TimeDelta::minutes(5));
    let stale = caller(&app, &session).await;
    accounts.confirm(&stale, Proof::RecoveryCode(&code)).await.unwrap();
    assert!(caller(&app, &session).await.is_fresh(stale.identity().proven_at.unwrap() + TimeDelta::minutes(5)));
}

// ADM-01: guessing in a session that was left open ends it, and locks nobody's sign-in
#[tokio::test]
async fn five_wrong_confirmations_end_the_session() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let session = signed_in(&app, "admin", RIGHT).await;
    let who = caller(&app, &session).await;
    for _ in 0..4 {
        assert!(accounts.confirm(&who, Proof::Password("guess")).await.unwrap_err().is(IamError::InvalidCredentials));
    }
    assert!(accounts.confirm(&who, Proof::Password("guess")).await.unwrap_err().is(AccessError::Unauthenticated));
    assert_eq!(caller(&app, &session).await.user_id(), "anonymous");
    signed_in(&app, "admin", RIGHT).await;
}

// ADM-01: sessions are listed and ended
#[tokio::test]
async fn sessions_are_listed_and_end_one_by_one_or_all_but_this() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let agent = Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    let mut sessions = Vec::new();
    for _ in 0..3 {
        let browser = Browser { device: None, agent };
        sessions.push(opened(accounts.sign_in(&nobody, browser, "admin", RIGHT).await.unwrap()));
        app.ground.clock.advance(TimeDelta::seconds(1));
    }
    let token = super::token_of_admin(&app).await;
    let mine = caller(&app, &sessions[0]).await;
    let listed = accounts.account(&mine).await.unwrap().sessions;
    assert_eq!((listed.len(), listed.iter().filter(|one| one.current).count()), (3, 1));
    assert_eq!(listed[0].device.as_deref(), Some("Firefox, Linux"));
    assert!(accounts.end_session(&mine, "0").await.unwrap_err().is(IamError::NotFound), "a prefix is no name");
    let other = listed.iter().find(|one| !one.current).unwrap();
    let registrar = caller(&app, &signed_in(&app, "registrar", "demo-registrar-2026").await).await;
    assert!(accounts.end_session(&registrar, &other.id).await.unwrap_err().is(IamError::NotFound), "not theirs");
    accounts.end_session(&mine, &other.id).await.unwrap();
    assert_eq!(accounts.account(&mine).await.unwrap().sessions.len(), 2);
    assert_eq!(accounts.end_other_sessions(&mine).await.unwrap(), 1);
    assert_eq!(caller(&app, &sessions[0]).await.user_id(), "admin");
    for over in &sessions[1..] {
        assert_eq!(caller(&app, over).await.user_id(), "anonymous");
    }
    let answer = app.send("GET", "/v1/authmanager/roles/admin", Some(&token), None).await;
    assert_eq!(answer.status, 401, "tokens end with the other sessions");
}

// ADM-01: the password
#[tokio::test]
async fn a_new_password_ends_what_the_old_one_opened() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let (mine, elsewhere) = (signed_in(&app, "admin", RIGHT).await, signed_in(&app, "admin", RIGHT).await);
    let who = caller(&app, &mine).await;
    let new = "seven green bicycles";
    assert!(accounts.change_password(&who, "guess", new).await.unwrap_err().is(IamError::InvalidCredentials));
    assert!(accounts.change_password(&who, RIGHT, "short").await.unwrap_err().is(IamError::WeakPassword));
    accounts.change_password(&who, RIGHT, new).await.unwrap();
    assert_eq!(caller(&app, &elsewhere).await.user_id(), "anonymous");
    assert_eq!(caller(&app, &mine).await.user_id(), "admin");
    signed_in(&app, "admin", new).await;
    let names = audit_names_in(app.ground.databases.operations()).await;
    for name in ["SESSION_OPENED", "CONFIRMATION_REFUSED", "PASSWORD_CHANGED"] {
        assert!(names.iter().any(|one| one == name), "{name} in {names:?}");
    }
}

// ADM-13: a password given by somebody else opens nothing but the page to choose another one
#[tokio::test]
async fn a_first_password_has_to_be_changed() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let first = "given by somebody";
    let file = json!({"users": [{"name": "new.one", "password": first, "roles": ["DEFAULT"], "mustChange": true}]});
    app.system.iam.import_staff(&app.system.caller("test"), serde_json::from_value(file).unwrap()).await.unwrap();
    let body = json!({"userName": "new.one", "password": first, "appId": "admin"});
    let answer =
        app.send("POST", "/v1/authmanager/authenticate/useridPwd", None, Some(app.envelope("x", "v1", body))).await;
    assert_eq!((answer.code(), answer.token()), ("TES-IAM-003", None));
    let nobody = app.caller_of(None).await;
    let browser = Browser::default();
    let SignedIn::Choose(ticket) = accounts.sign_in(&nobody, browser, "new.one", first).await.unwrap() else {
        panic!("another password is asked for")
    };
    let same = accounts.choose_password(&nobody, browser, &ticket.value, first).await.unwrap_err();
    assert!(same.is(IamError::WeakPassword));
    let own = "chosen by myself alone";
    let done = opened(accounts.choose_password(&nobody, browser, &ticket.value, own).await.unwrap());
    assert_eq!(caller(&app, &done).await.user_id(), "new.one");
    let again = accounts.choose_password(&nobody, browser, &ticket.value, "and yet another one").await.unwrap_err();
    assert!(again.is(IamError::TicketGone));
    signed_in(&app, "new.one", own).await;
}

#[tokio::test]
async fn a_step_is_over_after_ten_minutes() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let who = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    let ticket = accounts.make_recovery_codes(&who).await.unwrap().value;
    app.ground.clock.advance(TimeDelta::minutes(10));
    assert_eq!(accounts.shown_once(&who, &ticket).await.unwrap(), None);
}

// the account pages are for people at a portal
#[tokio::test]
async fn a_token_has_no_account_pages() {
    let app = TestApp::new().await;
    let token = super::token_of_admin(&app).await;
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("cookie", format!("Authorization={token}").parse().unwrap());
    let (by_token, _) = app.system.services.edge.caller(&headers, "r").await;
    let accounts = &app.system.services.accounts;
    assert!(accounts.account(&by_token).await.unwrap_err().is(AccessError::Forbidden));
    assert!(accounts.account(&app.caller_of(None).await).await.unwrap_err().is(AccessError::Unauthenticated));
}
