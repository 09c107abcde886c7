//! Sync data over HTTP, as a registration desk uses them. ADM-25

use chrono::TimeDelta;
use crypto::client_crypto::{self, Mask};
use crypto::encoding::{b64_lenient, b64url};
use crypto::x509::{Certificate, Profile, Request, Subject, SubjectFields, self_signed};
use crypto::{SystemRandom, digest};
use serde_json::{Value, json};

use super::desk::{Desk, OPERATOR, admin, client, key};
use crate::support::{Answer, TestApp};

/// The entities of an answer by name, opened.
fn opened(desk: &Desk, answer: &Answer) -> std::collections::BTreeMap<String, (String, Value)> {
    let list = answer.body["response"]["dataToSync"].as_array().unwrap_or_else(|| panic!("{:?}", answer.body));
    let entity = |one: &Value| {
        let text = |name: &str| one[name].as_str().expect("as the wire says").to_owned();
        (text("entityName"), (text("entityType"), desk.open(&one["data"])))
    };
    list.iter().map(entity).collect()
}

// ADM-25
#[tokio::test]
async fn a_desk_opens_its_settings_with_its_own_key_and_nobody_else_does() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-1").await;
    let answer = desk.get(&app, &format!("v2/clientsettings?keyindex={}", desk.key_index)).await;
    let entities = opened(&desk, &answer);
    let (kind, machine) = &entities["Machine"];
    assert_eq!(
        (kind.as_str(), &machine[0]["id"], &machine[0]["regCenterId"]),
        ("structured", &json!(desk.id), &json!("10001"))
    );
    assert_eq!(machine.as_array().unwrap().len(), 1, "only its own");
    let centers = entities["RegistrationCenter"].1.as_array().unwrap();
    assert!(!centers.is_empty() && centers.iter().all(|center| center["id"] == "10001"), "{centers:?}");
    assert!(entities["Location"].1.as_array().unwrap().len() > 3);
    assert_eq!(entities["gender"].0, "dynamic");
    let genders = entities["gender"].1.as_array().unwrap();
    assert!(
        genders.iter().any(|field| field["langCode"] == "fra" && field["fieldVal"][0]["code"].is_string()),
        "{genders:?}"
    );
    assert!(entities["PermittedLocalConfig"].1[0]["code"].as_str().unwrap().starts_with("mosip.registration."));
    assert!(!entities.contains_key("ValidDocument") && !entities.contains_key("BlacklistedWords"));
    let (kind, script) = &entities["applicanttype.mvel"];
    assert_eq!((kind.as_str(), &script["encrypted"]), ("script", &json!("false")));
    assert!(script["url"].as_str().unwrap().ends_with("/v1/syncdata/scripts/applicanttype.mvel"));

    let sealed = answer.body["response"]["dataToSync"][0]["data"].as_str().unwrap();
    assert!(!sealed.contains('='), "base64url without padding");
    let bytes = b64_lenient(sealed).unwrap();
    assert!(client_crypto::open(&key("stranger"), Mask::Sha256, &bytes).is_err());

    // the first version: rows as texts, the older name of the words, and older entities
    let answer = desk.get(&app, &format!("clientsettings?keyindex={}", desk.key_index)).await;
    let entities = opened(&desk, &answer);
    let row: Value = serde_json::from_str(entities["Machine"].1[0].as_str().expect("a text")).unwrap();
    assert_eq!(row["id"], json!(desk.id));
    assert!(entities.contains_key("BlacklistedWords") && entities.contains_key("RegistrationCenterUser"));
    assert!(!entities.contains_key("BlocklistedWords") && !entities.contains_key("applicanttype.mvel"));
    // names of keys are compared without regard to case
    let loud = desk.get(&app, &format!("clientsettings?keyindex={}", desk.key_index.to_uppercase())).await;
    assert_eq!(loud.code(), "");
}

