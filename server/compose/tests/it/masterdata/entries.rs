//! The life of entries by their forms: created, changed, switched, deleted; and what keeps them from it.

use serde_json::json;

use super::{Admin, fine, refused};
use crate::support::TestApp;

/// Names of the audit rows of operations.
async fn audited(app: &TestApp) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let db = app.ground.databases.operations();
    let table = db::ground::table(db.logical(), db::ground::AUDIT);
    let statement = Statement::from_string(db.backend(), format!("SELECT event_name FROM {table} ORDER BY id"));
    let rows = db.read().query_all_raw(statement).await.expect("audit rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect()
}

// ADM-14, UI-ADM-15, UI-ADM-16: a kind of devices and its models
#[tokio::test]
async fn an_entry_lives_as_its_form_says() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let kind = json!({ "code": "SLAP", "name": "Slap scanner", "description": "four fingers", "isActive": true, "langCode": "eng" });
    let made = admin.tell("POST", "devicetypes", kind.clone()).await;
    assert_eq!((fine(&made)["code"].as_str(), fine(&made)["langCode"].as_str()), (Some("SLAP"), Some("eng")));
    refused(&admin.tell("POST", "devicetypes", kind.clone()).await, "KER-MSD-053");
    // clients send what has no language once for each: the same again is nothing new, another is refused
    for language in ["fra", "ara"] {
        let mut again = kind.clone();
        again["langCode"] = json!(language);
        fine(&admin.tell("POST", "devicetypes", again.clone()).await);
        refused(&admin.tell("POST", "devicetypes", again).await, "KER-MSD-053");
    }
    assert_eq!(admin.find("devicetypes", "code", "SLAP").await.len(), 1);
    let mut model = json!({
        "name": "Slap 1", "brand": "Tessera", "model": "S1", "deviceTypeCode": "NONE", "minDriverversion": "1.0",
        "description": "", "isActive": true,
    });
    refused(&admin.tell("POST", "devicespecifications", model.clone()).await, "KER-MSD-714");
    model["deviceTypeCode"] = json!("SLAP");
    let made = admin.tell("POST", "devicespecifications", model).await;
    let id = fine(&made)["id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 36, "an id is made where none is said");
    // a model needs its kind
    refused(&admin.ask("PATCH", "devicetypes?code=SLAP&isActive=false").await, "KER-MSD-055");
    fine(&admin.ask("PATCH", &format!("devicespecifications?id={id}&isActive=false")).await);
    fine(&admin.ask("PATCH", &format!("devicespecifications?id={id}&isActive=false")).await); // asked twice is asked once
    let off = admin.ask("PATCH", "devicetypes?code=SLAP&isActive=false").await;
    assert_eq!(fine(&off)["status"], "Status updated successfully for Device Types");
    fine(
        &admin
            .tell(
                "PUT",
                "devicetypes",
                json!({ "code": "SLAP", "name": "Slap", "description": null, "isActive": true }),
            )
            .await,
    );
    let row = &admin.find("devicetypes", "code", "SLAP").await[0];
    assert_eq!((row["name"].as_str(), row["isActive"].as_bool()), (Some("Slap"), Some(false)), "PUT switches nothing");
    assert_eq!((row["createdBy"].as_str(), row["updatedBy"].as_str()), (Some("admin"), Some("admin")));
    fine(&admin.ask("DELETE", &format!("devicespecifications/{id}")).await);
    refused(&admin.ask("DELETE", &format!("devicespecifications/{id}")).await, "KER-MSD-012");
    refused(&admin.tell("PUT", "devicetypes", json!({ "code": "NONE", "name": "n" })).await, "KER-MSD-209");
    let names = audited(&app).await;
    for name in ["MASTER_DATA_CREATED", "MASTER_DATA_CHANGED", "MASTER_DATA_SWITCHED", "MASTER_DATA_DELETED"] {
        assert!(names.iter().any(|own| own == name), "{name} is audited: {names:?}");
    }
}

// ADM-14, UI-ADM-09: an entry in several languages
#[tokio::test]
async fn an_entry_is_switched_and_deleted_in_all_its_languages() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    for (language, name) in [("eng", "Mobile"), ("fra", "Mobile"), ("ara", "متنقل")] {
        let body = json!({ "code": "MOB-X", "langCode": language, "name": name, "descr": "", "isActive": true });
        fine(&admin.tell("POST", "registrationcentertypes", body).await);
    }
    let again = json!({ "code": "MOB-X", "langCode": "fra", "name": "x", "descr": "", "isActive": true });
    refused(&admin.tell("POST", "registrationcentertypes", again).await, "KER-MSD-101");
    let strange = json!({ "code": "MOB-X", "langCode": "deu", "name": "x", "descr": "", "isActive": true });
    refused(&admin.tell("POST", "registrationcentertypes", strange).await, "KER-MSD-999");
    fine(&admin.ask("PATCH", "registrationcentertypes?code=MOB-X&isActive=false").await);
    let rows = admin.find("registrationcentertypes", "code", "MOB-X").await;
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["isActive"] == false));
    fine(&admin.ask("DELETE", "registrationcentertypes/MOB-X").await);
    assert!(admin.find("registrationcentertypes", "code", "MOB-X").await.is_empty());
    // what was deleted may be made anew
    fine(
        &admin
            .tell(
                "POST",
                "registrationcentertypes",
                json!({ "code": "MOB-X", "langCode": "eng", "name": "Mobile", "isActive": true }),
            )
            .await,
    );
    refused(&admin.ask("DELETE", "registrationcentertypes/REG").await, "KER-MSD-127");
    refused(&admin.ask("PATCH", "registrationcentertypes?code=REG&isActive=false").await, "KER-MSD-270");
    refused(&admin.ask("PATCH", "registrationcentertypes?code=NONE&isActive=false").await, "KER-MSD-120");
    refused(&admin.ask("PATCH", "registrationcentertypes?code=REG&isActive=maybe").await, "KER-MSD-999");
}

