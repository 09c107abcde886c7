//! COSE messages and CWTs over HTTP.

use chrono::TimeDelta;
use crypto::Algorithm;
use crypto::KeyKind;
use crypto::cose::Sign1;
use crypto::encoding::b64url;
use crypto::x509::{Certificate, Profile};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::party;

fn qr() -> Value {
    json!({"applicationId": "KERNEL", "referenceId": "ED25519_SIGN"})
}

fn with(mut request: Value, more: Value) -> Value {
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

async fn signed(app: &App, path: &str, request: Value) -> Vec<u8> {
    let answer = app.response_for("GLOBAL_ADMIN", path, request).await;
    hex::decode(text(&answer["signedData"])).unwrap()
}

fn verify(message: &[u8]) -> Value {
    with(qr(), json!({"coseSignedData": hex::encode(message)}))
}

// QR-01, A.8.1
#[tokio::test]
async fn messages_carry_the_headers_that_were_asked_for() {
    let app = app().await;
    let request = with(qr(), json!({"payload": b64url("payload")}));
    let plain = signed(&app, "coseSign1", request.clone()).await;
    assert_eq!(&plain[..6], [0xd2, 0x84, 0x43, 0xa1, 0x01, 0x27], "tag 18, four parts, EdDSA alone is protected");
    let parsed = Sign1::parse(&plain).unwrap();
    assert_eq!(parsed.unverified_payload(), b"payload");
    assert_eq!(parsed.kid().unwrap().len(), 11, "the key id is unprotected unless asked for");
    let answer = app.response("coseVerify1", verify(&plain)).await;
    assert_eq!(
        answer,
        json!({"signatureValid": true, "message": "Validation Successful", "trustValid": "TRUST_NOT_VERIFIED"})
    );

    let headers = json!({"protectedHeader": {"kid": true, "includeCertificate": true, "includeCertificateHash": true,
        "certificateUrl": "https://mosip.example/c.pem", "cty": "application/json", "mine": [1, "a", null]},
        "unprotectedHeader": {"includeCertificate": true, "iv": "123456789012", "other": 1.5}});
    let rich = signed(&app, "coseSign1", with(request.clone(), headers)).await;
    let parsed = Sign1::parse(&rich).unwrap();
    let certificate = Certificate::from_pem(&app.certificate("KERNEL", "ED25519_SIGN").await).unwrap();
    assert_eq!(parsed.certificates(), [certificate.der().to_vec()]);
    let hexed = hex::encode(&rich);
    for (what, bytes) in [
        ("bare hash under 34", format!("18225820{}", hex::encode(certificate.thumbprint()))),
        ("text under 35", format!("1823781b{}", hex::encode("https://mosip.example/c.pem"))),
        ("content type under 3", format!("0370{}", hex::encode("application/json"))),
        ("own member", "646d696e65830161 61f6".replace(' ', "")),
        ("iv under 5", format!("054c{}", hex::encode("123456789012"))),
    ] {
        assert!(hexed.contains(&bytes), "{what} in {hexed}");
    }
    assert_eq!(app.response("coseVerify1", verify(&rich)).await["signatureValid"], json!(true));
    let chain = json!({"unprotectedHeader": {"includeCertificateChain": true}});
    let chained = signed(&app, "coseSign1", with(request.clone(), chain)).await;
    assert_eq!(Sign1::parse(&chained).unwrap().certificates().len(), 3);

    let mut changed = rich.clone();
    *changed.last_mut().unwrap() ^= 1;
    let answer = app.response("coseVerify1", verify(&changed)).await;
    assert_eq!((&answer["signatureValid"], &answer["message"]), (&json!(false), &json!("Validation Failed")));
}

// A.8.1: algorithms by key and by request
#[tokio::test]
async fn the_key_decides_which_algorithms_there_are() {
    let app = app().await;
    let sign = |reference: &str, algorithm: Value| json!({"applicationId": "KERNEL", "referenceId": reference, "payload": "YQ", "algorithm": algorithm});
    for (reference, asked, found) in [
        ("SIGN", Value::Null, Algorithm::Ps256),
        ("SIGN", json!("RS256"), Algorithm::Rs256),
        ("EC_SECP256R1_SIGN", Value::Null, Algorithm::Es256),
        ("ED25519_SIGN", json!("EdDSA"), Algorithm::EdDsa),
    ] {
        let message = signed(&app, "coseSign1", sign(reference, asked)).await;
        assert_eq!(Sign1::parse(&message).unwrap().algorithm(), Some(found), "{reference}");
    }
    assert_eq!(app.refusal("coseSign1", sign("SIGN", json!("ES256"))).await, "KER-SIG-113");
    assert_eq!(app.refusal("coseSign1", sign("SIGN", json!("none"))).await, "KER-SIG-113");
    assert_eq!(app.refusal("coseSign1", sign("EC_SECP256K1_SIGN", Value::Null)).await, "KER-SIG-113");
    assert_eq!(
        app.refusal("coseSign1", json!({"applicationId": "IDA", "referenceId": "PARTNER", "payload": "YQ"})).await,
        "KER-KMS-020"
    );
    assert_eq!(app.refusal("coseSign1", json!({"payload": ""})).await, "KER-CSS-999");
    assert_eq!(app.refusal("coseSign1", json!({"payload": "***"})).await, "KER-SIG-114");
    let header = json!({"payload": "YQ", "protectedHeader": {"includeCertificate": "yes"}});
    assert_eq!(app.refusal("coseSign1", header).await, "KER-SIG-114");
}

// A.8.1: whose certificate verifies
#[tokio::test]
async fn messages_are_verified_by_what_they_carry_else_by_what_is_given() {
    let app = app().await;
    let carrying = json!({"payload": "YQ", "unprotectedHeader": {"includeCertificate": true}});
    let message = signed(&app, "coseSign1", with(qr(), carrying)).await;
    let foreign = party(&app.setting.db, "x", KeyKind::Ed25519, Profile::Root, 10, None);
    let given = json!({"certificateData": foreign.certificate.to_pem()});
    let ask = async |request: Value| app.response("coseVerify1", request).await;
    assert_eq!(ask(with(verify(&message), given.clone())).await["signatureValid"], json!(true), "it carries its own");
    let bare = signed(&app, "coseSign1", with(qr(), json!({"payload": "YQ"}))).await;
    assert_eq!(ask(with(verify(&bare), given)).await["signatureValid"], json!(false), "the given one is another");

    let mut trust = with(verify(&message), json!({"validateTrust": true}));
    assert_eq!(ask(trust.clone()).await["trustValid"], "TRUST_NOT_VERIFIED_NO_DOMAIN");
    trust["domain"] = json!("AUTH");
    assert_eq!(ask(trust.clone()).await["trustValid"], "TRUST_CERT_PATH_NOT_VALID");
    for application in ["ROOT", "KERNEL"] {
        let upload = json!({"certificateData": app.certificate(application, "").await, "partnerDomain": "AUTH"});
        app.response("uploadCACertificate", upload).await;
    }
    assert_eq!(ask(trust).await["trustValid"], "TRUST_CERT_PATH_VALID");

    assert_eq!(app.refusal("coseVerify1", with(verify(&bare), json!({"certificateData": "x"}))).await, "KER-JWS-107");
    for (junk, code) in [("", "KER-CSS-999"), ("zz", "KER-SIG-114"), ("a0", "KER-CWS-112")] {
        assert_eq!(app.refusal("coseVerify1", with(qr(), json!({"coseSignedData": junk}))).await, code, "{junk}");
    }
    for len in 1..bare.len() {
        let cut = app.refusal("coseVerify1", verify(&bare[..len])).await;
        assert_eq!(cut, "KER-CWS-112", "{len} bytes");
    }
    app.setting.db.clock.advance(TimeDelta::days(1096));
    assert_eq!(app.refusal("coseVerify1", verify(&message)).await, "KER-JWS-107", "expired");
}

// QR-01, A.8.1
#[tokio::test]
async fn a_cwt_has_its_claims_in_order_and_a_time() {
    let app = app().await;
    let claims = json!({"claim169Payload": "a1046441", "payload": b64url(r#"{"7000":"12","name":"Ann","iss":"forged"}"#),
        "issuer": "https://mosip.example", "subject": "1", "audience": "all", "expireDays": 10, "notBeforeDays": 2,
        "CWTId": "UUID"});
    let token = signed(&app, "cwtSign", with(qr(), claims.clone())).await;
    assert_eq!(&token[..3], [0xd8, 61, 0xd2]);
    let now = crate::support::ClockNow::clock_now(&app.setting.db).timestamp();
    let (begins, ends) = (now + 2 * 86_400, now + 12 * 86_400);
    let payload = Sign1::parse(&token).unwrap().unverified_payload().to_vec();
    let hexed = hex::encode(&payload);
    let time = |label: &str, at: i64| format!("{label}1a{at:08x}");
    let head = format!("aa0175{}02613103 63{}", hex::encode("https://mosip.example"), hex::encode("all"));
    let order = [head.replace(' ', ""), time("04", ends), time("05", begins), time("06", now), "075824".to_owned()];
    let tail = ["18a944a1046441".to_owned(), "191b580c".to_owned(), "646e616d6563416e6e".to_owned()];
    let mut rest = hexed.as_str();
    for part in order.iter().chain(&tail) {
        let at = rest.find(part.as_str()).unwrap_or_else(|| panic!("{part} in order in {hexed}"));
        rest = &rest[at + part.len()..];
    }
    assert!(rest.is_empty(), "nothing more: {rest}");

    let ask = async |more: Value| app.ask("POST", "cwtVerify", "RESIDENT", with(verify(&token), more)).await;
    let code = |answer: &Value| text(&answer["errors"][0]["errorCode"]);
    assert_eq!(code(&ask(json!({})).await), "KER-SIG-115");
    app.setting.db.clock.advance(TimeDelta::days(3));
    let valid = ask(json!({"issuer": "https://mosip.example", "subject": "1"})).await;
    assert_eq!(valid["response"]["signatureValid"], json!(true), "{valid}");
    let other = ask(json!({"issuer": "https://other.example"})).await;
    assert_eq!(code(&other), "KER-SIG-119");
    assert_eq!(other["errors"][0]["message"], "Provided Issuer Claim value not matched with CWT.");
    assert_eq!(code(&ask(json!({"subject": "2"})).await), "KER-SIG-119");
    app.setting.db.clock.advance(TimeDelta::days(10));
    assert_eq!(code(&ask(json!({})).await), "KER-SIG-116");
}

// A.8.1: each refusal has its code
#[tokio::test]
async fn what_is_no_cwt_is_refused() {
    let app = app().await;
    let token = signed(&app, "cwtSign", with(qr(), json!({"payload": b64url("{}"), "CWTId": "me"}))).await;
    let verified = app.response_for("RESIDENT", "cwtVerify", verify(&token)).await;
    assert_eq!(verified["signatureValid"], json!(true), "a token without an end");
    let missing = with(verify(&token), json!({"subject": "1"}));
    let answer = app.ask("POST", "cwtVerify", "RESIDENT", missing).await;
    assert_eq!(answer["errors"][0]["errorCode"], "KER-SIG-118");
    assert_eq!(answer["errors"][0]["message"], "Subject Claim not found in the CWT Token.");
    let mut changed = token.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(app.response_for("RESIDENT", "cwtVerify", verify(&changed)).await["signatureValid"], json!(false));

    let refuse = async |message: &[u8]| app.refusal("cwtVerify", verify(message)).await;
    assert_eq!(refuse(&token[2..]).await, "KER-CWS-111", "without tag 61");
    assert_eq!(refuse(&[&token[..2], &token[3..]].concat()).await, "KER-CWS-112", "without tag 18");
    assert_eq!(refuse(&[&[0xd8, 61, 0xd0], &token[3..]].concat()).await, "KER-CWS-112");
    assert_eq!(refuse(&token[..20]).await, "KER-CWS-112");

    let sign = async |more: Value| app.refusal("cwtSign", with(qr(), more)).await;
    assert_eq!(sign(json!({})).await, "KER-CSS-999", "neither payload nor claim 169");
    assert_eq!(sign(json!({"payload": b64url("[1]")})).await, "KER-SIG-114");
    assert_eq!(sign(json!({"payload": b64url("no json")})).await, "KER-SIG-114");
    assert_eq!(sign(json!({"claim169Payload": "xyz"})).await, "KER-SIG-114");
    assert_eq!(sign(json!({"payload": b64url("{}"), "expireDays": -1})).await, "KER-SIG-117");
    assert_eq!(sign(json!({"payload": b64url("{}"), "notBeforeDays": -1})).await, "KER-SIG-117");
    assert_eq!(sign(json!({"payload": b64url("{}"), "expireDays": i64::MAX})).await, "KER-SIG-114");
    assert_eq!(sign(json!({"claim169Payload": "a0", "payload": b64url(r#"{"169":1}"#)})).await, "KER-SIG-114");
}
