//! What is wrong is refused with the specification's code (ida-crypto A.7, A.9, A.12).

use chrono::TimeDelta;
use crypto::KeyKind;
use crypto::encoding::{b64_lenient, b64url};
use crypto::x509::{Profile, to_pkcs7};
use serde_json::{Value, json};

use crate::app::{App, app, text};
use crate::independent;
use crate::support::{Party, party};

fn crypto(application: &str, reference: &str, data: &str) -> Value {
    json!({"applicationId": application, "referenceId": reference, "data": data})
}

async fn trust(app: &App, certificate: &str, domain: &str) {
    let upload = json!({"certificateData": certificate, "partnerDomain": domain});
    assert_eq!(app.response("uploadCACertificate", upload).await["status"], "Upload Success.");
}

// KEY-06: A.7, decryption step by step
#[tokio::test]
async fn cut_and_changed_cipher_texts_are_refused() {
    let app = app().await;
    let sealed = text(&app.response("encrypt", crypto("REGISTRATION", "10001_10003", "dXJ2aWw")).await["data"]);
    let sealed = b64_lenient(sealed).unwrap();
    // header 6, thumbprint 32, wrapped key 256, splitter 14, then AAD 32, text and tag
    let splitter = 6 + 32 + 256;
    for len in [0, 1, 6, 38, splitter, splitter + 13, splitter + 14, splitter + 30, splitter + 46, sealed.len() - 1] {
        let code = app.refusal("decrypt", crypto("REGISTRATION", "10001_10003", &b64url(&sealed[..len]))).await;
        let expected = match len {
            0 => "KER-CRY-004",
            _ if len < splitter + 14 => "KER-CRY-003",
            // too short for nonce or tag
            _ if len < splitter + 14 + 32 + 16 => "KER-CRY-003",
            _ => "KER-FSE-004",
        };
        assert_eq!(code, expected, "{len} bytes");
    }
    for (at, expected) in [
        (6, "KER-KMS-025"),             // thumbprint
        (38, "KER-KMS-019"),            // wrapped key
        (splitter, "KER-CRY-003"),      // splitter
        (splitter + 14, "KER-FSE-004"), // associated data
        (sealed.len() - 20, "KER-FSE-004"),
        (sealed.len() - 1, "KER-FSE-004"),
    ] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let code = app.refusal("decrypt", crypto("REGISTRATION", "10001_10003", &b64url(changed))).await;
        assert_eq!(code, expected, "byte {at}");
    }
    let whole = b64url(&sealed);
    assert_eq!(app.refusal("decrypt", crypto("IDA", "PARTNER", &whole)).await, "KER-KMS-024");
    assert_eq!(app.refusal("decrypt", crypto("REGISTRATION", "10001_10003", "not base64!")).await, "KER-CRY-003");
    assert_eq!(app.refusal("decrypt", crypto("", "10001_10003", &whole)).await, "KER-CRY-004");
    let mut odd = crypto("REGISTRATION", "10001_10003", "YQ");
    odd["salt"] = json!(b64url([1; 5]));
    assert_eq!(app.refusal("encrypt", odd).await, "KER-FSE-009", "a salt of five bytes");
    for junk in ["AAAA", "***"] {
        let code = app.refusal("decryptWithPin", json!({"data": junk, "userPin": "1"})).await;
        assert_eq!(code, "KER-CRY-003");
    }
}

