//! UI-ADM-24: packets that an administrator brings as files.

use masterdata_api::bulk::{Category, NewPackets, Status};
use serde_json::{Value, json};

use super::{Admin, fine, refused};
use crate::support::{Answer, TestApp};

const RID: &str = "10001100010000120260105080000";

fn packet_name(rid: &str) -> String {
    format!("{rid}-10001_10001-20260105080000.zip")
}

/// Posts files as the portal of MOSIP does: what they are stands in the address.
async fn post(admin: &Admin<'_>, query: &str, files: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, content) in files {
        body += &format!(
            "--line\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: application/zip\r\n\r\n{content}\r\n"
        );
    }
    body += "--line--\r\n";
    let request = axum::http::Request::post(format!("/v1/admin/bulkupload?{query}"))
        .header("content-type", "multipart/form-data; boundary=line")
        .header("cookie", format!("Authorization={}", admin.token));
    admin.app.raw(request.body(axum::body::Body::from(body)).expect("a request")).await
}

fn files_in(dir: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { files_in(&entry.path()) } else { 1 }).sum()
}

async fn transaction(admin: &Admin<'_>, id: &Value) -> Answer {
    let path = format!("/v1/admin/bulkupload/transcation/{}", id.as_str().expect("an id"));
    admin.app.send("GET", &path, Some(&admin.token), None).await
}

#[tokio::test]
async fn packets_nobody_announced_are_named_in_the_report() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let name = packet_name(RID);
    let answer = post(&admin, "category=packet&operation=insert&centerId=10001", &[(&name, "x"), (&name, "y")]).await;
    let told = fine(&answer);
    assert_eq!((&told["category"], &told["status"]), (&json!("packet"), &json!("PROCESSING")));
    app.run_jobs().await;
    let done = transaction(&admin, &told["transcationId"]).await;
    assert_eq!((&fine(&done)["status"], &fine(&done)["count"]), (&json!("FAILED"), &json!(0)));
    let logs = fine(&done)["logs"].as_str().expect("logs");
    assert!(logs.contains("READ: 2") && logs.contains(&format!("LINE: 2, RPR-PKR-001: {name}")), "{logs}");
    // each category has its own list
    let list = async |category: &str| {
        let path = format!("/v1/admin/bulkupload/getAllTransactions?category={category}");
        fine(&app.send("GET", &path, Some(&admin.token), None).await)["totalItems"].clone()
    };
    assert_eq!((list("packet").await, list("masterdata").await), (json!(1), json!(0)));
}

#[tokio::test]
async fn packets_are_handed_to_processing_once_and_their_files_are_gone() {
    let app = TestApp::new().await;
    let caller = app.system.caller("test");
    let uploads = &app.system.services.bulk_uploads;
    let new = NewPackets {
        center: None,
        source: "REGISTRATION_CLIENT".into(),
        process: "NEW".into(),
        supervisor_status: "APPROVED".into(),
        files: vec![(packet_name(RID), b"no packet inside".to_vec())],
    };
    let id = uploads.upload_packets(&caller, new.clone()).await.expect("taken");
    app.run_jobs().await;
    let done = uploads.get(&caller, &id).await.expect("read").expect("there");
    assert_eq!((done.status, done.stored, done.bad, done.category), (Status::Completed, 1, 0, Category::Packet));
    let rid = types::Rid::parse(RID).expect("a number");
    let found = app.system.services.registrations.detail(&caller, &rid).await.expect("read").expect("there");
    assert_eq!(found.packet_id, packet_name(RID).trim_end_matches(".zip"));
    assert_eq!(files_in(&app.ground.dir.path().join("blobs/upload")), 0, "processing has its own copy");
    let again = uploads.upload_packets(&caller, new).await.expect("taken");
    app.run_jobs().await;
    assert_eq!(uploads.get(&caller, &again).await.expect("read").expect("there").stored, 1, "the same answer");
}

#[tokio::test]
async fn what_cannot_be_brought_is_refused_at_once() {
    let app = TestApp::new().await;
    let coast = Admin::named(&app, "admin.coast", "demo-coast-2026").await;
    let name = packet_name(RID);
    let code = async |query: &str, files: &[(&str, &str)]| post(&coast, query, files).await;
    refused(&code("category=packet&operation=insert", &[]).await, "ADM-BLK-007");
    refused(&code("category=packet&operation=insert", &[("a.csv", "x")]).await, "ADM-BLK-005");
    refused(&code("category=packet&operation=insert", &[(&name, "")]).await, "ADM-BLK-006");
    refused(&code("category=other&operation=insert", &[(&name, "x")]).await, "KER-MSD-999");
    refused(&code("category=packet&operation=insert&process=OLD", &[(&name, "x")]).await, "KER-MSD-999");
    refused(&code("category=packet&operation=insert&supervisorStatus=X", &[(&name, "x")]).await, "KER-MSD-999");
    refused(&code("category=packet&operation=insert&centerId=99999", &[(&name, "x")]).await, "ADM_PKT-003");
    let highlands = Admin::named(&app, "admin.highlands", "demo-highlands-2026").await;
    let answer = post(&highlands, "category=packet&operation=insert", &[(&name, "x")]).await;
    refused(&answer, "ADM-PKT-001");
}
