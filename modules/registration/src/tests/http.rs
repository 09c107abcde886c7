//! The services as clients see them: bytes in, bytes out.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::packets::{make, person};
use super::{Desk, REF_ID};

async fn send(router: &Router, path: &str, role: Option<&str>, kind: &str, body: Vec<u8>) -> (u16, Value) {
    let mut request = Request::builder().method("POST").uri(path).header("content-type", kind);
    request = request.header("Center-Machine-RefId", REF_ID);
    if let Some(role) = role {
        request = request.header("cookie", format!("Authorization={role}"));
    }
    let response = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

fn multipart(name: &str, content: &[u8]) -> (String, Vec<u8>) {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/zip\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--x--\r\n");
    ("multipart/form-data; boundary=x".to_owned(), body)
}

// RPR-01, RPR-02, RPR-30, RPR-31, PKT-01
#[tokio::test]
async fn clients_announce_upload_and_ask() {
    let desk = Desk::open().await;
    let router = desk.module.routes().into_router(desk.edge.clone());
    let base = "/registrationprocessor/v1";
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[2];
    let made = make(&desk.doubles, 1, &ada);
    let officer = Some("REGISTRATION_OFFICER");
    let list = desk.doubles.sync_list(&made, desk.ground.operations().now(), |_| {}).into_bytes();

    let sync = format!("{base}/registrationstatus/syncV2");
    let (status, body) = send(&router, &sync, None, "application/json", list.clone()).await;
    assert_eq!((status, &body["errors"][0]["errorCode"]), (401, &json!("KER-ATH-401")));
    let (status, _) = send(&router, &sync, Some("INDIVIDUAL"), "application/json", list.clone()).await;
    assert_eq!(status, 403);
    let (_, body) = send(&router, &sync, officer, "application/json", b"\"AAAA\"".to_vec()).await;
    assert_eq!(body["errors"][0]["errorCode"], "RPR-RGS-028");
    let (_, body) = send(&router, &sync, officer, "application/json", list).await;
    assert_eq!(body["id"], "mosip.registration.sync");
    assert_eq!(body["response"][0]["status"], "SUCCESS", "{body}");
    assert_eq!(body["response"][0]["packetId"], made.packet_id.as_str());

    let search = format!("{base}/registrationstatus/search");
    let external = format!("{base}/registrationstatus/externalstatus/search");
    let ask = |rid: &str| {
        json!({ "id": "x", "version": "1.0", "request": [{ "registrationId": rid }] }).to_string().into_bytes()
    };
    let (_, body) = send(&router, &search, officer, "application/json", ask(&made.rid)).await;
    assert_eq!(body["response"][0]["statusCode"], "UPLOAD_PENDING");
    let (_, body) = send(&router, &search, officer, "application/json", ask("1")).await;
    assert_eq!((&body["response"], &body["errors"][0]["errorCode"]), (&Value::Null, &json!("RPR-RGS-031")));

    let receiver = format!("{base}/packetreceiver/registrationpackets");
    let (kind, content) = multipart(&format!("{}.zip", made.packet_id), &made.sealed);
    let (_, body) = send(&router, &receiver, officer, &kind, content).await;
    assert_eq!(body["response"]["status"], "Packet has reached Packet Receiver", "{body}");
    let (kind, content) = multipart(&made.packet_id, &made.sealed);
    let (_, body) = send(&router, &receiver, officer, &kind, content).await;
    assert_eq!(body["errors"][0]["errorCode"], "RPR-PKR-003");
    let (_, body) = send(&router, &receiver, officer, &kind, b"--x--\r\n".to_vec()).await;
    assert_eq!(body["errors"][0]["errorCode"], "RPR-PKR-006");

    let (_, body) = send(&router, &search, officer, "application/json", ask(&made.rid)).await;
    assert_eq!(body["response"][0]["statusCode"], "PROCESSING");
    desk.run_jobs().await;
    let (_, body) = send(&router, &search, officer, "application/json", ask(&made.rid)).await;
    assert_eq!(body["response"][0]["statusCode"], "PROCESSED");
    let (_, body) = send(&router, &external, officer, "application/json", ask(&made.rid)).await;
    assert_eq!(body["response"][0]["statusCode"], "UIN_GENERATED");
    let packets =
        json!({ "request": [{ "packetId": made.packet_id }, { "packetId": "none" }] }).to_string().into_bytes();
    let packet_status = format!("{base}/registrationstatus/packetexternalstatus");
    let (_, body) = send(&router, &packet_status, officer, "application/json", packets).await;
    assert_eq!(body["response"][0]["statusCode"], "ACCEPTED");
    assert_eq!(body["errors"][0]["errorCode"], "RPR-RGS-037");

    let read = async |what: &str, role: &str, request: Value| {
        let body = json!({ "id": "x", "version": "v1", "request": request }).to_string().into_bytes();
        send(&router, &format!("/commons/v1/packetmanager/{what}"), Some(role), "application/json", body).await
    };
    let rid = made.rid.as_str();
    let (_, body) =
        read("searchField", "DATA_READ", json!({ "id": rid, "field": "dateOfBirth", "process": "NEW" })).await;
    assert_eq!(body["response"]["fields"]["dateOfBirth"], "1985/12/10");
    let (_, body) = read("document", "DATA_READ", json!({ "id": rid, "documentName": "proofOfIdentity" })).await;
    assert_eq!(body["response"]["type"], "DOC001");
    let person = json!({ "id": rid, "person": "individualBiometrics", "modalities": ["Finger"] });
    let (_, body) = read("biometrics", "BIOMETRIC_READ", person.clone()).await;
    assert_eq!(body["response"]["segments"][0]["bdbInfo"]["subtype"], json!(["Right", "IndexFinger"]));
    assert_eq!(read("biometrics", "DATA_READ", person).await.0, 403);
    let (_, body) = read("metaInfo", "METADATA_READ", json!({ "id": rid })).await;
    assert_eq!(body["response"]["fields"]["registrationId"], rid);
    let (_, body) = read("validatePacket", "REGISTRATION_PROCESSOR", json!({ "id": rid })).await;
    assert_eq!(body["response"]["valid"], true);
    let (_, body) = read("searchField", "DATA_READ", json!({ "id": "1", "field": "x" })).await;
    assert_eq!(body["errors"][0]["errorCode"], "KER-PUT-027");
}
