//! The wire: envelopes, codes, permissions.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use edge::{AuthRefusal, Authenticator, Credentials, Edge};
use kernel::{Delivery, KernelSettings};
use serde_json::{Value, json};
use tower::ServiceExt;
use types::{CallerKind, Identity, Timestamp};

use crate::world::{World, world};

/// The token is the caller's role.
struct Roles;

#[async_trait]
impl Authenticator for Roles {
    async fn authenticate(&self, credentials: &Credentials, _: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        Ok(credentials.token.as_ref().map(|token| Identity {
            roles: vec![token.clone()],
            ..Identity::nobody(CallerKind::Machine, "mosip-test-client")
        }))
    }
}

struct Api {
    world: World,
    router: Router,
}

async fn api() -> Api {
    let world = world().await;
    let router = router(&world);
    Api { world, router }
}

fn router(world: &World) -> Router {
    let clock = world.test.clock.clone();
    let random = world.test.random.clone();
    let edge = Edge::new(move || db::Clock::now(&*clock), move || db::Random::uuid(&*random), vec![Arc::new(Roles)]);
    world.kernel.routes().into_router(Arc::new(edge))
}

impl Api {
    async fn send(&self, role: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        self.raw(role, method, path, "application/json", body).await
    }

    async fn raw(&self, role: &str, method: &str, path: &str, kind: &str, body: &str) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", kind);
        if !role.is_empty() {
            request = request.header("cookie", format!("Authorization={role}"));
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).expect("a request")).await;
        let response = response.expect("an answer");
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn ask(&self, role: &str, method: &str, path: &str, request: Value) -> Value {
        let body = json!({"id": "x", "version": "1.0", "requesttime": "2026-01-05T09:00:00.000Z", "request": request});
        let (status, answer) = self.send(role, method, path, &body.to_string()).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["errorCode"].as_str().unwrap_or("none")
}

#[tokio::test]
async fn codes_are_made_and_checked_over_the_wire() {
    let api = api().await;
    let answer = api.ask("RESIDENT", "POST", "/v1/otpmanager/otp/generate", json!({"key": "9876543210"})).await;
    assert_eq!(answer["response"]["status"], "GENERATION_SUCCESSFUL");
    assert_eq!((&answer["errors"], &answer["id"], &answer["version"]), (&Value::Null, &json!("x"), &json!("1.0")));
    let otp = answer["response"]["otp"].as_str().expect("a code").to_owned();
    let path = format!("/v1/otpmanager/otp/validate?key=9876543210&otp={otp}");
    let (status, answer) = api.send("RESIDENT", "GET", &path, "").await;
    assert_eq!(status, 200);
    assert_eq!(answer["response"], json!({"status": "success", "message": "VALIDATION_SUCCESSFUL"}));
    let (_, answer) = api.send("RESIDENT", "GET", &path, "").await;
    assert_eq!(code(&answer), "KER-OTV-005");
}

#[tokio::test]
async fn otp_input_is_refused_with_mosips_codes() {
    let api = api().await;
    for (request, message) in [
        (json!({}), "Key can't be empty or null"),
        (json!({"key": ""}), "Key can't be empty or null"),
        (json!({"key": "ab"}), "Key length should be in the range of 3-64."),
    ] {
        let answer = api.ask("AUTH", "POST", "/v1/otpmanager/otp/generate", request).await;
        assert_eq!((code(&answer), &answer["errors"][0]["message"]), ("KER-OTG-001", &json!(message)));
    }
    for (query, expected) in [
        ("key=&otp=123456", vec!["KER-OTV-001"]),
        ("key=ab&otp=", vec!["KER-OTV-002", "KER-OTV-003"]),
        ("key=abc&otp=12a456", vec!["KER-OTV-004"]),
    ] {
        let (_, answer) = api.send("AUTH", "GET", &format!("/v1/otpmanager/otp/validate?{query}"), "").await;
        let codes: Vec<_> =
            answer["errors"].as_array().expect("errors").iter().map(|e| e["errorCode"].clone()).collect();
        assert_eq!(codes, expected);
    }
}

