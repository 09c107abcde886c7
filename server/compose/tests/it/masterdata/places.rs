//! Locations, holidays and registration centres.

use serde_json::{Value, json};

use super::{Admin, fine, refused};
use crate::support::TestApp;

fn location(code: &str, level: u8, name: &str, parent: &str) -> Value {
    json!({
        "code": code, "name": format!("{code} place"), "hierarchyLevel": level, "hierarchyName": name,
        "parentLocCode": parent, "langCode": "eng", "isActive": true,
    })
}

#[expect(clippy::unwrap_used, reason = "a test ends at what is not there")]
async fn levels(admin: &Admin<'_>) -> Vec<(u64, String)> {
    let answer = admin.ask("GET", "locationHierarchyLevels/eng").await;
    let rows = fine(&answer)["locationHierarchyLevels"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| (row["hierarchyLevel"].as_u64().unwrap(), row["hierarchyLevelName"].as_str().unwrap().to_owned()))
        .collect()
}

// UI-ADM-13: the tree of locations stays whole
#[tokio::test]
async fn locations_stand_one_level_below_their_parent() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let levels = levels(&admin).await;
    let name = |level: u64| levels.iter().find(|(own, _)| *own == level).unwrap().1.clone();
    fine(&admin.tell("POST", "locations", location("NEW1", 1, &name(1), "SAH")).await);
    refused(&admin.tell("POST", "locations", location("NEW1", 1, &name(1), "SAH")).await, "KER-MSD-385");
    refused(&admin.tell("POST", "locations", location("NEW2", 2, &name(1), "NEW1")).await, "KER-MSD-244");
    refused(&admin.tell("POST", "locations", location("NEW2", 3, &name(3), "NEW1")).await, "KER-MSD-244");
    refused(&admin.tell("POST", "locations", location("NEW2", 2, &name(2), "NONE")).await, "KER-MSD-243");
    fine(&admin.tell("POST", "locations", location("NEW2", 2, &name(2), "NEW1")).await);
    let mut twin = location("NEW3", 2, &name(2), "NEW1");
    twin["name"] = json!("NEW2 place");
    refused(&admin.tell("POST", "locations", twin).await, "KER-MSD-385");
    refused(&admin.ask("PATCH", "locations?code=NEW1&isActive=false").await, "KER-MSD-300");
    refused(&admin.ask("DELETE", "locations/NEW1").await, "KER-MSD-300");
    let mut moved = location("NEW2", 2, &name(2), "NONE");
    moved["isActive"] = json!(null);
    refused(&admin.tell("PUT", "locations", moved).await, "KER-MSD-027");
    fine(&admin.ask("DELETE", "locations/NEW2").await);
    fine(&admin.ask("PATCH", "locations?code=NEW1&isActive=false").await);
    let row = &admin.find("locations", "code", "NEW1").await[0];
    assert_eq!(row["region"], "NEW1 place", "a search names what stands above, by level");
}

// UI-ADM-11, MST-04: a holiday has one number in all languages and one place a day
#[tokio::test]
async fn holidays_are_told_apart_by_place_and_day() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let holiday = |place: &str, language: &str| {
        json!({
            "locationCode": place, "holidayDate": "2027-05-01", "holidayName": "Harbour day", "holidayDesc": "",
            "langCode": language, "isActive": true,
        })
    };
    refused(&admin.tell("POST", "holidays", holiday("NONE", "eng")).await, "KER-MSD-730");
    let made = admin.tell("POST", "holidays", holiday("SAH", "eng")).await;
    let id = fine(&made)["holidayId"].as_i64().unwrap();
    assert_eq!(fine(&admin.tell("POST", "holidays", holiday("SAH", "fra")).await)["holidayId"], id);
    refused(&admin.tell("POST", "holidays", holiday("SAH", "eng")).await, "KER-MSD-240");
    let mut later = holiday("SAH", "eng");
    later["holidayId"] = json!(id);
    later["holidayDate"] = json!("2027-05-02");
    assert_eq!(fine(&admin.tell("PUT", "holidays", later.clone()).await)["holidayDate"], "2027-05-02");
    later["locationCode"] = json!("NONE");
    refused(&admin.tell("PUT", "holidays", later).await, "KER-MSD-732");
    fine(&admin.ask("PATCH", &format!("holidays?holidayId={id}&isActive=false")).await);
    fine(&admin.tell("DELETE", "holidays", json!({ "locationCode": "SAH", "holidayDate": "2027-05-02" })).await);
    refused(
        &admin.tell("DELETE", "holidays", json!({ "locationCode": "SAH", "holidayDate": "2027-05-02" })).await,
        "KER-MSD-020",
    );
}

