//! `tessera move`: a system on SQLite goes on elsewhere as if nothing had happened. On PostgreSQL when the tests have one.

use std::{
    collections::BTreeMap,
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use compose::relocate::{Moved, Place, Progress, RelocateError, Relocation};
use compose::{Inspection, Ports};
use db::transfer::Step;
use db::{Cx, Databases, DbConfig, Logical, MockClock, SeededRandom};
use edge::{Blobs, Settings};
use sea_orm::{ConnectionTrait, Statement};
use testkit::db::TestDb;

use crate::idrepo::enrolled;
use crate::prereg::{Applicant, pdf};
use crate::support::{TestApp, key_maker};

/// A system with the demo country on files, and somebody who has begun an application.
async fn on_files() -> (TestApp, String, String) {
    let ground = testkit::db::open_files(async |databases| migrations::migrate(databases).await).await;
    let app = TestApp::on(ground, Settings::default()).await.expect("the system composes");
    app.system.load_demo(&app.system.caller("test")).await.expect("the demo country loads");
    enrolled(&app, 1).await;
    let applicant = Applicant::new(&app, "layla@example.org").await;
    let (token, prid) = (applicant.token.clone(), applicant.saved().await);
    app.run_jobs().await;
    for db in app.system.databases.all() {
        db::audit::seal_pending(db, app.system.databases.archive()).await.expect("sealed");
    }
    (app, token, prid)
}

fn cx() -> Cx {
    Cx::new("move-test", "test", "test")
}

/// Ends a system and lets go of its directory's lock.
async fn ended(app: TestApp) -> Before {
    let TestDb { databases, clock, random, dir, .. } = app.end().await;
    drop(databases);
    Before { clock, random, dir }
}

/// What stays of a system that has ended.
struct Before {
    clock: Arc<MockClock>,
    random: Arc<SeededRandom>,
    dir: testkit::db::DataDir,
}

/// An empty target: a database of the tests' server, or a directory.
async fn target(dir: &Path) -> Place {
    let place = testkit::db::empty_postgres().await.unwrap_or_else(|| format!("sqlite:{}", dir.display()));
    Place::from_str(&place).expect("a place")
}

fn files(dir: &Path) -> Place {
    Place::Sqlite(dir.into())
}

/// Moves until a batch for which `until` says so.
async fn moved(
    relocation: &Relocation,
    mut until: impl FnMut(&Step<'_>) -> bool + Send,
) -> Result<(Moved, bool), RelocateError> {
    let stop = AtomicBool::new(false);
    let mut resumed = false;
    let mut say = |progress: Progress<'_>| match progress {
        Progress::Resumed => resumed = true,
        Progress::Step(step) => stop.store(until(&step), Ordering::Relaxed),
        _ => {}
    };
    let done = Box::pin(relocation.run(&cx(), &stop, &mut say)).await?;
    Ok((done, resumed))
}

fn to_the_end(_: &Step<'_>) -> bool {
    false
}

fn refused(outcome: Result<(Moved, bool), RelocateError>) -> String {
    outcome.map(|(moved, _)| moved.files).expect_err("refused").to_string()
}

/// Databases that a move has made, with the hour and the randomness of before.
async fn at(place: &Place, dir: tempfile::TempDir, before: &Before) -> TestDb {
    let urls = match place {
        Place::Sqlite(_) => BTreeMap::new(),
        Place::Postgres(url) => Logical::ALL.into_iter().map(|logical| (logical, url.to_string())).collect(),
    };
    let files = if let Place::Sqlite(files) = place { files } else { dir.path() };
    let config = DbConfig { urls, ..DbConfig::in_dir(files) };
    let (clock, random) = (before.clock.clone(), before.random.clone());
    let databases = Databases::open(&config, clock.clone(), random.clone()).await.expect("the target opens");
    TestDb { databases, clock, random, config, dir: dir.into() }
}

async fn run(db: &db::Db, sql: &str) {
    let statement = Statement::from_string(db.backend(), sql);
    db.write_connection().expect("a writer").execute_raw(statement).await.expect(sql);
}

// the journey that began before the move ends after it; ops of the goals' B3.8 and B3.9
#[tokio::test(flavor = "multi_thread")]
async fn a_system_is_moved_through_two_cuts_and_goes_on() {
    let (app, token, prid) = on_files().await;
    let there = tempfile::tempdir().expect("a directory");
    let from = app.ground.dir.path().to_owned();
    let relocation = Relocation {
        from: files(&from),
        to: target(there.path()).await,
        files: None,
        data_dir: Some(there.path().into()),
        batch: 40,
    };

    // a server holds the source
    let text = refused(moved(&relocation, to_the_end).await);
    assert!(text.starts_with("TES-MOV-001") && text.contains("process"), "{text}");
    let before = ended(app).await;

    // cut twice; what is half there is not served
    for table in ["auth_identity", "md_location"] {
        // in the middle of a table where it has more than one batch
        let text = refused(moved(&relocation, |step| step.table >= table).await);
        assert!(text.starts_with("TES-MOV-010"), "{text}");
    }
    if let Place::Postgres(_) = relocation.to {
        let half = at(&relocation.to, tempfile::tempdir().expect("a directory"), &before).await;
        let served = TestApp::on(half, Settings::default()).await.err().expect("not served").to_string();
        assert!(served.contains("TES-MOV-014"), "{served}");
    }
    // another source does not go on with it
    let other = testkit::db::open_files(async |databases| migrations::migrate(databases).await).await;
    other.databases.close().await;
    let TestDb { databases, dir: other, .. } = other;
    drop(databases);
    let text = refused(moved(&Relocation { from: files(other.path()), ..relocation.clone() }, to_the_end).await);
    assert!(text.starts_with("TES-MOV-004"), "{text}");

    // it goes on, and everything is there
    let (done, resumed) = moved(&relocation, to_the_end).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert!(resumed && done.files > 0);
    let rows = |table: &str| done.tables.iter().find(|t| t.table == table).map_or(0, |t| t.rows);
    assert!(rows("md_location") > 40 && rows("operations_audit") > 0 && rows("idr_identity") == 1, "{:?}", done.tables);
    let text = refused(moved(&relocation, to_the_end).await);
    assert!(text.starts_with("TES-MOV-003"), "{text}");

    // the application that was begun before is handed in after
    let app = TestApp::on(at(&relocation.to, there, &before).await, Settings::default()).await.expect("it is served");
    let applicant = Applicant { app: &app, token };
    assert_eq!(applicant.status(&prid).await, "Application_Incomplete");
    for (category, kind) in [("POI", "PAS"), ("POA", "ELB")] {
        assert_eq!(applicant.upload(&prid, category, kind, "scan.pdf", &pdf(category)).await.code(), "");
    }
    let answer = applicant.hand_in(&prid).await;
    assert_eq!(answer.code(), "", "{answer:?}");
    // another person gets a number: counters and queues go on
    enrolled(&app, 2).await;
    app.run_jobs().await;
    let ports = Ports {
        databases: app.system.databases.clone(),
        blobs: Blobs::directory(&app.ground.dir.path().join("blobs")).expect("a directory"),
        make_key: key_maker(),
        password_cost: crypto::password::Cost { memory_kib: 64, passes: 1, lanes: 1 },
    };
    let inspection = Inspection::open(&app.system.settings, ports).await.expect("it is inspected");
    for check in inspection.run(|_| ()).await {
        assert!(check.holds(), "{}: {:?}", check.name, check.violations);
    }
    drop(inspection);

    // and back to files, by the same rules
    let there = ended(app).await.dir;
    let home = tempfile::tempdir().expect("a directory");
    let back = Relocation {
        from: relocation.to,
        to: files(home.path()),
        files: Some(there.path().into()),
        data_dir: Some(home.path().into()),
        batch: 500,
    };
    let (home_again, resumed) = moved(&back, to_the_end).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert!(!resumed && home_again.tables.len() == done.tables.len());
}

// what was changed on the source between a cut and the end does not go unnoticed
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_changed_since_the_cut_is_noticed() {
    let (app, ..) = on_files().await;
    let there = tempfile::tempdir().expect("a directory");
    let relocation = Relocation {
        from: files(app.ground.dir.path()),
        to: target(there.path()).await,
        files: None,
        data_dir: None,
        batch: 500,
    };
    let before = ended(app).await;
    let text = refused(moved(&relocation, |step| step.table == "md_location" && step.done).await);
    assert!(text.starts_with("TES-MOV-010") && text.contains("md_location"), "{text}");
    let source = at(&files(before.dir.path()), tempfile::tempdir().expect("a directory"), &before).await;
    let first = "(SELECT MIN(row_key) FROM md_location)";
    run(source.operations(), &format!("UPDATE md_location SET name = 'elsewhere' WHERE row_key = {first}")).await;
    source.databases.close().await;
    drop(source);
    let text = refused(moved(&relocation, to_the_end).await);
    assert!(text.starts_with("TES-MOV-008") && text.contains("md_location"), "{text}");
}

// other schemas and places are refused with what to do
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_moved_is_refused_with_a_code() {
    let ground = testkit::db::open_files(async |databases| migrations::migrate(databases).await).await;
    run(ground.operations(), "INSERT INTO operations_migration (version, applied_at) VALUES ('m2099_unknown', 1)")
        .await;
    ground.databases.close().await;
    let TestDb { databases, dir, .. } = ground;
    drop(databases);
    let there = tempfile::tempdir().expect("a directory");
    let relocation =
        Relocation { from: files(dir.path()), to: target(there.path()).await, files: None, data_dir: None, batch: 500 };
    if let Place::Postgres(url) = &relocation.to {
        // somebody else is at the target
        let urls = Logical::ALL.into_iter().map(|logical| (logical, url.to_string())).collect();
        let config = DbConfig { urls, ..DbConfig::in_dir(there.path()) };
        let (clock, random) = (Arc::new(MockClock::at_text("2026-01-05T09:00:00Z")), Arc::new(SeededRandom::new(1)));
        let other = Databases::open(&config, clock, random).await.expect("it opens");
        let text = refused(moved(&relocation, to_the_end).await);
        assert!(text.starts_with("TES-MOV-002") && text.contains("target"), "{text}");
        other.close().await;
    }
    let text = refused(moved(&relocation, to_the_end).await);
    assert!(text.starts_with("TES-MOV-005") && text.contains("m2099_unknown"), "{text}");
    let empty = tempfile::tempdir().expect("a directory");
    let nowhere = Relocation { from: files(empty.path()), to: files(dir.path()), ..relocation.clone() };
    assert!(refused(moved(&nowhere, to_the_end).await).starts_with("TES-MOV-011"));
    let same = Relocation { to: files(&dir.path().join(".")), ..relocation };
    assert!(refused(moved(&same, to_the_end).await).starts_with("TES-MOV-011"));
}
