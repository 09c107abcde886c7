//! Audit rows are looked up over every database and the archive, page by page.

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::TimeDelta;
use kernel_api::audit_search::{AuditList, AuditQuestion};
use sea_orm::{ConnectionTrait, Statement};
use types::{Caller, Timestamp};

use crate::support::TestApp;

async fn search(app: &TestApp, question: &AuditQuestion) -> AuditList {
    app.system.services.audit.search(&app.system.caller("test"), question).await.expect("a page")
}

fn page(limit: u32) -> AuditQuestion {
    AuditQuestion { limit, ..AuditQuestion::default() }
}

/// Every row that fits, by following the pages; and how many pages there were.
async fn all(app: &TestApp, mut question: AuditQuestion) -> (Vec<String>, usize) {
    let (mut ids, mut pages) = (Vec::new(), 0);
    loop {
        let list = search(app, &question).await;
        pages += 1;
        ids.extend(list.entries.into_iter().map(|entry| entry.id));
        match list.next {
            Some(next) => question.after = Some(next),
            None => return (ids, pages),
        }
        assert!(pages < 1_000, "the pages end");
    }
}

/// Puts rows straight into the archive, `count` of them a millisecond apart, ending now.
async fn archive(app: &TestApp, count: i64, event: &str, module: &str) {
    let db = app.ground.databases.archive();
    let now = db::Clock::now(&*app.ground.clock);
    let columns = "source, seq, link, id, logged_at, acted_at, event_id, event_name, event_type, host_name, host_ip, \
                   application_id, application_name, session_user_id, created_by, module_name, module_id, description, \
                   request_id";
    let first = {
        let sql = "SELECT COALESCE(MAX(seq), 0) AS last FROM archive_record WHERE source = 'authentication'";
        let row = db
            .read()
            .query_one_raw(Statement::from_string(db.backend(), sql))
            .await
            .expect("the last number")
            .expect("the last number");
        row.try_get::<i64>("", "last").expect("the last number")
    };
    let writer = db.write_connection().expect("a writer");
    let mut at = 0;
    while at < count {
        let until = (at + 500).min(count);
        let mut values: Vec<sea_orm::Value> = Vec::new();
        let mut rows = Vec::new();
        for number in at..until {
            values.push((now - TimeDelta::milliseconds(count - number)).into());
            let (place, seq) = (values.len(), first + number + 1);
            rows.push(format!(
                "('authentication', {seq}, 'l', 'row-{event}-{number:07}', ${place}, ${place}, '{event}', 'N', 'SYSTEM', 'h', \
                 'h', 'a', 'a', 'somebody', 'somebody', '{module}', '{module}', '', '-')"
            ));
        }
        let sql = format!("INSERT INTO archive_record ({columns}) VALUES {}", rows.join(", "));
        writer.execute_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await.expect("rows");
        at = until;
    }
}

// ADM-26
#[tokio::test]
async fn pages_hold_every_row_once_sealed_or_not() {
    let app = TestApp::new().await;
    let (before, _) = all(&app, page(3)).await;
    assert!(before.len() > 3, "the demo country left rows");
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
    // sealed, copied, and new rows beside them
    app.run_jobs().await;
    app.ground.clock.advance(TimeDelta::minutes(1));
    app.run_jobs().await;
    crate::iam::signed_in(&app, "admin", "demo-admin-2026").await;
    let caller = app.system.caller("test");
    let (after, pages) = all(&app, page(3)).await;
    assert!(pages > 1 && after.len() > before.len());
    assert!(before.iter().all(|id| after.contains(id)) && after.iter().collect::<BTreeSet<_>>().len() == after.len());
    let newest = search(&app, &page(500)).await;
    assert!(newest.entries.windows(2).all(|two| two[0].logged_at >= two[1].logged_at));
    assert!(
        newest.entries.iter().any(|entry| entry.seq.is_none())
            && newest.entries.iter().any(|entry| entry.seq.is_some())
    );
    let one = &newest.entries[0];
    let found = app.system.services.audit.entry(&caller, &one.source, &one.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(one));
    assert_eq!(app.system.services.audit.entry(&caller, "nowhere", &one.id).await.unwrap(), None);
}

