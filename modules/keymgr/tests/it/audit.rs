//! Whatever changes keys, licences or trust leaves an audit row.

use std::collections::BTreeSet;

use crypto::aead::AesKey;
use crypto::encoding::b64url;
use crypto::envelope::wrap_private_key;
use crypto::x509::{Certificate, Profile};
use crypto::{KeyKind, SystemRandom};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::party;

/// The names of events, and the actors and descriptions of all.
async fn audited(app: &App) -> (BTreeSet<String>, String) {
    let keys = app.setting.db.databases.keys();
    let sql = "SELECT event_name, description, created_by FROM keys_audit";
    let rows = keys.read().query_all_raw(Statement::from_string(keys.backend(), sql)).await.unwrap();
    let column = |row: &sea_orm::QueryResult, at: usize| row.try_get_by_index::<String>(at).unwrap();
    let names = rows.iter().map(|row| column(row, 0)).collect();
    let texts = rows.iter().map(|row| format!("{} {}\n", column(row, 1), column(row, 2))).collect();
    (names, texts)
}

// AUD-01
#[tokio::test]
async fn every_change_leaves_a_row_without_secrets() {
    const MIGRATOR: &str = "KEY_MIGRATION_ADMIN";
    let app = app().await;
    let (before, _) = audited(&app).await;
    let name = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "data": "YQ"});
    app.response("encrypt", name.clone()).await;
    app.ask(
        "PUT",
        "revokeKey",
        "GLOBAL_ADMIN",
        json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003",
        "disableAutoGen": true}),
    )
    .await;
    app.ask("PUT", "revokeKey", "GLOBAL_ADMIN", name).await;
    let license = json!({"tspId": "TSP1", "licenseExpiryTime": "2026-02-05T09:00:00.000Z"});
    let license = text(&app.response("license/generate", license).await["licenseKey"]);
    let mapping = json!({"tspId": "TSP1", "licenseKey": license, "permissions": ["OTP Trigger"]});
    app.response("license/permission", mapping).await;
    app.response("zkEncrypt", json!({"id": "uin-4862", "zkDataAttributes": [{"identifier": "a", "value": "b"}]})).await;

    let temporary = app.ask("GET", "getZKTempCertificate", MIGRATOR, Value::Null).await;
    let temporary = Certificate::from_pem(&text(&temporary["response"]["certificate"])).unwrap();
    let wrapped = temporary.public_key().unwrap().encrypt_oaep(AesKey::generate(&SystemRandom).expose()).unwrap();
    let zk = json!({"zkEncryptedDataList": [{"keyIndex": 10_000, "encryptedKeyData": b64url(wrapped)}],
        "purgeTempKeyFlag": true});
    app.response_for(MIGRATOR, "migrateZKKeys", zk).await;
    let old = party(&app.setting.db, "old", KeyKind::Rsa2048, Profile::Root, 400, None);
    let master = Certificate::from_pem(&app.certificate("ID_REPO", "").await).unwrap();
    let pkcs8 = old.key.to_pkcs8().unwrap();
    let wrapped = wrap_private_key(master.public_key().unwrap(), &pkcs8, &SystemRandom).unwrap();
    let base = json!({"applicationId": "ID_REPO", "referenceId": "uin", "encryptedKeyData": b64url(wrapped),
        "certificateData": old.certificate.to_pem()});
    app.response_for(MIGRATOR, "migrateBaseKey", base).await;

    let (after, texts) = audited(&app).await;
    let new: Vec<&str> = after.difference(&before).map(String::as_str).collect();
    assert_eq!(
        new,
        [
            "BASE_KEY_MIGRATED",
            "DATA_KEY_GENERATED", // the symmetric master key
            "KEY_GENERATION_RESUMED",
            "KEY_REVOKED",
            "LICENSE_GENERATED",
            "LICENSE_MAPPED",
            "TEMPORARY_KEY_ENDED",
            "ZK_KEYS_GENERATED",
            "ZK_KEYS_MIGRATED",
        ]
    );
    assert!(texts.contains("somebody"), "the caller stands in the rows");
    for secret in [license.as_str(), "uin-4862"] {
        assert!(!texts.contains(secret), "{secret}");
    }
}
