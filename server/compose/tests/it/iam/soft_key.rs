//! An authenticator in software: ES256, verifies its user, keeps its credentials. What a browser and a phone do together.

use crypto::{Algorithm, KeyKind, PrivateKey, digest::sha256, encoding::b64url};
use serde_json::{Value, json};

pub const ORIGIN: &str = "http://localhost:8080";

/// One credential of the authenticator.
pub struct SoftKey {
    key: PrivateKey,
    id: Vec<u8>,
    handle: Value,
    counter: u32,
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let data = json!({"type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false});
    serde_json::to_vec(&data).unwrap()
}

/// Hash of the host, flags, counter.
fn head(host: &str, flags: u8, counter: u32) -> Vec<u8> {
    [&sha256(host.as_bytes())[..], &[flags], &counter.to_be_bytes()].concat()
}

const PRESENT_AND_VERIFIED: u8 = 0x05;
const WITH_KEY: u8 = 0x40;

impl SoftKey {
    /// Answers the options of a registration.
    pub fn register(options: &Value) -> (Self, String) {
        let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
        let point = key.public().raw().to_vec();
        let id = sha256(&point)[..16].to_vec();
        let mut data = head(options["rp"]["id"].as_str().unwrap(), PRESENT_AND_VERIFIED | WITH_KEY, 0);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(&id);
        let cose = ciborium::Value::Map(vec![
            (1.into(), 2.into()),
            (3.into(), (-7).into()),
            ((-1).into(), 1.into()),
            ((-2).into(), ciborium::Value::Bytes(point[1..33].to_vec())),
            ((-3).into(), ciborium::Value::Bytes(point[33..].to_vec())),
        ]);
        ciborium::into_writer(&cose, &mut data).unwrap();
        let object = ciborium::Value::Map(vec![
            ("fmt".into(), "none".into()),
            ("attStmt".into(), ciborium::Value::Map(Vec::new())),
            ("authData".into(), ciborium::Value::Bytes(data)),
        ]);
        let mut attestation = Vec::new();
        ciborium::into_writer(&object, &mut attestation).unwrap();
        let answer = json!({
            "id": b64url(&id), "rawId": b64url(&id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "attestationObject": b64url(attestation), "transports": ["internal"],
                "clientDataJSON": b64url(client_data("webauthn.create", options, ORIGIN)),
            },
        });
        (Self { key, id, handle: options["user"]["id"].clone(), counter: 0 }, answer.to_string())
    }

    /// Answers the options of an authentication.
    pub fn sign(&mut self, options: &Value) -> String {
        self.sign_at(options, ORIGIN, PRESENT_AND_VERIFIED)
    }

    /// The same at another site, or without verifying its user.
    pub fn sign_at(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        self.counter += 1;
        let data = head(options["rpId"].as_str().unwrap(), flags, self.counter);
        let client = client_data("webauthn.get", options, origin);
        let signature = self.key.sign(Algorithm::Es256, &[&data[..], &sha256(&client)].concat()).unwrap();
        json!({
            "id": b64url(&self.id), "rawId": b64url(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": b64url(&data), "clientDataJSON": b64url(&client),
                "signature": b64url(der(&signature)), "userHandle": self.handle,
            },
        })
        .to_string()
    }

    /// Goes back in its count, as a copy of the authenticator would.
    pub fn rewind(&mut self) {
        self.counter = 0;
    }
}

/// r ‖ s as the DER sequence that authenticators write.
fn der(raw: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
        let mut digits = bytes[start..].to_vec();
        if digits[0] & 0x80 != 0 {
            digits.insert(0, 0);
        }
        [&[2, digits.len() as u8][..], &digits].concat()
    };
    let (r, s) = raw.split_at(32);
    let both = [integer(r), integer(s)].concat();
    [&[0x30, both.len() as u8][..], &both].concat()
}