// ADM-16, UI-ADM-18: which documents prove what
#[tokio::test]
async fn documents_are_mapped_and_unmapped() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let map = async |deed: &str, pair: &str| admin.ask("PUT", &format!("validdocuments/{deed}/{pair}")).await;
    refused(&map("map", "POI/PAS").await, "KER-MSD-360");
    fine(&map("unmap", "POI/PAS").await);
    refused(&map("unmap", "POI/PAS").await, "KER-MSD-271");
    let left = admin.ask("GET", "validdocuments/POI/eng").await;
    assert!(!left.body["response"].to_string().contains("\"PAS\""), "{left:?}");
    fine(&map("map", "POI/PAS").await);
    refused(&map("unmap", "POI/NONE").await, "KER-MSD-361");
    refused(&map("map", "NONE/PAS").await, "KER-MSD-355");
    refused(&admin.ask("PATCH", "documenttypes?code=PAS&isActive=false").await, "KER-MSD-119");
    fine(&admin.ask("DELETE", "validdocuments/POI/PAS").await);
    refused(&admin.ask("DELETE", "validdocuments/POI/PAS").await, "KER-MSD-016");
    refused(
        &admin
            .tell(
                "POST",
                "validdocuments",
                json!({ "docTypeCode": "NONE", "docCategoryCode": "POI", "isActive": true }),
            )
            .await,
        "KER-MSD-212",
    );
    fine(
        &admin
            .tell("POST", "validdocuments", json!({ "docTypeCode": "PAS", "docCategoryCode": "POI", "isActive": true }))
            .await,
    );
}

// ADM-15, UI-ADM-14: dynamic fields; UI-ADM-10: words
#[tokio::test]
async fn values_and_words_have_ways_of_their_own() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let value = |code: &str, name: &str| {
        json!({
            "name": "hairColour", "langCode": "eng", "dataType": "string", "description": "Colour of the hair",
            "fieldVal": { "code": code, "value": name },
        })
    };
    let made = admin.tell("POST", "dynamicfields", value("BLK", "Black")).await;
    let id = fine(&made)["id"].as_str().unwrap().to_owned();
    assert_eq!(fine(&made)["fieldVal"], json!({ "code": "BLK", "value": "Black" }));
    refused(&admin.tell("POST", "dynamicfields", value("BLK", "Noir")).await, "KER-SCH-012");
    refused(&admin.tell("POST", "dynamicfields", value("", "Grey")).await, "KER-DYN-001");
    fine(&admin.tell("POST", "dynamicfields", value("GRY", "Grey")).await);
    fine(&admin.tell("PUT", &format!("dynamicfields?id={id}"), value("BLK", "Jet black")).await);
    let field = admin.ask("GET", "dynamicfields/hairColour/eng?withValue=true").await;
    let values = fine(&field)["values"].clone();
    assert!(values.as_array().unwrap().contains(&json!({ "code": "BLK", "value": "Jet black" })), "{values}");
    fine(&admin.ask("PATCH", "dynamicfields/all?fieldName=hairColour&isActive=false").await);
    refused(&admin.ask("GET", "dynamicfields/hairColour/eng").await, "KER-SCH-003");
    fine(&admin.ask("DELETE", "dynamicfields/all/hairColour").await);
    refused(&admin.ask("DELETE", &format!("dynamicfields/{id}")).await, "KER-SCH-003");

    let word = |word: &str| json!({ "word": word, "langCode": "eng", "description": "rude", "isActive": true });
    fine(&admin.tell("POST", "blocklistedwords", word("scoundrel")).await);
    refused(&admin.tell("POST", "blocklistedwords", word("scoundrel")).await, "KER-MSD-071");
    refused(&admin.tell("POST", "blocklistedwords", word("sc0undrel")).await, "KER-MSD-999");
    let renamed = json!({ "oldWord": "scoundrel", "word": "rascal", "langCode": "eng", "description": "rude" });
    assert_eq!(fine(&admin.tell("PUT", "blocklistedwords", renamed.clone()).await)["word"], "rascal");
    refused(&admin.tell("PUT", "blocklistedwords", renamed).await, "KER-MSD-008");
    fine(&admin.ask("DELETE", "blocklistedwords/rascal").await);
}

// ADM-03: who may not change master data is refused
#[tokio::test]
async fn changes_need_their_role() {
    let app = TestApp::new().await;
    let registrar = Admin::named(&app, "registrar", "demo-registrar-2026").await;
    let answer = registrar.tell("POST", "devicetypes", json!({ "code": "X", "name": "x", "isActive": true })).await;
    assert_eq!((answer.status, answer.code()), (403, "KER-ATH-403"), "{answer:?}");
}
