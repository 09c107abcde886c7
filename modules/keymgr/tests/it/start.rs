//! First start, restart, and what is said when keys or the master key are missing.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crypto::x509::{Certificate, Trust, verify_chain};
use keymgr::{Keymgr, StartError};
use keymgr_api::{KeyManager, KeyRef};

use crate::support::{ClockNow, code, open, reopen, system};

// KEY-01, KEY-12
#[tokio::test]
async fn the_first_start_makes_a_hierarchy_and_the_second_nothing() {
    let setting = open().await;
    let keys = |setting: &crate::support::Setting| fs::read_dir(setting.db.dir.path().join("keys")).unwrap().count();
    let made = keys(&setting);
    assert!(made >= 26, "{made} files");

    let certificate = async |app: &str, reference: &str| {
        let pem = setting.keymgr.certificate(&system(), &KeyRef::new(app, reference)).await.unwrap();
        Certificate::from_pem(&pem).unwrap()
    };
    let root = [certificate("ROOT", "").await];
    assert!(root[0].is_self_signed() && root[0].path_length() == Some(2));
    for (app, reference) in [("KERNEL", "SIGN"), ("IDA", "PARTNER"), ("KERNEL", "ED25519_SIGN"), ("PMS", "")] {
        let found = certificate(app, reference).await;
        let masters = [certificate(app, "").await];
        let path = verify_chain(&found, Trust { anchors: &root, intermediates: &masters }, setting.db.clock_now());
        assert!(path.is_ok(), "{app}:{reference}: {path:?}");
    }
    let partner = certificate("IDA", "PARTNER").await;
    assert_eq!(partner.subject().common_name(), Some("IDA-PARTNER"));
    assert!(partner.key_usage().is_some_and(|usage| usage.key_encipherment && !usage.digital_signature));

    let again = reopen(&setting.db, 7).await.unwrap();
    assert_eq!(keys(&setting), made);
    let same = again.certificate(&system(), &KeyRef::new("IDA", "PARTNER")).await.unwrap();
    assert_eq!(same, partner.to_pem());
}

// KEY-11
#[tokio::test]
async fn a_wrong_master_key_and_a_lost_key_stop_the_start() {
    let setting = open().await;
    let refused = reopen(&setting.db, 8).await.err().unwrap();
    assert!(refused.to_string().contains("not the one this key store was made with"), "{refused}");

    let keys = setting.db.dir.path().join("keys");
    let file = fs::read_dir(&keys).unwrap().map(|f| f.unwrap().path()).find(|f| !f.ends_with("check.key")).unwrap();
    let elsewhere = setting.db.dir.path().join("moved");
    fs::rename(&file, &elsewhere).unwrap();
    let refused = reopen(&setting.db, 7).await.err().unwrap();
    assert!(matches!(refused, StartError::Store(_)) && refused.to_string().contains("backup"), "{refused}");
    fs::rename(&elsewhere, &file).unwrap();
    assert!(reopen(&setting.db, 7).await.is_ok());
}

// a crash between the key's file and its row
#[tokio::test]
async fn a_key_without_a_row_is_set_aside_after_an_hour() {
    let setting = open().await;
    let keys = setting.db.dir.path().join("keys");
    let orphan = keys.join("00000000-0000-7000-8000-000000000000.key");
    fs::write(&orphan, b"TSK1 of a crashed process").unwrap();
    let now: SystemTime = setting.db.clock_now().into();
    let touch =
        |age: u64| fs::File::options().write(true).open(&orphan).unwrap().set_modified(now - Duration::from_secs(age));
    touch(3000).unwrap();
    reopen(&setting.db, 7).await.unwrap();
    assert!(orphan.exists(), "its process may still commit");
    touch(4000).unwrap();
    reopen(&setting.db, 7).await.unwrap();
    assert!(!orphan.exists());
    assert!(keys.join("unreferenced/00000000-0000-7000-8000-000000000000.key").exists(), "nothing is destroyed");
}

// KEY-02
#[tokio::test]
async fn only_names_with_a_policy_get_keys() {
    let setting = open().await;
    let ask = async |app: &str, reference: &str| {
        code(setting.keymgr.certificate(&system(), &KeyRef::new(app, reference)).await)
    };
    assert_eq!(ask("NOBODY", "x").await, "KER-KMS-002");
    assert_eq!(ask("BASE", "x").await, "KER-KMS-002");
    assert_eq!(ask("KERNEL", "some").await, "KER-KMS-016");
    assert_eq!(ask("PARTNER", "bank").await, "KER-KMS-016");
    assert_eq!(ask("PARTNER", "").await, "KER-KMS-016");
    assert_eq!(ask("REGISTRATION", "10001_10003").await, "accepted");
}

/// Two requests at once, each a task of its own.
async fn both(one: &Arc<Keymgr>, two: &Arc<Keymgr>, key: KeyRef) -> (String, String) {
    let ask = |m: &Arc<Keymgr>| {
        let (m, key) = (m.clone(), key.clone());
        tokio::spawn(async move { m.certificate(&system(), &key).await.unwrap() })
    };
    let (one, two) = (ask(one), ask(two));
    (one.await.unwrap(), two.await.unwrap())
}

// two requests for a missing key make one
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_made_once() {
    let setting = open().await;
    let m = &setting.keymgr;
    let (one, two) = both(m, m, KeyRef::new("REGISTRATION", "10001_10003")).await;
    assert_eq!(one, two);

    // a second process over the same database and directory finds the first one's key
    let other = reopen(&setting.db, 7).await.unwrap();
    for machine in 10004..10010 {
        let (one, two) = both(m, &other, KeyRef::new("REGISTRATION", &format!("10001_{machine}"))).await;
        assert_eq!(one, two);
    }
}
