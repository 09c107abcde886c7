//! What proves a person, and what does not.

use codec::iso19794::FingerPosition::{LeftIndex, RightIndex, RightThumb};
use serde_json::{Value, json};

use super::RelyingParty;
use super::partner::{DOMAIN, TRANSACTION, outcome, policy, refused};
use super::person::{enrol, enrol_as};
use crate::idrepo::layla;
use crate::support::TestApp;

// IDA-01, IDA-03, IDA-10, IDA-11, IDA-12, IDA-19
#[tokio::test]
async fn a_code_authenticates_once_in_its_own_transaction() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let otp = |code: &str| json!({"otp": code});

    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), otp("123456")).await), refused("IDA-OTA-012"));
    let sent = bank.send(&app, &bank.code_request(&app, uin.reveal(), &["EMAIL", "phone"])).await;
    assert_eq!(sent.body["response"]["maskedEmail"], "XXyXX@sahlara.example");
    assert_eq!(sent.body["response"]["maskedMobile"], "XXXXX5678");
    assert_eq!(sent.body["transactionID"], TRANSACTION);
    let code = super::partner::newest_code(&app, "layla@sahlara.example").await;

    let mut other = bank.request(&app, "auth", uin.reveal(), otp(&code));
    other.body["transactionID"] = json!("0987654321");
    assert_eq!(outcome(&bank.send(&app, &other).await), refused("IDA-OTA-005"));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), otp(wrong)).await), refused("IDA-OTA-004"));
    let yes = bank.authenticate(&app, uin.reveal(), otp(&code)).await;
    assert_eq!(outcome(&yes), Ok(()));
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), otp(&code)).await), refused("IDA-OTA-004"), "replay");

    // the partner knows the person again, by 36 digits that are no number of theirs
    let code = bank.code(&app, uin.reveal()).await;
    let again = bank.authenticate(&app, uin.reveal(), otp(&code)).await;
    let token = yes.body["response"]["authToken"].as_str().unwrap();
    assert_eq!((token.len(), &again.body["response"]["authToken"]), (36, &json!(token)));

    let code = bank.code(&app, uin.reveal()).await;
    app.ground.clock.advance(chrono::TimeDelta::seconds(181));
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), otp(&code)).await), refused("IDA-OTA-003"), "expired");
}

// IDA-10: five wrong codes in a row freeze the person's codes for half an hour
#[tokio::test]
async fn five_wrong_codes_freeze() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let code = bank.code(&app, uin.reveal()).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = bank.authenticate(&app, uin.reveal(), json!({"otp": wrong})).await;
        assert_eq!(outcome(&answer), refused("IDA-OTA-004"));
    }
    let answer = bank.authenticate(&app, uin.reveal(), json!({"otp": code})).await;
    assert_eq!(outcome(&answer), refused("IDA-OTA-013"));
    let text = answer.body["errors"][0]["errorMessage"].as_str().unwrap();
    assert!(text.contains("for 30 seconds due to consecutive failure attempts for 5 times"), "{text}");
    let asked = bank.send(&app, &bank.code_request(&app, uin.reveal(), &["email"])).await;
    assert_eq!(asked.code(), "IDA-OTA-013");
    app.ground.clock.advance(chrono::TimeDelta::minutes(31));
    let code = bank.code(&app, uin.reveal()).await;
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), json!({"otp": code})).await), Ok(()));
}