// KEY-06: one certificate under several names
#[tokio::test]
async fn a_thumbprint_of_several_names_is_ambiguous() {
    let app = app().await;
    let bank = party(&app.setting.db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    for reference in ["bank", "bank-again"] {
        let upload = json!({"applicationId": "PARTNER", "referenceId": reference,
            "certificateData": bank.certificate.to_pem()});
        app.response("uploadOtherDomainCertificate", upload.clone()).await;
        assert_eq!(app.refusal("uploadOtherDomainCertificate", upload).await, "KER-KMS-015", "uploaded again");
    }
    let sealed = text(&app.response("encrypt", crypto("PARTNER", "bank", "YQ")).await["data"]);
    assert_eq!(app.refusal("decrypt", crypto("REGISTRATION", "x", &sealed)).await, "KER-KMS-023");
    assert_eq!(app.refusal("decrypt", crypto("PARTNER", "bank", &sealed)).await, "KER-KMS-018");
}

/// An authority trusted for AUTH.
async fn authority(app: &App, kind: KeyKind) -> Party {
    let root = party(&app.setting.db, "root", kind, Profile::Root, 3000, None);
    trust(app, &root.certificate.to_pem(), "AUTH").await;
    root
}

fn partner(pem: &str, domain: &str) -> Value {
    json!({"certificateData": pem, "organizationName": "Bank", "partnerDomain": domain})
}

// KEY-10: each rule of A.9 has its code
#[tokio::test]
async fn unfit_certificates_of_partners_are_refused_over_http() {
    let app = app().await;
    let root = authority(&app, KeyKind::Rsa2048).await;
    let db = &app.setting.db;
    let issue = |days: i64, issuer: Option<&Party>| {
        party(db, "bank", KeyKind::Rsa2048, Profile::Signature, days, issuer).certificate.to_pem()
    };
    let fit = issue(400, Some(&root));
    let refuse = async |pem: &str, domain: &str| app.refusal("uploadPartnerCertificate", partner(pem, domain)).await;
    assert_eq!(refuse("no PEM", "AUTH").await, "KER-PCM-001");
    assert_eq!(refuse("", "AUTH").await, "KER-PCM-001");
    assert_eq!(refuse(&fit.replace("MII", "MIJ"), "AUTH").await, "KER-PCM-001");
    assert_eq!(refuse(&fit, "NOWHERE").await, "KER-PCM-011");
    assert_eq!(refuse(&fit, "DEVICE").await, "KER-PCM-006", "trusted for another domain only");
    assert_eq!(refuse(&issue(334, Some(&root)), "AUTH").await, "KER-PCM-004", "ends too soon");
    assert_eq!(refuse(&issue(-1, Some(&root)), "AUTH").await, "KER-PCM-004", "ended");
    assert_eq!(refuse(&issue(400, None), "AUTH").await, "KER-PCM-015");
    // the link between root and partner was never uploaded
    let sub = party(db, "sub", KeyKind::Rsa2048, Profile::Master, 2000, Some(&root));
    let below = issue(400, Some(&sub));
    assert_eq!(refuse(&below, "AUTH").await, "KER-PCM-006");
    trust(&app, &sub.certificate.to_pem(), "AUTH").await;
    app.response("uploadPartnerCertificate", partner(&below, "AUTH")).await;
    // uploading again issues again, as MOSIP only logs it
    app.response("uploadPartnerCertificate", partner(&below, "AUTH")).await;

    let edwards = party(db, "edwards", KeyKind::Ed25519, Profile::Root, 3000, None);
    trust(&app, &edwards.certificate.to_pem(), "AUTH").await;
    assert_eq!(refuse(&issue(400, Some(&edwards)), "AUTH").await, "KER-PCM-014", "signed with another digest");
    let elliptic = party(db, "bank", KeyKind::EcP256, Profile::Signature, 400, Some(&root));
    assert_eq!(refuse(&elliptic.certificate.to_pem(), "AUTH").await, "KER-PCM-013");
    if let Some(weak) = independent::weak_certificate(&root, "Bank") {
        assert_eq!(refuse(&weak, "AUTH").await, "KER-PCM-013", "RSA of 1024 bits");
    }
    let unknown = "getPartnerCertificate/00000000-0000-7000-8000-000000000000";
    assert_eq!(app.get_refusal(unknown).await, "KER-PCM-012");
    assert_eq!(app.get_refusal("getPartnerCertificate/x").await, "KER-PCM-010");
    assert_eq!(app.get_refusal("getCACertificateTrustPath/x").await, "KER-PCM-012");
}

// KEY-10: uploads to a trust store
#[tokio::test]
async fn unfit_authorities_are_refused_over_http() {
    let app = app().await;
    let root = authority(&app, KeyKind::Rsa2048).await;
    let db = &app.setting.db;
    let refuse = async |data: &str, domain: &str| {
        app.refusal("uploadCACertificate", json!({"certificateData": data, "partnerDomain": domain})).await
    };
    assert_eq!(refuse(&root.certificate.to_pem(), "AUTH").await, "KER-PCM-003", "uploaded again");
    assert_eq!(refuse(&root.certificate.to_pem(), "NOWHERE").await, "KER-PCM-011");
    let sub = party(db, "sub", KeyKind::Rsa2048, Profile::Master, 2000, Some(&root)).certificate.to_pem();
    assert_eq!(refuse(&sub, "DEVICE").await, "KER-PCM-005", "its root is trusted for another domain");
    let ended = party(db, "old", KeyKind::Rsa2048, Profile::Root, -1, None).certificate.to_pem();
    assert_eq!(refuse(&ended, "AUTH").await, "KER-PCM-004");
    for junk in ["no PEM", "", "AAAA", &b64url(to_pkcs7(&[]))] {
        assert_eq!(refuse(junk, "AUTH").await, "KER-PCM-001", "{junk}");
    }
    app.setting.db.clock.advance(TimeDelta::days(3001));
    assert_eq!(refuse(&sub, "AUTH").await, "KER-PCM-004");
}
