//! Who may not ask, and requests that were tampered with.

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::RelyingParty;
use super::capture::sign;
use super::partner::{filtered, ida_certificate, outcome, policy, refused};
use super::person::enrol;
use crate::support::TestApp;

fn born() -> Value {
    json!({"demographics": {"dob": "1991/03/14"}})
}

// IDA-05, IDA-19
#[tokio::test]
async fn tampered_requests_are_refused_with_their_codes() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let asked = || bank.request(&app, "auth", uin.reveal(), born());
    assert_eq!(outcome(&bank.send(&app, &asked()).await), Ok(()));

    // the signature covers the bytes
    let body = asked().body.to_string();
    let signature = sign(&bank.holder, body.as_bytes(), true);
    let spaced = body.replacen(':', ": ", 1);
    let send = async |body: &str, signature: Option<&str>| {
        outcome(&bank.send_signed(&app, "auth", body.to_owned(), signature).await)
    };
    assert_eq!(send(&body, Some(&signature)).await, Ok(()));
    assert_eq!(send(&spaced, Some(&signature)).await, filtered("IDA-MPA-001"));
    assert_eq!(send(&body, None).await, filtered("IDA-MLC-006"));
    assert_eq!(send(&body, Some("nonsense")).await, filtered("IDA-MPA-001"));
    let other = bank.authority.issue(9, "bank");
    let foreign = sign(&other, body.as_bytes(), true);
    assert_eq!(send(&body, Some(&foreign)).await, filtered("IDA-MPA-021"), "trusted, but not the partner's key");
    let stranger = super::Authority::new(super::now(&app), 7, "Nobody").issue(8, "bank");
    let untrusted = sign(&stranger, body.as_bytes(), true);
    assert_eq!(send(&body, Some(&untrusted)).await, filtered("IDA-MPA-001"));

    // hash, session key, request
    let mut changed = asked();
    changed.body["requestHMAC"] = asked().body["requestHMAC"].clone();
    assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MPA-003"), "sealed under another key");
    let mut changed = asked();
    changed.body["request"] = changed.body["requestHMAC"].clone();
    assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MPA-016"), "the hash of something else");
    let mut changed = asked();
    changed.body["requestSessionKey"] = json!("AAAA");
    assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MPA-003"));
    let mut changed = asked();
    changed.seal(&bank.fir, born(), &types::time::format(super::now(&app)));
    assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MPA-003"), "for another key of ours");
    for member in ["requestHMAC", "requestSessionKey", "request"] {
        let mut changed = asked();
        changed.body[member] = json!("");
        assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MLC-006"), "{member}");
    }
    let mut changed = asked();
    changed.body["thumbprint"] = json!(crypto::encoding::b64url(bank.ida.thumbprint()) + "=");
    assert_eq!(outcome(&bank.send(&app, &changed).await), Ok(()), "the other spelling (spec C.1)");
    let mut changed = asked();
    changed.body["id"] = json!("mosip.identity.kyc");
    assert_eq!(outcome(&bank.send(&app, &changed).await), filtered("IDA-MLC-009"));
    assert_eq!(send("{", Some(&sign(&bank.holder, b"{", true))).await, filtered("IDA-MLC-009"));
}

// IDA-09
#[tokio::test]
async fn times_and_ids_are_checked() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let cases: [(&str, Value, &str); 11] = [
        ("requestTime", json!(types::time::format(super::now(&app) - TimeDelta::seconds(61))), "IDA-MLC-001"),
        ("requestTime", json!(types::time::format(super::now(&app) + TimeDelta::seconds(31))), "IDA-MLC-001"),
        ("requestTime", json!("2dhdh.809Z"), "IDA-MLC-009"),
        ("requestTime", json!(""), "IDA-MLC-006"),
        ("transactionID", json!("1254@#45gg"), "IDA-MLC-009"),
        ("transactionID", json!(""), "IDA-MLC-006"),
        ("individualId", json!(""), "IDA-MLC-006"),
        ("individualId", json!("1111111111111111"), "IDA-MLC-018"),
        ("individualIdType", json!(""), "IDA-MLC-006"),
        ("individualIdType", json!("RID"), "IDA-MLC-009"),
        ("individualIdType", json!("VID"), "IDA-MLC-004"),
    ];
    for (member, value, code) in cases {
        let mut asked = bank.request(&app, "auth", uin.reveal(), born());
        asked.body[member] = value.clone();
        assert_eq!(outcome(&bank.send(&app, &asked).await), refused(code), "{member} {value}");
    }
    let old = json!({"demographics": {"dob": "1991/03/14"}, "timestamp": "2019-03-16T10:01:57.086+05:30"});
    let asked = bank.request(&app, "auth", uin.reveal(), old);
    assert_eq!(outcome(&bank.send(&app, &asked).await), refused("IDA-MLC-001"));
    let unknown = format!("812945073{}", types::checksum::verhoeff_digit("812945073").unwrap());
    let asked = bank.request(&app, "auth", &unknown, born());
    assert_eq!(outcome(&bank.send(&app, &asked).await), refused("IDA-MLC-018"));
}

