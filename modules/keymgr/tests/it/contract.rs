//! What every key store must do, run over each of them (KEY-11).

use std::fs;
use std::sync::Arc;

use chrono::TimeDelta;
use crypto::cose::Sign1;
use crypto::x509::{Certificate, Trust, verify_chain};
use crypto::{Algorithm, KeyKind, PublicKey};
use keymgr::{Keymgr, StartError};
use keymgr_api::{AtRest, JwsOptions, KeyManager, KeyRef};
use testkit::db::TestDb;

use crate::softhsm::{self, Token};
use crate::support::{ClockNow, code, config, fresh_db, stock, system};

/// The store under test.
#[derive(Clone)]
enum Kind {
    Files,
    Token(Token),
}

macro_rules! over_every_store {
    ($($name:ident),* $(,)?) => {
        mod over_files {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::Kind::Files).await;
            })*
        }
        mod over_a_token {
            $(#[tokio::test]
            async fn $name() {
                if let Some(token) = super::softhsm::token(concat!("contract::over_a_token::", stringify!($name))) {
                    super::$name(super::Kind::Token(token)).await;
                }
            })*
        }
    };
}

over_every_store!(signs, encrypts, certifies, rotates, restarts, a_wrong_secret_is_named, comes_back_after_it_was_gone);

const OPTIONS: JwsOptions = JwsOptions { include_payload: true, include_certificate: false, include_cert_hash: false };

async fn open(db: &TestDb, kind: &Kind, secret_fits: bool) -> Result<Arc<Keymgr>, StartError> {
    let mut config = config(db.dir.path(), if secret_fits { 7 } else { 8 });
    if let Kind::Token(token) = kind {
        config.token = Some(token.config(secret_fits));
    }
    Keymgr::open(db.databases.keys().clone(), config).await
}

async fn start(kind: &Kind) -> (TestDb, Arc<Keymgr>) {
    let db = fresh_db().await;
    let m = open(&db, kind, true).await.unwrap();
    (db, m)
}

async fn certificate(m: &Keymgr, application: &str, reference: &str) -> Certificate {
    Certificate::from_pem(&m.certificate(&system(), &KeyRef::new(application, reference)).await.unwrap()).unwrap()
}

// KEY-08
async fn signs(kind: Kind) {
    let (_db, m) = start(&kind).await;
    for key in [KeyRef::new("KERNEL", "SIGN"), KeyRef::new("IDA", ""), KeyRef::new("KERNEL", "ED25519_SIGN")] {
        let long = vec![b'x'; 100_000];
        let token = m.sign_jws(&system(), &key, &long, OPTIONS).await.unwrap();
        assert_eq!(m.verify_jws(&system(), &key, &token, None, None).await.unwrap().payload, long);
        let mut other = token.clone();
        other.insert(token.find('.').unwrap() + 2, 'A');
        assert_eq!(code(m.verify_jws(&system(), &key, &other, None, None).await), "KER-CSS-101");
    }
    // PS256
    let message = m.sign_cose(&system(), &KeyRef::new("IDA", "SIGN"), b"payload").await.unwrap();
    let signed = Sign1::parse(&message).unwrap();
    let public = certificate(&m, "IDA", "SIGN").await;
    assert!(signed.verify(public.public_key().unwrap(), &[Algorithm::Ps256], b"").is_ok());
    assert_eq!(code(m.sign_jws(&system(), &KeyRef::new("IDA", "PARTNER"), b"x", OPTIONS).await), "KER-KMS-020");
}

// KEY-06: with encryption keys, and with masters, which a token never hands out
async fn encrypts(kind: Kind) {
    let (_db, m) = start(&kind).await;
    let key = KeyRef::new("IDA", "PARTNER");
    let sealed = m.encrypt(&system(), &key, b"plain", Some(b"aad"), None).await.unwrap();
    assert_eq!(m.decrypt(&system(), &key, &sealed, Some(b"aad"), None).await.unwrap().as_slice(), b"plain");
    assert_eq!(code(m.decrypt(&system(), &key, &sealed, Some(b"aae"), None).await), "KER-FSE-004");

    let master = KeyRef::new("REGISTRATION", "");
    let public = certificate(&m, "REGISTRATION", "").await.public_key().unwrap().clone();
    for len in [0, 1, 32, 190] {
        let wrapped = public.encrypt_oaep(&vec![9; len]).unwrap();
        assert_eq!(m.unwrap_session_key(&system(), &master, &wrapped, None).await.unwrap().as_slice(), vec![9; len]);
    }
    let mut broken = public.encrypt_oaep(&[9; 32]).unwrap();
    broken[100] ^= 1;
    let (n, _) = public.rsa_components().unwrap();
    for wrong in [broken, vec![0; 256], vec![0xff; 256], n, vec![1; 255], vec![1; 257], vec![]] {
        assert_eq!(code(m.unwrap_session_key(&system(), &master, &wrong, None).await), "KER-KMS-019");
    }
    let stranger = stock(KeyKind::EcP256).unwrap();
    assert!(PublicKey::encrypt_oaep(stranger.public(), &[9; 32]).is_err());

    let stored = m.seal("notes", b"row 1", b"at rest").await.unwrap();
    assert_eq!(m.open("notes", b"row 1", &stored).await.unwrap().as_slice(), b"at rest");
}

