//! MDS: the simulated devices answer as SBI 0.9.5 says, and their captures stand up to what receivers check.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use biometrics::{Modality, Sample, SubType, TesseraSdk, Verdict};
use chrono::{TimeZone as _, Utc};
use crypto::aead::{self, AesKey};
use crypto::encoding::b64url_strict;
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::{Profile, Request as CertificateRequest, Subject, SubjectFields, self_signed};
use crypto::{Algorithm, KeyKind, PrivateKey};
use serde_json::json;
use tower::ServiceExt as _;

use super::*;

fn hour() -> Timestamp {
    Utc.with_ymd_and_hms(2026, 3, 4, 5, 6, 7).single().expect("a real hour")
}

/// Keys are slow to make: one set for all tests.
static KEYS: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
    Trust::generate(hour(), &SystemRandom).and_then(|t| t.to_pem()).expect("keys").to_string()
});

fn devices() -> Arc<Simulator> {
    let trust = Trust::from_pem(&KEYS).expect("what was written is read");
    Arc::new(Simulator::new("Developer", trust, Arc::new(hour)).expect("devices"))
}

async fn send(
    simulator: &Arc<Simulator>,
    verb: &str,
    path: &str,
    body: &serde_json::Value,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder().method(verb).uri(path).body(Body::from(body.to_string())).expect("a request");
    let response = router(simulator.clone(), 4501).oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, to_bytes(body, 1 << 24).await.expect("a body").to_vec())
}

async fn ask(simulator: &Arc<Simulator>, verb: &str, path: &str, body: serde_json::Value) -> serde_json::Value {
    serde_json::from_slice(&send(simulator, verb, path, &body).await.2).expect("JSON")
}

fn left_hand(previous_hash: &str) -> serde_json::Value {
    json!({
        "env": "Developer", "purpose": "Registration", "specVersion": "0.9.5", "timeout": "10000",
        "captureTime": "2026-03-04T05:06:07Z", "transactionId": "reg-0001",
        "bio": [{ "type": "Finger", "count": "4", "exception": [], "requestedScore": "40", "deviceId": "1",
                  "deviceSubId": "1", "previousHash": previous_hash,
                  "bioSubType": ["Left IndexFinger", "Left MiddleFinger", "Left RingFinger", "Left LittleFinger"] }],
        "customOpts": null
    })
}

fn one_finger(sub_type: &str) -> serde_json::Value {
    json!({
        "env": "Developer", "purpose": "Auth", "specVersion": "0.9.5", "timeout": "10000",
        "captureTime": "2026-03-04T05:06:07Z", "transactionId": "1234567890", "domainUri": "https://example.org",
        "bio": [{ "type": "Finger", "count": "1", "bioSubType": [sub_type], "requestedScore": "40", "deviceId": "2",
                  "deviceSubId": "0", "previousHash": "" }],
    })
}

fn verified(token: &str, signer: &Certificate) -> serde_json::Value {
    let jws = Jws::parse(token).expect("a JWS");
    assert_eq!(jws.certificates().expect("x5c")[0], signer.der());
    let key = signer.public_key().expect("a key");
    let payload = jws.verify(VerifyingKey::Public(key, &[Algorithm::Rs256]), None).expect("a good signature");
    serde_json::from_slice(&payload).expect("JSON")
}

fn sample(name: &str, record: Vec<u8>) -> Sample {
    Sample { modality: Modality::Finger, sub_type: SubType::parse(name).expect("a subtype"), data: record }
}

fn verdict(probe: &[Sample], reference: &[Sample]) -> Verdict {
    let decisions = TesseraSdk::default().match_now(probe, reference, &[]).expect("comparable");
    decisions[&Modality::Finger].verdict.clone()
}

// MDS-01: discovery and information
#[tokio::test]
async fn devices_are_found_and_describe_themselves_signed() {
    let simulator = devices();
    let found = ask(&simulator, "MOSIPDISC", "/device", json!({ "type": "Biometric Device" })).await;
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    assert_eq!(found[0]["deviceStatus"], "Ready");
    assert_eq!(found[0]["callbackId"], "http://127.0.0.1:4501/");
    let id = b64url_strict(found[0]["digitalId"].as_str().expect("text")).expect("base64url");
    let id: serde_json::Value = serde_json::from_slice(&id).expect("JSON");
    assert_eq!(id["make"], "Tessera Simulated");
    assert_eq!(id["dateTime"], "2026-03-04T05:06:07Z");

    let infos = ask(&simulator, "MOSIPDINFO", "/info", json!({})).await;
    let trust = simulator.trust();
    for (info, digital_id_signer) in infos.as_array().expect("a list").iter().zip([trust.device(), trust.chip()]) {
        let info = verified(info["deviceInfo"].as_str().expect("text"), trust.device());
        let id = verified(info["digitalId"].as_str().expect("text"), digital_id_signer);
        assert_eq!(id["serialNo"], info["deviceCode"]);
    }
    for (kind, code) in [(json!("Iris"), "503"), (json!("Ear"), "502"), (json!(null), "501")] {
        let refused = ask(&simulator, "MOSIPDISC", "/device", json!({ "type": kind })).await;
        assert_eq!(refused[0]["error"]["errorCode"], code);
    }
    for signer in [trust.device(), trust.chip()] {
        assert!(signer.subject() != signer.issuer());
    }
    assert!(trust.device().is_signed_by_key(trust.device_authority().public_key().expect("a key")));
    assert!(trust.chip().is_signed_by_key(trust.chip_authority().public_key().expect("a key")));
}

