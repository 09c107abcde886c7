//! Signing in with an outside OpenID provider, and tokens of trusted issuers. KCL-01

use super::{
    opened,
    provider::{CLIENT, Provider, SECRET},
};
use crate::support::TestApp;
use axum::{
    body::Body,
    http::{Request, header},
};
use edge::{Settings, SignInProvider, TrustedIssuer};
use iam_api::{
    IamError,
    account::{Browser, OutsideAnswer, SignedIn},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use types::Failure;

/// A country whose staff sign in with the provider, which knows the role `desk`.
async fn country() -> (TestApp, Provider) {
    // the clock of tests stands still at one moment for all
    let now = db::Clock::now(&*TestApp::empty().await.ground.clock).timestamp();
    let provider = Provider::start(now).await;
    let secret = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(secret.path(), format!("{SECRET}\n")).expect("written");
    let roles = BTreeMap::from([("desk".to_owned(), vec!["REGISTRATION_OFFICER".to_owned()])]);
    let settings = Settings {
        sign_in_provider: Some(SignInProvider {
            name: "Country ID".to_owned(),
            issuer: provider.issuer().to_owned(),
            client_id: CLIENT.to_owned(),
            client_secret_file: Some(secret.path().to_owned()),
            scopes: vec!["profile".to_owned()],
            roles_claim: "realm_access.roles".to_owned(),
            roles,
            hosts: Vec::new(),
        }),
        trusted_issuers: vec![TrustedIssuer {
            issuer: provider.issuer().to_owned(),
            audiences: vec!["mosip-regproc-client".to_owned()],
            roles_claim: "realm_access.roles".to_owned(),
            roles: BTreeMap::new(),
            hosts: Vec::new(),
        }],
        allowed_redirects: vec!["https://admin.example".to_owned()],
        ..Settings::default()
    };
    (TestApp::demo_with(settings).await, provider)
}

fn nadia() -> Value {
    json!({"sub": "0b1c", "preferred_username": "Nadia", "name": "Nadia Saleh"})
}

async fn sign_in(app: &TestApp, provider: &Provider) -> Result<(SignedIn, String), Failure> {
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let start = accounts.start_outside(&nobody, "/admin/keys").await?;
    let (state, code) = provider.visit(&start.location).await;
    let answer = OutsideAnswer { ticket: &start.ticket.value, state: &state, code: &code };
    accounts.finish_outside(&nobody, Browser::default(), answer).await
}

// KCL-01: any OpenID provider, roles from its claims
#[tokio::test]
async fn whoever_the_provider_knows_gets_a_session_with_mapped_roles() {
    let (app, provider) = country().await;
    assert_eq!(app.system.services.accounts.provider().as_deref(), Some("Country ID"));
    provider.person(nadia(), &["desk", "GLOBAL_ADMIN"]);
    let (done, back_to) = sign_in(&app, &provider).await.unwrap();
    assert_eq!(back_to, "/admin/keys");
    let caller = app.caller_of(Some(&opened(done).session.cookie)).await;
    assert_eq!(
        (caller.user_id(), caller.identity().roles.as_slice()),
        ("nadia", &["REGISTRATION_OFFICER".to_owned()][..])
    );
    // another name at the provider is still the same person here
    let renamed = json!({"sub": "0b1c", "preferred_username": "admin", "name": "Nadia Karim"});
    provider.person(renamed, &["desk"]);
    let (done, _) = sign_in(&app, &provider).await.unwrap();
    let caller = app.caller_of(Some(&opened(done).session.cookie)).await;
    let who = app.system.services.iam.whoami(&caller).await.unwrap().unwrap();
    assert_eq!((who.user_id.as_str(), who.name.as_str()), ("nadia", "Nadia Karim"));
}

// KCL-01: what the provider says takes over nothing that was made here
#[tokio::test]
async fn a_name_that_exists_here_and_a_person_without_roles_are_refused() {
    let (app, provider) = country().await;
    provider.person(json!({"sub": "evil", "preferred_username": "ADMIN"}), &["desk"]);
    assert!(sign_in(&app, &provider).await.unwrap_err().is(IamError::AccountExists));
    provider.person(nadia(), &["visitor"]);
    assert!(sign_in(&app, &provider).await.unwrap_err().is(IamError::NoRoles));
}

// KCL-01: state, nonce and ticket belong together
#[tokio::test]
async fn answers_that_began_elsewhere_are_refused() {
    let (app, provider) = country().await;
    provider.person(nadia(), &["desk"]);
    let accounts = &app.system.services.accounts;
    let nobody = app.caller_of(None).await;
    let finish = async |ticket: &str, state: &str, code: &str| {
        let answer = OutsideAnswer { ticket, state, code };
        accounts.finish_outside(&nobody, Browser::default(), answer).await.unwrap_err()
    };
    let start = accounts.start_outside(&nobody, "/admin").await.unwrap();
    let (state, code) = provider.visit(&start.location).await;
    assert!(finish("", &state, &code).await.is(IamError::StateMismatch), "another browser");
    assert!(finish(&start.ticket.value, "other", &code).await.is(IamError::StateMismatch));
    assert!(finish(&start.ticket.value, &state, &code).await.is(IamError::StateMismatch), "good for one answer");
    let start = accounts.start_outside(&nobody, "/admin").await.unwrap();
    let (state, _) = provider.visit(&start.location).await;
    assert!(finish(&start.ticket.value, &state, "invented").await.is(IamError::ProviderRefused));
    provider.person(json!({"sub": "0b1c", "preferred_username": "nadia", "nonce": "of-another"}), &["desk"]);
    assert!(sign_in(&app, &provider).await.unwrap_err().is(IamError::ProviderRefused), "a token of another sign-in");
}

// foundation 2.5: the portals' login addresses
#[tokio::test]
async fn mosips_login_leads_to_the_provider_and_back_with_a_token() {
    let (app, provider) = country().await;
    provider.person(nadia(), &["desk"]);
    let address = crypto::encoding::b64url("https://admin.example/home?x=1");
    let start = app.send("GET", &format!("/v1/admin/login/{address}"), None, None).await;
    assert_eq!(start.status, 302);
    let (state, code) = provider.visit(&start.headers["location"]).await;
    let ticket = start.cookie("tessera-login").unwrap();
    let back = format!("/v1/admin/login-redirect/{address}?state={state}&session_state=s&code={code}");
    assert_eq!(app.send("GET", &back, None, None).await.code(), "KER-ATH-022", "without the cookie");
    let request = Request::get(&back).header(header::COOKIE, format!("tessera-login={ticket}"));
    let done = app.raw(request.body(Body::empty()).unwrap()).await;
    assert_eq!((done.status, done.headers["location"].as_str()), (302, "https://admin.example/home?x=1"));
    let valid = app.send("GET", "/v1/authmanager/authorize/admin/validateToken", done.token().as_deref(), None).await;
    assert_eq!(valid.body["response"]["role"], "REGISTRATION_OFFICER");
    for evil in
        ["https://evil.example/", "https://admin.example.evil/", "javascript:alert(1)", "//evil.example", "nonsense"]
    {
        let path = format!("/v1/authmanager/login/{}", crypto::encoding::b64url(evil));
        assert_eq!(app.send("GET", &path, None, None).await.code(), "KER-ATH-028", "{evil}");
    }
}

// foundation 2.5: without a provider our own page signs people in
#[tokio::test]
async fn without_a_provider_login_leads_to_our_own_page() {
    let app = TestApp::new().await;
    let here = app.system.settings.public_url();
    let path = format!("/v1/admin/login/{}", crypto::encoding::b64url(format!("{here}/admin/keys")));
    let answer = app.send("GET", &path, None, None).await;
    assert_eq!(answer.headers["location"], format!("{here}/admin/signin?next=%2Fadmin%2Fkeys"));
}

// foundation 2.2: signature, time, issuer, audience
#[tokio::test]
async fn tokens_of_a_trusted_issuer_are_accepted_for_their_audience_only() {
    let (app, provider) = country().await;
    let roles = "/v1/authmanager/roles/admin";
    let claims = json!({
        "preferred_username": "service-account-mosip-regproc-client", "azp": "mosip-regproc-client", "aud": "account",
        "realm_access": {"roles": ["REGISTRATION_PROCESSOR", "offline_access"]},
    });
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        provider.token(claims)
    };
    let good = provider.token(claims.clone());
    let answer = app.send("GET", "/v1/authmanager/userdetails/admin", Some(&good), None).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    assert_eq!(app.send("GET", roles, Some(&with("azp", json!("other"))), None).await.status, 403);
    for (name, value) in [("exp", json!(1)), ("iss", json!("https://other.example")), ("typ", json!("Refresh"))] {
        assert_eq!(app.send("GET", roles, Some(&with(name, value)), None).await.status, 401, "{name}");
    }
    let mut parts: Vec<&str> = good.split('.').collect();
    let other = with("azp", json!("mosip-admin-client"));
    parts[1] = other.split('.').nth(1).unwrap();
    assert_eq!(app.send("GET", roles, Some(&parts.join(".")), None).await.status, 401, "altered");
}
