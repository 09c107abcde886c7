//! Values bound to identities, the pool of random keys, tokens of persons.

use crypto::aead::AesKey;
use crypto::encoding::{b64_lenient, b64url};
use crypto::x509::Certificate;
use crypto::zero_knowledge as format;
use db::Db;
use keymgr_api::{KeyManager, KeyRef};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::{reopen, system};

fn request(id: &str, values: &[(&str, &str)]) -> Value {
    let attributes: Vec<Value> =
        values.iter().map(|(identifier, value)| json!({"identifier": identifier, "value": value})).collect();
    json!({"id": id, "zkDataAttributes": attributes})
}

async fn texts(db: &Db, sql: &str) -> Vec<String> {
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

/// The random key that travels with encrypted values, as its receiver opens it.
async fn random_key(app: &App, encrypted: &str) -> AesKey {
    let part = b64_lenient(encrypted).unwrap();
    let (thumbprint, wrapped) = part.split_at(32);
    let key = KeyRef::new("IDA", "CRED_SERVICE");
    let opened = app.setting.keymgr.unwrap_session_key(&system(), &key, wrapped, Some(thumbprint)).await.unwrap();
    AesKey::from_slice(&opened).unwrap()
}

// KEY-09
#[tokio::test]
async fn values_are_bound_to_an_identity_and_to_a_key_of_the_pool() {
    let app = app().await;
    let answer = app.response("zkEncrypt", request("1234567890", &[("name", "Jane"), ("city", "Zürich")])).await;
    let index: u32 = text(&answer["rankomKeyIndex"]).parse().unwrap();
    assert!(index < 10_000);
    let sealed: Vec<Vec<u8>> =
        (0..2).map(|at| b64_lenient(text(&answer["zkDataAttributes"][at]["value"])).unwrap()).collect();
    assert!(sealed.iter().all(|value| format::index(value) == Ok(index)));
    // the receiver needs nothing but its own private key
    let encrypted = text(&answer["encryptedRandomKey"]);
    let receiver = Certificate::from_pem(&app.certificate("IDA", "CRED_SERVICE").await).unwrap();
    assert_eq!(b64_lenient(&encrypted).unwrap()[..32], receiver.thumbprint());
    let key = random_key(&app, &encrypted).await;
    assert_eq!(format::open(&key, "1234567890", &sealed[0]).unwrap().as_slice(), b"Jane");

    let back: Vec<(&str, String)> = vec![("name", b64url(&sealed[0])), ("city", b64url(&sealed[1]))];
    let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let plain = app.response("zkDecrypt", request("1234567890", &back)).await;
    assert_eq!(plain["zkDataAttributes"][1], json!({"identifier": "city", "value": "Zürich"}));
    assert_eq!((&plain["encryptedRandomKey"], &plain["rankomKeyIndex"]), (&Value::Null, &Value::Null));

    assert_eq!(app.refusal("zkDecrypt", request("1234567891", &back)).await, "KER-ZKC-004");
    assert_eq!(app.refusal("zkEncrypt", request("1234567890", &[])).await, "KER-ZKC-003");
    assert_eq!(app.refusal("zkEncrypt", request(" ", &[("a", "b")])).await, "KER-ZKC-003");
    assert_eq!(app.refusal("zkEncrypt", json!({"id": 5})).await, "KER-ZKC-003");
    for len in [0, 3, 20, sealed[0].len() - 1] {
        let cut = b64url(&sealed[0][..len]);
        assert_eq!(app.refusal("zkDecrypt", request("1234567890", &[("name", &cut)])).await, "KER-ZKC-004", "{len}");
    }
    for unknown in [[0, 0, 0x27, 0x10], [0xff; 4]] {
        let mut other = sealed[0].clone();
        other[..4].copy_from_slice(&unknown);
        assert_eq!(app.refusal("zkDecrypt", request("1234567890", &[("a", &b64url(other))])).await, "KER-ZKC-002");
    }
    assert_eq!(app.refusal("zkDecrypt", request("1234567890", &[("name", "***")])).await, "KER-ZKC-004");
}

// KEY-09: the pool is made once, whole, and wrapped
#[tokio::test]
async fn the_pool_is_made_at_first_use_and_belongs_to_every_process() {
    let app = app().await;
    let keys = app.setting.db.databases.keys();
    assert!(texts(keys, "SELECT wrapped FROM zk_key").await.is_empty());
    let first = app.response("zkEncrypt", request("1", &[("a", "one")])).await;
    let wrapped = texts(keys, "SELECT wrapped FROM zk_key ORDER BY id").await;
    assert_eq!(wrapped.len(), 10_000);
    assert!(wrapped.iter().all(|text| b64_lenient(text).unwrap().len() == 32));
    let index: usize = text(&first["rankomKeyIndex"]).parse().unwrap();
    let key = random_key(&app, &text(&first["encryptedRandomKey"])).await;
    assert_ne!(b64_lenient(&wrapped[index]).unwrap(), key.expose(), "no key lies bare in the database");
    app.response("zkEncrypt", request("1", &[("a", "two")])).await;
    assert_eq!(texts(keys, "SELECT wrapped FROM zk_key ORDER BY id").await, wrapped, "nothing is made twice");
    let audited = texts(keys, "SELECT event_name FROM keys_audit WHERE event_name = 'ZK_KEYS_GENERATED'").await;
    assert_eq!(audited.len(), 1);

    // what one process encrypted another opens
    let other = reopen(&app.setting.db, 7).await.unwrap();
    let edge = crate::app::App::over(app.setting, &other);
    let value = text(&first["zkDataAttributes"][0]["value"]);
    let plain = edge.response("zkDecrypt", request("1", &[("a", &value)])).await;
    assert_eq!(plain["zkDataAttributes"][0]["value"], "one");
}

// KEY-09
#[tokio::test]
async fn a_random_key_is_wrapped_again_for_the_own_store() {
    let app = app().await;
    let answer = app.response("zkEncrypt", request("1", &[("a", "one")])).await;
    let (index, encrypted) = (text(&answer["rankomKeyIndex"]), text(&answer["encryptedRandomKey"]));
    let again = app.response(&format!("zkReEncryptRandomKey?encryptedKey=x.{encrypted}"), json!({})).await;
    let sql = format!("SELECT wrapped FROM zk_key WHERE id = {index}");
    let stored = texts(app.setting.db.databases.keys(), &sql).await;
    assert_eq!(json!(stored[0]), again["encryptedKey"], "the same key under the same master key");

    let ask = async |key: &str| app.refusal(&format!("zkReEncryptRandomKey?encryptedKey={key}"), json!({})).await;
    assert_eq!(ask("").await, "KER-ZKC-006");
    assert_eq!(ask(&b64url([7; 288])).await, "KER-ZKC-006");
    let mut broken = b64_lenient(&encrypted).unwrap();
    broken[100] ^= 1;
    assert_eq!(ask(&b64url(broken)).await, "KER-ZKC-001");
}

// KEY-09: generateSymmetricKey
#[tokio::test]
async fn a_new_symmetric_master_key_leaves_old_values_readable() {
    let app = app().await;
    let name = json!({"applicationId": "KERNEL", "referenceId": "IDENTITY_CACHE"});
    assert_eq!(app.response("generateSymmetricKey", name.clone()).await["status"], "Generation Success");
    assert_eq!(app.response("generateSymmetricKey", name.clone()).await["status"], "Key Exists.");
    let old = app.response("zkEncrypt", request("1", &[("a", "old")])).await;
    let mut forced = name.clone();
    forced["force"] = json!(true);
    assert_eq!(app.response("generateSymmetricKey", forced).await["status"], "Generation Success");
    let value = text(&old["zkDataAttributes"][0]["value"]);
    assert_eq!(app.response("zkDecrypt", request("1", &[("a", &value)])).await["zkDataAttributes"][0]["value"], "old");
    app.setting.db.clock.advance(chrono::TimeDelta::days(3651));
    assert_eq!(
        app.response("generateSymmetricKey", name.clone()).await["status"],
        "Generation Success",
        "ten years on"
    );

    let refusal = async |app_id: &str, reference: &str| {
        app.refusal("generateSymmetricKey", json!({"applicationId": app_id, "referenceId": reference})).await
    };
    assert_eq!(refusal("NOBODY", "IDENTITY_CACHE").await, "KER-KMS-002");
    assert_eq!(refusal("KERNEL", "").await, "KER-KMS-005");
    assert_eq!(refusal("KERNEL", "SIGN").await, "KER-KMS-010");
    assert_eq!(refusal("IDA", "PARTNER").await, "KER-KMS-010");
    assert_eq!(app.refusal("generateCSR", name).await, "KER-KMS-022");
    assert_eq!(app.get_refusal("getCertificate?applicationId=IDA&referenceId=IDENTITY_CACHE").await, "KER-KMS-016");
}

// IDA-12
#[tokio::test]
async fn a_token_id_belongs_to_one_person_and_one_partner() {
    let app = app().await;
    let token = async |uin: &str, partner: &str| text(&app.get(&format!("tokenid/{uin}/{partner}")).await["tokenID"]);
    let one = token("5483920146", "mpartner-default-auth").await;
    assert!(one.len() == 36 && one.bytes().all(|digit| digit.is_ascii_digit()), "{one}");
    assert_eq!(token("5483920146", "mpartner-default-auth").await, one);
    assert_ne!(token("5483920146", "another").await, one);
    assert_ne!(token("5483920147", "mpartner-default-auth").await, one);
    assert_eq!(app.get_refusal("tokenid/%20/mpartner-default-auth").await, "KER-TIG-010");
    assert_eq!(app.get_refusal("tokenid/5483920146/%20").await, "KER-TIG-010");
}
