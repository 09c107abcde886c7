//! The rest of authmanager's API: codes, refreshes, validation, directory. COM-02, KCL-01

use crate::support::{Answer, TestApp};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

const BASE: &str = "/v1/authmanager";

async fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    app.send("POST", &format!("{BASE}{path}"), None, Some(app.envelope("x", "v1", body))).await
}

async fn tokens(app: &TestApp) -> Value {
    let body = json!({
        "userName": "admin", "password": "demo-admin-2026", "appId": "admin", "clientId": "mosip-admin-client",
        "clientSecret": "demo-admin-client",
    });
    post(app, "/authenticate/internal/useridPwd", body).await.body["response"].take()
}

/// A refresh with the token as cookie; its body stands alone, without the wrapper.
async fn refresh(app: &TestApp, path: &str, token: &str, secret: &str) -> Answer {
    let body = json!({"clientID": "mosip-admin-client", "clientSecret": secret}).to_string();
    let request = Request::post(format!("{BASE}{path}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("refresh_token={token}"))
        .body(Body::from(body));
    app.raw(request.unwrap()).await
}

// COM-02: refresh tokens are for one client and for once
#[tokio::test]
async fn a_refresh_token_gives_new_tokens_once() {
    let app = TestApp::new().await;
    let first = tokens(&app).await;
    let token = first["refreshToken"].as_str().unwrap().to_owned();
    app.ground.clock.advance(chrono::TimeDelta::minutes(1));
    let wrong = refresh(&app, "/authorize/refreshToken/admin", &token, "guess").await;
    assert_eq!((wrong.status, wrong.code()), (200, "KER-ATH-023"));
    let access =
        refresh(&app, "/authorize/refreshToken/admin", first["token"].as_str().unwrap(), "demo-admin-client").await;
    assert_eq!(access.code(), "KER-ATH-401", "an access token is no refresh token");

    let answer = refresh(&app, "/authorize/refreshToken/admin", &token, "demo-admin-client").await;
    assert_eq!(answer.body["response"], json!({"status": "SUCCESS", "message": "Access token refreshed"}));
    let (new, next) = (answer.token().unwrap(), answer.cookie("refresh_token").unwrap());
    let valid = app.send("GET", &format!("{BASE}/authorize/admin/validateToken"), Some(&new), None).await;
    assert_eq!(valid.body["response"]["userId"], "admin");
    let again = refresh(&app, "/authorize/refreshToken/admin", &token, "demo-admin-client").await;
    assert_eq!((again.status, again.code()), (401, "KER-ATH-401"));

    let answer = refresh(&app, "/authorize/internal/refreshToken/ADMIN", &next, "demo-admin-client").await;
    assert_eq!(answer.body["response"]["userId"], "admin");
    assert!(answer.body["response"]["refreshToken"].is_string());
    let unknown = refresh(&app, "/authorize/refreshToken/nowhere", &next, "demo-admin-client").await;
    assert_eq!(unknown.code(), "KER-ATH-026");
}

#[tokio::test]
async fn a_refresh_without_cookies_says_which() {
    let app = TestApp::new().await;
    let body = json!({"clientID": "mosip-admin-client", "clientSecret": "demo-admin-client"});
    let path = format!("{BASE}/authorize/refreshToken/admin");
    assert_eq!(app.send("POST", &path, None, Some(body.clone())).await.code(), "KER-ATH-006");
    assert_eq!(app.send("POST", &path, Some("x.y.z"), Some(body)).await.code(), "KER-ATH-007");
    assert_eq!(app.send("POST", &path, Some("x.y.z"), Some(json!({}))).await.code(), "KER-ATH-019");
}

// COM-02: a refresh token opens nothing by itself
#[tokio::test]
async fn a_refresh_token_is_no_access_token() {
    let app = TestApp::new().await;
    let token = tokens(&app).await["refreshToken"].as_str().unwrap().to_owned();
    for (method, path) in [("GET", "/authorize/admin/validateToken"), ("GET", "/roles/admin")] {
        let answer = app.send(method, &format!("{BASE}{path}"), Some(&token), None).await;
        assert_eq!(answer.status, 401, "{path}");
    }
}

// COM-02: signing in by a code that was sent
#[tokio::test]
async fn a_code_signs_in_once() {
    let app = TestApp::new().await;
    let ask = json!({
        "userId": "registrar", "otpChannel": ["email"], "appId": "REGPROC", "useridtype": "USERID", "context": "auth-otp",
    });
    let sent = post(&app, "/authenticate/sendotp", ask.clone()).await;
    assert_eq!(sent.body["response"]["status"], "success");
    let code = app.code_sent_to("registrar@sahlara.example").await;
    let answer = |code: &str| json!({"userId": "registrar", "otp": code, "appId": "regproc"});
    let wrong = post(&app, "/authenticate/useridOTP", answer("000000")).await;
    assert_eq!((wrong.body["response"]["status"].as_str(), wrong.token()), (Some("failure"), None));
    let right = post(&app, "/authenticate/internal/userotp", answer(&code)).await;
    assert_eq!(right.body["response"]["userId"], "registrar");
    assert!(!right.body["response"]["refreshToken"].as_str().unwrap().is_empty());
    let again = post(&app, "/authenticate/useridOTP", answer(&code)).await;
    assert_eq!((again.token(), again.code().is_empty()), (None, false), "a code is good for once");
    assert_eq!(
        post(&app, "/authenticate/useridOTP", json!({"userId": "ghost", "otp": "1", "appId": "admin"})).await.code(),
        "KER-ATH-003"
    );

    let without = |member: &str, value: Value| {
        let mut ask = ask.clone();
        ask[member] = value;
        ask
    };
    for (member, value, words) in [
        ("appId", Value::Null, "Invalid AppId"),
        ("context", Value::Null, "Context is null,Please enter a valid context"),
        ("otpChannel", Value::Null, "Otp Channel is null,Please enter a valid channel"),
        ("userId", json!(""), "Invalid User id "),
        ("useridtype", Value::Null, "Invalid User id type "),
    ] {
        let answer = post(&app, "/authenticate/sendotp", without(member, value)).await;
        assert_eq!((answer.code(), answer.body["errors"][0]["message"].as_str()), ("KER-ATH-401", Some(words)));
    }
    let mut two = without("appId", json!("prereg"));
    two["otpChannel"] = json!(["email", "phone"]);
    assert_eq!(post(&app, "/authenticate/sendotp", two).await.code(), "KER-ATH-401");
}

// COM-02: validateToken sets the cookie again, logging out ends refresh tokens too
#[tokio::test]
async fn tokens_are_validated_again_and_ended_with_what_renews_them() {
    let app = TestApp::new().await;
    let pair = tokens(&app).await;
    let (token, renewal) = (pair["token"].as_str().unwrap(), pair["refreshToken"].as_str().unwrap());
    let path = format!("{BASE}/authorize/validateToken");
    let answer = app.send("POST", &path, Some(token), None).await;
    assert_eq!((answer.body["response"]["role"].is_string(), answer.token().as_deref()), (true, Some(token)));
    assert_eq!(app.send("POST", &path, None, None).await.code(), "KER-ATH-006");
    let request = Request::post(format!("{BASE}/authorize/invalidateToken"))
        .header(header::COOKIE, format!("Authorization={token}; refresh_token={renewal}"));
    let ended = app.raw(request.body(Body::empty()).unwrap()).await;
    assert_eq!(ended.body["response"]["message"], "Token has been invalidated successfully");
    assert_eq!(app.send("POST", &path, Some(token), None).await.status, 401);
    let again = refresh(&app, "/authorize/refreshToken/admin", renewal, "demo-admin-client").await;
    assert_eq!(again.code(), "KER-ATH-401");
}

async fn get(app: &TestApp, token: &str, path: &str) -> Answer {
    app.send("GET", &format!("{BASE}{path}"), Some(token), None).await
}

fn ids(answer: &Answer) -> Vec<&str> {
    let list = answer.body["response"]["mosipUserDtoList"].as_array().expect("a list");
    list.iter().map(|user| user["userId"].as_str().unwrap()).collect()
}

// COM-02: the directory of staff
#[tokio::test]
async fn staff_are_found_by_role_name_and_address() {
    let app = TestApp::new().await;
    let token = app.client_token("mosip-admin-client", "demo-admin-client", "admin").await;
    let found = get(&app, &token, "/userdetails/admin?roleName=registration_officer").await;
    assert_eq!(ids(&found), ["operator"]);
    assert_eq!(ids(&get(&app, &token, "/userdetails/admin?email=REGISTRAR%40sahlara").await), ["registrar"]);
    assert_eq!(ids(&get(&app, &token, "/userdetails/admin?firstName=leila&lastName=haddad").await), ["operator"]);
    assert_eq!(ids(&get(&app, &token, "/userdetails/admin?userName=super").await), ["supervisor"]);
    assert!(ids(&get(&app, &token, "/userdetails/admin?search=%25").await).is_empty(), "no wildcard from outside");
    let all = get(&app, &token, "/userdetails/admin").await;
    let some = get(&app, &token, "/userdetails/admin?pageStart=1&pageFetch=2").await;
    assert_eq!(ids(&some), ids(&all)[1..3]);
    assert_eq!(get(&app, &token, "/userdetails/nowhere").await.code(), "KER-ATH-026");

    let body = app.envelope("x", "v1", json!({"userDetails": ["Operator", "ghost"]}));
    let salts = app.send("POST", &format!("{BASE}/usersaltdetails/admin"), Some(&token), Some(body)).await;
    let list = salts.body["response"]["mosipUserSaltList"].as_array().unwrap();
    assert_eq!((list.len(), list[0]["userId"].as_str()), (1, Some("operator")));
    assert!(crypto::encoding::b64_lenient(list[0]["salt"].as_str().unwrap()).unwrap().len() >= 16);
}

// KCL-01: the attributes rid and individualId
#[tokio::test]
async fn who_a_member_of_staff_is_as_a_resident_is_sealed_and_told() {
    let app = TestApp::new().await;
    let file = json!({"users": [{
        "name": "Nadia", "password": "a good long password", "roles": ["DEFAULT"], "rid": "10001100010000120261101101010",
        "individualId": "5619403827", "langCode": "fra",
    }]});
    let system = app.system.caller("test");
    app.system.iam.import_staff(&system, serde_json::from_value(file).unwrap()).await.unwrap();
    let token = app.client_token("mosip-admin-client", "demo-admin-client", "admin").await;
    assert_eq!(get(&app, &token, "/individualId/admin/nadia").await.body["response"]["individualId"], "5619403827");
    assert_eq!(get(&app, &token, "/rid/admin/nadia").await.body["response"]["rId"], "10001100010000120261101101010");
    assert_eq!(get(&app, &token, "/individualId/admin/operator").await.code(), "KER-ATH-027");
    assert_eq!(get(&app, &token, "/rid/admin/operator").await.body["response"]["rId"], Value::Null);
    assert_eq!(get(&app, &token, "/rid/admin/ghost").await.code(), "KER-ATH-003");
    let body = app.envelope("x", "v1", json!({"userDetails": ["nadia"]}));
    let details = app.send("POST", &format!("{BASE}/userdetails/admin"), Some(&token), Some(body)).await;
    assert_eq!(details.body["response"]["mosipUserDtoList"][0]["langCode"], "fra");
}

// COM-02: a token is not enough to learn who works here
#[tokio::test]
async fn the_directory_is_not_for_everybody_with_a_token() {
    let app = TestApp::new().await;
    let file =
        json!({"clients": [{"id": "small", "secret": "small-secret", "appIds": ["admin"], "roles": ["DEFAULT"]}]});
    let system = app.system.caller("test");
    app.system.iam.import_staff(&system, serde_json::from_value(file).unwrap()).await.unwrap();
    let token = app.client_token("small", "small-secret", "admin").await;
    assert_eq!(get(&app, &token, "/roles/admin").await.status, 200);
    for path in ["/userdetails/admin", "/rid/admin/operator", "/individualId/admin/operator"] {
        assert_eq!(get(&app, &token, path).await.status, 403, "{path}");
    }
    let body = app.envelope("x", "v1", json!({"userDetails": ["operator"]}));
    let salts = app.send("POST", &format!("{BASE}/usersaltdetails/admin"), Some(&token), Some(body)).await;
    assert_eq!(salts.status, 403);
}