// ADM-26
#[tokio::test]
async fn every_condition_narrows_and_a_page_is_cut_rather_than_slow() {
    let app = TestApp::new().await;
    app.ground.clock.advance(TimeDelta::hours(1));
    archive(&app, 4_500, "X-COMMON", "busy").await;
    archive(&app, 3, "X-RARE", "busy").await;
    let said = |event: Option<&str>, module: Option<&str>, actor: Option<&str>| AuditQuestion {
        event_id: event.map(str::to_owned),
        module: module.map(str::to_owned),
        actor: actor.map(str::to_owned),
        ..page(100)
    };
    assert_eq!(
        all(&app, said(Some("X-RARE"), None, None)).await,
        (all(&app, said(Some("X-RARE"), Some("busy"), None)).await.0, 1)
    );
    assert_eq!(all(&app, said(Some("X-COMMON"), None, Some("somebody"))).await.0.len(), 4_500);
    // nothing fits, and no page looks at more than 2,000 rows to say so
    let first = search(&app, &said(Some("X-COMMON"), Some("idle"), None)).await;
    assert!(first.entries.is_empty() && first.cut && first.next.is_some());
    let (none, pages) = all(&app, said(Some("X-COMMON"), Some("idle"), None)).await;
    assert_eq!((none.len(), pages), (0, 3));
    let now: Timestamp = db::Clock::now(&*app.ground.clock);
    let late = AuditQuestion { from: Some(now - TimeDelta::milliseconds(10)), ..said(Some("X-COMMON"), None, None) };
    assert_eq!(all(&app, late).await.0.len(), 10);
    let early = AuditQuestion { until: Some(now - TimeDelta::milliseconds(4_490)), ..said(None, Some("busy"), None) };
    assert_eq!(all(&app, early).await.0.len(), 10);
}

// ADM-26
#[tokio::test]
async fn only_who_may_reads_audit_and_taking_it_out_is_recorded() {
    let app = TestApp::new().await;
    let audit = app.system.services.audit.clone();
    let sign_in = async |name: &str| -> Caller {
        let opened = crate::iam::signed_in(&app, name, &format!("demo-{name}-2026")).await;
        app.caller_of(Some(&opened.session.cookie)).await
    };
    let registrar = sign_in("registrar").await;
    assert_eq!(audit.search(&registrar, &page(5)).await.unwrap_err().status(), 403);
    assert_eq!(audit.export(&registrar, &page(5)).await.unwrap_err().status(), 403);
    let admin = sign_in("admin").await;
    let csv = audit.export(&admin, &page(1)).await.unwrap();
    let (all, _) = all(&app, page(500)).await;
    assert_eq!(csv.lines().count(), all.len(), "a head, and every row but the export's own");
    let exported = AuditQuestion { event_id: Some("ADM_110".into()), actor: Some("admin".into()), ..page(5) };
    assert_eq!(search(&app, &exported).await.entries.len(), 1);
}

/// How long pages take at a million rows. Run by hand: `cargo test … a_million_rows -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes minutes"]
async fn a_million_rows() {
    let app = TestApp::new().await;
    archive(&app, 999_000, "X-COMMON", "busy").await;
    archive(&app, 1_000, "X-RARE", "busy").await;
    let ask = |event: Option<&str>, module: Option<&str>, actor: Option<&str>| AuditQuestion {
        event_id: event.map(str::to_owned),
        module: module.map(str::to_owned),
        actor: actor.map(str::to_owned),
        ..page(50)
    };
    for (name, mut question) in [
        ("everything", ask(None, None, None)),
        ("a common event", ask(Some("X-COMMON"), None, None)),
        ("a rare event", ask(Some("X-RARE"), None, None)),
        ("a module", ask(None, Some("busy"), None)),
        ("a common event of an idle module", ask(Some("X-COMMON"), Some("idle"), None)),
        ("nobody", ask(None, None, Some("nobody"))),
    ] {
        let mut took = Vec::new();
        for _ in 0..20 {
            let began = Instant::now();
            let list = search(&app, &question).await;
            took.push(began.elapsed());
            question.after = list.next.or(question.after);
        }
        took.sort();
        println!("{name}: median {:?}, slowest {:?}", took[10], took[19]);
    }
}
