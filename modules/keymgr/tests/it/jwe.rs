//! Encrypted tokens and Argon2 hashes.

use crypto::KeyKind;
use crypto::SystemRandom;
use crypto::encoding::{b64_lenient, b64std, b64url};
use crypto::jwe::{self, Jwe, Options};
use crypto::x509::{Certificate, Profile};
use serde_json::{Value, json};

use crate::app::{app, text};
use crate::support::party;

fn named(data: &str) -> Value {
    json!({"applicationId": "ID_REPO", "referenceId": "identity_data", "data": data})
}

fn back(token: &str) -> Value {
    json!({"applicationId": "ID_REPO", "referenceId": "identity_data", "encData": token})
}

// KEY-06: format 6
#[tokio::test]
async fn json_is_encrypted_as_a_token_with_the_headers_asked_for() {
    let app = app().await;
    let plain = b64url(r#"{"name":"Jane"}"#);
    let token = text(&app.response("jwtEncrypt", named(&plain)).await["data"]);
    let certificate = Certificate::from_pem(&app.certificate("ID_REPO", "identity_data").await).unwrap();
    let header = Jwe::parse(&token).unwrap().header().clone();
    assert_eq!((header.alg.as_str(), header.enc.as_str()), ("RSA-OAEP-256", "A256GCM"));
    assert_eq!(
        (header.zip.as_deref(), header.typ.as_deref(), header.cty.as_deref()),
        (Some("DEF"), Some("JWT"), Some("JWT"))
    );
    assert_eq!(header.kid, Some(b64url(certificate.thumbprint())));
    assert_eq!((header.x5c.len(), &header.x5t_s256, &header.jku), (0, &None, &None));
    assert_eq!(app.response("jwtDecrypt", back(&token)).await["data"], plain);

    let mut rich = named(&plain);
    rich["enableDefCompression"] = json!(false);
    rich["includeCertificate"] = json!(true);
    rich["includeCertHash"] = json!(true);
    rich["jwkSetUrl"] = json!("https://mosip.example/jwks");
    let token = text(&app.response("jwtEncrypt", rich).await["data"]);
    let header = Jwe::parse(&token).unwrap().header().clone();
    assert_eq!((header.zip, header.x5c), (None, vec![b64std(certificate.der())]));
    assert_eq!(header.x5t_s256, Some(b64url(certificate.thumbprint())));
    assert_eq!(header.jku.as_deref(), Some("https://mosip.example/jwks"));
    assert_eq!(app.response("jwtDecrypt", back(&token)).await["data"], plain);

    // a signed token goes inside as it is
    let sign = json!({"dataToSign": b64url("{}"), "includePayload": true});
    let signed = text(&app.response("jwtSign", sign).await["jwtSignedData"]);
    let token = text(&app.response("jwtEncrypt", named(&signed)).await["data"]);
    assert_eq!(app.response("jwtDecrypt", back(&token)).await["data"], b64url(&signed));
}

// KEY-06
#[tokio::test]
async fn a_partners_certificate_is_taken_and_unfit_ones_are_refused() {
    let app = app().await;
    let db = &app.setting.db;
    let bank = party(db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    let to = |pem: &str| json!({"data": b64url("{}"), "x509Certificate": pem});
    let token = text(&app.response("jwtEncrypt", to(&bank.certificate.to_pem())).await["data"]);
    assert_eq!(Jwe::parse(&token).unwrap().decrypt(&bank.key).unwrap().as_slice(), b"{}");
    assert_eq!(app.refusal("jwtEncrypt", to("no certificate")).await, "KER-KMS-013");
    let elliptic = party(db, "bank", KeyKind::EcP256, Profile::Root, 400, None);
    assert_eq!(app.refusal("jwtEncrypt", to(&elliptic.certificate.to_pem())).await, "KER-CRY-002");
    db.clock.advance(chrono::TimeDelta::days(401));
    assert_eq!(app.refusal("jwtEncrypt", to(&bank.certificate.to_pem())).await, "KER-KMS-001");

    assert_eq!(app.refusal("jwtEncrypt", named(&b64url("no json"))).await, "KER-CRY-013");
    assert_eq!(app.refusal("jwtEncrypt", named("***")).await, "KER-CRY-003");
    assert_eq!(app.refusal("jwtEncrypt", named("")).await, "KER-CRY-004");
    assert_eq!(app.refusal("jwtEncrypt", json!({"data": "e30"})).await, "KER-CRY-004");
    let master = json!({"applicationId": "KERNEL", "referenceId": "SIGN", "data": "e30"});
    assert_eq!(app.refusal("jwtEncrypt", master).await, "KER-CRY-011");
}

// KEY-06: bad tokens, and one that inflates without end
#[tokio::test]
async fn foreign_broken_and_bloated_tokens_are_refused() {
    let app = app().await;
    let token = text(&app.response("jwtEncrypt", named("e30")).await["data"]);
    let certificate = Certificate::from_pem(&app.certificate("ID_REPO", "identity_data").await).unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    for at in 1..5 {
        let mut bytes = b64_lenient(parts[at]).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let mut changed: Vec<String> = parts.iter().map(ToString::to_string).collect();
        changed[at] = b64url(bytes);
        assert_eq!(app.refusal("jwtDecrypt", back(&changed.join("."))).await, "KER-CRY-015", "part {at}");
    }
    assert_eq!(app.refusal("jwtDecrypt", back("a.b.c")).await, "KER-CRY-015");
    assert_eq!(app.refusal("jwtDecrypt", back("")).await, "KER-CRY-004");
    let elsewhere = json!({"applicationId": "IDA", "referenceId": "PARTNER", "encData": token});
    assert_eq!(app.refusal("jwtDecrypt", elsewhere).await, "KER-KMS-024");
    let key = certificate.public_key().unwrap();
    let unknown = Options { kid: Some(&b64url([9; 32])), ..Options::default() };
    let stray = jwe::encrypt(key, b"{}", &unknown, &SystemRandom).unwrap();
    assert_eq!(app.refusal("jwtDecrypt", back(&stray)).await, "KER-KMS-025");
    let nameless = jwe::encrypt(key, b"{}", &Options::default(), &SystemRandom).unwrap();
    assert_eq!(app.response("jwtDecrypt", back(&nameless)).await["data"], "e30");
    let bloated = Options { compress: true, ..Options::default() };
    let bloated = jwe::encrypt(key, &vec![b' '; jwe::MAX_INFLATED + 1], &bloated, &SystemRandom).unwrap();
    assert!(bloated.len() < 100_000);
    assert_eq!(app.refusal("jwtDecrypt", back(&bloated)).await, "KER-CRY-015");
}

// KEY-08: generateArgon2Hash
#[tokio::test]
async fn hashes_are_a_function_of_data_and_salt() {
    let app = app().await;
    let ask = |salt: Value| json!({"inputData": "2.71828", "salt": salt});
    let drawn = app.response("generateArgon2Hash", ask(Value::Null)).await;
    assert_eq!(b64_lenient(text(&drawn["salt"])).unwrap().len(), 16);
    assert_eq!(b64_lenient(text(&drawn["hashValue"])).unwrap().len(), 32);
    let again = app.response("generateArgon2Hash", ask(drawn["salt"].clone())).await;
    assert_eq!(again, drawn);
    assert_eq!(app.refusal("generateArgon2Hash", ask(json!("AAAA"))).await, "KER-FSE-009", "three bytes of salt");
    assert_eq!(app.refusal("generateArgon2Hash", ask(json!("***"))).await, "KER-CRY-003");
    assert_eq!(app.refusal("generateArgon2Hash", json!({"inputData": " "})).await, "KER-CRY-004");
}

// encryptDt and decryptDt are second addresses
#[tokio::test]
async fn data_passes_between_both_addresses() {
    let app = app().await;
    let sealed = app.response("encryptDt", named(&b64url("urvil"))).await["data"].clone();
    assert_eq!(app.response("decrypt", named(&text(&sealed))).await["data"], b64url("urvil"));
    let sealed = app.response("encrypt", named(&b64url("urvil"))).await["data"].clone();
    assert_eq!(app.response("decryptDt", named(&text(&sealed))).await["data"], b64url("urvil"));
}