// IDA-06, IDA-07
#[tokio::test]
async fn demographics_fit_or_do_not() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let name = |text: &str| json!({"demographics": {"name": [{"language": "eng", "value": text}]}});
    for claims in [
        name("benhadi Layla"),
        json!({"demographics": {"dob": "1991/03/14", "phoneNumber": "612345678", "age": "34"}, "otp": "", "biometrics": []}),
        json!({"demographics": {"addressLine1": [{"language": "eng", "value": "Flat 4 8 Lamp St."}]}}),
        json!({"demographics": {"gender": [{"language": "ara", "value": "FLE"}], "emailId": "layla@sahlara.example"}}),
    ] {
        assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), claims.clone()).await), Ok(()), "{claims}");
    }
    let cases: [(Value, &str); 6] = [
        (name("Layla Karim"), "IDA-DEA-001"),
        (json!({"demographics": {"dob": "1991/03/15"}}), "IDA-DEA-001"),
        (json!({"demographics": {"dob": "15 March"}}), "IDA-MLC-009"),
        (json!({"demographics": {"name": [{"language": "xyz", "value": "Layla"}]}}), "IDA-DEA-002"),
        (json!({"demographics": {"shoeSize": "42"}}), "IDA-DEA-003"),
        (json!({"demographics": {}}), "IDA-MLC-008"),
    ];
    for (claims, code) in cases {
        assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), claims.clone()).await), refused(code), "{claims}");
    }
    let answer = bank.authenticate(&app, uin.reveal(), name("Layla Karim")).await;
    let error = &answer.body["errors"][0];
    assert_eq!(error["errorMessage"], "Demographic data name in eng did not match");
    assert_eq!(error["actionMessage"], "Please re-enter your name");
}

// IDA-08, IDA-09: another press of the finger proves the person, a stranger's does not
#[tokio::test]
async fn a_finger_proves_its_owner_alone() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let fingers = |presses: &[_]| json!({"biometrics": bank.presses(&app, presses)});

    for press in [2, 3] {
        let plain = fingers(&[(1, RightIndex, press)]);
        assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), plain).await), Ok(()), "press {press}");
    }
    let both = fingers(&[(1, RightIndex, 4), (1, LeftIndex, 4)]);
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), both).await), Ok(()));
    for stranger in [2, 3, 4] {
        let plain = fingers(&[(stranger, RightIndex, 2)]);
        assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), plain).await), refused("IDA-BIA-001"));
    }
    let thumb = fingers(&[(1, RightThumb, 2)]);
    let answer = bank.authenticate(&app, uin.reveal(), thumb).await;
    assert_eq!(outcome(&answer), refused("IDA-BIA-006"), "was not enrolled");
    let twice = fingers(&[(1, RightIndex, 2), (1, RightIndex, 3)]);
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), twice).await), refused("IDA-BIA-002"));
    // factors together: the code is looked at first, and a wrong finger still refuses
    let code = bank.code(&app, uin.reveal()).await;
    let mut plain = fingers(&[(2, RightIndex, 2)]);
    plain["otp"] = json!(code);
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), plain).await), refused("IDA-BIA-001"));
}

// IDA-09
#[tokio::test]
async fn a_capture_has_to_be_sound() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let sound = || bank.presses(&app, &[(1, RightIndex, 2), (1, LeftIndex, 2)]);
    let ask = async |captures: Vec<Value>| {
        outcome(&bank.authenticate(&app, uin.reveal(), json!({"biometrics": captures})).await)
    };
    assert_eq!(ask(sound()).await, Ok(()));

    let mut captures = sound();
    captures.swap(0, 1);
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-BIA-014"), "the chain has an order");
    let mut captures = sound();
    captures[0]["sessionKey"] = captures[1]["sessionKey"].clone();
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-MPA-003"));
    let mut captures = sound();
    let data = captures[0]["data"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = data.split('.').collect();
    captures[0]["data"] = json!(format!("{}.{}.{}", parts[0], parts[1], &"A".repeat(342)));
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-MPA-001"));
    let mut captures = sound();
    captures[1]["data"] = json!("");
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-MLC-006"));

    // a device whose maker nobody vouches for
    let at = types::time::format(super::now(&app));
    let shot = |kind: &'static str, sub_type: &'static str| super::capture::Shot {
        kind,
        sub_type,
        record: super::capture::finger_record(1, RightIndex, 2),
        transaction: TRANSACTION,
        timestamp: &at,
        domain: DOMAIN,
    };
    let stranger = super::Authority::new(super::now(&app), 7, "Nobody");
    let device = super::Device { device: stranger.issue(8, "nobody"), chip: stranger.issue(8, "nobody") };
    let captures = device.capture(&bank.fir, &[shot("Finger", "Right IndexFinger")]);
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-MPA-001"));
    // an authority of another domain does not vouch for devices
    let device = super::Device { device: bank.authority.issue(8, "nobody"), chip: bank.authority.issue(8, "nobody") };
    let captures = device.capture(&bank.fir, &[shot("Finger", "Right IndexFinger")]);
    assert_eq!(ask(captures).await, super::partner::filtered("IDA-MPA-001"));
    // what the matcher cannot compare is not guessed
    let captures = bank.device.capture(&bank.fir, &[shot("Iris", "Left")]);
    assert_eq!(ask(captures).await, refused("IDA-MLC-011"));
    let captures = bank.device.capture(&bank.fir, &[shot("Finger", "Left Toe")]);
    assert_eq!(ask(captures).await, refused("IDA-MLC-009"));
    let elsewhere = super::capture::Shot { domain: "http://elsewhere.example", ..shot("Finger", "Right IndexFinger") };
    assert_eq!(ask(bank.device.capture(&bank.fir, &[elsewhere])).await, refused("IDA-MLC-024"));
    let other = super::capture::Shot { transaction: "0000000000", ..shot("Finger", "Right IndexFinger") };
    assert_eq!(ask(bank.device.capture(&bank.fir, &[other])).await, refused("IDA-MLC-009"));
}

