//! COM-10: every part of the installation is tried, and what does not work is said.

use kernel_api::health::{HealthReport, Level, Part};
use types::Caller;

use crate::support::TestApp;

async fn signed_in(app: &TestApp, name: &str) -> Caller {
    let opened = crate::iam::signed_in(app, name, &format!("demo-{name}-2026")).await;
    app.caller_of(Some(&opened.session.cookie)).await
}

async fn report(app: &TestApp, caller: &Caller) -> HealthReport {
    app.system.services.health.report(caller).await.expect("a report")
}

fn level(report: &HealthReport, which: impl Fn(&Part) -> bool) -> Level {
    report.findings.iter().find(|finding| which(&finding.part)).expect("the part").level
}

// COM-10
#[tokio::test]
async fn a_sound_installation_is_sound_in_every_part() {
    let app = TestApp::new().await;
    app.run_jobs().await;
    let admin = signed_in(&app, "admin").await;
    let report = report(&app, &admin).await;
    let wrong: Vec<_> = report.troubles().filter(|finding| !matches!(finding.part, Part::Disk { .. })).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let databases = report.findings.iter().filter(|finding| matches!(finding.part, Part::Database { .. })).count();
    assert_eq!(databases, app.ground.databases.all().count());
    assert_eq!((report.version.as_str(), report.production), (env!("CARGO_PKG_VERSION"), false));
    assert!(
        report
            .findings
            .iter()
            .any(|finding| matches!(&finding.part, Part::Simulated { name } if name.contains("sink")))
    );
    // the blob that was tried is not left behind
    let left = std::fs::read_dir(app.ground.dir.path().join("blobs/health")).into_iter().flatten().flatten();
    let files = left.filter(|entry| std::fs::read_dir(entry.path()).is_ok_and(|mut dir| dir.next().is_some()));
    assert_eq!(files.count(), 0);
}

// COM-10
#[tokio::test]
async fn what_does_not_work_is_found() {
    let app = TestApp::new().await;
    app.run_jobs().await;
    let operations = app.ground.databases.operations();
    let caller = app.system.caller("test");
    // a job that nobody does, and a clock that was set back
    app.ground.clock.advance(chrono::TimeDelta::minutes(30));
    let late = report(&app, &caller).await;
    assert_eq!(level(&late, |part| matches!(part, Part::Queue { .. })), Level::Bad);
    let mut tx = operations.begin(&app.ground.cx()).await.expect("a transaction");
    tx.audit(db::AuditEvent::new("T", "T", db::EventType::System)).await.expect("a row");
    tx.commit().await.expect("a commit");
    app.run_jobs().await;
    let now = db::Clock::now(&*app.ground.clock);
    app.ground.clock.set(now - chrono::TimeDelta::minutes(10));
    let back = report(&app, &caller).await;
    assert_eq!(level(&back, |part| matches!(part, Part::Clock { .. })), Level::Bad);
    app.ground.clock.set(now);
    // the place of the blobs is a file
    let blobs = app.ground.dir.path().join("blobs");
    std::fs::rename(&blobs, app.ground.dir.path().join("away")).expect("moved");
    std::fs::write(&blobs, b"").expect("a file");
    let broken = report(&app, &caller).await;
    assert_eq!(level(&broken, |part| matches!(part, Part::Blobs { .. })), Level::Bad);
    assert_eq!(broken.level(), Level::Bad);
}

// COM-10: the home page does not try every part each time it is opened
#[tokio::test]
async fn a_report_of_the_last_minute_serves_pages_that_only_point_at_it() {
    let app = TestApp::new().await;
    app.run_jobs().await;
    let caller = app.system.caller("test");
    let recent = async || app.system.services.health.recent(&caller).await.expect("a report");
    let blobs = |report: &HealthReport| level(report, |part| matches!(part, Part::Blobs { .. }));
    assert_eq!(blobs(&recent().await), Level::Good);
    let place = app.ground.dir.path().join("blobs");
    std::fs::rename(&place, app.ground.dir.path().join("away")).expect("moved");
    std::fs::write(&place, b"").expect("a file");
    assert_eq!(blobs(&recent().await), Level::Good, "found a moment ago");
    app.ground.clock.advance(chrono::TimeDelta::seconds(61));
    assert_eq!(blobs(&recent().await), Level::Bad);
    std::fs::remove_file(&place).expect("removed");
    std::fs::rename(app.ground.dir.path().join("away"), &place).expect("moved back");
    report(&app, &caller).await;
    assert_eq!(blobs(&recent().await), Level::Good, "whoever looks tells the others");
}

// COM-10
#[tokio::test]
async fn how_the_installation_is_is_for_administrators_of_the_country() {
    let app = TestApp::new().await;
    let health = &app.system.services.health;
    assert_eq!(health.report(&signed_in(&app, "registrar").await).await.unwrap_err().status(), 403);
    assert_eq!(health.report(&app.caller_of(None).await).await.unwrap_err().status(), 401);
    assert_eq!(health.recent(&app.caller_of(None).await).await.unwrap_err().status(), 401);
}