fn center(change: impl FnOnce(&mut Value)) -> Value {
    let mut center = json!({
        "name": "Lighthouse Centre", "addressLine1": "1 Pier", "addressLine2": null, "addressLine3": null, "langCode": "eng",
        "contactPerson": "Nadia", "isActive": true, "centerTypeCode": "REG", "latitude": "31.2041", "longitude": "-17.4021",
        "locationCode": "20410", "holidayLocationCode": "SAH", "contactPhone": "9991", "workingHours": "8:00:00",
        "perKioskProcessTime": "00:20:00", "centerStartTime": "08:00:00", "centerEndTime": "16:00:00",
        "lunchStartTime": "12:00:00", "lunchEndTime": "13:00:00", "timeZone": "UTC", "zoneCode": "CST", "numberOfKiosks": 2,
        "workingNonWorkingDays": { "sun": false, "mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": false },
        "exceptionalHolidayPutPostDto": [{ "exceptionHolidayDate": "2027-01-15", "exceptionHolidayName": "Paint", "exceptionHolidayReson": "Walls" }],
    });
    change(&mut center);
    center
}

// UI-ADM-03, ADM-05, ADM-08: what makes a centre
#[tokio::test]
async fn a_centre_is_checked_before_it_opens() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    for (member, value, code) in [
        ("latitude", json!("31.2"), "KER-MSD-307"),
        ("longitude", json!("west"), "KER-MSD-307"),
        ("numberOfKiosks", json!(0), "KER-MSD-281"),
        ("numberOfKiosks", json!(""), "KER-MSD-281"),
        ("centerEndTime", json!("07:00:00"), "KER-MSD-309"),
        ("lunchEndTime", json!("11:00:00"), "KER-MSD-308"),
        ("lunchEndTime", json!("17:00:00"), "KER-MSD-260"),
        ("lunchStartTime", json!("07:00:00"), "KER-MSD-259"),
        ("centerTypeCode", json!("NONE"), "KER-MSD-280"),
        ("locationCode", json!("NONE"), "ADM-MSD-446"),
        ("locationCode", json!("SAH"), "ADM-MSD-445"),
        ("holidayLocationCode", json!("NONE"), "KER-MSD-221"),
        ("zoneCode", json!("NONE"), "KER-MSD-340"),
        ("zoneCode", json!("SAH"), "KER-MSD-346"),
        ("workingNonWorkingDays", json!({ "mon": true }), "KER-MSD-803"),
        ("name", json!(""), "KER-MSD-999"),
        ("langCode", json!("deu"), "KER-MSD-999"),
    ] {
        let answer = admin.tell("POST", "registrationcenters", center(|center| center[member] = value.clone())).await;
        assert_eq!(answer.code(), code, "{member} {value}: {answer:?}");
    }
    let made = admin.tell("POST", "registrationcenters", center(|_| ())).await;
    let made = fine(&made);
    let id = made["id"].as_str().unwrap();
    assert!(id.parse::<u32>().unwrap() > 10_001, "the next number");
    assert_eq!(made["workingNonWorkingDays"]["sat"], false);
    assert_eq!(made["exceptionalHolidayPutPostDto"][0]["exceptionHolidayDate"], "2027-01-15");
    // the days hold for who asks
    let days = admin.ask("GET", &format!("workingdays/{id}/eng")).await;
    assert_eq!(fine(&days)["workingdays"].as_array().unwrap().len(), 5);
    fine(&admin.ask("GET", &format!("exceptionalholidays/{id}/eng")).await);
}

