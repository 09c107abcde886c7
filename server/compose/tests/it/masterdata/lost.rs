//! ADM-20, UI-ADM-22: numbers of registrations are found again by place.

use masterdata_api::lost::LostForm;
use serde_json::json;

use super::{Admin, fine};
use crate::support::TestApp;

/// What a desk announced of a registration at a centre, past every module.
async fn announced(app: &TestApp, center: &str) -> String {
    use sea_orm::{ConnectionTrait, Statement};
    let rid = format!("{center}100010000120260105080000");
    let db = app.system.databases.operations();
    let at = db.now();
    let sql =
        "INSERT INTO registration_lost (packet_id, rid, center, registered_at, synced_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [rid.clone().into(), rid.clone().into(), center.into(), at.into(), at.into()];
    let statement = Statement::from_sql_and_values(db.backend(), sql, values);
    db.write_connection().expect("a writer").execute_raw(statement).await.expect("stored");
    rid
}

#[tokio::test]
async fn a_place_stands_for_every_centre_at_it_or_below() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let coast = announced(&app, "10001").await;
    let centers = admin.ask("GET", "registrationcenters/10001/eng").await;
    let place = fine(&centers)["registrationCenters"][0]["locationCode"].as_str().expect("a place").to_owned();
    let find = async |filters: serde_json::Value| {
        let body = app.envelope("x", "1.0", json!({"filters": filters, "sort": []}));
        let answer = app.send("POST", "/v1/admin/lostRid", Some(&admin.token), Some(body)).await;
        let data = fine(&answer)["data"].as_array().expect("data").clone();
        data.iter().map(|one| one["registrationId"].as_str().expect("a number").to_owned()).collect::<Vec<_>>()
    };
    let at = |column: &str, value: &str| json!([{"columnName": column, "type": "equals", "value": value}]);
    assert_eq!(find(at("postalCode", &place)).await, [coast.as_str()]);
    // the whole country is a place, too
    assert_eq!(find(at("locationCode", "SAH")).await, [coast.as_str()]);
    assert!(find(at("locationCode", "nowhere")).await.is_empty());
    let other = json!([{"columnName": "locationCode", "value": place}, {"columnName": "centerId", "value": "10002"}]);
    assert!(find(other).await.is_empty());
}

#[tokio::test]
async fn the_portal_asks_by_days_and_sees_its_own_zone() {
    let app = TestApp::new().await;
    let coast = announced(&app, "10001").await;
    let lost = &app.system.services.lost;
    let form = LostForm { from: "2026-01-01".into(), to: "2026-01-10".into(), ..LostForm::default() };
    let found = async |user: &str, password: &str, form: &LostForm| {
        let session = crate::iam::signed_in(&app, user, password).await.session;
        let caller = app.caller_of(Some(&session.cookie)).await;
        lost.find(&caller, form).await.map(|found| found.into_iter().map(|one| one.rid).collect::<Vec<_>>())
    };
    assert_eq!(found("admin", "demo-admin-2026", &form).await.expect("found"), [coast.as_str()]);
    assert_eq!(found("admin.coast", "demo-coast-2026", &form).await.expect("found"), [coast.as_str()]);
    assert!(found("admin.highlands", "demo-highlands-2026", &form).await.expect("found").is_empty());
    let code = async |form: LostForm| found("admin", "demo-admin-2026", &form).await.expect_err("refused").code();
    assert_eq!(code(LostForm { to: String::new(), ..form.clone() }).await, "ADMN-LRID-001");
    assert_eq!(code(LostForm { to: "2026-03-10".into(), ..form.clone() }).await, "RPR-RGS-034");
    assert_eq!(found("operator", "demo-operator-2026", &form).await.expect("found").len(), 1);
}
