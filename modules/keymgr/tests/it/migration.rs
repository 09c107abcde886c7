//! Keys that come from another key manager.

use chrono::TimeDelta;
use crypto::aead::AesKey;
use crypto::encoding::b64url;
use crypto::envelope::{self, Outside, Recipient};
use crypto::x509::{Certificate, Profile};
use crypto::zero_knowledge as format;
use crypto::{KeyKind, SystemRandom};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::{Party, party};

const MIGRATOR: &str = "KEY_MIGRATION_ADMIN";

/// A base key of another key manager, wrapped under this one's master key of the application.
async fn base_key(app: &App, application: &str, old: &Party) -> Value {
    let master = Certificate::from_pem(&app.certificate(application, "").await).unwrap();
    let wrapped =
        envelope::wrap_private_key(master.public_key().unwrap(), &old.key.to_pkcs8().unwrap(), &SystemRandom).unwrap();
    json!({"applicationId": application, "referenceId": "uin", "encryptedKeyData": b64url(wrapped),
        "certificateData": old.certificate.to_pem(), "notBefore": "2025-01-05T09:00:00.000Z",
        "notAfter": "2026-12-05T09:00:00.000Z"})
}

fn sealed_to(old: &Party) -> String {
    let recipient = Recipient { key: old.key.public(), thumbprint: &old.certificate.thumbprint() };
    b64url(envelope::seal(recipient, Outside::default(), b"years ago", &SystemRandom).unwrap())
}

// KEY: migration (ida-crypto A.10)
#[tokio::test]
async fn a_base_key_is_taken_over_and_opens_what_was_encrypted_to_it() {
    let app = app().await;
    let old = party(&app.setting.db, "old", KeyKind::Rsa2048, Profile::Root, 400, None);
    let request = base_key(&app, "ID_REPO", &old).await;
    let decrypt = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": sealed_to(&old)});
    assert_eq!(app.refusal("decrypt", decrypt.clone()).await, "KER-KMS-025");
    let done = app.response_for(MIGRATOR, "migrateBaseKey", request.clone()).await;
    assert_eq!(done["status"], "Migration Success");
    assert_eq!(app.response("decrypt", decrypt.clone()).await["data"], b64url("years ago"));
    assert_eq!(app.certificate("ID_REPO", "uin").await, old.certificate.to_pem(), "it is current: there was none");
    let again = app.response_for(MIGRATOR, "migrateBaseKey", request).await;
    assert_eq!(again["status"], "Migration Not Allowed. Valid Key Exists.");

    // beside a current key the newcomer only decrypts
    let older = party(&app.setting.db, "older", KeyKind::Rsa2048, Profile::Root, 400, None);
    let request = base_key(&app, "ID_REPO", &older).await;
    app.response_for(MIGRATOR, "migrateBaseKey", request).await;
    assert_eq!(app.certificate("ID_REPO", "uin").await, old.certificate.to_pem());
    let decrypt = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": sealed_to(&older)});
    assert_eq!(app.response("decrypt", decrypt).await["data"], b64url("years ago"));
}

// KEY: each refusal has its code
#[tokio::test]
async fn base_keys_that_do_not_fit_are_refused() {
    let app = app().await;
    let (old, other) = (
        party(&app.setting.db, "old", KeyKind::Rsa2048, Profile::Root, 400, None),
        party(&app.setting.db, "other", KeyKind::Rsa2048, Profile::Root, 400, None),
    );
    let right = base_key(&app, "ID_REPO", &old).await;
    let refuse = async |member: &str, value: Value| {
        let mut request = right.clone();
        request[member] = value;
        app.refusal_for(MIGRATOR, "migrateBaseKey", request).await
    };
    assert_eq!(refuse("certificateData", json!(other.certificate.to_pem())).await, "KER-KMS-014");
    assert_eq!(refuse("certificateData", json!("x")).await, "KER-KMS-013");
    assert_eq!(refuse("certificateData", json!("")).await, "KER-KMS-005");
    assert_eq!(refuse("encryptedKeyData", json!(b64url("x"))).await, "KER-KMS-019");
    assert_eq!(refuse("encryptedKeyData", json!("***")).await, "KER-CRY-003");
    assert_eq!(refuse("applicationId", json!("IDA")).await, "KER-KMS-019", "wrapped under another master key");
    assert_eq!(refuse("applicationId", json!("NOBODY")).await, "KER-KMS-002");
    assert_eq!(refuse("referenceId", json!("")).await, "KER-KMS-010");
    assert_eq!(refuse("notAfter", json!("some day")).await, "KER-KMS-005");
    let (status, _) = app.send("POST", "/v1/keymanager/migrateBaseKey", "GLOBAL_ADMIN", Some(json!({}))).await;
    assert_eq!(status, 403, "an administrator is no migrator");
}