// ADM-25
#[tokio::test]
async fn a_delta_holds_what_changed_and_whole_entities_that_are_asked_for() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-2").await;
    app.ground.clock.advance(TimeDelta::minutes(10));
    let path = format!("v2/clientsettings?keyindex={}", desk.key_index);
    let first = desk.get(&app, &path).await;
    let since = first.body["response"]["lastSyncTime"].as_str().unwrap().to_owned();
    app.ground.clock.advance(TimeDelta::minutes(1));
    let delta = desk.get(&app, &format!("{path}&lastUpdated={since}")).await;
    let names: Vec<String> = opened(&desk, &delta).into_keys().collect();
    assert_eq!(names, ["applicanttype.mvel"], "nothing changed");

    // a new machine key is a change of the machine; another machine is none of this desk's business
    let other = Desk::register(&app, "sync-2b").await;
    let whole = desk.get(&app, &format!("{path}&lastUpdated={since}&fullSyncEntities=Language,Holiday")).await;
    let entities = opened(&desk, &whole);
    assert!(entities.contains_key("Language") && !entities.contains_key("Machine"), "{:?}", entities.keys());
    let seen = desk.get(&app, &format!("v2/clientsettings?keyindex={}&lastUpdated={since}", other.key_index)).await;
    assert_eq!(seen.code(), "");
    let seen: Vec<&str> = seen.body["response"]["dataToSync"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["entityName"].as_str())
        .collect();
    assert!(seen.contains(&"Machine"), "{seen:?}");

    let code = async |query: &str| desk.get(&app, &format!("{path}{query}")).await.code().to_owned();
    assert_eq!(code("&lastUpdated=2099-01-01T00:00:00.000Z").await, "KER-SNC-135");
    assert_eq!(code("&lastUpdated=yesterday").await, "KER_SNC-100");
    assert_eq!(code("&regcenterId=10002").await, "KER-SNC-149");
    assert_eq!(code("&regcenterId=10001").await, "");
    assert_eq!(desk.get(&app, "clientsettings?keyindex=ab:cd").await.code(), "KER-SNC-155");
    assert_eq!(desk.get(&app, "clientsettings?keyindex=").await.code(), "KER-SNC-163");
    assert_eq!(desk.get(&app, "clientsettings").await.code(), "KER-SNC-002");
}

// ADM-25
#[tokio::test]
async fn large_entities_and_scripts_are_files_with_a_signature_of_their_own() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-3").await;
    let caller = app.system.caller("test");
    let file = format!("clientsettings/Location?keyindex={}", desk.key_index);
    assert_eq!(desk.get(&app, &file).await.code(), "KER-SNC-170", "not offered as a file");
    app.system.masterdata.change_setting(&caller, "mosip.sync.entity.files", Some("LOCATION")).await.unwrap();
    let answer = desk.get(&app, &format!("v2/clientsettings?keyindex={}", desk.key_index)).await;
    let (kind, place) = opened(&desk, &answer)["Location"].clone();
    assert_eq!(
        (kind.as_str(), &place["encrypted"], &place["auth-required"]),
        ("structured-url", &json!("true"), &json!("true"))
    );
    assert!(place["url"].as_str().unwrap().ends_with("/v1/syncdata/clientsettings/Location"));

    let token = client(&app).await;
    let answer = app.send("GET", &format!("/v1/syncdata/{file}"), Some(&token), None).await;
    let rows = desk.open(&Value::String(String::from_utf8(answer.raw.clone()).unwrap()));
    assert!(rows.as_array().unwrap().iter().any(|row| row["hierarchyLevel"] == 0), "{rows}");
    let about = |plain: &str| format!("{{\"hash\":\"{}\"}}", digest::sha256_hex(plain.as_bytes()).to_uppercase());
    assert!(desk.verifies(&answer.headers["file-signature"], about(&rows.to_string()).as_bytes()));
    assert!(!answer.headers.contains_key("response-signature"));

    let path = format!("/v1/syncdata/scripts/applicanttype.mvel?keyindex={}", desk.key_index);
    let script = app.send("GET", &path, Some(&token), None).await;
    let text = String::from_utf8(script.raw.clone()).unwrap();
    assert!(text.contains("getApplicantType()") && script.headers["content-type"].starts_with("text/plain"));
    assert!(desk.verifies(&script.headers["file-signature"], about(&text).as_bytes()));
    let name = "mosip.sync.script.applicanttype.mvel";
    app.system.masterdata.change_setting(&caller, name, Some("return '001';")).await.unwrap();
    assert_eq!(app.send("GET", &path, Some(&token), None).await.raw, b"return '001';");
    let path = format!("scripts/other.mvel?keyindex={}", desk.key_index);
    assert_eq!(desk.get(&app, &path).await.code(), "KER-SNC-170");
}

