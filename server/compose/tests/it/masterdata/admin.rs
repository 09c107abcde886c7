//! Administration services over HTTP. ADM-18 ADM-19 ADM-26

use serde_json::json;

use super::desk::admin;
use crate::support::TestApp;

/// A token of a member of staff.
async fn staff(app: &TestApp, name: &str) -> String {
    let request = json!({
        "userName": name, "password": format!("demo-{name}-2026"), "appId": "admin", "clientId": "mosip-admin-client",
        "clientSecret": "demo-admin-client",
    });
    let body = app.envelope("x", "1.0", request);
    let answer = app.send("POST", "/v1/authmanager/authenticate/internal/useridPwd", None, Some(body)).await;
    answer.body["response"]["token"].as_str().expect("a token").to_owned()
}

// ADM-26
#[tokio::test]
async fn what_a_portal_reports_is_recorded_or_refused_with_its_code() {
    let app = TestApp::new().await;
    let token = admin(&app).await;
    let event = json!({
        "eventId": "ADM-045", "eventName": "PAGE_VIEWED", "eventType": "USER",
        "actionTimeStamp": "2026-01-05T08:59:59.123Z", "applicationId": "10009", "applicationName": "Admin Portal",
        "sessionUserId": "110005", "id": "NO_ID", "idType": "NO_ID_TYPE", "createdBy": "110005",
        "moduleName": "Masterdata", "moduleId": "KER-MSD", "description": "a page was opened",
    });
    let post = async |event: serde_json::Value| {
        let body = app.envelope("x", "1.0", event);
        app.send("POST", "/v1/admin/auditmanager/log", Some(&token), Some(body)).await
    };
    let answer = post(event.clone()).await;
    assert_eq!(answer.body["response"]["status"], true, "{:?}", answer.body);
    let question =
        kernel_api::audit_search::AuditQuestion { event_id: Some("ADM-045".into()), limit: 10, ..Default::default() };
    let found = app.system.services.audit.search(&app.system.caller("test"), &question).await.unwrap();
    assert_eq!((found.entries.len(), found.entries[0].session_user_id.as_str()), (1, "110005"));
    let mut wrong = event.clone();
    wrong["eventName"] = json!("");
    assert_eq!(post(wrong).await.code(), "ADM-PKT-005");
    let mut wrong = event;
    wrong["actionTimeStamp"] = json!("yesterday");
    assert_eq!(post(wrong).await.code(), "ADM-PKT-005");
}

// ADM-18
#[tokio::test]
async fn a_packets_steps_are_shown_inside_the_zone_only() {
    let app = TestApp::new().await;
    let registrar = staff(&app, "registrar").await;
    let code = async |token: &str, rid: &str| {
        let path = format!("/v1/admin/packetstatusupdate?rid={rid}&langCode=eng");
        app.send("GET", &path, Some(token), None).await.code().to_owned()
    };
    assert_eq!(code(&registrar, "12").await, "ADM-PKT-002");
    assert_eq!(code(&registrar, "99999100010000120261123101502").await, "ADM_PKT-003");
    // the registrar has no zone
    assert_eq!(code(&registrar, "10001100010000120261123101502").await, "ADM-PKT-001");
    let zone = json!({"zoneCode": "SAH", "userId": "registrar", "isActive": true});
    let zone = app.envelope("x", "1.0", zone);
    let given = app.send("POST", "/v1/masterdata/zoneuser", Some(&admin(&app).await), Some(zone)).await;
    assert_eq!(given.code(), "", "{:?}", given.body);
    let rid = "10001100010000120261123101502";
    assert_eq!(code(&registrar, rid).await, "ADM-PKT-004");
    // the comment comes in the language that is asked for; English and unknown ones have MOSIP's
    step(&app, rid).await;
    let comment = async |language: &str| {
        let path = format!("/v1/admin/packetstatusupdate?rid={rid}&langCode={language}");
        let answer = app.send("GET", &path, Some(&registrar), None).await;
        answer.body["response"]["packetStatusUpdateList"][0]["statusComment"].as_str().expect("a comment").to_owned()
    };
    assert_eq!(comment("eng").await, "UIN Generated Successfully");
    assert_eq!(comment("deu").await, "UIN Generated Successfully");
    let french = app_i18n::tr::reason::find(app_i18n::Locale::Fra, "RPR-UIN-SUCCESS-001").expect("words");
    assert_eq!(comment("fra").await, french);
}

