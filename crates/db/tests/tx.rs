//! Transactions: all or nothing, one now, guards.

use std::sync::Arc;

use db::audit::verify_chain;
use db::{AuditEvent, Cx, Databases, DbError, EventType, Job, JobRegistry, Logical, MockClock, OsRandom, Reference};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use testkit::db::TestDb;

async fn open() -> TestDb {
    testkit::db::open(async |databases| migrations::migrate(databases).await).await
}

#[derive(Serialize, Deserialize)]
struct Note {
    n: u32,
}

impl Job for Note {
    const KIND: &'static str = "test.note";
}

fn event() -> AuditEvent {
    AuditEvent::new("TST_001", "NOTED", EventType::System).describe("a note").about(Reference::new("NOTE", "1"))
}

#[tokio::test]
async fn dropping_a_transaction_leaves_nothing_behind() {
    let test = open().await;
    let db = test.operations();
    let mut tx = db.begin(&test.cx()).await.expect("begin");
    tx.enqueue(&Note { n: 1 }).await.expect("enqueue");
    tx.audit(event()).await.expect("audit");
    drop(tx);
    assert_eq!(db::job::stats(db).await.expect("stats"), vec![]);
    assert_eq!(verify_chain(db).await.expect("verify").unsealed, 0);

    let mut tx = db.begin(&test.cx()).await.expect("begin");
    tx.enqueue(&Note { n: 1 }).await.expect("enqueue");
    tx.audit(event()).await.expect("audit");
    tx.commit().await.expect("commit");
    assert_eq!(db::job::stats(db).await.expect("stats")[0].ready, 1);
    assert_eq!(verify_chain(db).await.expect("verify").unsealed, 1);
}

#[tokio::test]
async fn a_task_that_holds_a_transaction_cannot_begin_another() {
    let test = open().await;
    let first = test.operations().begin(&Cx::system("prereg")).await.expect("begin");
    let second = test.databases.keys().begin(&Cx::system("keymgr")).await;
    assert!(matches!(second, Err(DbError::Nested(module)) if module == "prereg"));
    drop(first);
    test.operations().begin(&Cx::system("prereg")).await.expect("free again").commit().await.expect("commit");
}

#[tokio::test]
async fn a_message_is_seen_once_per_consumer() {
    let test = open().await;
    let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
    assert!(tx.first_seen("credential", "m1").await.expect("insert"));
    assert!(!tx.first_seen("credential", "m1").await.expect("insert"));
    assert!(tx.first_seen("auth", "m1").await.expect("insert"));
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn a_second_process_is_refused_by_name_and_may_still_read() {
    let test = open().await;
    if std::env::var(testkit::db::POSTGRES).is_ok() {
        return; // there is no data directory to own
    }
    let again = Databases::open(&test.config, test.clock.clone(), Arc::new(OsRandom)).await;
    let refused = again.expect_err("the directory is owned").to_string();
    assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");

    let reader =
        Databases::open_read_only(&test.config, test.clock.clone(), Arc::new(OsRandom)).await.expect("reading");
    assert_eq!(db::job::stats(reader.operations()).await.expect("stats"), vec![]);
    assert!(matches!(reader.operations().begin(&test.cx()).await, Err(DbError::ReadOnly)));
}

#[tokio::test]
async fn a_taken_unique_key_is_told_apart() {
    let test = open().await;
    let tx = test.operations().begin(&test.cx()).await.expect("begin");
    let insert =
        "INSERT INTO operations_seen (consumer, message, seen_at) VALUES ('a', 'b', '2026-01-01T00:00:00+00:00')";
    tx.conn().execute_unprepared(insert).await.expect("first");
    let error = DbError::from(tx.conn().execute_unprepared(insert).await.expect_err("second"));
    assert!(error.is_taken(), "{error:?}");
}

#[tokio::test]
async fn a_database_in_a_file_of_its_own_has_the_same_tables() {
    let dir = tempfile::tempdir().expect("dir");
    let mut config = db::DbConfig::in_dir(dir.path());
    for logical in Logical::ALL {
        config.urls.insert(logical, format!("sqlite:{logical}.db"));
    }
    let clock = Arc::new(MockClock::at_text("2026-01-05T09:00:00Z"));
    let databases = Databases::open(&config, clock, Arc::new(OsRandom)).await.expect("open");
    migrations::migrate(&databases).await.expect("migrate");
    for db in databases.all() {
        assert!(migrations::pending(db).await.expect("pending").is_empty());
        let mut tx = db.begin(&Cx::system("test")).await.expect("begin");
        tx.enqueue(&Note { n: 2 }).await.expect("enqueue");
        tx.commit().await.expect("commit");
        assert_eq!(db::job::stats(db).await.expect("stats").len(), 1);
    }
    assert!(!databases.operations().shares_file_with(databases.identity()));
    databases.close().await;
}

#[tokio::test]
async fn a_backup_is_a_whole_database() {
    let test = open().await;
    if std::env::var(testkit::db::POSTGRES).is_ok() {
        return;
    }
    let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
    tx.enqueue(&Note { n: 3 }).await.expect("enqueue");
    tx.commit().await.expect("commit");
    let restored = tempfile::tempdir().expect("dir");
    test.operations().backup_to(&restored.path().join("tessera.db")).await.expect("backup");
    assert!(test.operations().backup_to(&restored.path().join("tessera.db")).await.is_err(), "never overwrites");
    let config = db::DbConfig::in_dir(restored.path());
    let databases = Databases::open(&config, test.clock.clone(), Arc::new(OsRandom)).await.expect("open");
    assert_eq!(db::job::stats(databases.operations()).await.expect("stats")[0].ready, 1);
}

#[test]
fn a_kind_has_one_handler() {
    let mut registry = JobRegistry::new();
    registry.on::<Note, _, _>(Logical::Operations, |_, _| async { Ok(()) });
    assert_eq!(registry.kinds(), vec![(Logical::Operations, "test.note")]);
    let twice = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        registry.on::<Note, _, _>(Logical::Operations, |_, note| async move {
            assert!(note.n > 0);
            Ok(())
        });
    }));
    assert!(twice.is_err());
}
