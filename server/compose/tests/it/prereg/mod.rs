//! Pre-registration over a whole system, as MOSIP's clients speak to it. PRE-*

mod application;
mod booking;
mod sign_in;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::idrepo::layla;
use crate::support::{Answer, TestApp};

const BASE: &str = "/preregistration/v1";

/// A file that begins and ends as a PDF does.
pub fn pdf(what: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj << /Title ({what}) >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n").into_bytes()
}

pub async fn ask_code(app: &TestApp, user: &str) -> Answer {
    let request = json!({"userId": user, "langCode": "eng"});
    let body = app.envelope("mosip.pre-registration.login.sendotp", "1.0", request);
    app.send("POST", &format!("{BASE}/login/sendOtp/langcode"), None, Some(body)).await
}

pub async fn give_code(app: &TestApp, user: &str, code: &str) -> Answer {
    let body = app.envelope("mosip.pre-registration.login.useridotp", "1.0", json!({"userId": user, "otp": code}));
    app.send("POST", &format!("{BASE}/login/validateOtp"), None, Some(body)).await
}

/// Somebody who is signed in.
pub struct Applicant<'a> {
    pub app: &'a TestApp,
    pub token: String,
}

impl<'a> Applicant<'a> {
    /// Signs in.
    pub async fn new(app: &'a TestApp, user: &str) -> Self {
        // messages of one instant have no order
        app.ground.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(ask_code(app, user).await.code(), "");
        let token = give_code(app, user, &app.code_sent_to(user).await).await.token().expect("a token");
        Self { app, token }
    }

    /// A call without a body.
    pub async fn ask(&self, method: &str, path: &str) -> Answer {
        self.app.send(method, &format!("{BASE}{path}"), Some(&self.token), None).await
    }

    /// A call in MOSIP's envelope.
    pub async fn call(&self, method: &str, path: &str, id: &str, request: Value) -> Answer {
        let body = self.app.envelope(id, "1.0", request);
        self.app.send(method, &format!("{BASE}{path}"), Some(&self.token), Some(body)).await
    }

    /// Saves what `change` makes of a person's data.
    pub async fn save(&self, change: impl FnOnce(&mut Value)) -> Answer {
        let mut identity = layla();
        identity.as_object_mut().expect("an object").remove("individualBiometrics");
        identity["preferredLang"] = json!("eng");
        change(&mut identity);
        let request = json!({"langCode": "eng", "demographicDetails": {"identity": identity}});
        self.call("POST", "/applications/prereg", "mosip.pre-registration.demographic.create", request).await
    }

    /// A saved application without documents; gives its number.
    pub async fn saved(&self) -> String {
        let answer = self.save(|_| ()).await;
        answer.body["response"]["preRegistrationId"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// Uploads a document.
    pub async fn upload(&self, prid: &str, category: &str, kind: &str, name: &str, content: &[u8]) -> Answer {
        let details = json!({"docCatCode": category, "docTypCode": kind, "langCode": "eng"});
        let envelope = self.app.envelope("mosip.pre-registration.document.upload", "1.0", details);
        let mut body = format!(
            "--line\r\nContent-Disposition: form-data; name=\"Document request\"\r\n\r\n{envelope}\r\n--line\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--line--\r\n");
        let request = Request::post(format!("{BASE}/documents/{prid}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
            .header(header::COOKIE, format!("Authorization={}", self.token));
        self.app.raw(request.body(Body::from(body)).expect("a request")).await
    }

    /// A saved application with every document the form demands.
    pub async fn complete(&self) -> String {
        let prid = self.saved().await;
        for (category, kind) in [("POI", "PAS"), ("POA", "ELB")] {
            let answer = self.upload(&prid, category, kind, "scan.pdf", &pdf(category)).await;
            assert_eq!(answer.code(), "", "{answer:?}");
        }
        prid
    }

    /// What a saved application says of itself.
    pub async fn status(&self, prid: &str) -> String {
        let answer = self.ask("GET", &format!("/applications/prereg/status/{prid}")).await;
        answer.body["response"]["statusCode"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    pub async fn hand_in(&self, prid: &str) -> Answer {
        self.ask("PUT", &format!("/applications/prereg/status/{prid}?statusCode=Pending_Appointment")).await
    }
}
