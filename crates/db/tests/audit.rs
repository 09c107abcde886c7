//! Audit rows: one per change, never changed, chained, archived (invariant I3).

use std::sync::Arc;

use db::audit::{Break, seal_pending, verify_archive, verify_chain};
use db::{AuditEvent, EventType, JobRegistry, Reference};
use sea_orm::{ConnectionTrait, Statement};
use testkit::db::TestDb;

async fn open() -> TestDb {
    testkit::db::open(async |databases| migrations::migrate(databases).await).await
}

async fn write(test: &TestDb, count: usize) {
    for n in 0..count {
        let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
        let event = AuditEvent::new("TST_001", "NOTED", EventType::Business)
            .describe("a note")
            .about(Reference::new("NOTE", n.to_string()));
        tx.audit(event).await.expect("audit");
        tx.commit().await.expect("commit");
        test.clock.advance(chrono::TimeDelta::milliseconds(1));
    }
}

async fn raw(db: &db::Db, sql: &str) -> Result<u64, sea_orm::DbErr> {
    let connection = db.write_connection().expect("writable");
    Ok(connection.execute_raw(Statement::from_string(db.backend(), sql)).await?.rows_affected())
}

/// Takes the guards away, as somebody with the database's password could.
async fn unguard(db: &db::Db) {
    let drops: &[&str] = if db.backend() == sea_orm::DbBackend::Sqlite {
        &[
            "DROP TRIGGER operations_audit_kept",
            "DROP TRIGGER operations_audit_fixed",
            "DROP TRIGGER operations_audit_sealed",
        ]
    } else {
        &["DROP TRIGGER operations_audit_kept ON operations_audit"]
    };
    for drop in drops {
        raw(db, drop).await.expect("the guard is there");
    }
}

#[tokio::test]
async fn rows_are_sealed_in_order_and_copied() {
    let test = open().await;
    let (db, archive) = (test.operations(), test.databases.archive());
    write(&test, 230).await;
    let report = verify_chain(db).await.expect("verify");
    assert_eq!((report.sound, report.unsealed, report.broken), (0, 230, None));
    assert!(report.oldest_unsealed_at.is_some());

    assert_eq!(seal_pending(db, archive).await.expect("seal"), 230);
    assert_eq!(seal_pending(db, archive).await.expect("seal"), 0, "nothing twice");
    write(&test, 2).await;
    let report = verify_chain(db).await.expect("verify");
    assert_eq!((report.sound, report.unsealed, report.broken), (230, 2, None));
    assert_eq!(verify_archive(db, archive).await.expect("verify").sound, 230);
    assert_eq!(seal_pending(db, archive).await.expect("seal"), 2);
    assert_eq!(verify_chain(db).await.expect("verify").sound, 232);
    let copy = verify_archive(db, archive).await.expect("verify");
    assert_eq!((copy.sound, copy.unsealed, copy.broken), (232, 0, None));
}

#[tokio::test]
async fn the_timer_seals_every_database() {
    let test = open().await;
    write(&test, 3).await;
    let mut registry = JobRegistry::new();
    db::audit::register(&mut registry, &test.databases);
    let worker = test.worker(registry);
    worker.run_until_idle().await.expect("run");
    test.clock.advance(chrono::TimeDelta::seconds(10));
    worker.run_until_idle().await.expect("run");
    assert_eq!(verify_chain(test.operations()).await.expect("verify").sound, 3);
    assert_eq!(verify_archive(test.operations(), test.databases.archive()).await.expect("verify").sound, 3);
}

#[tokio::test]
async fn two_sealers_at_once_make_one_chain() {
    let test = Arc::new(open().await);
    write(&test, 60).await;
    let sealers: Vec<_> = (0..4)
        .map(|_| {
            let test = Arc::clone(&test);
            tokio::spawn(async move { seal_pending(test.operations(), test.databases.archive()).await })
        })
        .collect();
    let mut sealed = 0;
    for sealer in sealers {
        // on PostgreSQL the loser finds the number taken and leaves the rows to the winner
        sealed += sealer.await.expect("no panic").unwrap_or(0);
    }
    sealed += seal_pending(test.operations(), test.databases.archive()).await.expect("seal");
    assert_eq!(sealed, 60);
    let report = verify_chain(test.operations()).await.expect("verify");
    assert_eq!((report.sound, report.unsealed, report.broken), (60, 0, None));
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_rows() {
    let test = open().await;
    write(&test, 2).await;
    let db = test.operations();
    raw(db, "UPDATE operations_audit SET description = 'another'").await.expect_err("unsealed rows are fixed");
    raw(db, "DELETE FROM operations_audit").await.expect_err("unsealed rows stay");
    seal_pending(db, test.databases.archive()).await.expect("seal");
    raw(db, "UPDATE operations_audit SET description = 'another'").await.expect_err("sealed rows are fixed");
    raw(db, "UPDATE operations_audit SET seq = seq + 100").await.expect_err("the place in the chain is fixed");
    raw(db, "DELETE FROM operations_audit").await.expect_err("sealed rows stay");
}

#[tokio::test]
async fn changing_one_row_is_found_by_its_number() {
    let test = open().await;
    write(&test, 20).await;
    let db = test.operations();
    seal_pending(db, test.databases.archive()).await.expect("seal");
    unguard(db).await;
    assert_eq!(raw(db, "UPDATE operations_audit SET description = 'another' WHERE seq = 7").await.expect("update"), 1);
    let report = verify_chain(db).await.expect("verify");
    assert_eq!((report.sound, report.broken), (6, Some(Break::Changed(7))));
    assert_eq!(
        verify_archive(db, test.databases.archive()).await.expect("verify").broken,
        None,
        "the copy still tells"
    );
}

#[tokio::test]
async fn removing_rows_is_found_in_the_middle_and_at_the_end() {
    let test = open().await;
    write(&test, 20).await;
    let db = test.operations();
    seal_pending(db, test.databases.archive()).await.expect("seal");
    unguard(db).await;
    raw(db, "DELETE FROM operations_audit WHERE seq = 20").await.expect("delete");
    let report = verify_chain(db).await.expect("verify");
    assert_eq!((report.sound, report.broken), (19, Some(Break::CutOff(20))));
    let copy = verify_archive(db, test.databases.archive()).await.expect("verify");
    assert_eq!(copy.broken, Some(Break::Changed(20)), "the copy has a row that the chain lost");
    raw(db, "DELETE FROM operations_audit WHERE seq = 4").await.expect("delete");
    assert_eq!(verify_chain(db).await.expect("verify").broken, Some(Break::Missing(4)));
}

#[tokio::test]
async fn rewriting_the_whole_chain_contradicts_the_archive() {
    let test = open().await;
    write(&test, 5).await;
    let db = test.operations();
    seal_pending(db, test.databases.archive()).await.expect("seal");
    unguard(db).await;
    // Somebody changes a row and lets the sealer chain everything anew.
    raw(db, "UPDATE operations_audit SET description = 'another' WHERE seq = 2").await.expect("update");
    raw(db, "UPDATE operations_audit SET seq = NULL, link = NULL").await.expect("update");
    raw(db, "DELETE FROM operations_audit_seal").await.expect("delete");
    seal_pending(db, test.databases.archive()).await.expect("seal");
    assert_eq!(verify_chain(db).await.expect("verify").broken, None, "by itself the new chain holds");
    assert_eq!(verify_archive(db, test.databases.archive()).await.expect("verify").broken, Some(Break::Changed(5)));
}
