//! ADM-04: an administrator of one zone never sees or changes another's.

use masterdata_api::forms::FORMS;
use serde_json::{Value, json};

use super::{Admin, fine};
use crate::support::TestApp;

/// The first entry of an entity that lies in the coast's zone, as the whole country's administrator sees it.
async fn of_coast(country: &Admin<'_>, path: &str) -> Value {
    let search = if path == "users" { "usercentermapping" } else { path };
    country.find(search, "zoneCode", "CST").await.into_iter().next().unwrap_or_else(|| panic!("nothing in {path}"))
}

#[tokio::test]
async fn another_zone_is_out_of_reach_in_every_entity() {
    let app = TestApp::new().await;
    let country = Admin::of_country(&app).await;
    let coast = Admin::named(&app, "admin.coast", "demo-coast-2026").await;
    let highlands = Admin::named(&app, "admin.highlands", "demo-highlands-2026").await;
    let mut probed = 0;
    for form in FORMS {
        let zoned = form.entity.table.position("zone_code").is_some() || form.entity.path == "users";
        if !zoned {
            continue;
        }
        probed += 1;
        let path = form.entity.path;
        let search = if path == "users" { "usercentermapping" } else { path };
        let entry = of_coast(&country, path).await;
        let code_field = form.entity.fields.iter().find(|field| field.column == form.code).unwrap().wire;
        let column = if path == "users" { "userId" } else { code_field };
        let code = entry[column].as_str().unwrap().to_owned();
        assert!(!coast.find(search, column, &code).await.is_empty(), "the coast sees its own {path}");
        assert!(highlands.find(search, column, &code).await.is_empty(), "the highlands see {path} {code}");
        // every way of changing it
        let mut body = entry.clone();
        body["zoneCode"] = json!("HGL");
        body["langCode"] = json!("eng");
        let before = country.find(search, column, &code).await;
        let query = form.entity.path;
        let attempts = match path {
            "zoneuser" => vec![
                ("PATCH", format!("zoneuser?userId={code}&isActive=false")),
                ("DELETE", format!("zoneuser/{code}/CST")),
            ],
            "users" => vec![
                ("PATCH", format!("usercentermapping?id={code}&isActive=false")),
                ("DELETE", format!("usercentermapping/{code}")),
            ],
            _ => vec![
                ("PATCH", format!("{query}?{code_field}={code}&isActive=false")),
                ("DELETE", format!("{query}/{code}")),
                ("PUT", format!("{query}/decommission/{code}")),
            ],
        };
        for (method, path) in attempts {
            let answer = highlands.ask(method, &path).await;
            assert_ne!(answer.code(), "", "{method} {path}: {answer:?}");
        }
        let put = if path == "users" { "usercentermapping" } else { path };
        body["regCenterId"] = json!(if path == "users" { "10001" } else { "" });
        let answer = highlands.tell("PUT", put, body).await;
        assert_ne!(answer.code(), "", "PUT {put}: {answer:?}");
        assert_eq!(country.find(search, column, &code).await, before, "{path} {code} is as it was");
    }
    assert_eq!(probed, 5, "centres, machines, devices, and zone and centre of staff");
}

// ADM-04: nobody gives away a zone that is not theirs
#[tokio::test]
async fn a_zone_is_given_by_who_has_it() {
    let app = TestApp::new().await;
    let coast = Admin::named(&app, "admin.coast", "demo-coast-2026").await;
    let country = Admin::of_country(&app).await;
    for zone in ["SAH", "HGL"] {
        let answer =
            coast.tell("POST", "zoneuser", json!({ "userId": "nour", "zoneCode": zone, "isActive": true })).await;
        assert_eq!(answer.code(), "KER-USR-014", "{zone}");
    }
    fine(&coast.tell("POST", "zoneuser", json!({ "userId": "nour", "zoneCode": "CST", "isActive": true })).await);
    let seen = coast.ask("GET", "zones/hierarchy/eng").await;
    assert_eq!(fine(&seen).as_array().unwrap().len(), 1);
    let seen = country.ask("GET", "zones/hierarchy/eng").await;
    assert_eq!(fine(&seen).as_array().unwrap().len(), 3);
}
