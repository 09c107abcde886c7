//! Zones and centres of members of staff; machines and devices.

use serde_json::json;

use super::{Admin, fine, refused};
use crate::support::TestApp;

// ADM-11, ADM-12, UI-ADM-06, UI-ADM-07
#[tokio::test]
async fn staff_are_mapped_to_a_zone_and_a_centre_in_it() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let zone = |zone: &str| json!({ "userId": "nour", "zoneCode": zone, "isActive": true });
    let center = |center: &str| json!({ "id": "nour", "regCenterId": center, "isActive": true });
    refused(&admin.tell("POST", "usercentermapping", center("10001")).await, "KER-USR-008");
    refused(&admin.tell("PUT", "zoneuser", zone("CST")).await, "KER-USR-017");
    fine(&admin.tell("POST", "zoneuser", zone("HGL")).await);
    refused(&admin.tell("POST", "zoneuser", zone("HGL")).await, "KER-USR-018");
    refused(&admin.tell("POST", "zoneuser", zone("CST")).await, "KER-USR-021");
    refused(&admin.tell("POST", "usercentermapping", center("10001")).await, "KER-USR-015");
    app.ground.clock.advance(chrono::TimeDelta::seconds(1)); // two states of one instant are one
    fine(&admin.tell("PUT", "zoneuser", zone("CST")).await);
    refused(&admin.tell("PUT", "usercentermapping", center("10001")).await, "KER-USR-007");
    fine(&admin.tell("POST", "usercentermapping", center("10001")).await);
    refused(&admin.tell("POST", "usercentermapping", center("10001")).await, "KER-USR-013");
    refused(&admin.tell("PUT", "zoneuser", zone("HGL")).await, "KER-USR-011");
    refused(&admin.ask("DELETE", "zoneuser/nour/CST").await, "KER-USR-011");
    // off and on again
    fine(&admin.ask("PATCH", "usercentermapping?id=nour&isActive=false").await);
    fine(&admin.ask("PATCH", "zoneuser?userId=nour&isActive=false").await);
    refused(&admin.ask("PATCH", "usercentermapping?id=nour&isActive=true").await, "KER-USR-025");
    let found = admin.find("usercentermapping", "userId", "nour").await;
    assert_eq!(
        (found[0]["regCenterName"].as_str(), found[0]["zoneName"].as_str()),
        (Some("Old Harbour Centre"), Some("Coast"))
    );
    let before = "2025-11-01T00:00:00.000Z";
    refused(&admin.ask("GET", &format!("users/nour/{before}")).await, "KER-USR-003");
    refused(&admin.ask("GET", "users/nour/yesterday").await, "KER-USR-002");
    let now = types::time::format(app.system.databases.operations().now());
    assert_eq!(
        fine(&admin.ask("GET", &format!("users/nour/{now}")).await)["userResponseDto"][0]["regCenterId"],
        "10001"
    );
    assert_eq!(
        fine(&admin.ask("GET", &format!("zoneuser/history/nour/{now}")).await)["userResponseDto"][0]["zoneCode"],
        "CST"
    );
    fine(&admin.ask("DELETE", "usercentermapping/nour").await);
    refused(&admin.ask("GET", "users/nour").await, "KER-USR-007");
    fine(&admin.ask("DELETE", "zoneuser/nour/CST").await);
}

// ADM-09, ADM-10: equipment is mapped, unmapped and taken out of service
#[tokio::test]
async fn equipment_that_is_mapped_is_not_decommissioned() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let mut device = json!({
        "name": "Scanner 9", "serialNum": "S9", "deviceSpecId": "101", "macAddress": "02-00-00-00-09-09", "ipAddress": "192.0.2.9",
        "isActive": true, "validityDateTime": null, "zoneCode": "CST", "regCenterId": "10001",
    });
    let made = admin.tell("POST", "devices", device.clone()).await;
    let id = fine(&made)["id"].as_str().unwrap().to_owned();
    refused(&admin.ask("PUT", &format!("devices/decommission/{id}")).await, "KER-MSD-438");
    device["id"] = json!(id);
    device["regCenterId"] = json!("NONE");
    refused(&admin.tell("PUT", "devices", device.clone()).await, "KER-MSD-222");
    device["regCenterId"] = json!(null);
    fine(&admin.tell("PUT", "devices", device.clone()).await);
    let row = &admin.find("devices", "id", &id).await[0];
    assert_eq!((row["mapStatus"].as_str(), row["deviceTypeName"].is_string()), (Some("Unassigned"), true), "{row}");
    fine(&admin.ask("PUT", &format!("devices/decommission/{id}")).await);
    refused(&admin.ask("PUT", &format!("devices/decommission/{id}")).await, "KER-MSD-042");
    // its history stays
    let now = types::time::format(app.system.databases.operations().now());
    let past = admin.ask("GET", &format!("deviceshistories/{id}/eng/{now}")).await;
    assert_eq!(fine(&past)["deviceHistoryDetails"][0]["isActive"], false);
    refused(&admin.ask("PUT", "machines/decommission/10001").await, "KER-MSD-256");
    refused(&admin.ask("PUT", "machines/decommission/12345").await, "KER-MSD-214");
    device["deviceSpecId"] = json!("NONE");
    device.as_object_mut().unwrap().remove("id");
    refused(&admin.tell("POST", "devices", device).await, "KER-MSD-012");
}
