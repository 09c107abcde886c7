//! Durability settings and contention. That acknowledged commits survive a power cut is proved by `cargo xtask powercut`.

use std::sync::Arc;
use std::time::Duration;

use db::{Cx, Databases, DbConfig, DbError, Durability, OsRandom, SystemClock, retry};
use sea_orm::{ConnectionTrait, Statement};

async fn open(config: &DbConfig) -> Databases {
    let databases = Databases::open(config, Arc::new(SystemClock), Arc::new(OsRandom)).await.expect("open");
    migrations::migrate(&databases).await.expect("migrate");
    databases
}

async fn count(databases: &Databases) -> i64 {
    let db = databases.operations();
    let sql = Statement::from_string(db.backend(), "SELECT COUNT(*) AS n FROM operations_seen");
    db.read().query_one_raw(sql).await.expect("count").expect("a row").try_get("", "n").expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_commit_under_every_setting() {
    for durability in [Durability::Full, Durability::Barrier, Durability::Off] {
        let dir = tempfile::tempdir().expect("dir");
        let config = DbConfig { durability, ..DbConfig::in_dir(dir.path()) };
        let databases = open(&config).await;
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let databases = databases.clone();
                tokio::spawn(async move {
                    for n in 0..25 {
                        let mut tx = databases.operations().begin(&Cx::system("test")).await.expect("begin");
                        tx.first_seen(&writer.to_string(), &n.to_string()).await.expect("insert");
                        tx.commit().await.expect("commit");
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("no panic");
        }
        databases.operations().durable().await;
        assert_eq!(count(&databases).await, 200, "{durability:?}");
        databases.close().await;
        drop(databases);
        let again = open(&config).await;
        assert_eq!(count(&again).await, 200, "{durability:?} after a restart");
    }
}

#[tokio::test]
async fn readers_see_commits_and_nothing_else() {
    let dir = tempfile::tempdir().expect("dir");
    let databases = open(&DbConfig::in_dir(dir.path())).await;
    let mut tx = databases.operations().begin(&Cx::system("test")).await.expect("begin");
    tx.first_seen("a", "1").await.expect("insert");
    assert_eq!(count(&databases).await, 0, "not before the commit");
    tx.commit().await.expect("commit");
    assert_eq!(count(&databases).await, 1);
    let write = "INSERT INTO operations_seen (consumer, message, seen_at) VALUES ('b', '1', '')";
    databases.operations().read().execute_unprepared(write).await.expect_err("readers cannot write");
}

#[tokio::test]
async fn a_busy_database_is_told_apart_and_tried_again() {
    let dir = tempfile::tempdir().expect("dir");
    let config = DbConfig { busy_timeout_ms: 1, ..DbConfig::in_dir(dir.path()) };
    let databases = open(&config).await;
    // Somebody with a shell holds the write lock.
    let url = format!("sqlite://{}", dir.path().join("tessera.db").display());
    let other = sea_orm::Database::connect(url).await.expect("connect");
    other.execute_unprepared("BEGIN IMMEDIATE").await.expect("lock");
    let refused = databases.operations().begin(&Cx::system("test")).await.expect_err("locked");
    assert!(matches!(refused, DbError::Busy(_)), "{refused:?}");

    let releases = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        other.execute_unprepared("COMMIT").await.expect("unlock");
    });
    let db = databases.operations();
    let mut tries = 0;
    retry(|| {
        tries += 1;
        async move {
            let mut tx = db.begin(&Cx::system("test")).await?;
            tx.first_seen("a", "1").await?;
            tx.commit().await
        }
    })
    .await
    .expect("free in time");
    assert!(tries > 1);
    releases.await.expect("no panic");
    assert_eq!(count(&databases).await, 1);
}

#[tokio::test]
async fn the_log_is_copied_back_off_the_writer() {
    let dir = tempfile::tempdir().expect("dir");
    let config = DbConfig { durability: Durability::Off, ..DbConfig::in_dir(dir.path()) };
    let databases = open(&config).await;
    let filler = "x".repeat(8_000);
    let write = async |from: usize, to: usize| {
        for n in from..to {
            let mut tx = databases.operations().begin(&Cx::system("test")).await.expect("begin");
            tx.first_seen(&filler, &n.to_string()).await.expect("insert");
            tx.commit().await.expect("commit");
        }
    };
    let size = |name: &str| std::fs::metadata(dir.path().join(name)).expect("file").len();
    write(0, 400).await;
    let before = size("tessera.db");
    let (mut waited, log) = (0, size("tessera.db-wal"));
    assert!(log > 4 << 20, "the writer does not copy: {log}");
    while size("tessera.db") <= before + (2 << 20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        waited += 1;
        assert!(waited < 100, "the checkpointer copies within seconds");
    }
    // What was copied is overwritten from the start: soon the log stops growing.
    let (mut written, mut grown) = (400, u64::MAX);
    while size("tessera.db-wal") != grown {
        grown = size("tessera.db-wal");
        write(written, written + 10).await;
        written += 10;
        assert!(written < 600, "the log is used anew");
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    assert_eq!(count(&databases).await, i64::try_from(written).expect("small"));
}
