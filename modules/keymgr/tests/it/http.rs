//! The endpoints as clients see them.

use crypto::KeyKind;
use crypto::encoding::b64url;
use crypto::x509::{Certificate, Profile};
use serde_json::{Value, json};
use types::Access;

use crate::app::app;
use crate::support::{ClockNow, party};

// SEC: every endpoint x anonymous, wrong role
#[tokio::test]
async fn every_endpoint_refuses_strangers_and_wrong_roles() {
    let app = app().await;
    let infos: Vec<_> = keymgr::routes(&app.setting.keymgr).infos().to_vec();
    assert!(infos.len() >= 50, "{}", infos.len());
    for info in infos {
        let mut path = info.path.replace("{objectType}", "CERTIFICATE");
        for name in ["{partnerCertId}", "{caCertId}", "{uin}", "{partnercode}"] {
            path = path.replace(name, "x");
        }
        let body = (info.method != "GET").then(|| json!({"request": {}}));
        let (anonymous, answer) = app.send(info.method, &path, "", body.clone()).await;
        let (wrong, _) = app.send(info.method, &path, "METADATA_READ", body.clone()).await;
        match info.permission.access {
            Access::Public => assert_eq!((anonymous, wrong), (200, 200), "{path}"),
            _ => {
                assert_eq!((anonymous, wrong), (401, 403), "{path}");
                assert_eq!(answer["errors"][0]["errorCode"], "KER-ATH-401");
            }
        }
        let Access::Roles(roles) = info.permission.access else { continue };
        for role in roles {
            let (right, _) = app.send(info.method, &path, role, body.clone()).await;
            assert_eq!(right, 200, "{role} at {path}: a coded refusal of the empty request");
        }
    }
}

// KEY-05, KEY-06
#[tokio::test]
async fn certificates_and_encryption() {
    let app = app().await;
    let path = "/v1/keymanager/getCertificate?applicationId=REGISTRATION&referenceId=10001_10003";
    let (_, body) = app.send("GET", path, "KEY_MAKER", None).await;
    let pem = body["response"]["certificate"].as_str().unwrap();
    assert_eq!(Certificate::from_pem(pem).unwrap().subject().common_name(), Some("REGISTRATION-10001_10003"));
    assert_eq!(body["response"]["issuedAt"], "2026-01-05T09:00:00.000Z");
    assert_eq!(body["response"]["certSignRequest"], Value::Null);

    let salt = b64url([1; 16]);
    let request = json!({"applicationId": "REGISTRATION", "referenceId": "10001_10003", "data": b64url("urvil"), "salt": salt,
        "aad": "VGhpcyBpcyBzYW1wbGUgYWFk", "timeStamp": "2026-01-05T09:00:00.000Z"});
    let sealed = app.response("encrypt", request.clone()).await["data"].clone();
    let mut back = request.clone();
    back["data"] = sealed;
    assert_eq!(app.response("decrypt", back.clone()).await["data"], b64url("urvil"));
    back["aad"] = json!(b64url("other"));
    assert_eq!(app.refusal("decrypt", back).await, "KER-FSE-004");
    let mut odd = request.clone();
    odd["data"] = json!("***");
    assert_eq!(app.refusal("encrypt", odd).await, "KER-CRY-003");
    assert_eq!(app.refusal("encrypt", json!({"applicationId": "KERNEL", "data": "YQ"})).await, "KER-CRY-011");
    assert_eq!(app.refusal("encrypt", json!({})).await, "KER-CRY-004");
    assert_eq!(app.refusal("encrypt", json!({"applicationId": 5})).await, "KER-CRY-004");

    let sealed = app.response("encryptWithPin", json!({"data": "hello", "userPin": "1234"})).await["data"].clone();
    assert_eq!(app.response("decryptWithPin", json!({"data": sealed, "userPin": "1234"})).await["data"], "hello");
    assert_eq!(app.refusal("decryptWithPin", json!({"data": sealed, "userPin": "1235"})).await, "KER-FSE-004");
}

