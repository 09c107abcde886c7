//! Every format in both directions against another implementation: `tests/independent.py`, over Python's `cryptography`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crypto::encoding::{b64_lenient, b64std, b64url};
use crypto::x509::{Certificate, Profile};
use crypto::{KeyKind, PrivateKey};
use keymgr_api::{KeyManager, KeyRef};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::support::{Party, party, stock, system};

/// The interpreter: the one named, else the one that `cargo xtask setup` made, else the system's with the packages that it laid beside.
pub fn python() -> Command {
    if let Some(named) = std::env::var_os("TESSERA_PYTHON") {
        return Command::new(named);
    }
    let packages = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("python");
    let made = packages.join("bin/python");
    if made.exists() {
        return Command::new(made);
    }
    let mut python = Command::new("python3");
    python.env("PYTHONPATH", packages);
    python
}

/// Answers of the other implementation; `None` when it is not there. A case whose package is missing answers null.
fn ask(cases: Vec<Value>) -> Option<Vec<Value>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent.py");
    let child = python().arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        println!("SKIPPED: Python is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(Value::Array(cases).to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).expect("the script writes JSON");
    if let Some(package) = answer["absent"].as_str() {
        println!("SKIPPED: Python's {package} is not installed");
        return None;
    }
    let results = answer.as_array().unwrap().iter().map(|result| {
        if let Some(package) = result["absent"].as_str() {
            println!("SKIPPED in part: Python's {package} is not installed");
            return Value::Null;
        }
        assert!(result["error"].is_null(), "{}", result["error"]);
        result["ok"].clone()
    });
    Some(results.collect())
}

fn one(case: Value) -> Option<Value> {
    ask(vec![case])?.pop().filter(|answer| !answer.is_null())
}

/// A certificate for an RSA key of 1024 bits, which nothing here would make.
pub fn weak_certificate(issuer: &Party, organization: &str) -> Option<String> {
    let case = json!({"op": "issue_weak", "private": key(&issuer.key), "certificate": issuer.certificate.to_pem(),
        "organization": organization});
    one(case).map(|pem| text(&pem))
}

fn key(key: &PrivateKey) -> String {
    b64std(key.to_pkcs8().unwrap())
}

/// A partner with a certificate here, whose private key the other side has.
async fn partner(app: &App) -> Party {
    let bank = party(&app.setting.db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    let upload =
        json!({"applicationId": "PARTNER", "referenceId": "bank", "certificateData": bank.certificate.to_pem()});
    app.response("uploadOtherDomainCertificate", upload).await;
    bank
}

// KEY-06: formats 1 to 3
#[tokio::test]
async fn envelopes_agree() {
    let app = app().await;
    let bank = partner(&app).await;
    let pem = app.certificate("REGISTRATION", "10001_10003").await;
    let (salt12, salt16, aad) = (b64std([3; 12]), b64std([4; 16]), b64std("This is sample aad"));
    for (salt, aad) in [(None, None), (Some(&salt12), None), (Some(&salt16), Some(&aad)), (None, Some(&aad))] {
        // ours, opened there
        let request = json!({"applicationId": "PARTNER", "referenceId": "bank", "data": b64url("urvil"), "salt": salt,
            "aad": aad});
        let sealed = b64_lenient(text(&app.response("encrypt", request).await["data"])).unwrap();
        let case =
            json!({"op": "envelope_open", "private": key(&bank.key), "data": b64std(sealed), "salt": salt, "aad": aad});
        let Some(opened) = one(case) else { return };
        assert_eq!(opened, json!({"plain": b64std("urvil"), "thumbprint": b64std(bank.certificate.thumbprint())}));
        // theirs, opened here, with and without thumbprint
        let version_2 = salt.is_none() && aad.is_none();
        for thumbprint in [true, false] {
            let case = json!({"op": "envelope_seal", "certificate": pem, "plain": b64std("urvil"), "salt": salt,
                "aad": aad, "version2": version_2, "thumbprint": thumbprint});
            let sealed = one(case).unwrap();
            let request = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "data": sealed,
                "salt": salt, "aad": aad});
            assert_eq!(
                app.response("decrypt", request).await["data"],
                b64url("urvil"),
                "{salt:?} {aad:?} {thumbprint}"
            );
        }
    }
}

// KEY-07: format 4
#[tokio::test]
async fn encryption_under_a_pin_agrees() {
    let app = app().await;
    let sealed = app.response("encryptWithPin", json!({"data": "grüezi", "userPin": "1234"})).await["data"].clone();
    let sealed = b64std(b64_lenient(text(&sealed)).unwrap());
    let Some(opened) = one(json!({"op": "pin_open", "pin": "1234", "data": sealed})) else { return };
    assert_eq!(opened, "grüezi");
    let theirs = one(json!({"op": "pin_seal", "pin": "1234", "text": "grüezi"})).unwrap();
    let plain = app.response("decryptWithPin", json!({"data": theirs, "userPin": "1234"})).await;
    assert_eq!(plain["data"], "grüezi");
}