// IDA-15
#[tokio::test]
async fn a_small_child_is_authenticated_by_attributes_only() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let mut child = layla();
    child["dateOfBirth"] = json!("2023/09/28");
    let uin = enrol_as(&app, 1, child).await;
    let plain = json!({"demographics": {"dob": "2023/09/28"}});
    assert_eq!(outcome(&bank.authenticate(&app, uin.reveal(), plain).await), Ok(()));
    let plain = json!({"biometrics": bank.presses(&app, &[(1, RightIndex, 2)])});
    let answer = bank.authenticate(&app, uin.reveal(), plain).await;
    assert_eq!(outcome(&answer), refused("IDA-MLC-011"));
    let text = "Unsupported Authentication Type for child - bio";
    assert_eq!(answer.body["errors"][0]["errorMessage"], text);
    let code = bank.code(&app, uin.reveal()).await;
    let answer = bank.authenticate(&app, uin.reveal(), json!({"otp": code})).await;
    assert_eq!(outcome(&answer), refused("IDA-MLC-011"));
}

// IDA-02, IDA-35
#[tokio::test]
async fn ekyc_hands_out_what_the_policy_names_for_the_partner_alone() {
    let app = TestApp::new().await;
    let bank = RelyingParty::register(&app, policy()).await;
    let uin = enrol(&app, 1).await;
    let plain = json!({"biometrics": bank.presses(&app, &[(1, RightIndex, 2)])});
    let answer = bank.send(&app, &bank.request(&app, "kyc", uin.reveal(), plain)).await;
    assert_eq!(outcome(&answer), Ok(()));
    let identity = bank.decrypt(&answer);
    let face = identity["photo"].as_str().map(|text| crypto::encoding::b64_lenient(text).unwrap());
    assert_eq!(face, Some(crate::idrepo::drawn_face()));
    let mut rest = identity.clone();
    rest.as_object_mut().unwrap().remove("photo");
    let expected = json!({"name_eng": "Layla Benhadi", "name_ara": "ليلى بن هادي", "dob": "1991/03/14",
        "phoneNumber": "612345678", "gender_eng": "FLE", "gender_ara": "FLE"});
    assert_eq!(rest, expected);
    let text = answer.body.to_string();
    assert!(!text.contains("Layla") && !text.contains("1991/03/14"), "nothing in the open");

    let stranger = json!({"biometrics": bank.presses(&app, &[(2, RightIndex, 2)])});
    let refused_answer = bank.send(&app, &bank.request(&app, "kyc", uin.reveal(), stranger)).await;
    assert_eq!(outcome(&refused_answer), refused("IDA-BIA-001"));
    assert!(refused_answer.body["response"]["identity"].is_null());
    let mut silent = bank.request(&app, "kyc", uin.reveal(), json!({"demographics": {"dob": "1991/03/14"}}));
    silent.body["consentObtained"] = json!(false);
    assert_eq!(outcome(&bank.send(&app, &silent).await), refused("IDA-MLC-012"));
}