// KEY-03, KEY-05
#[tokio::test]
async fn master_keys_requests_and_uploads() {
    let app = app().await;
    let master = json!({"applicationId": "RESIDENT", "referenceId": ""});
    let first = app.response("generateMasterKey/certificate", master.clone()).await["certificate"].clone();
    assert_eq!(app.response("generateMasterKey/CERTIFICATE", master.clone()).await["certificate"], first);
    let mut forced = master.clone();
    forced["force"] = json!(true);
    forced["organization"] = json!("Ministry");
    let second = app.response("generateMasterKey/CERTIFICATE", forced).await["certificate"].clone();
    assert_ne!(second, first);
    let certificate = Certificate::from_pem(second.as_str().unwrap()).unwrap();
    assert_eq!(certificate.subject().organization(), Some("Ministry"));
    let request = app.response("generateMasterKey/CSR", master.clone()).await["certSignRequest"].clone();
    assert!(request.as_str().unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    let request = app.response("generateCSR", master.clone()).await["certSignRequest"].clone();
    assert!(request.as_str().unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    assert_eq!(app.refusal("generateMasterKey/KEY", master.clone()).await, "KER-KMS-009");
    assert_eq!(
        app.refusal("generateMasterKey/CSR", json!({"applicationId": "RESIDENT", "referenceId": "x"})).await,
        "KER-KMS-010"
    );
    assert_eq!(app.refusal("generateMasterKey/CSR", json!({"applicationId": "NOBODY"})).await, "KER-KMS-002");
    assert_eq!(app.refusal("generateMasterKey/CSR", json!({})).await, "KER-KMS-005");
    assert_eq!(app.refusal("generateCSR", json!([])).await, "KER-KMS-005");

    let path = "/v1/keymanager/getAllCertificates?applicationId=RESIDENT&referenceId=";
    let (_, all) = app.send("GET", path, "KEY_MAKER", None).await;
    assert_eq!(all["response"]["allCertificates"].as_array().unwrap().len(), 2);

    // another authority certifies the same key, and a stranger's certificate is refused
    let ca = party(&app.setting.db, "ca", KeyKind::Rsa2048, Profile::Root, 900, None);
    let now = app.setting.db.clock_now();
    let issue = |key: &crypto::PublicKey, until: i64| {
        let fields = crate::support::fields("other ca's", "Ministry");
        let request = crypto::x509::Request {
            subject: crypto::x509::Subject::Fields(&fields),
            profile: Profile::Master,
            not_before: now - chrono::TimeDelta::days(2),
            not_after: now + chrono::TimeDelta::days(until),
        };
        let issuer = crypto::x509::Issuer { certificate: &ca.certificate, key: &ca.key };
        crypto::x509::issue(&request, key, issuer, &crypto::SystemRandom).unwrap().to_pem()
    };
    let upload = |pem: String| json!({"applicationId": "RESIDENT", "referenceId": "", "certificateData": pem});
    let stranger = crypto::PrivateKey::generate(KeyKind::EcP256).unwrap();
    assert_eq!(app.refusal("uploadCertificate", upload(issue(stranger.public(), 500))).await, "KER-KMS-014");
    let own = certificate.public_key().unwrap();
    assert_eq!(app.refusal("uploadCertificate", upload(issue(own, -1))).await, "KER-KMS-001");
    assert_eq!(app.refusal("uploadCertificate", upload("x".to_owned())).await, "KER-KMS-013");
    assert_eq!(app.refusal("uploadCertificate", upload(String::new())).await, "KER-KMS-005");
    let pem = issue(own, 500);
    assert_eq!(app.response("uploadCertificate", upload(pem.clone())).await["status"], "Upload Success");
    let (_, body) = app.send("GET", "/v1/keymanager/getCertificate?applicationId=RESIDENT", "TEST", None).await;
    assert_eq!(body["response"]["certificate"], json!(pem));
}

// KEY-08
#[tokio::test]
async fn signatures() {
    let app = app().await;
    let request = json!({"dataToSign": b64url("{\"a\":1}"), "applicationId": "", "referenceId": "", "includePayload": false,
        "includeCertificate": true, "includeCertHash": true});
    let token = app.response("jwtSign", request.clone()).await["jwtSignedData"].clone();
    assert!(token.as_str().unwrap().contains(".."));
    let verify = json!({"jwtSignatureData": token, "actualData": b64url("{\"a\":1}"), "validateTrust": false});
    let answer = app.response("jwtVerify", verify.clone()).await;
    assert_eq!(
        answer,
        json!({"signatureValid": true, "message": "Validation Successful", "trustValid": "TRUST_NOT_VERIFIED"})
    );
    let mut wrong = verify.clone();
    wrong["actualData"] = json!(b64url("{\"a\":2}"));
    let answer = app.response("jwtVerify", wrong).await;
    assert_eq!((&answer["signatureValid"], &answer["message"]), (&json!(false), &json!("Validation Failed")));
    let mut trust = verify.clone();
    trust["validateTrust"] = json!(true);
    assert_eq!(app.response("jwtVerify", trust.clone()).await["trustValid"], "TRUST_NOT_VERIFIED_NO_DOMAIN");
    trust["domain"] = json!("AUTH");
    assert_eq!(app.response("jwtVerify", trust.clone()).await["trustValid"], "TRUST_CERT_PATH_NOT_VALID");
    for app_id in ["ROOT", "KERNEL"] {
        let (_, body) =
            app.send("GET", &format!("/v1/keymanager/getCertificate?applicationId={app_id}"), "TEST", None).await;
        let upload = json!({"certificateData": body["response"]["certificate"], "partnerDomain": "auth"});
        assert_eq!(app.response("uploadCACertificate", upload).await["status"], "Upload Success.");
    }
    assert_eq!(app.response("jwtVerify", trust).await["trustValid"], "TRUST_CERT_PATH_VALID");

    let mut jws = request.clone();
    jws["b64JWSHeaderParam"] = json!(false);
    jws["validateJson"] = json!(true);
    let token = app.response("jwsSign", jws.clone()).await["jwtSignedData"].clone();
    let verify = json!({"jwtSignatureData": token, "actualData": b64url("{\"a\":1}")});
    assert_eq!(app.response("jwtVerify", verify).await["signatureValid"], json!(true));
    jws["dataToSign"] = json!(b64url("no json"));
    assert_eq!(app.refusal("jwsSign", jws).await, "KER-JWS-103");

    assert_eq!(app.refusal("jwtSign", json!({"dataToSign": " "})).await, "KER-JWS-102");
    assert_eq!(
        app.refusal("jwtSign", json!({"dataToSign": "YQ", "applicationId": "IDA", "referenceId": "PARTNER"})).await,
        "KER-KMS-020"
    );
    assert_eq!(app.refusal("jwtVerify", json!({"jwtSignatureData": "a.b.c"})).await, "KER-JWS-106");
    assert_eq!(app.refusal("jwtVerify", json!({"jwtSignatureData": 1})).await, "KER-CSS-999");

    let signature = app.response("sign", json!({"data": "text"})).await["signature"].clone();
    let validate = json!({"signature": signature, "data": "text", "timestamp": "2026-01-05T09:00:00.000Z"});
    assert_eq!(app.response("validate", validate.clone()).await["status"], "success");
    let mut wrong = validate;
    wrong["data"] = json!("texu");
    assert_eq!(app.refusal("validate", wrong).await, "KER-CSS-101");
}

// KEY-10
#[tokio::test]
async fn trust_over_http() {
    let app = app().await;
    let db = &app.setting.db;
    let root = party(db, "root", KeyKind::Rsa2048, Profile::Root, 3000, None);
    let sub = party(db, "sub", KeyKind::Rsa2048, Profile::Master, 2000, Some(&root));
    let bank = party(db, "bank", KeyKind::Rsa2048, Profile::Signature, 400, Some(&sub));
    let stray = party(
        db,
        "stray",
        KeyKind::Rsa2048,
        Profile::Master,
        400,
        Some(&party(db, "x", KeyKind::Rsa2048, Profile::Root, 500, None)),
    );
    // a bundle in the wrong order, with a member nobody vouches for
    let bundle = crypto::x509::to_pkcs7(&[&stray.certificate, &sub.certificate, &root.certificate]);
    let upload = |data: &str, domain: &str| json!({"certificateData": data, "partnerDomain": domain});
    let bundle = b64url(bundle);
    assert_eq!(app.response("uploadCACertificate", upload(&bundle, "AUTH")).await["status"], "Partial Upload Success.");
    assert_eq!(app.response("uploadCACertificate", upload(&bundle, "AUTH")).await["status"], "Upload Failed.");
    assert_eq!(app.refusal("uploadCACertificate", upload(&bundle, "NOWHERE")).await, "KER-PCM-011");
    assert_eq!(app.refusal("uploadCACertificate", upload("", "AUTH")).await, "KER-PCM-001");

    let pem = bank.certificate.to_pem();
    assert_eq!(app.response("verifyCertificateTrust", upload(&pem, "AUTH")).await["status"], json!(true));
    assert_eq!(app.response("verifyCertificateTrust", upload(&pem, "FTM")).await["status"], json!(false));
    let request = json!({"certificateData": pem, "organizationName": "Bank", "partnerDomain": "AUTH"});
    let uploaded = app.response("uploadPartnerCertificate", request).await;
    let id = uploaded["certificateId"].as_str().unwrap();
    let (_, body) = app.send("GET", &format!("/v1/keymanager/getPartnerSignedCertificate/{id}"), "PARTNER", None).await;
    assert_eq!(body["response"]["caSignedCertificateData"], json!(pem));
    let (_, body) = app.send("GET", &format!("/v1/keymanager/getPartnerCertificate/{id}"), "PARTNER", None).await;
    assert!(body["response"]["certificateData"].as_str().unwrap().contains("BEGIN CERTIFICATE"));
}

// SEC: the public key set is public, cacheable and holds no private member
#[tokio::test]
async fn the_key_set_is_public() {
    let app = app().await;
    let (status, body) = app.send("GET", "/.well-known/jwks.json", "", None).await;
    assert_eq!(status, 200);
    let keys = body["keys"].as_array().unwrap();
    assert!(keys.len() >= 17);
    for key in keys {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none());
        }
    }
}
