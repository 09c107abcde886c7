use chrono::TimeDelta;
use serde_json::json;

use super::{Applicant, BASE, ask_code, give_code};
use crate::support::TestApp;

// PRE-01, PRE-02, PRE-05
#[tokio::test]
async fn a_code_works_once_and_only_for_its_owner_and_only_for_a_while() {
    let app = TestApp::new().await;
    for user in ["dana@sahlara.example", "6123456789"] {
        assert_eq!(ask_code(&app, user).await.code(), "");
        let sent = app.code_sent_to(user).await;
        let wrong = if sent == "000000" { "000001" } else { "000000" };
        assert_eq!(give_code(&app, user, wrong).await.code(), "KER-OTV-005");
        assert_eq!(give_code(&app, "other@sahlara.example", &sent).await.code(), "KER-OTV-005");
        assert!(give_code(&app, user, &sent).await.token().is_some());
        assert_eq!(give_code(&app, user, &sent).await.code(), "KER-OTV-005", "a code works once");
    }
    let late = "late@sahlara.example";
    ask_code(&app, late).await;
    let sent = app.code_sent_to(late).await;
    app.ground.clock.advance(TimeDelta::seconds(181));
    assert_eq!(give_code(&app, late, &sent).await.code(), "KER-OTV-005");
}

// PRE-01: what is no address gets no code, and says why
#[tokio::test]
async fn only_addresses_and_phone_numbers_get_codes() {
    let app = TestApp::new().await;
    for user in ["", "dana", "dana@", "12", "<script>@x"] {
        assert_eq!(ask_code(&app, user).await.code(), "PRG_PAM_LGN_008", "{user}");
    }
}

// PRE-08: a token is worth nothing after signing out; PRE-59
#[tokio::test]
async fn signing_out_ends_the_token() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let prid = dana.saved().await;
    assert_eq!(dana.status(&prid).await, "Application_Incomplete");
    let out = dana.call("POST", "/login/invalidateToken", "mosip.pre-registration.login", json!({})).await;
    assert_eq!(out.code(), "", "{out:?}");
    let after = dana.ask("GET", &format!("/applications/prereg/status/{prid}")).await;
    assert_eq!((after.status, after.code()), (401, "KER-ATH-401"), "{after:?}");
    let nobody = app.send("GET", &format!("{BASE}/applications/prereg"), None, None).await;
    assert_eq!(nobody.status, 401, "{nobody:?}");
}
