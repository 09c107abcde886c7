//! Administration of members of staff. ADM-03, ADM-04, ADM-13

use super::{caller, opened, signed_in};
use crate::support::TestApp;
use chrono::TimeDelta;
use iam_api::{
    IamError,
    account::{Browser, SignedIn},
    staff::{StaffFacts, StaffQuery, StaffState},
};
use serde_json::json;
use types::{AccessError, Caller};

async fn administrator(app: &TestApp) -> Caller {
    caller(app, &signed_in(app, "admin", "demo-admin-2026").await).await
}

/// The coast's administrator, whose zone stands in master data.
async fn coast(app: &TestApp) -> Caller {
    let password = "a coastal password";
    let file = json!({"users": [
        {"name": "admin.coast", "password": password, "roles": ["ZONAL_ADMIN"]},
        {"name": "hill.officer", "password": password, "roles": ["REGISTRATION_OFFICER"], "zone": "HGL"},
        {"name": "coast.officer", "password": password, "roles": ["REGISTRATION_OFFICER"], "zone": "CST"},
        {"name": "coast.keys", "password": password, "roles": ["KEY_MAKER"], "zone": "CST"},
    ]});
    app.system.iam.import_staff(&app.system.caller("test"), serde_json::from_value(file).unwrap()).await.unwrap();
    caller(app, &signed_in(app, "admin.coast", password).await).await
}

fn query(search: &str) -> StaffQuery {
    StaffQuery { search: Some(search.to_owned()), limit: 50, ..StaffQuery::default() }
}

fn officer(zone: &str) -> StaffFacts {
    StaffFacts {
        name: "Samira Nour".to_owned(),
        email: Some("samira@sahlara.example".to_owned()),
        phone: None,
        roles: vec!["REGISTRATION_OFFICER".to_owned()],
        zone: Some(zone.to_owned()),
    }
}

// ADM-13
#[tokio::test]
async fn a_new_member_of_staff_signs_in_with_a_password_of_their_own() {
    let app = TestApp::new().await;
    let (staff, accounts) = (&app.system.services.staff, &app.system.services.accounts);
    let admin = administrator(&app).await;
    let ticket = staff.create(&admin, " Samira ", officer("CST")).await.unwrap().value;
    let first = accounts.shown_once(&admin, &ticket).await.unwrap().unwrap().remove(0);
    let entry = staff.list(&admin, &query("SAMIRA@sah")).await.unwrap().entries.remove(0);
    assert_eq!((entry.user_id.as_str(), entry.state), ("samira", StaffState::Invited));
    assert!(staff.create(&admin, "samira", officer("CST")).await.unwrap_err().is(IamError::NameTaken));
    let nobody = app.caller_of(None).await;
    let SignedIn::Choose(step) = accounts.sign_in(&nobody, Browser::default(), "samira", &first).await.unwrap() else {
        panic!("another password is asked for")
    };
    let done =
        accounts.choose_password(&nobody, Browser::default(), &step.value, "seven green bicycles").await.unwrap();
    assert_eq!(caller(&app, &opened(done)).await.identity().zone.as_deref(), Some("CST"));
    assert_eq!(staff.one(&admin, "samira").await.unwrap().unwrap().entry.state, StaffState::Active);
}

// ADM-03: roles change at once, tokens of the old ones end
#[tokio::test]
async fn other_roles_hold_at_once() {
    let app = TestApp::new().await;
    let staff = &app.system.services.staff;
    let admin = administrator(&app).await;
    let session = signed_in(&app, "operator", "demo-operator-2026").await;
    let body = app.envelope("x", "v1", super::password("operator", "demo-operator-2026"));
    let answer = app.send("POST", "/v1/authmanager/authenticate/internal/useridPwd", None, Some(body)).await;
    let token = answer.body["response"]["token"].as_str().unwrap().to_owned();
    let roles = "/v1/authmanager/roles/admin";
    assert_eq!(app.send("GET", roles, Some(&token), None).await.status, 200);
    let facts = StaffFacts { roles: vec!["REGISTRATION_SUPERVISOR".to_owned()], ..officer("CST") };
    staff.change(&admin, "operator", facts).await.unwrap();
    assert_eq!(caller(&app, &session).await.identity().roles, ["REGISTRATION_SUPERVISOR"]);
    assert_eq!(app.send("GET", roles, Some(&token), None).await.status, 401);
}

// ADM-13: deactivating and resetting end everything
#[tokio::test]
async fn whoever_is_deactivated_or_reset_is_out() {
    let app = TestApp::new().await;
    let (staff, accounts) = (&app.system.services.staff, &app.system.services.accounts);
    let admin = administrator(&app).await;
    let session = signed_in(&app, "operator", "demo-operator-2026").await;
    staff.set_active(&admin, "operator", false).await.unwrap();
    assert_eq!(caller(&app, &session).await.user_id(), "anonymous");
    let nobody = app.caller_of(None).await;
    let sign_in = async || accounts.sign_in(&nobody, Browser::default(), "operator", "demo-operator-2026").await;
    assert!(sign_in().await.unwrap_err().is(IamError::InvalidCredentials));
    let inactive = StaffQuery { state: Some(StaffState::Inactive), limit: 10, ..StaffQuery::default() };
    assert_eq!(staff.list(&admin, &inactive).await.unwrap().entries[0].user_id, "operator");
    staff.set_active(&admin, "operator", true).await.unwrap();
    assert_eq!(caller(&app, &session).await.user_id(), "anonymous", "an ended session stays ended");
    let session = opened(sign_in().await.unwrap());
    let ticket = staff.reset(&admin, "operator").await.unwrap().value;
    assert_eq!(caller(&app, &session).await.user_id(), "anonymous");
    assert!(sign_in().await.unwrap_err().is(IamError::InvalidCredentials));
    let first = accounts.shown_once(&admin, &ticket).await.unwrap().unwrap().remove(0);
    let with_first = accounts.sign_in(&nobody, Browser::default(), "operator", &first).await.unwrap();
    assert!(matches!(with_first, SignedIn::Choose(_)));
}