// MDS-05: registration capture
#[tokio::test]
async fn a_registration_capture_is_signed_chained_and_matches_itself() {
    let simulator = devices();
    let first = ask(&simulator, "RCAPTURE", "/capture?person=7", left_hand("")).await;
    let entries = first["biometrics"].as_array().expect("a list");
    assert_eq!(entries.len(), 4);
    let mut hash = sha256(b"").to_vec();
    let mut samples = Vec::new();
    for entry in entries {
        assert_eq!(entry["error"], json!({ "errorCode": "0", "errorInfo": "Success" }));
        assert!(entry.get("sessionKey").is_none());
        let data = verified(entry["data"].as_str().expect("text"), simulator.trust().device());
        let record = b64url_strict(data["bioValue"].as_str().expect("text")).expect("base64url");
        hash = crypto::digest::sha256_of(&[&hash, &sha256(&record)]).to_vec();
        assert_eq!(entry["hash"], hex::encode_upper(&hash));
        assert_eq!(data["transactionId"], "reg-0001");
        assert!(data["qualityScore"].as_str().and_then(|s| s.parse::<u8>().ok()).is_some_and(|s| s >= 40));
        samples.push(sample(data["bioSubType"].as_str().expect("text"), record));
    }
    assert_eq!(samples[3].sub_type.name(), "Left LittleFinger");
    // The chain goes on over the next capture.
    let next = ask(&simulator, "RCAPTURE", "/capture?person=7", left_hand(&hex::encode(&hash))).await;
    let data = verified(next["biometrics"][0]["data"].as_str().expect("text"), simulator.trust().device());
    let record = b64url_strict(data["bioValue"].as_str().expect("text")).expect("base64url");
    hash = crypto::digest::sha256_of(&[&hash, &sha256(&record)]).to_vec();
    assert_eq!(next["biometrics"][0]["hash"], hex::encode_upper(&hash));
    // Another press of the same finger is another image that matches; another person's does not.
    assert_ne!(record, samples[0].data);
    assert_eq!(verdict(&[sample("Left IndexFinger", record)], &samples), Verdict::Matched);
    let other = ask(&simulator, "RCAPTURE", "/capture?person=8", left_hand("")).await;
    let data = verified(other["biometrics"][0]["data"].as_str().expect("text"), simulator.trust().device());
    let record = b64url_strict(data["bioValue"].as_str().expect("text")).expect("base64url");
    assert_eq!(verdict(&[sample("Left IndexFinger", record)], &samples), Verdict::NotMatched);
}