// KEY-09: migration
#[tokio::test]
async fn random_keys_are_taken_over_under_a_temporary_certificate() {
    let app = app().await;
    let temporary = async || {
        let body = app.ask("GET", "getZKTempCertificate", MIGRATOR, Value::Null).await;
        Certificate::from_pem(&text(&body["response"]["certificate"])).unwrap()
    };
    let certificate = temporary().await;
    assert_eq!(temporary().await, certificate);
    assert_eq!(certificate.not_after() - certificate.not_before(), TimeDelta::days(1));
    let key = AesKey::generate(&SystemRandom);
    let wrapped = certificate.public_key().unwrap().encrypt_oaep(key.expose()).unwrap();
    let list = json!([
        {"keyIndex": 17, "encryptedKeyData": b64url(&wrapped)},
        {"keyIndex": 17, "encryptedKeyData": b64url(&wrapped)},
        {"keyIndex": 18, "encryptedKeyData": b64url([1; 256])},
        {"keyIndex": -1, "encryptedKeyData": b64url(&wrapped)},
        {"keyIndex": 19, "encryptedKeyData": "***"},
    ]);
    let request = json!({"zkEncryptedDataList": list});
    let answer = app.response_for(MIGRATOR, "migrateZKKeys", request.clone()).await;
    let said: Vec<String> = (0..5).map(|at| text(&answer["zkEncryptedDataList"][at]["statusMessage"])).collect();
    let (done, failed, there) = ("Migration Success", "Error in Migration", "Migration Not Allowed. Valid Key Exists.");
    assert_eq!(said, [done, there, failed, failed, failed]);

    // what the other key manager encrypted with it is read here, and the pool is filled around it
    let sealed = format::seal(&key, 17, "1234567890", b"Jane", &SystemRandom).unwrap();
    let attributes = json!([{"identifier": "name", "value": b64url(&sealed)}]);
    let decrypt = json!({"id": "1234567890", "zkDataAttributes": attributes});
    assert_eq!(app.response("zkDecrypt", decrypt.clone()).await["zkDataAttributes"][0]["value"], "Jane");
    let encrypt = json!({"id": "1", "zkDataAttributes": [{"identifier": "a", "value": "b"}]});
    app.response("zkEncrypt", encrypt).await;
    assert_eq!(app.response("zkDecrypt", decrypt).await["zkDataAttributes"][0]["value"], "Jane");
    let purge = json!({"zkEncryptedDataList": [], "purgeTempKeyFlag": true});
    app.response_for(MIGRATOR, "migrateZKKeys", purge).await;
    assert_eq!(app.refusal_for(MIGRATOR, "migrateZKKeys", request.clone()).await, "KER-KMS-003");
    assert_ne!(temporary().await, certificate);
    app.setting.db.clock.advance(TimeDelta::days(2));
    assert_eq!(app.refusal_for(MIGRATOR, "migrateZKKeys", request).await, "KER-KMS-003", "a day is over");
    assert_eq!(app.refusal_for(MIGRATOR, "migrateZKKeys", json!({})).await, "KER-KMS-005");
}
