//! Passkeys as first factor, as second factor, and to confirm. ADM-01

use super::{caller, opened, signed_in, soft_key::SoftKey};
use crate::support::TestApp;
use chrono::TimeDelta;
use iam_api::{
    IamError,
    account::{Browser, PasskeyUse, Proof, SignedIn},
};
use types::{AccessError, Caller, Failure};

const RIGHT: &str = "demo-admin-2026";

async fn add(app: &TestApp, who: &Caller, name: &str) -> SoftKey {
    let accounts = &app.system.services.accounts;
    let challenge = accounts.passkey_challenge(who, PasskeyUse::Add).await.unwrap();
    let (key, answer) = SoftKey::register(&challenge.options);
    accounts.add_passkey(who, &challenge.ticket, &answer, name).await.unwrap();
    key
}

async fn sign_in(app: &TestApp, answer: impl FnOnce(&serde_json::Value) -> String) -> Result<SignedIn, Failure> {
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let challenge = accounts.passkey_challenge(&nobody, PasskeyUse::SignIn).await?;
    let answer = answer(&challenge.options);
    accounts.sign_in_with_passkey(&nobody, Browser::default(), &challenge.ticket, &answer).await
}

// ADM-01: a passkey signs in without a user name, whatever strangers have locked
#[tokio::test]
async fn a_passkey_signs_in_alone_even_while_the_password_is_locked() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let who = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    let mut key = add(&app, &who, " Phone ").await;
    assert_eq!(accounts.account(&who).await.unwrap().passkeys[0].name, "Phone");
    let nobody = app.caller_of(None).await;
    for _ in 0..5 {
        accounts.sign_in(&nobody, Browser::default(), "admin", "guess").await.unwrap_err();
    }
    let done = opened(sign_in(&app, |options| key.sign(options)).await.unwrap());
    assert_eq!(caller(&app, &done).await.user_id(), "admin");
    assert!(accounts.account(&who).await.unwrap().passkeys[0].last_used_at.is_some());
}

// ADM-01: what does not fit is refused
#[tokio::test]
async fn answers_of_other_sites_copies_and_unverified_users_are_refused() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let who = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    let mut key = add(&app, &who, "Phone").await;
    let refused = |outcome: Result<SignedIn, Failure>| outcome.unwrap_err().is(IamError::PasskeyRefused);
    assert!(refused(sign_in(&app, |o| key.sign_at(o, "https://evil.example", 5)).await), "another site");
    assert!(refused(sign_in(&app, |o| key.sign_at(o, super::soft_key::ORIGIN, 1)).await), "nobody verified");
    opened(sign_in(&app, |o| key.sign(o)).await.unwrap());
    key.rewind();
    assert!(refused(sign_in(&app, |o| key.sign(o)).await), "the counter went back");
    let nobody = app.caller_of(None).await;
    let challenge = accounts.passkey_challenge(&nobody, PasskeyUse::SignIn).await.unwrap();
    for _ in 0..9 {
        key.sign(&challenge.options);
    }
    let answer = key.sign(&challenge.options);
    let once = async || accounts.sign_in_with_passkey(&nobody, Browser::default(), &challenge.ticket, &answer).await;
    opened(once().await.unwrap());
    assert!(once().await.unwrap_err().is(IamError::TicketGone), "a challenge is good for one answer");
    let stranger = caller(&app, &signed_in(&app, "registrar", "demo-registrar-2026").await).await;
    let id = accounts.account(&who).await.unwrap().passkeys[0].id.clone();
    assert!(accounts.remove_passkey(&stranger, &id).await.unwrap_err().is(IamError::NotFound));
    accounts.remove_passkey(&who, &id).await.unwrap();
    assert!(refused(sign_in(&app, |o| key.sign(o)).await), "removed");
}

// ADM-01: the second factor
#[tokio::test]
async fn with_a_second_factor_the_password_alone_opens_nothing() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let who = caller(&app, &signed_in(&app, "admin", RIGHT).await).await;
    assert!(accounts.set_second_factor(&who, true).await.unwrap_err().is(IamError::PasskeyFirst));
    let mut key = add(&app, &who, "Phone").await;
    accounts.set_second_factor(&who, true).await.unwrap();
    let nobody = app.caller_of(None).await;
    let browser = Browser::default();
    let ticket = async || match accounts.sign_in(&nobody, browser, "admin", RIGHT).await.unwrap() {
        SignedIn::Second(ticket) => ticket.value,
        other => panic!("a second factor is asked for: {other:?}"),
    };
    let body = super::password("admin", RIGHT);
    let path = "/v1/authmanager/authenticate/internal/useridPwd";
    let by_program = app.send("POST", path, None, Some(app.envelope("x", "v1", body))).await;
    assert_eq!(by_program.code(), "TES-IAM-002");

    let half = ticket().await;
    let challenge = accounts.passkey_challenge(&nobody, PasskeyUse::Second(&half)).await.unwrap();
    let answer = key.sign(&challenge.options);
    let done = accounts.second_by_passkey(&nobody, browser, &half, &challenge.ticket, &answer).await.unwrap();
    assert_eq!(caller(&app, &opened(done)).await.user_id(), "admin");
    // lost the phone: a recovery code
    let codes = accounts.make_recovery_codes(&who).await.unwrap().value;
    let codes = accounts.shown_once(&who, &codes).await.unwrap().unwrap();
    let half = ticket().await;
    assert!(
        accounts.second_by_recovery(&nobody, browser, &half, "wrong").await.unwrap_err().is(IamError::RecoveryRefused)
    );
    opened(accounts.second_by_recovery(&nobody, browser, &half, &codes[0]).await.unwrap());
    let over = accounts.second_by_recovery(&nobody, browser, &half, &codes[1]).await.unwrap_err();
    assert!(over.is(IamError::TicketGone), "{over:?}");
    // the last passkey takes the second factor with it
    let id = accounts.account(&who).await.unwrap().passkeys[0].id.clone();
    accounts.remove_passkey(&who, &id).await.unwrap();
    signed_in(&app, "admin", RIGHT).await;
}

// ADM-01: a passkey confirms; somebody else's does not
#[tokio::test]
async fn a_passkey_confirms_its_owner_only() {
    let app = TestApp::new().await;
    let accounts = &app.system.services.accounts;
    let session = signed_in(&app, "admin", RIGHT).await;
    let admin = caller(&app, &session).await;
    let mut key = add(&app, &admin, "Phone").await;
    let registrar = caller(&app, &signed_in(&app, "registrar", "demo-registrar-2026").await).await;
    let mut other = add(&app, &registrar, "Phone").await;
    app.ground.clock.advance(TimeDelta::minutes(5));
    let admin = caller(&app, &session).await;
    assert!(accounts.passkey_challenge(&admin, PasskeyUse::Add).await.unwrap_err().is(AccessError::NotFresh));
    let challenge = accounts.passkey_challenge(&admin, PasskeyUse::Confirm).await.unwrap();
    let answer = other.sign(&challenge.options);
    let proof = Proof::Passkey { ticket: &challenge.ticket, answer: &answer };
    assert!(accounts.confirm(&admin, proof).await.unwrap_err().is(IamError::PasskeyRefused));
    let challenge = accounts.passkey_challenge(&admin, PasskeyUse::Confirm).await.unwrap();
    let answer = key.sign(&challenge.options);
    accounts.confirm(&admin, Proof::Passkey { ticket: &challenge.ticket, answer: &answer }).await.unwrap();
    assert!(accounts.account(&caller(&app, &session).await).await.unwrap().fresh);
}
