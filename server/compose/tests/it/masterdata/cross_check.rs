//! SCH-06: schema, forms, mapping, templates, policies and master data are compared, and every mismatch is named.

use masterdata_api::cross_check::{CrossCheckReport, Mend, Rule};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::support::TestApp;

async fn check(app: &TestApp) -> CrossCheckReport {
    app.system.services.cross_check.cross_check(&app.system.caller("test")).await.expect("a report")
}

async fn run(app: &TestApp, sql: &str, values: Vec<sea_orm::Value>) {
    let db = app.ground.databases.operations();
    let writer = db.write_connection().expect("a writer");
    writer
        .execute_raw(Statement::from_sql_and_values(db.backend(), sql, values))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The text of a column of the only row that fits.
async fn text(app: &TestApp, sql: &str) -> String {
    let db = app.ground.databases.operations();
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await.expect("a row").expect("a row");
    row.try_get_by_index(0).expect("a text")
}

fn rules(report: &CrossCheckReport) -> Vec<Rule> {
    report.mismatches.iter().map(|mismatch| mismatch.rule).collect()
}

// SCH-06
#[tokio::test]
async fn the_demo_country_fits_together() {
    let app = TestApp::new().await;
    let report = check(&app).await;
    let said: Vec<String> = report.mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(said, Vec::<String>::new());
    assert!(report.looked_at > 100, "{}", report.looked_at);
}

// SCH-06
#[tokio::test]
async fn without_a_schema_nobody_can_register() {
    let app = TestApp::empty().await;
    let report = check(&app).await;
    assert!(rules(&report).contains(&Rule::NoSchema) && !report.has_schema());
}

// SCH-06
#[tokio::test]
async fn every_planted_mismatch_is_named_with_the_place_to_mend_it() {
    let app = TestApp::new().await;
    // a form: another schema's, an unknown field and control, a label less, a list, a level and a category that are not there
    let of_form = "domain = 'pre-registration' AND type = 'schema'";
    let spec = text(&app, &format!("SELECT json_spec FROM md_ui_spec WHERE {of_form}")).await;
    let mut spec: Value = serde_json::from_str(&spec).expect("a form");
    let fields = spec["identity"]["identity"].as_array_mut().expect("fields");
    let labels = json!({"eng": "A", "fra": "A", "ara": "A"});
    fields.retain(|field| field["id"] != "gender");
    let added = [
        json!({"id": "shoeSize", "controlType": "slider", "labelName": {"eng": "Shoe size", "fra": " "}, "inputRequired": true, "type": "string"}),
        json!({"id": "a", "controlType": "dropdown", "labelName": labels, "inputRequired": true, "type": "simpleType", "fieldType": "dynamic", "subType": "nothing"}),
        json!({"id": "b", "controlType": "dropdown", "labelName": labels, "inputRequired": true, "type": "simpleType", "fieldType": "default", "subType": "Nowhere"}),
        json!({"id": "c", "controlType": "fileupload", "labelName": labels, "inputRequired": true, "type": "documentType", "subType": "XXX"}),
    ];
    fields.extend(added);
    let sql = format!("UPDATE md_ui_spec SET json_spec = $1, identity_schema_version = 0.05 WHERE {of_form}");
    run(&app, &sql, vec![spec.to_string().into()]).await;
    // a template in one language less, a centre that lies nowhere, a language that nobody knows
    run(&app, "DELETE FROM md_template WHERE template_typ_code = 'auth-sms' AND lang_code = 'fra'", vec![]).await;
    run(&app, "UPDATE md_registration_center SET location_code = 'GONE' WHERE id = '10001'", vec![]).await;
    let admin = {
        let opened = crate::iam::signed_in(&app, "admin", "demo-admin-2026").await;
        app.caller_of(Some(&opened.session.cookie)).await
    };
    app.system.services.policy.change(&admin, "mosip.optional-languages", Some("fra,xho")).await.expect("a setting");

    let report = check(&app).await;
    let found = rules(&report);
    for rule in [
        Rule::FormForOtherSchema,
        Rule::FieldNotInSchema,
        Rule::RequiredNotAsked,
        Rule::LabelMissing,
        Rule::ControlUnknown,
        Rule::NoChoices,
        Rule::NoLocations,
        Rule::NoCategory,
        Rule::TemplateMissing,
        Rule::LanguageUnknown,
        Rule::CentreNowhere,
    ] {
        assert!(found.contains(&rule), "{rule:?} in {found:?}");
    }
    let of = |rule: Rule| report.mismatches.iter().find(|mismatch| mismatch.rule == rule).expect("a mismatch");
    assert_eq!(of(Rule::RequiredNotAsked).args, ["pre-registration/schema", "gender"]);
    assert_eq!(of(Rule::CentreNowhere).mend, Mend::Data("registrationcenters".into()));
    assert_eq!(of(Rule::LanguageUnknown).mend, Mend::Setting("mosip.optional-languages".into()));
}

// SCH-06
#[tokio::test]
async fn what_does_not_fit_is_for_administrators() {
    let app = TestApp::new().await;
    let opened = crate::iam::signed_in(&app, "registrar", "demo-registrar-2026").await;
    let registrar = app.caller_of(Some(&opened.session.cookie)).await;
    let cross_check = &app.system.services.cross_check;
    assert_eq!(cross_check.cross_check(&registrar).await.unwrap_err().status(), 403);
    assert_eq!(cross_check.cross_check(&app.caller_of(None).await).await.unwrap_err().status(), 401);
}