// IDA-05: who asks is looked up by the address
#[tokio::test]
async fn strangers_are_refused_with_their_codes() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let body = bank.request(&app, "auth", uin.reveal(), born()).body.to_string();
    let signature = sign(&bank.holder, body.as_bytes(), true);
    let by_authority = sign(&bank.original, body.as_bytes(), true);
    let ask_as = async |address: String, signature: &str| {
        let request = Request::builder().method("POST").uri(format!("/idauthentication/v1/auth/{address}"));
        let request = request.header("signature", signature).header("Authorization", "x");
        outcome(&app.raw(request.body(Body::from(body.clone())).unwrap()).await)
    };
    let ask = async |address: String| ask_as(address, &signature).await;
    let (licence, id, key) = (&bank.licence, &bank.id, &bank.api_key);
    let own = ask_as(format!("{licence}/{id}/{key}"), &by_authority).await;
    assert_eq!(own, Ok(()), "the same key under its authority's certificate");
    assert_eq!(ask(format!("{licence}/{id}/{key}")).await, Ok(()));
    assert_eq!(ask(format!("unknown/{id}/{key}")).await, filtered("IDA-MPA-007"));
    assert_eq!(ask(format!("{licence}/{id}/unknown")).await, filtered("IDA-MPA-009"));
    let nobody = format!("{licence}/45362768/27822828287");
    assert_eq!(ask(nobody.clone()).await, filtered("IDA-MPA-009"));
    assert_eq!(ask_as(nobody, &by_authority).await, filtered("IDA-MPA-001"), "signed by nobody who was admitted");
    assert_eq!(ask(licence.clone()).await, filtered("IDA-MPA-038"));
    assert_eq!(ask(format!("{licence}/{id}")).await, filtered("IDA-MPA-038"));
    let request = Request::builder().method("POST").uri(format!("/idauthentication/v1/auth/{licence}/{id}/{key}"));
    let request = request.header("signature", &signature).body(Body::from(body.clone())).unwrap();
    assert_eq!(outcome(&app.raw(request).await), filtered("IDA-MLC-006"), "no Authorization header");
    // the API key ends after ninety days
    app.ground.clock.advance(TimeDelta::days(91));
    let asked = bank.request(&app, "auth", uin.reveal(), born());
    assert_eq!(outcome(&bank.send(&app, &asked).await), filtered("IDA-MPA-039"));
}

// IDA-04
#[tokio::test]
async fn the_policy_decides() {
    let app = TestApp::new().await;
    let narrow = json!({"authTokenType": "random", "allowedKycAttributes": [], "kycLanguages": [],
        "allowedAuthTypes": [{"authType": "demo", "mandatory": true}, {"authType": "otp", "mandatory": false}]});
    let bank = RelyingParty::register(&app, narrow).await;
    let uin = enrol(&app, 1).await;
    let first = bank.authenticate(&app, uin.reveal(), born()).await;
    assert_eq!(outcome(&first), Ok(()));
    let second = bank.authenticate(&app, uin.reveal(), born()).await;
    assert_ne!(first.body["response"]["authToken"], second.body["response"]["authToken"], "random");
    assert_eq!(
        outcome(&bank.authenticate(&app, uin.reveal(), json!({"otp": "111111"})).await),
        filtered("IDA-MPA-015")
    );
    let finger = json!({"biometrics": bank.presses(&app, &[(1, codec::iso19794::FingerPosition::RightIndex, 2)]),
        "demographics": {"dob": "1991/03/14"}});
    let answer = bank.authenticate(&app, uin.reveal(), finger).await;
    assert_eq!(outcome(&answer), filtered("IDA-MPA-006"));
    assert_eq!(answer.body["errors"][1]["errorMessage"], "bio-FINGER Authentication usage not allowed as per policy");
    let kyc = bank.request(&app, "kyc", uin.reveal(), born());
    assert_eq!(outcome(&bank.send(&app, &kyc).await), filtered("IDA-MPA-013"));
    let code = bank.send(&app, &bank.code_request(&app, uin.reveal(), &["email"])).await;
    assert_eq!((code.code(), code.body["errors"][1]["errorCode"].as_str()), ("IDA-MLC-007", Some("IDA-MPA-005")));
}

// IDA-21, IDA-22, IDA-32
#[tokio::test]
async fn this_platforms_own_modules_authenticate_by_token() {
    let app = TestApp::new().await;
    RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let at = types::time::format(super::now(&app));
    let body = json!({"id": "mosip.identity.otp.internal", "version": "1.0", "individualId": uin.reveal(),
        "transactionID": "1234567890", "requestTime": at, "otpChannel": ["EMAIL"]});
    let path = "/idauthentication/v1/internal/otp";
    assert_eq!(app.send("POST", path, None, Some(body.clone())).await.status, 401);
    let answer = app.send("POST", path, Some(&token), Some(body)).await;
    assert_eq!(answer.body["response"]["maskedEmail"], "XXyXX@sahlara.example", "{:?}", answer.body);
    assert!(answer.body["response"]["maskedMobile"].is_null());
    let code = super::partner::newest_code(&app, "layla@sahlara.example").await;
    let certificate = ida_certificate(&app, "INTERNAL").await;
    let mut asked = super::Asked {
        service: "internal",
        body: json!({"id": "mosip.identity.auth.internal", "version": "1.0", "individualId": uin.reveal(),
            "transactionID": "1234567890", "requestTime": at, "consentObtained": true}),
    };
    asked.seal(&certificate, json!({"otp": code}), &at);
    let answer = app.send("POST", "/idauthentication/v1/internal/auth", Some(&token), Some(asked.body)).await;
    assert_eq!(answer.body["response"]["authStatus"], true, "{:?}", answer.body);
}
