//! What registration machines sign and encrypt.

use crypto::aead::{self, AesKey};
use crypto::client_crypto::{self as format, Mask};
use crypto::encoding::{b64_lenient, b64url};
use crypto::{Algorithm, KeyKind, PrivateKey, PublicKey, SystemRandom};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::stock;

/// A key as a TPM reports it (TPMT_PUBLIC with a signing scheme).
fn tpm(key: &PublicKey) -> Vec<u8> {
    let (modulus, _) = key.rsa_components().unwrap();
    let mut area = vec![0, 1, 0, 0x0b, 0, 4, 4, 0x72, 0, 0, 0, 0x10, 0, 0x14, 0, 0x0b, 8, 0, 0, 0, 0, 0];
    area.extend(u16::try_from(modulus.len()).unwrap().to_be_bytes());
    area.extend(&modulus);
    area
}

async fn public_key(app: &App, kind: &str) -> PublicKey {
    let answer = app.response(&format!("{kind}/publickey"), json!({"serverProfile": "mz"})).await;
    PublicKey::from_spki(&b64_lenient(text(&answer["publicKey"])).unwrap()).unwrap()
}

// KEY-08
#[tokio::test]
async fn the_platform_signs_and_every_type_of_client_is_verified() {
    let app = app().await;
    let signature = text(&app.response("cssign", json!({"data": b64url("packet")})).await["data"]);
    let platform = public_key(&app, "tpmsigning").await;
    platform.verify(Algorithm::Rs256, b"packet", &b64_lenient(&signature).unwrap()).unwrap();
    let verify = async |key: Vec<u8>, signature: &str, data: &str, more: Value| {
        let mut request = json!({"data": b64url(data), "signature": signature, "publicKey": b64url(key)});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        app.response("csverifysign", request).await["verified"] == json!(true)
    };
    assert!(verify(platform.to_spki(), &signature, "packet", json!({})).await);

    let client = stock(KeyKind::Rsa2048).unwrap();
    let signature = b64url(client.sign(Algorithm::Rs256, b"packet").unwrap());
    for (key, kind) in [
        (client.public().to_spki(), json!({"clientType": "LOCAL"})),
        (client.public().to_spki(), json!({"clientType": "ANDROID"})),
        (tpm(client.public()), json!({"clientType": "TPM"})),
        (tpm(client.public()), json!({"isTpm": true})),
        (tpm(client.public()), json!({"tpm": true})),
        (client.public().to_spki(), json!({})),
    ] {
        assert!(verify(key.clone(), &signature, "packet", kind.clone()).await, "{kind}");
        assert!(!verify(key, &signature, "packed", kind.clone()).await, "{kind}");
    }
    let request = |key: &str| json!({"data": b64url("x"), "signature": signature, "publicKey": key});
    assert_eq!(app.refusal("csverifysign", request(&b64url("no key"))).await, "KER-CRY-002");
    assert_eq!(app.refusal("csverifysign", request("")).await, "KER-KMS-005");
    assert_eq!(app.refusal("csverifysign", request("***")).await, "KER-CRY-003");
    assert_eq!(app.refusal("csverifysign", json!({"clientType": "TOASTER"})).await, "KER-KMS-005");
    assert_eq!(app.refusal("cssign", json!({"data": ""})).await, "KER-KMS-005");
}

// KEY-08
#[tokio::test]
async fn data_is_encrypted_in_each_clients_padding() {
    let app = app().await;
    let client = stock(KeyKind::Rsa2048).unwrap();
    let spki = b64url(client.public().to_spki());
    let area = b64url(tpm(client.public()));
    for (key, kind, mask) in [
        (&spki, json!("LOCAL"), Mask::Sha256),
        (&spki, json!("ANDROID"), Mask::Sha1),
        (&spki, Value::Null, Mask::Sha256),
        (&area, json!("TPM"), Mask::Sha256),
        // the key's form says more than the type
        (&area, json!("ANDROID"), Mask::Sha256),
    ] {
        let request = json!({"value": b64url("master data"), "publicKey": key, "clientType": kind});
        let sealed = b64_lenient(text(&app.response("tpmencrypt", request).await["value"])).unwrap();
        assert_eq!(format::open(&client, mask, &sealed).unwrap().as_slice(), b"master data", "{kind}");
    }
    let elliptic = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let request = json!({"value": b64url("x"), "publicKey": b64url(elliptic.public().to_spki())});
    assert_eq!(app.refusal("tpmencrypt", request).await, "KER-CRY-002");
    assert_eq!(app.refusal("tpmencrypt", json!({"value": b64url("x"), "publicKey": "AAEA"})).await, "KER-CRY-002");
}

// KEY-08
#[tokio::test]
async fn what_clients_encrypt_to_the_platform_is_opened() {
    let app = app().await;
    let platform = public_key(&app, "tpmencryption").await;
    let open = |sealed: &[u8], kind: Value| json!({"value": b64url(sealed), "publicKey": "AA", "clientType": kind});
    for (mask, kind) in [(Mask::Sha256, json!("TPM")), (Mask::Sha256, json!("ANDROID")), (Mask::Sha1, json!("ANDROID"))]
    {
        let sealed = format::seal(&platform, mask, b"a packet", &SystemRandom).unwrap();
        let plain = app.response("tpmdecrypt", open(&sealed, kind)).await;
        assert_eq!(plain["value"], b64url("a packet"));
    }
    // the layout of clients of the 1.1.4 era
    let session = AesKey::from_slice(&[5; 32]).unwrap();
    let wrapped = platform.encrypt_oaep(session.expose()).unwrap();
    let body = aead::seal(&session, &[1; 16], &[2; 12], b"old").unwrap();
    let old = [&wrapped[..], &[1; 16], &[2; 12], &body].concat();
    assert_eq!(app.response("tpmdecrypt", open(&old, json!("LOCAL"))).await["value"], b64url("old"));
    let mut changed = old.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(app.refusal("tpmdecrypt", open(&changed, json!("LOCAL"))).await, "KER-FSE-004");
    assert_eq!(app.refusal("tpmdecrypt", open(&old[1..], json!("LOCAL"))).await, "KER-KMS-019");
    assert_eq!(app.refusal("tpmdecrypt", open(&old[..100], json!("LOCAL"))).await, "KER-CRY-003");

    // a rotated key goes on opening
    app.setting.db.clock.advance(chrono::TimeDelta::days(701));
    assert_ne!(public_key(&app, "tpmencryption").await, platform);
    assert_eq!(app.response("tpmdecrypt", open(&old, json!("LOCAL"))).await["value"], b64url("old"));
}