// MDS-04: authentication capture
#[tokio::test]
async fn an_authentication_capture_is_encrypted_to_the_platform() {
    let simulator = devices();
    let missing = ask(&simulator, "CAPTURE", "/capture", one_finger("UNKNOWN")).await;
    assert_eq!(missing["biometrics"][0]["error"]["errorCode"], "108");
    assert_eq!(missing["biometrics"][0]["sessionKey"], "");

    let key = PrivateKey::generate(KeyKind::Rsa2048).expect("a key");
    let name = SubjectFields {
        common_name: "IDA-FIR".to_owned(),
        organization_unit: "test".to_owned(),
        organization: "test".to_owned(),
        location: "test".to_owned(),
        state: "test".to_owned(),
        country: "XX".to_owned(),
    };
    let request = CertificateRequest {
        subject: Subject::Fields(&name),
        profile: Profile::Encryption,
        not_before: hour(),
        not_after: hour() + chrono::TimeDelta::days(1),
    };
    let certificate = self_signed(&request, &key, &SystemRandom).expect("a certificate");
    let thumbprint = certificate.thumbprint_hex();
    simulator.encrypt_to(certificate);

    let answer = ask(&simulator, "CAPTURE", "/capture?person=7", one_finger("UNKNOWN")).await;
    let entry = &answer["biometrics"][0];
    assert_eq!(entry["thumbprint"], thumbprint);
    let data = verified(entry["data"].as_str().expect("text"), simulator.trust().device());
    assert_eq!(data["bioSubType"], "UNKNOWN");
    assert_eq!(data["domainUri"], "https://example.org");
    verified(data["digitalId"].as_str().expect("text"), simulator.trust().chip());
    let wrapped = b64url_strict(entry["sessionKey"].as_str().expect("text")).expect("base64url");
    let session = AesKey::from_slice(&key.decrypt_oaep(&wrapped).expect("unwrapped")).expect("32 bytes");
    let mixed = capture::mix(data["timestamp"].as_str().expect("text").as_bytes(), b"1234567890");
    let sealed = b64url_strict(data["bioValue"].as_str().expect("text")).expect("base64url");
    let record = aead::open(&session, &mixed[mixed.len() - 12..], &mixed[mixed.len() - 16..], &sealed).expect("opened");
    let expected = crypto::digest::sha256_of(&[&sha256(b""), &sha256(&record)]);
    assert_eq!(entry["hash"], hex::encode_upper(expected));

    let enrolled = ask(&simulator, "RCAPTURE", "/capture?person=7", {
        let mut request = left_hand("");
        request["bio"][0]["deviceSubId"] = json!("2");
        request["bio"][0]["count"] = json!("1");
        request["bio"][0]["bioSubType"] = json!(["Right IndexFinger"]);
        request
    })
    .await;
    let enrolled = verified(enrolled["biometrics"][0]["data"].as_str().expect("text"), simulator.trust().device());
    let enrolled = b64url_strict(enrolled["bioValue"].as_str().expect("text")).expect("base64url");
    assert_eq!(
        verdict(&[sample("UNKNOWN", record.to_vec())], &[sample("Right IndexFinger", enrolled)]),
        Verdict::Matched
    );
}

// The vector of ida-crypto E.2.
#[test]
fn a_biometric_value_is_sealed_as_published() {
    let key = AesKey::from_slice(&std::array::from_fn::<u8, 32, _>(|i| i as u8)).expect("32 bytes");
    let sealed = capture::seal(&key, "2024-05-01T10:20:30Z", "1234567890", b"bio-one").expect("sealed");
    assert_eq!(crypto::encoding::b64url(sealed), "I31k7Ls6pUOJCoOTNoHbpYD6crreUcQ");
}

// MDS-06: what is wrong with a request has its code
#[tokio::test]
async fn wrong_requests_are_refused_with_their_codes() {
    let simulator = devices();
    let changed = |path: &[&str], value: serde_json::Value| {
        let mut request = left_hand("");
        let place = path.iter().fold(&mut request, |at, key| match key.parse::<usize>() {
            Ok(index) => &mut at[index],
            Err(_) => &mut at[*key],
        });
        *place = value;
        request
    };
    for (request, code) in [
        (changed(&["transactionId"], json!("a b")), "112"),
        (changed(&["transactionId"], json!("abc")), "112"),
        (changed(&["env"], json!("Staging")), "115"),
        (changed(&["purpose"], json!("Auth")), "121"),
        (changed(&["bio", "0", "count"], json!("3")), "113"),
        (changed(&["bio", "0", "type"], json!("Ear")), "114"),
        (changed(&["bio", "0", "deviceId"], json!("9")), "106"),
        (changed(&["bio", "0", "deviceId"], json!("2")), "709"),
        (changed(&["bio", "0", "exception"], json!(["Left Toe"])), "117"),
        (changed(&["bio", "0", "exception"], json!(["Right Thumb"])), "118"),
        (changed(&["bio", "0", "bioSubType", "0"], json!("Left Toe")), "119"),
        (changed(&["bio", "0", "bioSubType", "0"], json!("Right Thumb")), "122"),
        (changed(&["bio", "0", "previousHash"], json!("zz")), "999"),
    ] {
        let answer = ask(&simulator, "RCAPTURE", "/capture", request).await;
        assert_eq!(answer["biometrics"][0]["error"]["errorCode"], code);
        assert_eq!(answer["biometrics"][0]["data"], "");
    }
    let registration_only = ask(&simulator, "CAPTURE", "/capture", left_hand("")).await;
    assert_eq!(registration_only["biometrics"][0]["error"]["errorCode"], "809");
    assert_eq!(send(&simulator, "GET", "/elsewhere", &json!({})).await.0, StatusCode::NOT_FOUND);
    let exceptions = ask(&simulator, "RCAPTURE", "/capture", {
        let mut request = changed(&["bio", "0", "exception"], json!(["Left RingFinger"]));
        request["bio"][0]["bioSubType"] = json!([]);
        request["bio"][0]["count"] = json!("3");
        request
    })
    .await;
    assert_eq!(exceptions["biometrics"].as_array().map(Vec::len), Some(3));
}

