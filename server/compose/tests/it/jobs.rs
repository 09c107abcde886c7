//! COM-10: whoever looks after the installation sees what was given up in any database, and retries, discards or hurries it.

use chrono::TimeDelta;
use db::Db;
use kernel_api::jobs::{DeadQuestion, JobBoard};
use sea_orm::{ConnectionTrait, Statement};
use types::Caller;

use crate::support::{TestApp, audit_names_in};

/// Puts a job that was given up straight into a queue; answers its id.
async fn give_up(db: &Db, kind: &str, payload: &str) -> String {
    let table = db::ground::table(db.logical(), db::ground::JOB);
    let sql = format!(
        "INSERT INTO {table} (id, kind, unique_while, payload, version, state, run_at, attempts, max_attempts, request_id, actor, \
         created_at, finished_at, last_error) VALUES ($1, $2, 'waiting', $3, 1, 'dead', $4, 12, 12, 'r-1', 'somebody', $4, $4, $5)"
    );
    let id = db.random().uuid_at(db.now()).to_string();
    let values = [id.clone().into(), kind.into(), payload.into(), db.now().into(), "the gateway answered 503".into()];
    let writer = db.write_connection().expect("a writer");
    writer.execute_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await.expect("a dead job");
    id
}

fn page(limit: u32) -> DeadQuestion {
    DeadQuestion { limit, ..DeadQuestion::default() }
}

async fn board(app: &TestApp, caller: &Caller, question: &DeadQuestion) -> JobBoard {
    app.system.services.jobs.board(caller, question).await.expect("a board")
}

async fn signed_in(app: &TestApp, name: &str) -> Caller {
    let opened = crate::iam::signed_in(app, name, &format!("demo-{name}-2026")).await;
    app.caller_of(Some(&opened.session.cookie)).await
}