// KEY-09: format 5
#[tokio::test]
async fn zero_knowledge_values_agree() {
    let app = app().await;
    let request = |value: &str| json!({"id": "1234567890", "zkDataAttributes": [{"identifier": "n", "value": value}]});
    let ours = app.response("zkEncrypt", request("Zoë")).await;
    let part = b64_lenient(text(&ours["encryptedRandomKey"])).unwrap();
    let receiver = KeyRef::new("IDA", "CRED_SERVICE");
    let random =
        app.setting.keymgr.unwrap_session_key(&system(), &receiver, &part[32..], Some(&part[..32])).await.unwrap();
    let index: i32 = text(&ours["rankomKeyIndex"]).parse().unwrap();
    let value = b64std(b64_lenient(text(&ours["zkDataAttributes"][0]["value"])).unwrap());
    let case = json!({"op": "zk_open", "key": b64std(&*random), "id": "1234567890", "data": value});
    let Some(opened) = one(case) else { return };
    assert_eq!(opened, json!({"index": index, "text": "Zoë"}));
    let case = json!({"op": "zk_seal", "key": b64std(&*random), "id": "1234567890", "index": index, "text": "Ann"});
    let theirs = text(&one(case).unwrap());
    assert_eq!(app.response("zkDecrypt", request(&theirs)).await["zkDataAttributes"][0]["value"], "Ann");
}

