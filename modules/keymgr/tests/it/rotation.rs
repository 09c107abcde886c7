//! Keys change while data lives on and work goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use crypto::encoding::b64url;
use keymgr_api::AtRest;
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::system;

fn machine(data: &str) -> Value {
    json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "data": data})
}

async fn revoke(app: &App) {
    let name = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003"});
    let answer = app.ask("PUT", "revokeKey", "GLOBAL_ADMIN", name).await;
    assert_eq!(answer["response"]["status"], "Key Revoked", "{answer}");
}

// KEY-02, KEY-04: A.5, decryption searches all historic keys
#[tokio::test]
async fn data_written_ten_rotations_ago_is_read() {
    let app = app().await;
    let mut written = Vec::new();
    for round in 0..=10 {
        let sealed = text(&app.response("encrypt", machine(&b64url(format!("round {round}")))).await["data"]);
        let without = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "prependThumbprint": false,
            "data": b64url(format!("round {round}")), "aad": "YQ"});
        let without = text(&app.response("encrypt", without).await["data"]);
        let token = text(&app.response("jwtEncrypt", machine(&b64url(format!("[{round}]")))).await["data"]);
        written.push((sealed, without, token));
        if round < 10 {
            revoke(&app).await;
            app.setting.db.clock.advance(TimeDelta::minutes(2));
        }
    }
    let all = app.get("getAllCertificates?applicationId=REGISTRATION&referenceId=10001_10003").await;
    assert_eq!(all["allCertificates"].as_array().unwrap().len(), 11);
    for (round, (sealed, without, token)) in written.iter().enumerate() {
        let expected = b64url(format!("round {round}"));
        assert_eq!(app.response("decrypt", machine(sealed)).await["data"], expected, "round {round}");
        let mut request = machine(without);
        request["aad"] = json!("YQ");
        assert_eq!(app.response("decrypt", request).await["data"], expected, "round {round}, no thumbprint");
        let request = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "encData": token});
        assert_eq!(app.response("jwtDecrypt", request).await["data"], b64url(format!("[{round}]")));
    }
}

// KEY-02: the same for data at rest and values of the pool
#[tokio::test]
async fn rows_and_values_written_ten_rotations_ago_are_read() {
    let app = app().await;
    let m = &app.setting.keymgr;
    let sealed = m.seal("idrepo.identity", b"row", b"Jane").await.unwrap();
    let zk = json!({"id": "1", "zkDataAttributes": [{"identifier": "a", "value": "Jane"}]});
    let value = app.response("zkEncrypt", zk).await["zkDataAttributes"][0]["value"].clone();
    for _ in 0..10 {
        m.rotate_data_key(&system(), "idrepo.identity").await.unwrap();
        let name = json!({"applicationId": "KERNEL", "referenceId": "IDENTITY_CACHE", "force": true});
        assert_eq!(app.response("generateSymmetricKey", name).await["status"], "Generation Success");
    }
    assert_eq!(m.open("idrepo.identity", b"row", &sealed).await.unwrap().as_slice(), b"Jane");
    let zk = json!({"id": "1", "zkDataAttributes": [{"identifier": "a", "value": value}]});
    assert_eq!(app.response("zkDecrypt", zk).await["zkDataAttributes"][0]["value"], "Jane");
}

/// What one worker made until it was told to stop.
async fn work(app: Arc<App>, stop: Arc<AtomicBool>, worker: usize) -> Vec<(String, String, String)> {
    let mut made = Vec::new();
    while !stop.load(Ordering::Relaxed) || made.len() < 5 {
        let plain = b64url(format!("{worker} {}", made.len()));
        let sealed = text(&app.response("encrypt", machine(&plain)).await["data"]);
        let sign = json!({"dataToSign": plain, "includePayload": true});
        let token = text(&app.response("jwtSign", sign).await["jwtSignedData"]);
        made.push((plain, sealed, token));
        tokio::task::yield_now().await;
    }
    made
}

// KEY-02: nothing made during a rotation is lost
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotating_under_load_loses_no_call() {
    let app = Arc::new(app().await);
    app.response("encrypt", machine("YQ")).await;
    let stop = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = (0..4).map(|worker| tokio::spawn(work(app.clone(), stop.clone(), worker))).collect();
    for _ in 0..5 {
        revoke(&app).await;
        let force = json!({"applicationId": "KERNEL", "referenceId": "SIGN", "force": true});
        app.response("generateMasterKey/CERTIFICATE", force).await;
        // the next revocation needs a key to revoke
        app.response("encrypt", machine("YQ")).await;
    }
    stop.store(true, Ordering::Relaxed);
    let mut total = 0;
    for worker in workers {
        for (plain, sealed, token) in worker.await.unwrap() {
            assert_eq!(app.response("decrypt", machine(&sealed)).await["data"], plain);
            let verified = app.response("jwtVerify", json!({"jwtSignatureData": token})).await;
            assert_eq!(verified["signatureValid"], json!(true));
            total += 1;
        }
    }
    assert!(total >= 20, "{total}");
    let all = app.get("getAllCertificates?applicationId=KERNEL&referenceId=SIGN").await;
    assert_eq!(all["allCertificates"].as_array().unwrap().len(), 6);
}