// list 31: every route, nobody and a wrong role
#[tokio::test]
async fn every_route_refuses_nobody_and_the_wrong_role() {
    let api = api().await;
    let public = ["IssuePrid", "SinkMessages"];
    for info in api.world.kernel.routes().infos() {
        let path = info.path.replace("{centerid}", "10003").replace("{machineid}", "10072");
        let (anonymous, _) = api.send("", info.method, &path, "{}").await;
        let (wrong, _) = api.send("ABIS_PARTNER", info.method, &path, "{}").await;
        let expected = if public.contains(&info.name) { (200, 200) } else { (401, 403) };
        assert_eq!((anonymous, wrong), expected, "{}", info.name);
    }
}

#[tokio::test]
async fn messages_reach_the_sink_newest_first() {
    let api = api().await;
    let sms = |text: &str| json!({"number": "98765 43210", "message": text});
    let answer = api.ask("RESIDENT", "POST", "/v1/notifier/sms/send", sms("first 111222")).await;
    assert_eq!(answer["response"], json!({"status": "success", "message": "Sms Request Sent"}));
    api.world.test.clock.advance(chrono::TimeDelta::seconds(1));
    api.ask("RESIDENT", "POST", "/v1/notifier/sms/send", sms("second 333444")).await;
    let (status, list) = api.send("", "GET", "/mocksmtp/messages?recipient=9876543210", "").await;
    assert_eq!(status, 200);
    assert_eq!(
        list,
        json!([
            {"to": "9876543210", "channel": "sms", "subject": null, "text": "second 333444", "sentAt": "2026-01-05T09:00:01.000Z"},
            {"to": "9876543210", "channel": "sms", "subject": null, "text": "first 111222", "sentAt": "2026-01-05T09:00:00.000Z"},
        ])
    );
    let (_, list) = api.send("", "GET", "/mocksmtp/messages?recipient=nobody@example.org", "").await;
    assert_eq!(list, json!([]));
    for request in [
        json!({}),
        json!({"number": "", "message": "x"}),
        json!({"number": "1", "message": null}),
        json!({"number": "a@b", "message": "x"}),
    ] {
        assert_eq!(code(&api.ask("RESIDENT", "POST", "/v1/notifier/sms/send", request).await), "KER-NOS-001");
    }
}

#[tokio::test]
async fn there_is_no_sink_without_the_development_delivery() {
    struct Nowhere;
    #[async_trait]
    impl kernel::MessageGateway for Nowhere {
        async fn deliver(
            &self,
            _: &kernel_api::Message,
            _: &[kernel_api::Attachment],
        ) -> Result<(), kernel::DeliveryError> {
            Ok(())
        }
    }
    let world = crate::world::world_with(KernelSettings::default(), Delivery::Gateway(Arc::new(Nowhere)), &[]).await;
    assert!(world.kernel.sent_messages().is_none());
    let router = router(&world);
    let api = Api { world, router };
    let (status, _) = api.send("", "GET", "/mocksmtp/messages", "").await;
    assert_eq!(status, 404);
}

fn form(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--B--\r\n"
}

#[tokio::test]
async fn a_mail_is_a_form() {
    let api = api().await;
    let post = async |fields: &[(&str, &str)]| {
        api.raw("RESIDENT", "POST", "/v1/notifier/email/send", "multipart/form-data; boundary=B", &form(fields)).await
    };
    let whole = [
        ("mailTo", "a@example.org"),
        ("mailTo", "b@example.org"),
        ("mailSubject", "Hello"),
        ("mailContent", "<p>x</p>"),
    ];
    let (status, answer) = post(&whole).await;
    assert_eq!(
        (status, &answer["response"]),
        (200, &json!({"status": "success", "message": "Email Request submitted"}))
    );
    let (_, list) = api.send("", "GET", "/mocksmtp/messages?recipient=B@example.org", "").await;
    assert_eq!((&list[0]["subject"], &list[0]["channel"]), (&json!("Hello"), &json!("email")));
    for (fields, expected) in [
        (vec![("mailSubject", "s"), ("mailContent", "c")], "KER-NOE-001"),
        (vec![("mailTo", "nobody"), ("mailSubject", "s"), ("mailContent", "c")], "KER-NOE-001"),
        (vec![("mailTo", "a@example.org"), ("mailContent", "c")], "KER-NOE-002"),
        (vec![("mailTo", "a@example.org"), ("mailSubject", "s")], "KER-NOE-003"),
    ] {
        let (_, answer) = post(&fields).await;
        assert_eq!(code(&answer), expected);
    }
}