/// A step of a registration, past every module.
async fn step(app: &TestApp, rid: &str) {
    use sea_orm::{ConnectionTrait, Statement};
    let db = app.system.databases.operations();
    let sql = "INSERT INTO registration_transaction (id, workflow_instance_id, rid, stage, kind, status, sub_status, \
               comment, version, created_at) VALUES ('s1', 'w1', $1, 'UinGeneratorStage', 'UIN_GENERATOR', 'SUCCESS', \
               'RPR-UIN-SUCCESS-001', 'UIN Generated Successfully', 1, $2)";
    let statement = Statement::from_sql_and_values(db.backend(), sql, [rid.into(), db.now().into()]);
    db.write_connection().expect("a writer").execute_raw(statement).await.expect("stored");
}

// ADM-19
#[tokio::test]
async fn the_pipeline_is_searched_and_what_is_unknown_is_not_resumed() {
    let app = TestApp::new().await;
    let registrar = staff(&app, "registrar").await;
    let post = async |path: &str, request: serde_json::Value| {
        let body = app.envelope("x", "1.0", request);
        app.send("POST", path, Some(&registrar), Some(body)).await
    };
    let search = json!({
        "filters": [{"columnName": "statusCode", "type": "equals", "value": "PAUSED"}], "sort": [],
        "pagination": {"pageStart": 0, "pageFetch": 10},
    });
    let found = post("/v1/masterdata/packet/search", search).await;
    assert_eq!(found.body["response"]["totalRecord"], 0, "{:?}", found.body);
    let wrong = json!({"filters": [{"columnName": "name", "value": "x"}], "sort": []});
    assert_eq!(post("/v1/masterdata/packet/search", wrong).await.code(), "RPR-WAA-002");
    assert_eq!(post("/v1/masterdata/packet/search", json!({"sort": []})).await.code(), "RPR-WAA-000");
    let resume = |id: &str, action: &str| json!({"workflowId": id, "workflowAction": action});
    let rid = "10001100010000120261123101502";
    for action in ["RESUME_PROCESSING", "RESUME_FROM_BEGINNING", "STOP_PROCESSING"] {
        for id in [rid, "7"] {
            let answer = post("/v1/masterdata/packet/resume", resume(id, action)).await;
            assert_eq!(answer.code(), "RPR-WAA-003", "{id} {action}");
        }
    }
    assert_eq!(post("/v1/masterdata/packet/resume", resume(rid, "DANCE")).await.code(), "RPR-WAA-001");
}

// ADM-01: the portal's address of master data and keys
#[tokio::test]
async fn the_portals_addresses_pass_verb_query_body_and_token_on() {
    let app = TestApp::new().await;
    let token = admin(&app).await;
    let direct = app.send("GET", "/v1/masterdata/locations/eng", Some(&token), None).await;
    let passed = app.send("GET", "/v1/admin/masterdata/locations/eng", Some(&token), None).await;
    assert_eq!((passed.status, &passed.body["response"]), (direct.status, &direct.body["response"]));
    let search =
        json!({"filters": [], "sort": [], "pagination": {"pageStart": 0, "pageFetch": 3}, "languageCode": "eng"});
    let body = app.envelope("x", "1.0", search);
    let passed = app.send("POST", "/v1/admin/masterdata/gendertypes/search", Some(&token), Some(body)).await;
    assert!(passed.body["response"]["data"].is_array(), "{:?}", passed.body);
    let path = "/v1/admin/keymanager/getCertificate?applicationId=KERNEL&referenceId=SIGN";
    let certificate = app.send("GET", path, Some(&token), None).await;
    assert!(certificate.body["response"]["certificate"].is_string(), "{:?}", certificate.body);
    // no token, no rights: the passage adds none
    assert_eq!(app.send("GET", path, None, None).await.status, 401);
    assert_eq!(app.send("GET", "/v1/admin/nowhere/x", Some(&token), None).await.status, 404);
    let roles = app.send("GET", "/v1/admin/roles", Some(&token), None).await;
    assert!(roles.body["response"]["roles"].as_array().unwrap().contains(&json!("REGISTRATION_OFFICER")));
    for context in ["/v1/admin", "/v1/syncdata"] {
        let health = app.send("GET", &format!("{context}/actuator/health"), None, None).await;
        assert_eq!(health.body["status"], "UP", "{context}");
    }
}
