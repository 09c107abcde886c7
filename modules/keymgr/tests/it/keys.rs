//! Revoking, elliptic signing keys, chains.

use crypto::KeyKind;
use crypto::encoding::{b64_lenient, b64url};
use crypto::x509::{Certificate, Profile, Trust, from_pkcs7, verify_chain};
use serde_json::{Value, json};

use crate::app::{app, refused, text};
use crate::support::{ClockNow, party};

fn machine(data: &str) -> Value {
    json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "data": data})
}

// KEY-04
#[tokio::test]
async fn a_revoked_key_decrypts_and_gets_a_successor() {
    let app = app().await;
    let revoke = async |request: Value| app.ask("PUT", "revokeKey", "GLOBAL_ADMIN", request).await;
    let name = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003"});
    let first = app.certificate("REGISTRATION", "10001_10003").await;
    let sealed = text(&app.response("encrypt", machine("YQ")).await["data"]);
    assert_eq!(revoke(name.clone()).await["response"]["status"], "Key Revoked");
    assert_eq!(refused("again", &revoke(name.clone()).await), "KER-KMS-003", "nothing is current");
    let second = app.certificate("REGISTRATION", "10001_10003").await;
    assert_ne!(second, first);
    assert_eq!(app.response("decrypt", machine(&sealed)).await["data"], "YQ");

    // for good, until somebody lifts it
    let mut forever = name.clone();
    forever["disableAutoGen"] = json!(true);
    revoke(forever).await;
    let path = "getCertificate?applicationId=REGISTRATION&referenceId=10001_10003";
    assert_eq!(app.get_refusal(path).await, "KER-KMS-016");
    assert_eq!(app.refusal("encrypt", machine("YQ")).await, "KER-KMS-016");
    assert_eq!(app.response("decrypt", machine(&sealed)).await["data"], "YQ");
    assert_eq!(revoke(name.clone()).await["response"]["status"], "Key Revoked");
    assert_ne!(app.certificate("REGISTRATION", "10001_10003").await, second);

    for (application, reference, code) in [
        ("KERNEL", "SIGN", "KER-KMS-021"),
        ("IDA", "SIGN", "KER-KMS-021"),
        ("KERNEL", "ED25519_SIGN", "KER-KMS-021"),
        ("ROOT", "x", "KER-KMS-021"),
        ("IDA", "", "KER-KMS-005"),
        ("", "x", "KER-KMS-005"),
        ("NOBODY", "x", "KER-KMS-002"),
        ("REGISTRATION", "never_made", "KER-KMS-003"),
    ] {
        let answer = revoke(json!({"applicationId": application, "referenceId": reference})).await;
        assert_eq!(refused("revokeKey", &answer), code, "{application}:{reference}");
    }
}

// KEY-03, QR-04
#[tokio::test]
async fn elliptic_signing_keys_are_made_on_request() {
    let app = app().await;
    let name = |reference: &str| json!({"applicationId": "RESIDENT", "referenceId": reference});
    for (reference, kind) in [("ED25519_SIGN", KeyKind::Ed25519), ("EC_SECP256R1_SIGN", KeyKind::EcP256)] {
        let made = app.response("generateECSignKey/CERTIFICATE", name(reference)).await["certificate"].clone();
        let certificate = Certificate::from_pem(&text(&made)).unwrap();
        assert_eq!(certificate.public_key().unwrap().kind(), kind);
        assert_eq!(app.response("generateECSignKey/certificate", name(reference)).await["certificate"], made);
        let request = app.response("generateECSignKey/CSR", name(reference)).await["certSignRequest"].clone();
        assert!(text(&request).contains("CERTIFICATE REQUEST"));
        let mut forced = name(reference);
        forced["force"] = json!(true);
        assert_ne!(app.response("generateECSignKey/CERTIFICATE", forced).await["certificate"], made);
    }
    let refusal = async |reference: &str| app.refusal("generateECSignKey/CERTIFICATE", name(reference)).await;
    assert_eq!(refusal("EC_SECP256K1_SIGN").await, "KER-KMS-004");
    assert_eq!(refusal("").await, "KER-KMS-010");
    assert_eq!(refusal("other").await, "KER-KMS-010");
    assert_eq!(app.refusal("generateECSignKey/KEY", name("ED25519_SIGN")).await, "KER-KMS-009");
}