// ADM-25
#[tokio::test]
async fn properties_and_staff_come_encrypted() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-4").await;
    let caller = app.system.caller("test");
    app.system.masterdata.change_setting(&caller, "mosip.registration.face_threshold", Some("77")).await.unwrap();
    let answer = desk.get(&app, &format!("configs/{}", desk.key_index)).await;
    let detail = &answer.body["response"]["configDetail"];
    assert_eq!(desk.open(&detail["globalConfiguration"]), json!({}));
    let properties = desk.open(&detail["registrationConfiguration"]);
    assert_eq!(
        (&properties["mosip.registration.face_threshold"], &properties["mosip.mandatory-languages"]),
        (&json!("77"), &json!("eng"))
    );
    assert_eq!(properties["mosip.registration.mdm.portRangeFrom"], "4501");
    assert!(properties.get("mosip.sync.entity.files").is_none());

    let answer = desk.get(&app, &format!("userdetails?keyindex={}", desk.key_index)).await;
    let users = desk.open(&answer.body["response"]["userDetails"]);
    let operator = users.as_array().unwrap().iter().find(|user| user["userName"] == "operator").expect("mapped");
    assert_eq!((&operator["roles"], &operator["userPassword"]), (&json!(["REGISTRATION_OFFICER"]), &Value::Null));
    assert_eq!(operator["regCenterId"], "10001");
    assert!(users.as_array().unwrap().iter().all(|user| user["userName"] != "admin"), "only the centre's");
    let answer = desk.get(&app, &format!("v2/userdetails?keyindex={}", desk.key_index)).await;
    let mapped = desk.open(&answer.body["response"]["userDetails"]);
    assert!(mapped.as_array().unwrap().contains(
        &json!({"userId": "operator", "isActive": true, "isDeleted": false, "langCode": "eng", "regCenterId": "10001"})
    ), "{mapped}");
}

// ADM-25
#[tokio::test]
async fn a_machine_is_known_by_name_and_both_keys() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-5").await;
    let token = client(&app).await;
    let verify = async |name: &str, key: &str, signing: Option<&str>| {
        let body = json!({"machineName": name, "publicKey": key, "signPublicKey": signing});
        let body = app.envelope("x", "1.0", body);
        let answer = app.send("POST", "/v1/syncdata/tpm/publickey/verify", Some(&token), Some(body)).await;
        desk.assert_signed(&answer);
        answer
    };
    let (own, signing) = (b64url(desk.encryption.public().to_spki()), b64url(desk.signing.public().to_spki()));
    let answer = verify(&desk.name.to_uppercase(), &own, Some(&signing)).await;
    assert_eq!(answer.body["response"]["keyIndex"], json!(desk.key_index));
    // the other alphabet of base64 is the same key
    let other = crypto::encoding::b64std(desk.encryption.public().to_spki());
    assert_eq!(verify(&desk.name, &other, None).await.body["response"]["keyIndex"], json!(desk.key_index));
    let strange = b64url(key("stranger").public().to_spki());
    assert_eq!(verify("nobody", &own, None).await.code(), "KER-SNC-155");
    assert_eq!(verify(&desk.name, &strange, None).await.code(), "KER-SNC-164");
    assert_eq!(verify(&desk.name, &own, Some(&own)).await.code(), "KER-SNC-164");
    assert_eq!(verify(&desk.name, "bm8ga2V5", None).await.code(), "KER-SNC-165");
    assert_eq!(verify(&desk.name, "", None).await.code(), "KER-SNC-999");

    let keys = desk.get(&app, &format!("tpm/publickey/{}", desk.id)).await;
    assert_eq!(keys.body["response"], json!({"signingPublicKey": signing, "encryptionPublicKey": own}));
    assert_eq!(desk.get(&app, "tpm/publickey/99999").await.code(), "KER-SNC-155");
}