// KEY-01
async fn certifies(kind: Kind) {
    let (db, m) = start(&kind).await;
    let root = [certificate(&m, "ROOT", "").await];
    for (application, reference) in [("REGISTRATION", "10001_10003"), ("KERNEL", "ED25519_SIGN"), ("PMS", "")] {
        let found = certificate(&m, application, reference).await;
        let masters = [certificate(&m, application, "").await];
        let trust = Trust { anchors: &root, intermediates: &masters };
        assert!(verify_chain(&found, trust, db.clock_now()).is_ok(), "{application}:{reference}");
    }
    // where the private keys are
    let files = fs::read_dir(db.dir.path().join("keys")).unwrap();
    let files = files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|e| e == "key")).count();
    match kind {
        Kind::Files => assert_eq!(files, 1 + 1 + 16 + 9, "check, root, masters, what they certify"),
        Kind::Token(_) => assert_eq!(files, 1 + 9, "check, what the masters certify"),
    }
}

// KEY-02
async fn rotates(kind: Kind) {
    let (db, m) = start(&kind).await;
    let (base, master) = (KeyRef::new("IDA", "PARTNER"), KeyRef::new("KERNEL", "SIGN"));
    let sealed = m.encrypt(&system(), &base, b"old", None, None).await.unwrap();
    let token = m.sign_jws(&system(), &master, b"old", OPTIONS).await.unwrap();
    let old = (certificate(&m, "IDA", "PARTNER").await, certificate(&m, "KERNEL", "SIGN").await);
    db.clock.advance(TimeDelta::days(1036)); // 1095 less 60, and a day
    let new = (certificate(&m, "IDA", "PARTNER").await, certificate(&m, "KERNEL", "SIGN").await);
    assert!(old.0 != new.0 && old.1 != new.1);
    assert_eq!(m.decrypt(&system(), &base, &sealed, None, None).await.unwrap().as_slice(), b"old");
    assert!(m.verify_jws(&system(), &master, &token, None, None).await.is_ok());
    let fresh = m.sign_jws(&system(), &master, b"new", OPTIONS).await.unwrap();
    let by_new = m.verify_jws(&system(), &master, &fresh, None, Some(&new.1.to_pem())).await;
    assert_eq!(by_new.unwrap().payload, b"new");
}

async fn restarts(kind: Kind) {
    let (db, m) = start(&kind).await;
    let base = KeyRef::new("IDA", "PARTNER");
    let sealed = m.encrypt(&system(), &base, b"before", None, None).await.unwrap();
    let stored = m.seal("notes", b"row 1", b"at rest").await.unwrap();
    let before = (certificate(&m, "ROOT", "").await, certificate(&m, "IDA", "").await);
    drop(m);
    let m = open(&db, &kind, true).await.unwrap();
    assert_eq!((certificate(&m, "ROOT", "").await, certificate(&m, "IDA", "").await), before);
    assert_eq!(m.decrypt(&system(), &base, &sealed, None, None).await.unwrap().as_slice(), b"before");
    assert_eq!(m.open("notes", b"row 1", &stored).await.unwrap().as_slice(), b"at rest");
    assert!(m.sign_jws(&system(), &KeyRef::new("IDA", ""), b"x", OPTIONS).await.is_ok());
}

async fn a_wrong_secret_is_named(kind: Kind) {
    let (db, m) = start(&kind).await;
    drop(m);
    let refused = open(&db, &kind, false).await.err().unwrap().to_string();
    let expected = match &kind {
        Kind::Files => "not the one this key store was made with",
        Kind::Token(_) => "refuses the PIN",
    };
    assert!(refused.contains(expected), "{refused}");
    assert!(open(&db, &kind, true).await.is_ok(), "nothing was changed");
}

// the store away under a running process, and back again
async fn comes_back_after_it_was_gone(kind: Kind) {
    let (db, m) = start(&kind).await;
    let place = match &kind {
        Kind::Files => db.dir.path().join("keys"),
        Kind::Token(token) => token.dir.clone(),
    };
    let elsewhere = place.with_file_name("elsewhere");
    // a key that was not used before, and, from a token, one that was
    let names = match &kind {
        Kind::Files => vec![KeyRef::new("DIGITAL_CARD", "")],
        Kind::Token(_) => vec![KeyRef::new("KERNEL", "SIGN"), KeyRef::new("DIGITAL_CARD", "")],
    };
    if let Kind::Token(_) = &kind {
        m.sign_jws(&system(), &names[0], b"x", OPTIONS).await.unwrap();
    }
    let sign = async |key: &KeyRef| code(m.sign_jws(&system(), key, b"x", OPTIONS).await);
    fs::rename(&place, &elsewhere).unwrap();
    let refusal = if names.len() == 1 { "KER-KMA-004" } else { "KER-KMA-003" };
    for key in names.iter().chain(&names) {
        assert_eq!(sign(key).await, refusal);
    }
    fs::rename(&elsewhere, &place).unwrap();
    db.clock.advance(TimeDelta::seconds(61)); // a lost token is looked for once a minute
    for key in &names {
        assert_eq!(sign(key).await, "accepted");
    }
}

#[tokio::test]
async fn a_token_that_was_exchanged_is_noticed() {
    let Some(token) = softhsm::token("contract::a_token_that_was_exchanged_is_noticed") else { return };
    let kind = Kind::Token(token.clone());
    let (db, m) = start(&kind).await;
    drop(m);
    token.exchange();
    let refused = open(&db, &kind, true).await.err().unwrap().to_string();
    assert!(refused.contains("is not the one this key store was made with"), "{refused}");
}

#[tokio::test]
async fn a_directory_belongs_to_one_kind_of_store() {
    let Some(token) = softhsm::token("contract::a_directory_belongs_to_one_kind_of_store") else { return };
    for (first, second, expected) in [
        (Kind::Files, Kind::Token(token.clone()), "keystore = \"file\""),
        (Kind::Token(token), Kind::Files, "keystore = \"pkcs11\""),
    ] {
        let (db, m) = start(&first).await;
        drop(m);
        let refused = open(&db, &second, true).await.err().unwrap().to_string();
        assert!(refused.contains(expected), "{refused}");
    }
}
