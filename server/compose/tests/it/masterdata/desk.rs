//! A registration desk in software: keys of its own, signatures, and what the server encrypts opened with the private key.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crypto::client_crypto::{self, Mask};
use crypto::encoding::{b64_lenient, b64url};
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::Certificate;
use crypto::{Algorithm, KeyKind, PrivateKey, machine_key};
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// A machine that was registered by an administrator.
pub struct Desk {
    pub id: String,
    pub name: String,
    pub encryption: PrivateKey,
    pub signing: PrivateKey,
    pub key_index: String,
    /// PEM of the certificate that verifies the server's answers, fetched once by the desk.
    signer: String,
}

/// A key pair of that name, made once per test process.
pub fn key(name: &str) -> PrivateKey {
    static KEYS: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        PrivateKey::generate(KeyKind::Rsa2048)
            .expect("a desk that works")
            .to_pkcs8()
            .expect("a desk that works")
            .to_vec()
    };
    PrivateKey::from_pkcs8(keys.entry(name.to_owned()).or_insert_with(make)).expect("a desk that works")
}

pub const OPERATOR: (&str, &str) = ("operator", "demo-operator-2026");

/// A token of the registration client.
pub async fn client(app: &TestApp) -> String {
    app.client_token("mosip-reg-client", "demo-reg-client", "registrationclient").await
}

/// A token of the administrator, who has a zone (the machine client has none).
pub async fn admin(app: &TestApp) -> String {
    let request = json!({
        "userName": "admin", "password": "demo-admin-2026", "appId": "admin", "clientId": "mosip-admin-client",
        "clientSecret": "demo-admin-client",
    });
    let body = app.envelope("x", "v1", request);
    let answer = app.send("POST", "/v1/authmanager/authenticate/internal/useridPwd", None, Some(body)).await;
    answer.body["response"]["token"].as_str().expect("a token").to_owned()
}

impl Desk {
    /// Registers a machine at centre 10001 with keys in files.
    pub async fn register(app: &TestApp, name: &str) -> Self {
        let (encryption, signing) = (key(&format!("{name}/encryption")), key(&format!("{name}/signing")));
        let request = json!({
            "name": name, "machineSpecId": "1001", "zoneCode": "CST", "regCenterId": "10001", "isActive": true,
            "serialNum": "S1", "macAddress": "02-00-00-00-00-01", "ipAddress": "192.0.2.99",
            "publicKey": b64url(encryption.public().to_spki()), "signPublicKey": b64url(signing.public().to_spki()),
        });
        let body = app.envelope("x", "1.0", request);
        let answer = app.send("POST", "/v1/masterdata/machines", Some(&admin(app).await), Some(body)).await;
        assert_eq!(answer.code(), "", "{:?}", answer.body);
        let id = answer.body["response"]["id"].as_str().expect("a desk that works").to_owned();
        let path = "/v1/syncdata/getCertificate?applicationId=KERNEL&referenceId=SIGN";
        let certificate = app.send("GET", path, Some(&client(app).await), None).await;
        let signer = certificate.body["response"]["certificate"].as_str().expect("a certificate").to_owned();
        let key_index = machine_key::index(&b64url(encryption.public().to_spki())).expect("a desk that works");
        let desk = Self { id, name: name.to_owned(), encryption, signing, key_index, signer };
        desk.assert_signed(&certificate);
        desk
    }

    /// Asserts that an answer is signed by the key the server publishes, over exactly these bytes.
    pub fn assert_signed(&self, answer: &Answer) {
        assert!(self.verifies(&answer.headers["response-signature"], &answer.raw), "{:?}", answer.body);
        let mut changed = answer.raw.clone();
        changed[0] ^= 1;
        assert!(!self.verifies(&answer.headers["response-signature"], &changed));
    }

    /// Whether a detached JWS is by the server and over these bytes.
    pub fn verifies(&self, token: &str, payload: &[u8]) -> bool {
        let certificate = Certificate::from_pem(&self.signer).expect("a desk that works");
        let jws = Jws::parse(token).expect("a desk that works");
        assert!(jws.is_detached(), "the payload is not inside: {token}");
        let key = VerifyingKey::Public(certificate.public_key().expect("a desk that works"), &[Algorithm::Rs256]);
        jws.verify(key, Some(payload)).is_ok()
    }

    /// Opens what was encrypted to this machine.
    pub fn open(&self, sealed: &Value) -> Value {
        let bytes = b64_lenient(sealed.as_str().expect("a text")).expect("a desk that works");
        let plain = client_crypto::open(&self.encryption, Mask::Sha256, &bytes).expect("encrypted to this machine");
        serde_json::from_slice(&plain)
            .unwrap_or_else(|_| Value::String(String::from_utf8(plain.to_vec()).expect("a desk that works")))
    }

    /// A GET with the client's token; the answer's signature is checked.
    pub async fn get(&self, app: &TestApp, path: &str) -> Answer {
        let answer = app.send("GET", &format!("/v1/syncdata/{path}"), Some(&client(app).await), None).await;
        self.assert_signed(&answer);
        answer
    }

    /// A payload signed by the machine as `header.payload.signature`.
    pub fn sign(&self, payload: &Value) -> String {
        let kid = machine_key::index(&b64url(self.signing.public().to_spki())).expect("a desk that works");
        let payload = payload.to_string();
        let signature = self.signing.sign(Algorithm::Rs256, payload.as_bytes()).expect("a desk that works");
        format!(
            "{}.{}.{}",
            b64url(json!({"kid": kid, "alg": "RS256"}).to_string()),
            b64url(&payload),
            b64url(signature)
        )
    }

    /// Asks for tokens or a code.
    pub async fn post(&self, app: &TestApp, path: &str, signed: &str) -> Answer {
        let body = app.envelope("x", "1.0", json!(signed));
        app.send("POST", &format!("/v1/syncdata/authenticate/{path}"), None, Some(body)).await
    }
}
