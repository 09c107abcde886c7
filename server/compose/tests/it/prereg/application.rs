use serde_json::{Value, json};

use super::Applicant;
use crate::support::TestApp;

// PRE-14, PRE-29: what the schema refuses names the field, and nothing is stored
#[tokio::test]
async fn wrong_data_is_refused_and_named() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let texts = |value: &str| json!([{"language": "eng", "value": value}, {"language": "ara", "value": value}]);
    let wrong: [(&str, Value); 4] = [
        ("dateOfBirth", json!("14/03/1991")),
        ("email", json!("nobody at nowhere")),
        ("postalCode", json!(20410)),
        ("fullName", texts("")),
    ];
    for (field, value) in wrong {
        let answer = dana.save(|identity| identity[field] = value).await;
        assert_eq!(answer.code(), "KER-IOV-004", "{field}: {answer:?}");
        let message = answer.body["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(field), "{message}");
    }
    let unknown = dana.save(|identity| identity["shoeSize"] = json!("44")).await;
    assert!(unknown.code().starts_with("KER-IOV"), "{unknown:?}");
    assert_eq!(dana.ask("GET", "/applications/prereg").await.code(), "PRG_PAM_APP_005", "nothing was stored");
}

// PRE-60: nobody reads, changes, books or deletes another's application
#[tokio::test]
async fn another_persons_application_is_out_of_reach() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let eve = Applicant::new(&app, "eve@sahlara.example").await;
    let prid = dana.complete().await;
    let documents = dana.ask("GET", &format!("/documents/preregistration/{prid}")).await;
    let document = documents.body["response"]["documentsMetaData"][0]["documentId"].as_str().unwrap().to_owned();
    for (method, path) in [
        ("GET", format!("/applications/prereg/{prid}")),
        ("GET", format!("/applications/prereg/status/{prid}")),
        ("PUT", format!("/applications/prereg/status/{prid}?statusCode=Pending_Appointment")),
        ("DELETE", format!("/applications/prereg/{prid}")),
        ("GET", format!("/documents/preregistration/{prid}")),
        ("GET", format!("/documents/{document}?preRegistrationId={prid}")),
        ("DELETE", format!("/documents/{document}?preRegistrationId={prid}")),
        ("GET", format!("/applications/appointment/{prid}")),
        ("PUT", format!("/applications/appointment/{prid}")),
    ] {
        let answer = eve.ask(method, &path).await;
        assert_ne!(answer.code(), "", "{method} {path}: {answer:?}");
        assert!(answer.body["response"].is_null(), "{method} {path}: {answer:?}");
    }
    assert_ne!(eve.upload(&prid, "POB", "BRC", "scan.pdf", &super::pdf("POB")).await.code(), "");
    assert_eq!(dana.status(&prid).await, "Application_Incomplete");
    let own = dana.ask("GET", &format!("/documents/{document}?preRegistrationId={prid}")).await;
    assert_eq!(own.code(), "", "{own:?}");
}

// PRE-23, PRE-24: kinds, formats and sizes; one document per category
#[tokio::test]
async fn documents_are_checked_and_replaced() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let prid = dana.saved().await;
    let pdf = super::pdf("passport");
    let large = [pdf.as_slice(), &vec![b' '; 3 << 20]].concat();
    for (category, kind, name, content, code) in [
        ("XXX", "PAS", "scan.pdf", &pdf, "PRG_CORE_REQ_018"),
        ("POI", "ELB", "scan.pdf", &pdf, "PRG_CORE_REQ_017"),
        ("POI", "PAS", "scan.exe", &pdf, "PRG_PAM_DOC_004"),
        ("POI", "PAS", "scan.png", &pdf, "PRG_PAM_DOC_004"), // says it is a picture and is none
        ("POI", "PAS", "scan.pdf", &large, "PRG_PAM_DOC_007"),
    ] {
        assert_eq!(dana.upload(&prid, category, kind, name, content).await.code(), code, "{category} {kind} {name}");
    }
    let ids = async || {
        let answer = dana.ask("GET", &format!("/documents/preregistration/{prid}")).await;
        let found = answer.body["response"]["documentsMetaData"].as_array().cloned().unwrap_or_default();
        found.iter().map(|one| one["documentId"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids().await.len(), 0);
    for _ in 0..2 {
        assert_eq!(dana.upload(&prid, "POI", "PAS", "scan.pdf", &pdf).await.code(), "");
    }
    assert_eq!(ids().await.len(), 1, "the second replaced the first");
    let unknown = dana.upload("12345678901234", "POI", "PAS", "scan.pdf", &pdf).await;
    assert_eq!(unknown.code(), "PRG_PAM_APP_005");
}

// PRE-30, PRE-33: an application is handed in when nothing is missing, and opens again when a needed document goes
#[tokio::test]
async fn handing_in_needs_every_required_document() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let prid = dana.saved().await;
    assert_eq!(dana.hand_in(&prid).await.code(), "PRG_PAM_APP_023");
    dana.upload(&prid, "POI", "PAS", "scan.pdf", &super::pdf("POI")).await;
    assert_eq!(dana.hand_in(&prid).await.code(), "PRG_PAM_APP_023");
    let address = dana.upload(&prid, "POA", "ELB", "scan.pdf", &super::pdf("POA")).await;
    assert_eq!(dana.hand_in(&prid).await.code(), "");
    assert_eq!(dana.status(&prid).await, "Pending_Appointment");
    let document = address.body["response"]["docId"].as_str().unwrap();
    let gone = dana.ask("DELETE", &format!("/documents/{document}?preRegistrationId={prid}")).await;
    assert_eq!(gone.code(), "", "{gone:?}");
    assert_eq!(dana.status(&prid).await, "Application_Incomplete");
}