// KEY-05
#[tokio::test]
async fn a_chain_leads_from_the_key_to_the_root() {
    let app = app().await;
    for (application, reference, len) in
        [("IDA", "PARTNER", 3), ("KERNEL", "SIGN", 2), ("KERNEL", "ED25519_SIGN", 3), ("ROOT", "", 1)]
    {
        let path = format!("getCertificateChain?applicationId={application}&referenceId={reference}");
        let bundle = text(&app.get(&path).await["certificatesTrustPath"]);
        let chain = from_pkcs7(&b64_lenient(bundle).unwrap()).unwrap();
        assert_eq!(chain.len(), len, "{application}:{reference}");
        assert_eq!(chain[0].to_pem(), app.certificate(application, reference).await);
        let (root, between) = (&chain[len - 1..], &chain[1.min(len - 1)..len - 1]);
        let found =
            verify_chain(&chain[0], Trust { anchors: root, intermediates: between }, app.setting.db.clock_now());
        assert_eq!(found.map(|path| path.len()), Ok(len), "{application}:{reference}");
    }
    assert_eq!(app.get_refusal("getCertificateChain?applicationId=NOBODY").await, "KER-KMS-002");
    assert_eq!(app.get_refusal("getCertificateChain").await, "KER-KMS-005");
}

// KEY-05: an application nobody knows, wherever it is named
#[tokio::test]
async fn an_unknown_application_is_refused_everywhere() {
    let app = app().await;
    let name = json!({"applicationId": "NOBODY", "referenceId": "x", "data": b64url("{}"), "dataToSign": b64url("x"),
        "payload": b64url("x"), "certificateData": "x", "encData": "x"});
    for path in ["generateMasterKey/CSR", "generateCSR", "encrypt", "encryptDt", "jwtEncrypt", "generateSymmetricKey"] {
        assert_eq!(app.refusal(path, name.clone()).await, "KER-KMS-002", "{path}");
    }
    assert_eq!(app.get_refusal("getAllCertificates?applicationId=NOBODY&referenceId=x").await, "KER-KMS-002");
    let mut master = name.clone();
    master["referenceId"] = json!("");
    for path in ["jwtSign", "jwsSign", "coseSign1"] {
        assert_eq!(app.refusal(path, master.clone()).await, "KER-KMS-002", "{path}");
    }
}

// KEY-10
#[tokio::test]
async fn an_authority_is_handed_out_with_those_above_it() {
    let app = app().await;
    let root = party(&app.setting.db, "root", KeyKind::Rsa2048, Profile::Root, 3000, None);
    let sub = party(&app.setting.db, "sub", KeyKind::Rsa2048, Profile::Master, 2000, Some(&root));
    for authority in [&root, &sub] {
        let upload = json!({"certificateData": authority.certificate.to_pem(), "partnerDomain": "FTM"});
        app.response("uploadCACertificate", upload).await;
    }
    let own = json!({"certificateData": app.certificate("ROOT", "").await, "partnerDomain": "FTM"});
    app.response("uploadCACertificate", own).await;
    let list = async |query: Value| {
        let page = app.response("getCaCertificates", query).await;
        let names = page["allPartnerCertificates"].as_array().unwrap().iter();
        let names: Vec<String> = names.map(|found| text(&found["issuedTo"])).collect();
        (page["totalRecords"].as_u64().unwrap(), names, page)
    };
    assert_eq!(list(json!({})).await.0, 3);
    assert_eq!(list(json!({"partnerDomain": "ftm", "excludeMosipCA": true})).await.0, 2);
    assert_eq!(list(json!({"partnerDomain": "AUTH"})).await.0, 0);
    assert_eq!(list(json!({"caCertificateType": "ROOT"})).await.0, 2);
    let (total, names, page) = list(json!({"caCertificateType": "intermediate", "issuedTo": "CN=SUB"})).await;
    assert_eq!((total, names.len(), page["totalPages"].as_u64()), (1, 1, Some(1)));
    let found = &page["allPartnerCertificates"][0];
    assert_eq!(found["certThumbprint"], sub.certificate.thumbprint_sha1_hex());
    assert_eq!((&found["caCertificateType"], &found["status"]), (&json!("INTERMEDIATE"), &json!(true)));
    let (total, names, page) = list(json!({"pageSize": 2, "pageNumber": 1})).await;
    assert_eq!((total, names.len(), page["totalPages"].as_u64()), (3, 1, Some(2)));
    assert_eq!(app.refusal("getCaCertificates", json!({"partnerDomain": "NOWHERE"})).await, "KER-PCM-011");
    let id = text(&found["certId"]);
    let bundle = text(&app.get(&format!("getCACertificateTrustPath/{id}")).await["p7bFile"]);
    let path = from_pkcs7(&b64_lenient(bundle).unwrap()).unwrap();
    assert_eq!(path, [sub.certificate, root.certificate]);
}