// MDS-07: what tests order
#[tokio::test]
async fn replies_can_be_steered() {
    let simulator = devices();
    let failed = ask(&simulator, "RCAPTURE", "/capture?failure=101", left_hand("")).await;
    assert_eq!(failed["biometrics"][0]["error"]["errorCode"], "101");
    let mut hasty = left_hand("");
    hasty["timeout"] = json!("50");
    let late = ask(&simulator, "RCAPTURE", "/capture?delay=100", hasty).await;
    assert_eq!(late["biometrics"][0]["error"]["errorCode"], "701");

    let two = async |delay: &str| {
        let path = format!("/capture?capture=1&delay={delay}");
        let answer = ask(&simulator, "RCAPTURE", &path, left_hand("")).await;
        answer["biometrics"][0]["error"]["errorCode"].as_str().expect("text").to_owned()
    };
    let (slow, refused) = tokio::join!(two("400"), two("300"));
    assert_eq!([slow, refused], ["0", "111"], "one device, one capture at a time");

    for (what, body, code) in [
        ("score", json!({ "qualityScore": "25" }), "0"),
        ("score", json!({ "qualityScore": "101" }), "505"),
        ("delay", json!({ "delay": "1", "method": ["RCAPTURE"] }), "0"),
        ("delay", json!({ "delay": "1", "method": ["GET"] }), "507"),
        ("profile", json!({ "profileId": "asha" }), "0"),
        ("status", json!({ "deviceStatus": "Asleep" }), "504"),
    ] {
        assert_eq!(ask(&simulator, "POST", &format!("/admin/{what}"), body).await["errorCode"], code, "{what}");
    }
    let poor = ask(&simulator, "RCAPTURE", "/capture", left_hand("")).await;
    let data = verified(poor["biometrics"][0]["data"].as_str().expect("text"), simulator.trust().device());
    assert_eq!(data["qualityScore"], "25");

    let status = json!({ "type": "Biometric Device", "deviceStatus": "Not Ready" });
    assert_eq!(ask(&simulator, "POST", "/admin/status", status).await["errorCode"], "0");
    let found = ask(&simulator, "MOSIPDISC", "/device", json!({ "type": "Finger" })).await;
    assert_eq!(found[0]["deviceStatus"], "Not Ready");
    let refused = ask(&simulator, "RCAPTURE", "/capture", left_hand("")).await;
    assert_eq!(refused["biometrics"][0]["error"]["errorCode"], "110");
}

// MDS-02: browsers may ask
#[tokio::test]
async fn preflight_allows_the_verbs() {
    let simulator = devices();
    let (status, headers, _) = send(&simulator, "OPTIONS", "/capture", &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let methods = headers["access-control-allow-methods"].to_str().expect("text").to_owned();
    for verb in ["MOSIPDISC", "MOSIPDINFO", "CAPTURE", "RCAPTURE", "STREAM"] {
        assert!(methods.split(", ").any(|m| m == verb), "{verb}");
    }
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["location"], "http://127.0.0.1:4501");
}

// MDS-03: live images
#[tokio::test]
async fn the_live_stream_is_a_sequence_of_jpegs() {
    let simulator = devices();
    let request = json!({ "deviceId": "1", "deviceSubId": "2", "timeout": "500" });
    let (_, headers, body) = send(&simulator, "STREAM", "/stream", &request).await;
    assert_eq!(headers["content-type"], "multipart/x-mixed-replace; boundary=BoundaryString");
    let parts = body.windows(16).filter(|w| w == b"--BoundaryString").count();
    assert_eq!(parts, 3);
    let start = body.windows(4).position(|w| w == b"\r\n\r\n").expect("a header") + 4;
    let image = biometrics::decode::decode(&body[start..], &Default::default()).expect("a JPEG");
    assert_eq!((image.width(), image.height()), (600, 200));
    let auth = ask(&simulator, "STREAM", "/stream", json!({ "deviceId": "2", "deviceSubId": "0" })).await;
    assert_eq!(auth["error"]["errorCode"], "601");
    let none = ask(&simulator, "STREAM", "/stream", json!({ "deviceId": "7" })).await;
    assert_eq!(none["error"]["errorCode"], "202");
}

#[test]
fn production_has_no_simulated_devices() {
    let trust = Trust::from_pem(&KEYS).expect("keys");
    assert!(matches!(Simulator::new("Production", trust, Arc::new(hour)), Err(SetupError::Environment(_))));
    assert!(matches!(Trust::from_pem(""), Err(SetupError::Incomplete)));
}