// KEY-06: format 6
#[tokio::test]
async fn encrypted_tokens_agree() {
    let app = app().await;
    let bank = party(&app.setting.db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    let pem = app.certificate("ID_REPO", "identity_data").await;
    for compress in [true, false] {
        let request = json!({"data": b64url(r#"{"a":"é"}"#), "x509Certificate": bank.certificate.to_pem(),
            "enableDefCompression": compress});
        let token = app.response("jwtEncrypt", request).await["data"].clone();
        for op in ["jwe_open", "jwcrypto_jwe_open"] {
            let case = json!({"op": op, "private": key(&bank.key), "token": token});
            let Some(opened) = one(case) else { continue };
            let plain = if op == "jwe_open" { &opened["plain"] } else { &opened };
            assert_eq!(*plain, b64std(r#"{"a":"é"}"#), "{op}");
        }
        for op in ["jwe_seal", "jwcrypto_jwe_seal"] {
            let case = json!({"op": op, "certificate": pem, "plain": b64std(r#"{"a":"é"}"#), "compress": compress});
            let Some(token) = one(case) else { continue };
            let request = json!({"applicationId": "ID_REPO", "referenceId": "identity_data", "encData": token});
            assert_eq!(app.response("jwtDecrypt", request).await["data"], b64url(r#"{"a":"é"}"#), "{op}");
        }
    }
}

// KEY-08: format 7
#[tokio::test]
async fn client_crypto_agrees_for_every_type_of_client() {
    let app = app().await;
    let client = stock(KeyKind::Rsa2048).unwrap();
    let spki = b64std(client.public().to_spki());
    let server = app.response("tpmencryption/publickey", json!({"serverProfile": "x"})).await["publicKey"].clone();
    let server = b64std(b64_lenient(text(&server)).unwrap());
    for (kind, mask) in [("TPM", "sha256"), ("LOCAL", "sha256"), ("ANDROID", "sha1")] {
        let request = json!({"value": b64url("sync data"), "publicKey": spki, "clientType": kind});
        let sealed = b64_lenient(text(&app.response("tpmencrypt", request).await["value"])).unwrap();
        let case = json!({"op": "client_open", "private": key(&client), "mask": mask, "data": b64std(sealed)});
        let Some(opened) = one(case) else { return };
        assert_eq!(opened, b64std("sync data"), "{kind}");
        for old in [false, true] {
            let case =
                json!({"op": "client_seal", "public": server, "mask": mask, "old": old, "plain": b64std("a packet")});
            let theirs = one(case).unwrap();
            let request = json!({"value": theirs, "publicKey": spki, "clientType": kind});
            assert_eq!(app.response("tpmdecrypt", request).await["value"], b64url("a packet"), "{kind}, old {old}");
        }
    }
}

// KEY-08: signatures
#[tokio::test]
async fn signatures_agree() {
    let app = app().await;
    let pem = app.certificate("KERNEL", "SIGN").await;
    let payload = r#"{"a":1}"#;
    let mut cases = Vec::new();
    for (path, algorithm, encoded, attached) in [
        ("jwtSign", "RS256", true, true),
        ("jwtSign", "RS256", true, false),
        ("jwsSign", "PS256", true, false),
        ("jwsSign", "RS256", false, false),
    ] {
        let request = json!({"dataToSign": b64url(payload), "includePayload": attached, "signAlgorithm": algorithm,
            "b64JWSHeaderParam": encoded, "includeCertificate": true});
        let token = app.response(path, request).await["jwtSignedData"].clone();
        for op in ["jws_verify", "jwcrypto_jws_verify"] {
            let mut case = json!({"op": op, "certificate": pem, "token": token, "alg": algorithm});
            if !attached {
                case["detached"] = json!(b64std(payload));
                let mut wrong = case.clone();
                wrong["detached"] = json!(b64std(r#"{"a":2}"#));
                cases.push((wrong, false));
            }
            cases.push((case, true));
        }
    }
    let signed = app.response("cssign", json!({"data": b64url("x")})).await;
    assert!(signed["data"].is_string());
    let Some(found) = ask(cases.iter().map(|(case, _)| case.clone()).collect()) else { return };
    for ((case, expected), found) in cases.iter().zip(found) {
        assert!(found.is_null() || found == json!(expected), "{case}");
    }
}

// QR-01: COSE and CWT
#[tokio::test]
async fn cose_messages_agree() {
    let app = app().await;
    for (reference, algorithm) in [
        ("ED25519_SIGN", Value::Null),
        ("EC_SECP256R1_SIGN", Value::Null),
        ("SIGN", json!("PS256")),
        ("SIGN", json!("RS256")),
    ] {
        let pem = app.certificate("KERNEL", reference).await;
        let named = json!({"applicationId": "KERNEL", "referenceId": reference, "algorithm": algorithm});
        let mut request = named.clone();
        request["payload"] = json!(b64url("payload"));
        let message = hex::decode(text(&app.response("coseSign1", request).await["signedData"])).unwrap();
        let case = json!({"op": "cose_verify", "certificate": pem, "message": b64std(&message)});
        let Some(found) = one(case) else { return };
        assert_eq!((&found["tags"], &found["valid"]), (&json!([18]), &json!(true)), "{reference} {algorithm}");
        assert_eq!(found["payload"], b64std("payload"));
        assert!(found["unprotected"]["4"].is_string(), "the key id");

        let mut request = named.clone();
        request["claim169Payload"] = json!("a1046441");
        request["payload"] = json!(b64url(r#"{"name":"Ann","12":"7"}"#));
        request["issuer"] = json!("https://mosip.example");
        request["expireDays"] = json!(1);
        let token = hex::decode(text(&app.response("cwtSign", request).await["signedData"])).unwrap();
        let case = json!({"op": "cose_verify", "certificate": pem, "message": b64std(&token), "cwt": true});
        let found = one(case).unwrap();
        assert_eq!((&found["tags"], &found["valid"]), (&json!([61, 18]), &json!(true)), "{reference} {algorithm}");
        let claims = &found["claims"];
        assert_eq!(
            (&claims["1"], &claims["169"]),
            (&json!("https://mosip.example"), &json!(b64std([0xa1, 4, 0x64, 0x41])))
        );
        assert_eq!((&claims["name"], &claims["12"]), (&json!("Ann"), &json!(7)));
        assert_eq!(claims["4"].as_i64().unwrap() - claims["5"].as_i64().unwrap(), 86_400);
    }
}

// KEY-08: generateArgon2Hash
#[tokio::test]
async fn argon2_hashes_agree() {
    let app = app().await;
    let ours = app.response("generateArgon2Hash", json!({"inputData": "geheim"})).await;
    let salt = b64std(b64_lenient(text(&ours["salt"])).unwrap());
    let Some(theirs) = one(json!({"op": "argon2", "text": "geheim", "salt": salt})) else { return };
    assert_eq!(theirs, b64std(b64_lenient(text(&ours["hashValue"])).unwrap()));
}

// KEY: migrateBaseKey takes what another key manager wrapped
#[tokio::test]
async fn wrapped_private_keys_agree() {
    let app = app().await;
    let old = party(&app.setting.db, "old", KeyKind::Rsa2048, Profile::Root, 400, None);
    let master = app.certificate("ID_REPO", "").await;
    let case = json!({"op": "wrap_private_key", "certificate": master, "pkcs8": key(&old.key)});
    let Some(wrapped) = one(case) else { return };
    let request = json!({"applicationId": "ID_REPO", "referenceId": "uin", "encryptedKeyData": wrapped,
        "certificateData": old.certificate.to_pem()});
    let done = app.response_for("KEY_MIGRATION_ADMIN", "migrateBaseKey", request).await;
    assert_eq!(done["status"], "Migration Success");
    let case = json!({"op": "envelope_seal", "certificate": old.certificate.to_pem(), "plain": b64std("old"),
        "version2": true, "thumbprint": true});
    let sealed = one(case).unwrap();
    let request = json!({"applicationId": "ID_REPO", "referenceId": "uin", "data": sealed});
    assert_eq!(app.response("decrypt", request).await["data"], b64url("old"));
}

// KEY-05: chains
#[tokio::test]
async fn certificate_chains_agree() {
    let app = app().await;
    let path = "getCertificateChain?applicationId=IDA&referenceId=PARTNER";
    let bundle = b64std(b64_lenient(text(&app.get(path).await["certificatesTrustPath"])).unwrap());
    let Some(names) = one(json!({"op": "chain_verify", "bundle": bundle})) else { return };
    let own = Certificate::from_pem(&app.certificate("IDA", "PARTNER").await).unwrap();
    assert_eq!(names.as_array().unwrap().len(), 3);
    assert!(text(&names[0]).contains(own.subject().common_name().unwrap()), "{names}");
}
