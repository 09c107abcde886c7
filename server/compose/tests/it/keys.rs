//! Keys as the whole system sees them: signed audit chains, and administrators who are told of ends.

use chrono::TimeDelta;
use compose::verify_signatures;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::TestApp;

async fn a_day_later(app: &TestApp) {
    app.run_jobs().await;
    app.ground.clock.advance(TimeDelta::days(1));
    app.run_jobs().await;
}

async fn raw(app: &TestApp, sql: &str) -> u64 {
    let db = app.ground.databases.operations();
    let statement = Statement::from_string(db.backend(), sql);
    let writer = db.write_connection().expect("a writer");
    writer.execute_raw(statement).await.expect("a statement that runs").rows_affected()
}

// I3
#[tokio::test]
async fn a_chain_that_is_rewritten_with_all_its_links_does_not_fit_its_signatures() {
    let app = TestApp::new().await;
    let operations = app.ground.databases.operations();
    let verify = async || verify_signatures(&app.ground.databases, operations).await.unwrap();
    assert_eq!(verify().await.last, None);
    a_day_later(&app).await;
    let first = verify().await;
    let (seq, _) = first.last.expect("the head is signed");
    assert!(first.sound == 1 && first.broken.is_none() && seq > 0, "{first:?}");
    app.client_token("mosip-prereg-client", "demo-prereg-client", "prereg").await;
    a_day_later(&app).await;
    let second = verify().await;
    assert!(second.broken.is_none() && second.last.is_some_and(|(later, _)| later >= seq), "{second:?}");
    let report = verify_signatures(&app.ground.databases, app.ground.databases.keys()).await.unwrap();
    assert!(report.sound > 0 && report.broken.is_none(), "every logical database has its chain: {report:?}");

    // somebody with the database's password
    let guards: &[&str] = match operations.backend() {
        DbBackend::Sqlite => &["DROP TRIGGER operations_audit_sealed"],
        _ => &["DROP TRIGGER operations_audit_kept ON operations_audit"],
    };
    for guard in guards {
        raw(&app, guard).await;
    }
    let forged = "ab".repeat(32);
    assert_eq!(raw(&app, &format!("UPDATE operations_audit SET link = '{forged}' WHERE seq = {seq}")).await, 1);
    assert_eq!(verify().await.broken, Some((seq, "is not of this chain")));
    let renamed = format!("UPDATE operations_audit_signature SET link = '{forged}' WHERE seq = {seq}");
    assert_eq!(raw(&app, &renamed).await, 1);
    assert_eq!(verify().await.broken, Some((seq, "is about another row")));
    assert_eq!(raw(&app, &format!("UPDATE operations_audit_signature SET token = 'a.b.c' WHERE seq = {seq}")).await, 1);
    assert_eq!(verify().await.broken, Some((seq, "is not by KERNEL:SIGN")));
}

/// Subjects of the mails that the demo administrator got.
async fn told(app: &TestApp) -> Vec<String> {
    let sent = app.send("GET", "/mocksmtp/messages?recipient=admin@sahlara.example", None, None).await;
    let mails = sent.body.as_array().expect("a list").iter();
    mails.filter_map(|mail| mail["subject"].as_str().map(str::to_owned)).filter(|s| s.contains("key ")).collect()
}

// KEY-02
#[tokio::test]
async fn administrators_are_told_three_times_that_the_root_ends_and_masters_renew_themselves() {
    let app = TestApp::new().await;
    // masters renew themselves after 1035 days, PMS after 1065; the root certifies for 2920 less 1125 days
    let mut today = 0;
    for (day, mails) in [(1035, 0), (1065, 0), (1700, 0), (1710, 1), (1720, 1), (1766, 2), (1790, 3), (1792, 3)] {
        app.ground.clock.advance(TimeDelta::days(day - today));
        a_day_later(&app).await;
        today = day + 1;
        let told = told(&app).await;
        assert_eq!(told.len(), mails, "day {day}: {told:?}");
        assert!(told.iter().all(|subject| subject.contains("key ROOT ends in")), "{told:?}");
    }
}
