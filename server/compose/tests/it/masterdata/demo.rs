//! Loading the demo country again leaves alone what somebody changed.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Admin, fine};
use crate::support::TestApp;

async fn restarted(app: &TestApp) {
    app.ground.clock.advance(TimeDelta::seconds(5));
    app.system.load_demo(&app.system.caller("demo")).await.expect("the demo country loads");
}

async fn title(admin: &Admin<'_>, code: &str) -> Vec<Value> {
    admin.find("title", "code", code).await.into_iter().filter(|row| row["langCode"] == "eng").collect()
}

// MST-01, CFG-01
#[tokio::test]
async fn what_an_administrator_changed_survives_a_restart_with_the_demo_country() {
    let app = TestApp::new().await;
    app.ground.clock.advance(TimeDelta::seconds(5));
    let admin = Admin::of_country(&app).await;
    let before = admin.find("gendertypes", "code", "FLE").await;
    let changed = json!({ "code": "MLE", "genderName": "A man", "langCode": "eng", "isActive": true });
    fine(&admin.tell("PUT", "gendertypes", changed).await);
    // an own entry, a setting taken back to its default, an account whose name was changed
    fine(&admin.tell("POST", "title", json!({ "code": "DOC", "titleName": "Doctor", "titleDescription": "x", "langCode": "eng", "isActive": true })).await);
    let caller = app.system.caller("test");
    let policy = &app.system.services.policy;
    policy.change(&caller, "mosip.recommended.centers.locCode", None).await.expect("the default");

    restarted(&app).await;

    let rows = admin.find("gendertypes", "code", "MLE").await;
    let english = rows.iter().find(|row| row["langCode"] == "eng").expect("the row");
    assert_eq!(english["genderName"], "A man");
    assert_eq!(admin.find("gendertypes", "code", "FLE").await, before, "what nobody changed is as it was");
    assert_eq!(title(&admin, "DOC").await.len(), 1);
    let settings = policy.settings(&caller).await.expect("settings");
    let level =
        settings.iter().find(|setting| setting.name == "mosip.recommended.centers.locCode").expect("the setting");
    assert_eq!(level.value, None, "somebody chose the default");
}

// COM-02
#[tokio::test]
async fn an_account_that_was_closed_stays_closed_and_others_still_open() {
    let app = TestApp::new().await;
    app.ground.clock.advance(TimeDelta::seconds(5));
    let session = crate::iam::signed_in(&app, "admin", "demo-admin-2026").await.session;
    let caller = app.caller_of(Some(&session.cookie)).await;
    let staff = &app.system.services.staff;
    staff.set_active(&caller, "registrar", false).await.expect("closed");
    restarted(&app).await;
    let registrar = staff.one(&caller, "registrar").await.expect("read").expect("there");
    assert_eq!(registrar.entry.state, iam_api::staff::StaffState::Inactive);
    Admin::named(&app, "admin.coast", "demo-coast-2026").await;
}
