//! Whatever can be listed is listed: endpoints and who may use them, probed anonymously.

use std::collections::BTreeSet;

use crate::support::TestApp;
use types::Access;

/// A path with every parameter filled in.
fn concrete(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "x1" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn no_operation_that_needs_rights_answers_a_stranger() {
    let app = TestApp::new().await;
    let mut probed = 0;
    for info in app.system.routes() {
        if info.permission.access == Access::Public {
            continue;
        }
        let answer = app.send(info.method, &concrete(info.path), None, None).await;
        assert_eq!(answer.status, 401, "{} {}", info.method, info.path);
        probed += 1;
    }
    assert!(probed > 20, "only {probed} operations were probed");
}

#[tokio::test]
async fn operations_are_unique_and_permissions_have_names() {
    let app = TestApp::empty().await;
    let mut seen = BTreeSet::new();
    for info in app.system.routes() {
        assert!(seen.insert((info.method, info.path)), "{} {} is served twice", info.method, info.path);
        assert!(!info.permission.name.is_empty());
    }
}

#[tokio::test]
async fn health_tells_what_is_simulated() {
    let app = TestApp::empty().await;
    let answer = app.send("GET", "/health", None, None).await;
    assert_eq!((answer.status, answer.body["status"].as_str()), (200, Some("UP")));
    assert!(answer.body["simulated"][0].as_str().unwrap().contains("message sink"));
    assert_eq!(app.send("GET", "/v1/masterdata/actuator/health", None, None).await.body["status"], "UP");
}