// COM-10
#[tokio::test]
async fn dead_jobs_of_every_database_are_seen_and_retried() {
    let app = TestApp::new().await;
    app.run_jobs().await;
    let (operations, identity) = (app.ground.databases.operations(), app.ground.databases.identity());
    let mut ids = Vec::new();
    for n in 0..3 {
        app.ground.clock.advance(TimeDelta::seconds(1));
        ids.push(give_up(operations, "kernel.tell_hotlist", &format!(r#"{{"change_id":"c{n}"}}"#)).await);
        app.ground.clock.advance(TimeDelta::seconds(1));
        ids.push(give_up(identity, "idrepo.confirm_number", "{}").await);
    }
    let admin = signed_in(&app, "admin").await;
    let mut seen = Vec::new();
    let mut question = page(4);
    loop {
        let board = board(&app, &admin, &question).await;
        seen.extend(board.dead.iter().map(|job| job.id.clone()));
        match board.next {
            Some(next) => question.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ids, "the oldest first, over both databases, each once");
    let jobs = &app.system.services.jobs;
    assert_eq!(jobs.dead_total(&admin).await.unwrap(), 6);
    let own = DeadQuestion { kind: Some("kernel.tell_hotlist".into()), ..page(10) };
    let first = board(&app, &admin, &own).await;
    assert_eq!(first.dead.len(), 3);
    assert_eq!(first.dead[0].last_error.as_deref(), Some("the gateway answered 503"));
    assert_eq!(first.queues.iter().find(|queue| queue.kind == "kernel.tell_hotlist").map(|queue| queue.dead), Some(3));

    jobs.retry(&admin, "operations", &ids[0]).await.unwrap();
    assert_eq!(jobs.retry(&admin, "operations", &ids[0]).await.unwrap_err().code(), "TES-KER-010");
    assert_eq!(jobs.retry_kind(&admin, "operations", "kernel.tell_hotlist").await.unwrap(), 2);
    app.run_jobs().await;
    assert_eq!(jobs.dead_total(&admin).await.unwrap(), 3, "what was retried ran; the other database's stay");
    let names = audit_names_in(operations).await;
    assert!(["JOB_RETRIED", "JOBS_RETRIED"].iter().all(|name| names.iter().any(|found| found == name)), "{names:?}");
}

// COM-10
#[tokio::test]
async fn discarding_needs_a_reason_a_fresh_factor_and_is_recorded_where_the_job_was() {
    let app = TestApp::new().await;
    let identity = app.ground.databases.identity();
    let id = give_up(identity, "idrepo.confirm_number", "{}").await;
    let jobs = &app.system.services.jobs;
    let admin = signed_in(&app, "admin").await;
    assert_eq!(jobs.discard(&admin, "identity", &id, " ").await.unwrap_err().code(), "TES-KER-011");
    assert_eq!(jobs.discard(&admin, "identity", &id, &"x".repeat(301)).await.unwrap_err().code(), "TES-KER-011");
    app.ground.clock.advance(TimeDelta::minutes(6));
    assert_eq!(jobs.discard(&admin, "identity", &id, "tested").await.unwrap_err().code(), "TES-ACC-001");
    assert!(!jobs.dead_job(&admin, "identity", &id).await.unwrap().expect("the job").fresh);
    let admin = signed_in(&app, "admin").await;
    assert!(jobs.dead_job(&admin, "identity", &id).await.unwrap().expect("the job").fresh);
    jobs.discard(&admin, "identity", &id, "the number was given out by hand").await.unwrap();
    assert_eq!(jobs.discard(&admin, "identity", &id, "again").await.unwrap_err().code(), "TES-KER-010");
    assert_eq!(jobs.dead_job(&admin, "identity", &id).await.unwrap(), None);
    assert!(audit_names_in(identity).await.iter().any(|name| name == "JOB_DISCARDED"));
}

// COM-10
#[tokio::test]
async fn what_runs_by_itself_runs_at_once_when_asked() {
    let app = TestApp::new().await;
    app.run_jobs().await;
    let admin = signed_in(&app, "admin").await;
    let jobs = &app.system.services.jobs;
    let daily = async || {
        let board = board(&app, &admin, &page(1)).await;
        board.periodic.into_iter().find(|one| one.kind == "kernel.clear_hotlist").expect("the daily job")
    };
    let before = daily().await;
    assert_eq!((before.every_secs, before.done_at), (86_400, None));
    let now = db::Clock::now(&*app.ground.clock);
    assert!(before.next_at.expect("a time") > now);
    jobs.run_now(&admin, "operations", "kernel.clear_hotlist").await.unwrap();
    app.run_jobs().await;
    let after = daily().await;
    assert!(after.done_at.is_some() && after.next_at.expect("a time") > now, "{after:?}");
    for (database, kind) in [("operations", "registration.run_stage"), ("identity", "kernel.clear_hotlist"), ("x", "y")]
    {
        assert_eq!(jobs.run_now(&admin, database, kind).await.unwrap_err().code(), "TES-KER-012", "{database} {kind}");
    }
}

// COM-10
#[tokio::test]
async fn queues_are_for_administrators_of_the_country() {
    let app = TestApp::new().await;
    let id = give_up(app.ground.databases.operations(), "kernel.tell_hotlist", r#"{"change_id":"c"}"#).await;
    let jobs = &app.system.services.jobs;
    let coast = {
        let opened = crate::iam::signed_in(&app, "admin.coast", "demo-coast-2026").await;
        app.caller_of(Some(&opened.session.cookie)).await
    };
    for caller in [signed_in(&app, "registrar").await, coast] {
        assert_eq!(jobs.board(&caller, &page(1)).await.unwrap_err().status(), 403);
        assert_eq!(jobs.dead_total(&caller).await.unwrap_err().status(), 403);
        assert_eq!(jobs.dead_job(&caller, "operations", &id).await.unwrap_err().status(), 403);
        assert_eq!(jobs.retry(&caller, "operations", &id).await.unwrap_err().status(), 403);
        assert_eq!(jobs.retry_kind(&caller, "operations", "kernel.tell_hotlist").await.unwrap_err().status(), 403);
        assert_eq!(jobs.discard(&caller, "operations", &id, "x").await.unwrap_err().status(), 403);
        assert_eq!(jobs.run_now(&caller, "operations", "kernel.clear_hotlist").await.unwrap_err().status(), 403);
    }
    assert_eq!(jobs.board(&app.caller_of(None).await, &page(1)).await.unwrap_err().status(), 401);
}

#[tokio::test]
async fn the_list_of_kinds_names_every_job_once() {
    let app = TestApp::empty().await;
    let mut kinds = app.system.job_kinds().to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, kernel_api::jobs::KINDS);
}
