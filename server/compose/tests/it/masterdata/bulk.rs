//! ADM-21, UI-ADM-23: files of master data.

use masterdata_api::bulk::{NewUpload, Operation, Status, Upload};
use serde_json::json;
use std::fmt::Write;

use super::{Admin, fine};
use crate::support::TestApp;

async fn uploaded(app: &TestApp, new: NewUpload) -> Upload {
    let caller = app.system.caller("test");
    let uploads = &app.system.services.bulk_uploads;
    let id = uploads.upload(&caller, new).await.expect("taken");
    app.run_jobs().await;
    uploads.get(&caller, &id).await.expect("read").expect("there")
}

fn file(table: &str, operation: Operation, content: &str) -> NewUpload {
    NewUpload {
        table: table.into(),
        operation,
        file_name: format!("{table}.csv"),
        content: content.as_bytes().to_vec(),
        preview: false,
        whole: false,
    }
}

const GENDERS: &str = "lang_code,code,name,is_active\neng,NBY,Non-binary,TRUE\ndeu,NBY,Nicht-binär,TRUE\neng,,Nobody,TRUE\nfra,NBY,Non binaire,TRUE\neng,NBY,Again,TRUE\n";

#[tokio::test]
async fn good_rows_are_stored_and_bad_ones_named_by_line() {
    let app = TestApp::new().await;
    let done = uploaded(&app, file("gender", Operation::Insert, GENDERS)).await;
    assert_eq!((done.status, done.rows, done.bad, done.stored), (Status::Completed, 5, 3, 2), "{done:?}");
    let lines: Vec<(u64, &str)> = done.faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
    assert_eq!(lines, [(3, "KER-MSD-999"), (4, "KER-MSD-999"), (6, "ADM-BLK-003")]);
    let admin = Admin::of_country(&app).await;
    assert_eq!(admin.find("gendertypes", "code", "NBY").await.len(), 2);
    // again: the entries are there
    let again = uploaded(&app, file("gender", Operation::Insert, "code,name,lang_code\nNBY,x,eng\n")).await;
    assert_eq!(again.faults[0].code, "ADM-BLK-008");
    // a column that the file does not have stays
    let changed =
        uploaded(&app, file("gender", Operation::Update, "code|langCode|genderName\nNBY|eng|Other\nNIL|eng|Nil\n"))
            .await;
    assert_eq!((changed.stored, changed.faults[0].code.as_str()), (1, "ADM-BLK-001"));
    let row = admin.find("gendertypes", "code", "NBY").await.into_iter().find(|row| row["langCode"] == "eng").unwrap();
    assert_eq!((row["genderName"].as_str(), row["isActive"].as_bool()), (Some("Other"), Some(true)));
    let gone = uploaded(&app, file("gender", Operation::Delete, "code,lang_code\nNBY,eng\nNBY,fra\n")).await;
    assert_eq!(gone.stored, 2);
    assert!(admin.find("gendertypes", "code", "NBY").await.is_empty());
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_is_stored_whole_or_in_part() {
    let app = TestApp::new().await;
    let caller = app.system.caller("test");
    let uploads = &app.system.services.bulk_uploads;
    let admin = Admin::of_country(&app).await;
    let checked = uploaded(&app, NewUpload { preview: true, ..file("gender", Operation::Insert, GENDERS) }).await;
    assert_eq!((checked.status, checked.bad, checked.stored), (Status::Checked, 3, 0));
    assert!(admin.find("gendertypes", "code", "NBY").await.is_empty(), "nothing is stored yet");
    uploads.apply(&caller, &checked.id, true).await.unwrap();
    app.run_jobs().await;
    let whole = uploads.get(&caller, &checked.id).await.unwrap().unwrap();
    assert_eq!((whole.status, whole.stored), (Status::Failed, 0), "one bad row keeps all out");
    let checked = uploaded(&app, NewUpload { preview: true, ..file("gender", Operation::Insert, GENDERS) }).await;
    uploads.apply(&caller, &checked.id, false).await.unwrap();
    app.run_jobs().await;
    assert_eq!(uploads.get(&caller, &checked.id).await.unwrap().unwrap().stored, 2);
    assert_eq!(uploads.apply(&caller, &checked.id, false).await.unwrap_err().code(), "TES-MSD-004", "once");
}

#[tokio::test]
async fn rows_keep_the_rules_of_their_tables() {
    let app = TestApp::new().await;
    let levels = Admin::of_country(&app).await.ask("GET", "locationHierarchyLevels/eng").await;
    let name = |level: u64| {
        let rows = fine(&levels)["locationHierarchyLevels"].as_array().unwrap();
        rows.iter().find(|row| row["hierarchyLevel"] == level).unwrap()["hierarchyLevelName"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (one, two, three) = (name(1), name(2), name(3));
    let places = format!(
        "code,name,hierarchy_level,hierarchy_level_name,parent_loc_code,lang_code\nBLK1,Bulk one,1,{one},SAH,eng\n\
         BLK2,Bulk two,2,{two},BLK1,eng\nBLK3,Bulk three,3,{three},NONE,eng\nBLK4,Bulk one,1,{one},SAH,eng\n"
    );
    let done = uploaded(&app, file("location", Operation::Insert, &places)).await;
    let lines: Vec<(u64, &str)> = done.faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
    assert_eq!(
        (done.stored, lines),
        (2, vec![(4, "KER-MSD-244"), (5, "KER-MSD-994")]),
        "a parent may stand above in the file"
    );
    let models = "name,brand,model,dtyp_code,min_driver_ver\nScan,T,M,FRS,1\nScan,T,M,NONE,1\n";
    let done = uploaded(&app, file("device_spec", Operation::Insert, models)).await;
    assert_eq!((done.stored, done.faults[0].code.as_str()), (1, "KER-MSD-714"), "{done:?}");
    let strange = uploaded(&app, file("gender", Operation::Insert, "code,shoe\nX,44\n")).await;
    assert_eq!((strange.status, strange.message.as_str()), (Status::Failed, "gender has no column shoe"));
}

// ADM-21: what is stored is stored once, also when the job runs again
#[tokio::test]
async fn many_rows_are_stored_in_blocks() {
    let app = TestApp::new().await;
    let mut rows = String::from("code,name,langCode,isActive\n");
    for number in 0..4_500 {
        writeln!(rows, "BULK{number},Title {number},eng,true").unwrap();
    }
    let done = uploaded(&app, file("title", Operation::Insert, &rows)).await;
    assert_eq!((done.status, done.stored, done.bad), (Status::Completed, 4_500, 0), "{:?}", done.faults.first());
    let admin = Admin::of_country(&app).await;
    assert_eq!(admin.find("title", "code", "BULK4499").await.len(), 1);
}

// ADM-04, ADM-21: files, too, stay within their uploader's zone; others do not see them
#[tokio::test]
async fn a_file_stays_in_its_zone() {
    let app = TestApp::new().await;
    let header = "id,name,mac_address,serial_num,dspec_id,zone_code\n";
    let rows = format!("{header}B1,Scanner,02-1,S1,101,CST\nB2,Scanner,02-2,S2,101,HGL\n");
    let boundary = "frontier";
    let mut body = String::new();
    for (name, value) in [("tableName", "device_master"), ("operation", "insert"), ("category", "masterdata")] {
        write!(body, "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").unwrap();
    }
    write!(body, "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"d.csv\"\r\n\r\n{rows}\r\n--{boundary}--\r\n").unwrap();
    let coast = Admin::named(&app, "admin.coast", "demo-coast-2026").await;
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/v1/admin/bulkupload")
        .header("content-type", format!("multipart/form-data; boundary={boundary}"))
        .header("cookie", format!("Authorization={}", coast.token))
        .body(axum::body::Body::from(body))
        .unwrap();
    let answer = app.raw(request).await;
    let told = fine(&answer);
    assert_eq!((told["tableName"].as_str(), told["status"].as_str()), (Some("device_master"), Some("PROCESSING")));
    app.run_jobs().await;
    let id = told["transcationId"].as_str().unwrap();
    let path = format!("/v1/admin/bulkupload/transcation/{id}");
    let done = app.send("GET", &path, Some(&coast.token), None).await;
    assert_eq!(
        (fine(&done)["count"].as_u64(), fine(&done)["status"].as_str()),
        (Some(1), Some("COMPLETED")),
        "{done:?}"
    );
    assert!(fine(&done)["logs"].as_str().unwrap().contains("LINE: 3, KER-USR-014"), "{done:?}");
    let highlands = Admin::named(&app, "admin.highlands", "demo-highlands-2026").await;
    assert_eq!(app.send("GET", &path, Some(&highlands.token), None).await.code(), "ADMN-BLK-TRNSCTNS-001");
    let all = app.send("GET", "/v1/admin/bulkupload/getAllTransactions", Some(&highlands.token), None).await;
    assert_eq!(fine(&all)["data"], json!([]));
    let country = Admin::of_country(&app).await;
    assert!(country.find("devices", "id", "B2").await.is_empty());
    assert_eq!(country.find("devices", "id", "B1").await[0]["createdBy"], "admin.coast");
}
