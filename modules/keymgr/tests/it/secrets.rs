//! Private keys stay where they are: not in logs, not in the database, not in replies.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use crypto::KeyKind;
use crypto::encoding::{b64std, b64url};
use crypto::x509::Profile;
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::{party, private_parts};

/// Everything that is logged in this process, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log
    })
    .clone()
}

/// The spellings under which bytes could leave: bare, hexadecimal, base64 at each of three alignments in both alphabets, decimal lists.
fn spellings(secret: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![secret.to_vec(), hex::encode(secret).into_bytes(), hex::encode_upper(secret).into_bytes()];
    for skipped in 0..3 {
        let part = &secret[skipped..skipped + (secret.len() - skipped) / 3 * 3];
        all.push(b64std(part).into_bytes());
        all.push(b64url(part).into_bytes());
    }
    all.push(secret.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into_bytes());
    all
}

/// Texts to look for, by their first bytes: a log of many megabytes is walked through once.
#[derive(Default)]
struct Needles(HashMap<[u8; HEAD], Vec<(String, Vec<u8>)>>);

const HEAD: usize = 8;

impl Needles {
    fn add(&mut self, name: &str, secret: &[u8]) {
        for spelling in spellings(secret) {
            let head = *spelling.first_chunk().unwrap();
            self.0.entry(head).or_default().push((name.to_owned(), spelling));
        }
    }

    /// The name of the first one that stands in the bytes.
    fn found_in(&self, bytes: &[u8]) -> Option<&str> {
        (0..bytes.len().saturating_sub(HEAD - 1)).find_map(|at| {
            let rest = &bytes[at..];
            let candidates = self.0.get(rest.first_chunk::<HEAD>()?)?;
            candidates.iter().find(|(_, spelling)| rest.starts_with(spelling)).map(|(name, _)| name.as_str())
        })
    }
}

fn files(dir: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// Calls of every kind; returns all that was answered.
async fn exercise(app: &App) -> String {
    let mut said = String::new();
    let mut call = async |method: &str, path: &str, roles: &str, request: Value| {
        let answer = app.ask(method, path, roles, request).await;
        said.push_str(&answer.to_string());
        answer["response"].clone()
    };
    let admin = "GLOBAL_ADMIN";
    let name = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": b64url("marker-plain-text")});
    let sealed = call("POST", "encrypt", admin, name).await;
    let back = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": sealed["data"]});
    call("POST", "decrypt", admin, back).await;
    let forced = json!({"applicationId": "ID_REPO", "force": true});
    call("POST", "generateMasterKey/CERTIFICATE", admin, forced.clone()).await;
    call("POST", "generateMasterKey/CSR", admin, forced.clone()).await;
    call(
        "POST",
        "generateECSignKey/CERTIFICATE",
        admin,
        json!({"applicationId": "IDA", "referenceId": "ED25519_SIGN"}),
    )
    .await;
    call("GET", "getAllCertificates?applicationId=ID_REPO&referenceId=uin", admin, Value::Null).await;
    call("GET", "getCertificateChain?applicationId=ID_REPO&referenceId=uin", admin, Value::Null).await;
    call("PUT", "revokeKey", admin, json!({"applicationId": "ID_REPO", "referenceId": "uin"})).await;
    call("POST", "jwtSign", admin, json!({"dataToSign": b64url("{}"), "includeCertificate": true})).await;
    call("POST", "coseSign1", admin, json!({"payload": b64url("{}")})).await;
    call("POST", "encryptWithPin", admin, json!({"data": "marker-plain-text", "userPin": "marker-pin-739"})).await;
    let zk = json!({"id": "marker-uin-4862", "zkDataAttributes": [{"identifier": "a", "value": "marker-plain-text"}]});
    call("POST", "zkEncrypt", admin, zk).await;
    call("GET", "getZKTempCertificate", "KEY_MIGRATION_ADMIN", Value::Null).await;
    call("GET", "tokenid/marker-uin-4862/p", admin, Value::Null).await;
    call("POST", "tpmencryption/publickey", admin, json!({"serverProfile": "x"})).await;
    call("POST", "cssign", admin, json!({"data": b64url("x")})).await;
    call("POST", "generateArgon2Hash", admin, json!({"inputData": "marker-plain-text"})).await;
    let stranger = party(&app.setting.db, "stranger", KeyKind::Rsa2048, Profile::Root, 400, None);
    for junk in ["", "AAAA", "***"] {
        let upload = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": junk, "encData": junk,
            "certificateData": stranger.certificate.to_pem(), "encryptedKeyData": junk});
        for path in ["decrypt", "jwtDecrypt", "uploadCertificate", "tpmdecrypt"] {
            call("POST", path, admin, upload.clone()).await;
        }
        call("POST", "migrateBaseKey", "KEY_MIGRATION_ADMIN", upload).await;
    }
    said
}

// SEC: no private key leaves the key store
#[tokio::test]
async fn private_keys_reach_neither_logs_nor_database_nor_replies() {
    let log = log();
    let app = app().await;
    let said = exercise(&app).await;
    let license = json!({"tspId": "T", "licenseExpiryTime": "2026-02-05T09:00:00.000Z"});
    let license = text(&app.response("license/generate", license).await["licenseKey"]);

    let mut places = vec![("the replies".to_owned(), said.into_bytes())];
    files(app.setting.db.dir.path(), &mut places);
    let logged = log.0.lock().unwrap().clone();
    assert!(String::from_utf8_lossy(&logged).contains("making keys"), "the log was listened to");
    places.push(("the log".to_owned(), logged));
    assert!(places.len() > 30, "the key store and the databases were read");
    let (mut keys, mut markers) = (Needles::default(), Needles::default());
    private_parts().iter().for_each(|secret| keys.add("a private key", secret));
    for marker in ["marker-plain-text", "marker-pin-739", "marker-uin-4862", license.as_str()] {
        markers.add(marker, marker.as_bytes());
    }
    for (place, bytes) in &places {
        assert_eq!(keys.found_in(bytes), None, "{place}");
        // what was decrypted is answered, and nothing else holds it
        assert!(
            place == "the replies" || markers.found_in(bytes).is_none(),
            "{:?} in {place}",
            markers.found_in(bytes)
        );
    }
}

// the search itself finds what it should
#[test]
fn the_search_finds_a_secret_in_every_spelling() {
    let secret: Vec<u8> = (100..136).collect();
    let key = [&[1, 2, 3, 4][..], &secret, &[5, 6]].concat();
    let mut needles = Needles::default();
    needles.add("it", &secret);
    for text in [hex::encode(&key), hex::encode_upper(&key), b64std(&key), b64url(&key), format!("{key:?}")] {
        assert_eq!(needles.found_in(text.as_bytes()), Some("it"), "{text}");
    }
    assert_eq!(needles.found_in(&key), Some("it"));
    assert_eq!(needles.found_in(&key[5..]), None, "a part of it is something else");
}
