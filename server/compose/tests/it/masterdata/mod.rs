//! Master data: entries, places, people, equipment, files. ADM-*, MST-*, SCH-*

mod admin;
mod applicant_rules;
mod bulk;
mod cross_check;
mod definitions;
mod demo;
mod desk;
mod entries;
mod hub;
mod lost;
mod packets;
mod places;
mod staff;
mod sync;
mod zones;

use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// An administrator at work.
pub struct Admin<'a> {
    pub app: &'a TestApp,
    token: String,
}

impl<'a> Admin<'a> {
    /// The machine client of the admin portal: all of the country.
    pub async fn of_country(app: &'a TestApp) -> Self {
        Self::named(app, "admin", "demo-admin-2026").await
    }

    /// A member of staff by password.
    pub async fn named(app: &'a TestApp, user: &str, password: &str) -> Self {
        let request = json!({
            "userName": user, "password": password, "appId": "admin",
            "clientId": "mosip-admin-client", "clientSecret": "demo-admin-client",
        });
        let body = app.envelope("x", "v1", request);
        let answer = app.send("POST", "/v1/authmanager/authenticate/internal/useridPwd", None, Some(body)).await;
        let token = answer.body["response"]["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
        Self { app, token }
    }

    /// A request without a body.
    pub async fn ask(&self, method: &str, path: &str) -> Answer {
        self.app.send(method, &format!("/v1/masterdata/{path}"), Some(&self.token), None).await
    }

    /// A request with a body.
    pub async fn tell(&self, method: &str, path: &str, request: Value) -> Answer {
        let body = self.app.envelope("x", "1.0", request);
        self.app.send(method, &format!("/v1/masterdata/{path}"), Some(&self.token), Some(body)).await
    }

    /// Rows of a search by one column.
    pub async fn find(&self, path: &str, column: &str, value: &str) -> Vec<Value> {
        let request = json!({
            "filters": [{ "columnName": column, "type": "equals", "value": value }], "sort": [],
            "pagination": { "pageStart": 0, "pageFetch": 50 }, "languageCode": "all",
        });
        let answer = self.tell("POST", &format!("{path}/search"), request).await;
        answer.body["response"]["data"].as_array().unwrap_or_else(|| panic!("{answer:?}")).clone()
    }
}

/// The answer has no error.
pub fn fine(answer: &Answer) -> &Value {
    assert_eq!((answer.status, answer.code()), (200, ""), "{answer:?}");
    &answer.body["response"]
}

/// The answer is refused with this code.
pub fn refused(answer: &Answer, code: &str) {
    assert_eq!(answer.code(), code, "{answer:?}");
    assert!(answer.body["response"].is_null(), "{answer:?}");
}