// ADM-13: lock state is seen and opened
#[tokio::test]
async fn a_locked_account_is_seen_and_opened() {
    let app = TestApp::new().await;
    let (staff, accounts) = (&app.system.services.staff, &app.system.services.accounts);
    let admin = administrator(&app).await;
    let nobody = app.caller_of(None).await;
    for _ in 0..5 {
        accounts.sign_in(&nobody, Browser::default(), "operator", "guess").await.unwrap_err();
    }
    let locked = StaffQuery { state: Some(StaffState::Locked), limit: 10, ..StaffQuery::default() };
    assert_eq!(staff.list(&admin, &locked).await.unwrap().entries[0].user_id, "operator");
    staff.unlock(&admin, "operator").await.unwrap();
    assert_eq!(staff.list(&admin, &locked).await.unwrap().total, 0);
    signed_in(&app, "operator", "demo-operator-2026").await;
}

// ADM-04: zonal administrators see and manage their own zone
#[tokio::test]
async fn zonal_administrators_see_and_change_their_own_people_only() {
    let app = TestApp::new().await;
    let staff = &app.system.services.staff;
    let zonal = coast(&app).await;
    let seen: Vec<_> = staff.list(&zonal, &query("")).await.unwrap().entries.into_iter().map(|e| e.user_id).collect();
    assert!(seen.contains(&"coast.officer".to_owned()) && !seen.contains(&"hill.officer".to_owned()), "{seen:?}");
    assert_eq!(staff.one(&zonal, "hill.officer").await.unwrap(), None);
    assert!(staff.reset(&zonal, "hill.officer").await.unwrap_err().is(IamError::NotFound));
    assert!(staff.create(&zonal, "one.more", officer("HGL")).await.unwrap_err().is(IamError::ZoneNotYours));
    let no_zone = StaffFacts { zone: None, ..officer("CST") };
    assert!(staff.create(&zonal, "one.more", no_zone).await.unwrap_err().is(IamError::ZoneNotYours));
    let king = StaffFacts { roles: vec!["GLOBAL_ADMIN".to_owned()], ..officer("CST") };
    assert!(staff.create(&zonal, "one.more", king.clone()).await.unwrap_err().is(IamError::NotGrantable));
    assert!(staff.change(&zonal, "coast.officer", king).await.unwrap_err().is(IamError::NotGrantable));
    assert!(staff.reset(&zonal, "coast.keys").await.unwrap_err().is(IamError::NotGrantable), "no way up");
    staff.change(&zonal, "coast.officer", officer("CST")).await.unwrap();
    staff.create(&zonal, "one.more", officer("CST")).await.unwrap();
}

// ADM-03: rights, freshness, and nobody shuts themselves out
#[tokio::test]
async fn administration_needs_the_right_and_a_fresh_factor() {
    let app = TestApp::new().await;
    let staff = &app.system.services.staff;
    let session = signed_in(&app, "admin", "demo-admin-2026").await;
    let admin = caller(&app, &session).await;
    for refused in [
        staff.set_active(&admin, "admin", false).await,
        staff.reset(&admin, "ADMIN").await.map(|_| ()),
        staff.change(&admin, "admin", officer("SAH")).await,
    ] {
        assert!(refused.unwrap_err().is(IamError::NotYourself));
    }
    let registrar = caller(&app, &signed_in(&app, "registrar", "demo-registrar-2026").await).await;
    assert!(staff.list(&registrar, &query("")).await.unwrap_err().is(AccessError::Forbidden));
    assert!(staff.unlock(&registrar, "operator").await.unwrap_err().is(AccessError::Forbidden));
    assert!(staff.list(&app.caller_of(None).await, &query("")).await.unwrap_err().is(AccessError::Unauthenticated));
    app.ground.clock.advance(TimeDelta::minutes(6));
    let stale = caller(&app, &session).await;
    for refused in [
        staff.create(&stale, "one.more", officer("CST")).await.map(|_| ()),
        staff.change(&stale, "operator", officer("CST")).await,
        staff.set_active(&stale, "operator", false).await,
        staff.reset(&stale, "operator").await.map(|_| ()),
    ] {
        assert!(refused.unwrap_err().is(AccessError::NotFresh));
    }
    assert!(staff.list(&stale, &query("")).await.is_ok(), "looking needs no fresh factor");
}

// ADM-17: lists are paged
#[tokio::test]
async fn the_list_goes_on_after_the_last_of_a_page() {
    let app = TestApp::new().await;
    let staff = &app.system.services.staff;
    let admin = administrator(&app).await;
    let first = staff.list(&admin, &StaffQuery { limit: 2, ..StaffQuery::default() }).await.unwrap();
    assert_eq!((first.entries.len(), first.more), (2, true));
    let after = Some(first.entries[1].user_id.clone());
    let rest = staff.list(&admin, &StaffQuery { limit: 50, after, ..StaffQuery::default() }).await.unwrap();
    assert_eq!((first.total, rest.more), (2 + rest.entries.len() as u64, false));
}
