//! Backups of the key store: whole, sealed, restored entirely or not at all.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crypto::Zeroizing;
use keymgr::{Keymgr, RestoreError, Restored};
use keymgr_api::{AtRest, JwsOptions, KeyManager, KeyRef};
use testkit::db::TestDb;

use crate::softhsm::{self, Token};
use crate::support::{config, fresh_db, open, reopen, system};

const PHRASE: &str = "a passphrase of its own";

fn phrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

async fn back_up(m: &Keymgr) -> (Vec<u8>, Vec<String>) {
    let backup = m.back_up(&system(), phrase(PHRASE)).await.unwrap().unwrap();
    assert_eq!(backup.keys, 25);
    (backup.file, backup.in_token)
}

async fn target(db: &TestDb, token: Option<&Token>) -> Arc<Keymgr> {
    let mut config = config(db.dir.path(), 9); // another master key
    config.token = token.map(|token| token.config(true));
    Keymgr::open_for_restore(db.databases.keys().clone(), config).await.unwrap()
}

async fn restore(m: &Keymgr, file: &[u8]) -> Result<Restored, RestoreError> {
    m.restore(&system(), file.to_vec(), phrase(PHRASE)).await
}

fn secrets(dir: &Path) -> usize {
    let files = fs::read_dir(dir.join("keys")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|e| e == "key")).count()
}

// KEY-11
#[tokio::test]
async fn a_backup_brings_everything_back_under_another_master_key() {
    let setting = open().await;
    let base = KeyRef::new("IDA", "PARTNER");
    let sealed = setting.keymgr.encrypt(&system(), &base, b"plain", None, None).await.unwrap();
    let stored = setting.keymgr.seal("notes", b"row 1", b"at rest").await.unwrap();
    let (file, in_token) = back_up(&setting.keymgr).await;
    assert!(in_token.is_empty());
    let root = setting.keymgr.certificate(&system(), &KeyRef::new("ROOT", "")).await.unwrap();

    let db = fresh_db().await;
    let m = target(&db, None).await;
    let restored = restore(&m, &file).await.unwrap();
    assert_eq!((restored.keys, restored.secrets, restored.already), (25, 26, 0), "25 key pairs and one data key");
    let again = restore(&m, &file).await.unwrap();
    assert_eq!((again.keys, again.secrets), (0, 0), "a second time changes nothing");
    drop(m);
    // a start finds everything and makes nothing
    let m = reopen(&db, 9).await.unwrap();
    assert_eq!(m.certificate(&system(), &KeyRef::new("ROOT", "")).await.unwrap(), root);
    assert_eq!(m.decrypt(&system(), &base, &sealed, None, None).await.unwrap().as_slice(), b"plain");
    assert_eq!(m.open("notes", b"row 1", &stored).await.unwrap().as_slice(), b"at rest");
    assert_eq!(secrets(db.dir.path()), 27);
}

#[tokio::test]
async fn lost_files_come_back_beside_their_rows() {
    let setting = open().await;
    let (file, _) = back_up(&setting.keymgr).await;
    let keys = setting.db.dir.path().join("keys");
    let lost = fs::read_dir(&keys).unwrap().map(|f| f.unwrap().path()).find(|f| !f.ends_with("check.key")).unwrap();
    fs::remove_file(&lost).unwrap();
    assert!(reopen(&setting.db, 7).await.is_err());
    let m =
        Keymgr::open_for_restore(setting.db.databases.keys().clone(), config(setting.db.dir.path(), 7)).await.unwrap();
    let restored = restore(&m, &file).await.unwrap();
    assert_eq!((restored.keys, restored.secrets), (0, 1));
    assert!(reopen(&setting.db, 7).await.is_ok());
}

#[tokio::test]
async fn other_keys_are_never_overwritten_and_a_failure_leaves_nothing() {
    let setting = open().await;
    let (file, _) = back_up(&setting.keymgr).await;
    // another installation
    let other = open().await;
    let before = secrets(other.db.dir.path());
    let refused = restore(&other.keymgr, &file).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Conflict(_)), "{refused}");
    assert_eq!(secrets(other.db.dir.path()), before);

    // a secret with other bytes under an id of the backup
    let db = fresh_db().await;
    let m = target(&db, None).await;
    let id = keymgr::list(setting.db.databases.keys()).await.unwrap()[20].id.clone();
    let foreign = fs::read(db.dir.path().join("keys/check.key")).unwrap();
    fs::write(db.dir.path().join(format!("keys/{id}.key")), foreign).unwrap();
    let refused = restore(&m, &file).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Conflict(_)), "{refused}");
    assert_eq!(secrets(db.dir.path()), 2, "nothing was written");
    assert!(keymgr::list(db.databases.keys()).await.unwrap().is_empty());

    // wrong passphrase, changed file
    let refused = m.restore(&system(), file.clone(), phrase("some other passphrase")).await;
    assert!(matches!(refused, Err(RestoreError::File(_))));
    let mut changed = file.clone();
    let at = file.len() / 2;
    changed[at] ^= 1;
    assert!(matches!(restore(&m, &changed).await, Err(RestoreError::File(_))));
    assert!(setting.keymgr.back_up(&system(), phrase("short")).await.unwrap().is_err());
}

// keys move from files into a token; out of it they do not come
#[tokio::test]
async fn a_token_takes_masters_in_and_gives_none_back() {
    let Some(token) = softhsm::token("backups::a_token_takes_masters_in_and_gives_none_back") else { return };
    let setting = open().await;
    let (file, _) = back_up(&setting.keymgr).await;
    let db = fresh_db().await;
    let m = target(&db, Some(&token)).await;
    let restored = restore(&m, &file).await.unwrap();
    assert_eq!((restored.keys, restored.secrets), (25, 25));
    let sign = KeyRef::new("KERNEL", "SIGN");
    let options = JwsOptions { include_payload: true, ..JwsOptions::default() };
    let signed = m.sign_jws(&system(), &sign, b"x", options).await.unwrap();
    assert!(setting.keymgr.verify_jws(&system(), &sign, &signed, None, None).await.is_ok());

    let (out, in_token) = back_up(&m).await;
    assert_eq!(in_token.len(), 17, "{in_token:?}");
    assert!(in_token.iter().any(|name| name.starts_with("ROOT until 20")), "{in_token:?}");
    // it restores where the token is, with the directory lost
    drop(m);
    fs::remove_dir_all(db.dir.path().join("keys")).unwrap();
    let m = target(&db, Some(&token)).await;
    assert_eq!(restore(&m, &out).await.unwrap().secrets, 8);
    drop(m);
    // and nowhere else
    let elsewhere = fresh_db().await;
    let m = target(&elsewhere, None).await;
    let refused = restore(&m, &out).await.unwrap_err().to_string();
    assert!(refused.contains("neither in the backup nor in the key store"), "{refused}");
    assert_eq!(secrets(elsewhere.dir.path()), 1, "nothing is left but the check");
}