// ADM-25
#[tokio::test]
async fn keys_authorities_and_the_schema_come_signed() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-6").await;
    let path = format!("getCertificate?applicationId=REGISTRATION&referenceId=10001_{}", desk.id);
    let answer = desk.get(&app, &path).await;
    let pem = answer.body["response"]["certificate"].as_str().expect("a certificate");
    let certificate = Certificate::from_pem(pem).unwrap();
    let older = desk.get(&app, &format!("publickey/REGISTRATION?referenceId=10001_{}", desk.id)).await;
    assert_eq!(older.body["response"]["publicKey"], json!(b64url(certificate.public_key().unwrap().to_spki())));
    assert_eq!(desk.get(&app, "getCertificate?referenceId=SIGN").await.code(), "KER-SNC-002");

    let none = desk.get(&app, "getcacertificates").await;
    assert_eq!(none.body["response"]["certificateDTOList"], json!([]));
    let root = authority(&app);
    let admin = admin(&app).await;
    let upload = json!({"certificateData": root, "partnerDomain": "DEVICE"});
    let upload = app.envelope("x", "1.0", upload);
    let answer = app.send("POST", "/v1/keymanager/uploadCACertificate", Some(&admin), Some(upload)).await;
    assert_eq!(answer.code(), "", "{:?}", answer.body);
    let list = desk.get(&app, "getcacertificates").await;
    let known = &list.body["response"]["certificateDTOList"];
    assert_eq!((known.as_array().unwrap().len(), &known[0]["partnerDomain"]), (1, &json!("DEVICE")));
    assert_eq!(known[0]["certData"].as_str().unwrap().trim(), root.trim());
    assert_eq!(known[0]["issuerId"], known[0]["certId"], "it signed itself");
    app.ground.clock.advance(TimeDelta::minutes(5));
    let since = types::time::format(db::Clock::now(&*app.ground.clock));
    app.ground.clock.advance(TimeDelta::minutes(5));
    let later = desk.get(&app, &format!("getcacertificates?lastupdated={since}")).await;
    assert_eq!(later.body["response"]["certificateDTOList"], json!([]));

    let schema = desk.get(&app, "latestidschema?version=1.2.0").await;
    assert!(schema.body["response"]["schemaJson"].is_string(), "{:?}", schema.body);
    assert!(
        schema.body["response"]["newProcess"].is_object() || schema.body["response"]["schema"].is_object(),
        "{:?}",
        schema.body
    );
    assert_eq!(desk.get(&app, "latestidschema?schemaVersion=9.9").await.code(), "KER-SNC-166");
}

/// A self-signed authority, valid around the tests' time.
fn authority(app: &TestApp) -> String {
    let fields = SubjectFields {
        common_name: "Device root".to_owned(),
        organization_unit: "Test".to_owned(),
        organization: "Devices".to_owned(),
        location: "Nowhere".to_owned(),
        state: "Nowhere".to_owned(),
        country: "XX".to_owned(),
    };
    let now = db::Clock::now(&*app.ground.clock);
    let request = Request {
        subject: Subject::Fields(&fields),
        profile: Profile::Root,
        not_before: now - TimeDelta::days(1),
        not_after: now + TimeDelta::days(900),
    };
    self_signed(&request, &key("authority"), &SystemRandom).expect("as the wire says").to_pem()
}