// ADM-06: one language is described apart from what is the same in all
#[tokio::test]
async fn a_centre_speaks_several_languages() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let made = admin.tell("POST", "registrationcenters", center(|_| ())).await;
    let id = fine(&made)["id"].as_str().unwrap().to_owned();
    let spoken = json!({ "id": id, "name": "Centre du phare", "addressLine1": "1, jetée", "langCode": "fra", "contactPerson": "Nadia" });
    fine(&admin.tell("PUT", "registrationcenters/language", spoken).await);
    let mut common = center(|center| center["centerEndTime"] = json!("18:00:00"));
    common["id"] = json!(id);
    common["exceptionalHolidayPutPostDto"] = json!([]);
    fine(&admin.tell("PUT", "registrationcenters/nonlanguage", common).await);
    let rows = admin.find("registrationcenters", "id", &id).await;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row["centerEndTime"] == "18:00:00"), "{rows:?}");
    let french = rows.iter().find(|row| row["langCode"] == "fra").unwrap();
    assert_eq!((french["name"].as_str(), french["zone"].as_str()), (Some("Centre du phare"), Some("Littoral")));
    refused(&admin.ask("GET", &format!("exceptionalholidays/{id}/eng")).await, "KER-EHD-002");
    let whole = center(|center| {
        center["id"] = json!(id);
        center["name"] = json!("Pier Centre");
    });
    fine(&admin.tell("PUT", "registrationcenters", whole).await);
    let rows = admin.find("registrationcenters", "id", &id).await;
    let name = |language: &str| rows.iter().find(|row| row["langCode"] == language).unwrap()["name"].clone();
    assert_eq!((name("eng"), name("fra")), (json!("Pier Centre"), json!("Centre du phare")));
    let absent = center(|center| center["id"] = json!("99999"));
    refused(&admin.tell("PUT", "registrationcenters", absent).await, "KER-MSD-215");
}

// ADM-06: clients send one centre once in each language
#[tokio::test]
async fn a_centre_that_is_sent_in_another_language_is_the_same_centre() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let send = async |change: fn(&mut serde_json::Value)| {
        let made = admin.tell("POST", "registrationcenters", center(change)).await;
        fine(&made)["id"].as_str().unwrap().to_owned()
    };
    let id = send(|_| ()).await;
    let french = |center: &mut serde_json::Value| {
        center["langCode"] = json!("fra");
        center["name"] = json!("Centre du phare");
    };
    assert_eq!(send(french).await, id);
    assert_eq!(admin.find("registrationcenters", "id", &id).await.len(), 2);
    assert_ne!(send(french).await, id, "it has this language already: another centre");
    assert_ne!(send(|center| center["latitude"] = json!("31.9999")).await, id, "it stands elsewhere");
}

// ADM-07: a centre is taken out of service for good, once nothing is mapped to it
#[tokio::test]
async fn a_centre_with_staff_or_equipment_stays() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    refused(&admin.ask("PUT", "registrationcenters/decommission/10001").await, "KER-MSD-352");
    refused(&admin.ask("DELETE", "registrationcenters/10001").await, "KER-MSD-192");
    let made = admin.tell("POST", "registrationcenters", center(|_| ())).await;
    let id = fine(&made)["id"].as_str().unwrap().to_owned();
    fine(&admin.ask("PATCH", &format!("registrationcenters?id={id}&isActive=false")).await);
    assert_eq!(fine(&admin.ask("PUT", &format!("registrationcenters/decommission/{id}")).await)["id"], id.as_str());
    refused(&admin.ask("PUT", &format!("registrationcenters/decommission/{id}")).await, "KER-MSD-216");
    let next = admin.tell("POST", "registrationcenters", center(|_| ())).await;
    assert_ne!(fine(&next)["id"], id.as_str(), "its number is never given again");
}