// COM-04
#[tokio::test]
async fn a_mail_carries_files_up_to_five_mebibytes() {
    let api = api().await;
    let post = async |size: usize| {
        let file = "x".repeat(size);
        let body = format!(
            "--B\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"../slip.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n{file}\r\n{}",
            form(&[("mailTo", "a@example.org"), ("mailSubject", "s"), ("mailContent", "c")])
        );
        api.raw("RESIDENT", "POST", "/v1/notifier/email/send", "multipart/form-data; boundary=B", &body).await.1
    };
    assert_eq!(post(5 << 20).await["response"]["status"], "success");
    let (_, list) = api.send("", "GET", "/mocksmtp/messages?recipient=a@example.org", "").await;
    let file = &list[0]["attachments"][0];
    assert_eq!((&file["name"], &file["contentType"]), (&json!("slip.pdf"), &json!("application/pdf")));
    assert_eq!(file["size"], json!(5 << 20));
    assert_eq!(code(&post((5 << 20) + 1).await), "KER-NOE-999");
}

#[tokio::test]
async fn numbers_come_over_the_wire() {
    let api = api().await;
    let (_, answer) = api.send("ID_REPOSITORY", "GET", "/v1/idgenerator/uin", "").await;
    let uin = answer["response"]["uin"].as_str().expect("a number").to_owned();
    assert_eq!(uin.len(), 10);
    let change = async |uin: &str, status: &str| {
        api.ask("ID_REPOSITORY", "PUT", "/v1/idgenerator/uin", json!({"uin": uin, "status": status})).await
    };
    assert_eq!(change(&uin, "ASSIGNED").await["response"], json!({"uin": uin, "status": "ASSIGNED"}));
    assert_eq!(code(&change(&uin, "ASSIGNED").await), "KER-UIG-004");
    assert_eq!(code(&change(&uin, "UNASSIGNED").await), "KER-UIG-004");
    assert_eq!(code(&change(&uin, "SOLD").await), "KER-UIG-003");
    assert_eq!(code(&change("123", "ASSIGNED").await), "KER-UIG-001");

    let (_, answer) =
        api.send("ID_REPOSITORY", "GET", "/v1/idgenerator/vid?videxpiry=2027-01-05T09:00:00.000Z", "").await;
    assert_eq!(answer["response"]["vid"].as_str().map(str::len), Some(16));
    for (expiry, expected) in
        [("", "KER-VID-002"), ("2025-01-05T09:00:00.000Z", "KER-VID-003"), ("tomorrow", "KER-VID-004")]
    {
        let (_, answer) =
            api.send("ID_REPOSITORY", "GET", &format!("/v1/idgenerator/vid?videxpiry={expiry}"), "").await;
        assert_eq!(code(&answer), expected);
    }
    let (_, answer) = api.send("", "GET", "/v1/pridgenerator/prid", "").await;
    assert_eq!(answer["response"]["prid"].as_str().map(str::len), Some(14));
    let (_, answer) = api.send("RESIDENT", "GET", "/v1/ridgenerator/generate/rid/10003/10072", "").await;
    assert_eq!(answer["response"]["rid"], "10003100720000120260105090000");
    let (_, answer) = api.send("RESIDENT", "GET", "/v1/ridgenerator/generate/rid/10/10072", "").await;
    assert_eq!(code(&answer), "KER-RIG-003");
}