// ADM-25
#[tokio::test]
async fn staff_sign_in_at_a_machine_that_proves_itself() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-7").await;
    let now = || types::time::format(db::Clock::now(&*app.ground.clock));
    let (user, password) = OPERATOR;
    let request =
        json!({"userId": user, "password": password, "authType": "NEW", "machineName": "SYNC-7", "timestamp": now()});
    let answer = desk.post(&app, "useridpwd", &desk.sign(&request)).await;
    desk.assert_signed(&answer);
    let tokens = desk.open(&answer.body["response"]);
    assert_eq!(tokens["userId"], user);
    let token = tokens["token"].as_str().expect("a token");
    let settings = format!("/v1/syncdata/clientsettings?keyindex={}", desk.key_index);
    assert_eq!(app.send("GET", &settings, Some(token), None).await.status, 200);

    // a refresh token is used once, and is no access token
    let refresh = tokens["refreshToken"].as_str().unwrap();
    assert_eq!(app.send("GET", &settings, Some(refresh), None).await.status, 401);
    let again = json!({"authType": "REFRESH", "refreshToken": refresh, "timestamp": now()});
    let renewed = desk.open(&desk.post(&app, "useridpwd", &desk.sign(&again)).await.body["response"]);
    assert!(renewed["token"].is_string(), "{renewed}");
    assert_eq!(desk.post(&app, "useridpwd", &desk.sign(&again)).await.code(), "KER-ATH-401");

    // a code instead of the password
    let ask = json!({
        "userId": user, "otpChannel": ["email"], "appId": "registrationclient", "useridtype": "USERID",
        "templateVariables": {}, "context": "auth-otp", "timestamp": now(),
    });
    let sent = desk.post(&app, "sendotp", &desk.sign(&ask)).await;
    assert_eq!(sent.body["response"]["status"], "success", "{:?}", sent.body);
    let code = app.code_sent_to("operator@sahlara.example").await;
    let by_code = json!({"userId": user, "otp": code, "authType": "OTP", "timestamp": now()});
    let answer = desk.post(&app, "useridpwd", &desk.sign(&by_code)).await;
    assert!(desk.open(&answer.body["response"])["token"].is_string(), "{:?}", answer.body);
    assert_ne!(desk.post(&app, "useridpwd", &desk.sign(&by_code)).await.code(), "", "a code is used once");
}

// ADM-25
#[tokio::test]
async fn sign_in_is_refused_to_strangers_and_to_yesterdays_requests() {
    let app = TestApp::new().await;
    let desk = Desk::register(&app, "sync-8").await;
    let now = types::time::format(db::Clock::now(&*app.ground.clock));
    let request = |password: &str, at: &str| json!({"userId": OPERATOR.0, "password": password, "authType": "NEW", "timestamp": at});
    let code = async |signed: &str| desk.post(&app, "useridpwd", signed).await.code().to_owned();
    let good = desk.sign(&request(OPERATOR.1, &now));
    for broken in ["", "a.b", "a.b.c.d", &good[..good.len() - 8]] {
        assert_eq!(code(broken).await, "KER-SYN-AUTH-001", "{broken}");
    }
    // another's payload under this machine's signature
    let other = desk.sign(&request("other", &now));
    let (parts, others): (Vec<&str>, Vec<&str>) = (good.split('.').collect(), other.split('.').collect());
    assert_eq!(code(&format!("{}.{}.{}", parts[0], others[1], parts[2])).await, "KER-SYN-AUTH-001");
    let header = b64url(json!({"kid": "00:11"}).to_string());
    assert_eq!(code(&format!("{header}.{}.{}", parts[1], parts[2])).await, "KER-SYN-AUTH-001");
    assert_eq!(code(&desk.sign(&json!({"userId": "operator", "authType": "NEW"}))).await, "KER-SYN-AUTH-002");
    assert_eq!(code(&desk.sign(&request("wrong", &now))).await, "KER-ATH-023");
    let mut strange = request(OPERATOR.1, &now);
    strange["authType"] = json!("MAGIC");
    assert_eq!(code(&desk.sign(&strange)).await, "KER-SYN-AUTH-003");
    strange["machineName"] = json!("other");
    assert_eq!(code(&desk.sign(&strange)).await, "KER-SYN-AUTH-001");
    app.ground.clock.advance(TimeDelta::minutes(6));
    assert_eq!(code(&good).await, "KER-SYN-AUTH-002");
}
