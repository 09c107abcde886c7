//! The process whose power is cut, see `cargo xtask powercut`.
//!
//! `powercut_child write DIR full|barrier|off WRITERS COMMITS` commits rows and prints `ack N` after each commit has returned;
//! `powercut_child check DIR` recovers what is in DIR, checks it and prints every row that is there.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use db::{AuditEvent, Cx, Databases, DbConfig, Durability, EventType, Job, OsRandom, SystemClock};
use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Follow {
    n: u64,
}

impl Job for Follow {
    const KIND: &'static str = "powercut.follow";

    fn unique_key(&self) -> Option<String> {
        Some(self.n.to_string())
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", dir, setting, writers, commits] => {
            let durability = match *setting {
                "full" => Durability::Full,
                "barrier" => Durability::Barrier,
                _ => Durability::Off,
            };
            let (Ok(writers), Ok(commits)) = (writers.parse(), commits.parse()) else { return ExitCode::from(2) };
            write(dir, durability, writers, commits).await;
            ExitCode::SUCCESS
        }
        ["check", dir] => check(dir).await,
        _ => ExitCode::from(2),
    }
}

async fn open(dir: &str, durability: Durability) -> Result<Databases, db::DbError> {
    let config = DbConfig { durability, ..DbConfig::in_dir(dir) };
    Databases::open(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await
}

async fn write(dir: &str, durability: Durability, writers: u64, commits: u64) {
    let databases = open(dir, durability).await.expect("open");
    migrations::migrate(&databases).await.expect("migrate");
    databases.operations().durable().await;
    let next = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..writers)
        .map(|_| {
            let (databases, next) = (databases.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= commits {
                        return;
                    }
                    let mut tx = databases.operations().begin(&Cx::system("powercut")).await.expect("begin");
                    tx.first_seen("powercut", &n.to_string()).await.expect("row");
                    tx.enqueue(&Follow { n }).await.expect("job");
                    tx.audit(AuditEvent::new("P", "CUT", EventType::System).describe(n.to_string()))
                        .await
                        .expect("audit");
                    tx.commit().await.expect("commit");
                    // one write call per line: this is the reply that must not be ahead of the disk
                    std::io::stdout().write_all(format!("ack {n}\n").as_bytes()).expect("stdout");
                    std::io::stdout().flush().expect("stdout");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    // No orderly end: closing would write back and sync what the run did not.
    std::process::exit(0);
}

async fn check(dir: &str) -> ExitCode {
    let databases = match open(dir, Durability::Off).await {
        Ok(databases) => databases,
        Err(error) => {
            println!("broken: {error}");
            return ExitCode::FAILURE;
        }
    };
    match read(&databases).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("broken: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn read(databases: &Databases) -> Result<(), String> {
    let db = databases.operations();
    let texts = async |sql: &str| -> Result<Vec<String>, String> {
        let rows =
            db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.map_err(|e| e.to_string())?;
        rows.iter().map(|row| row.try_get_by_index::<String>(0).map_err(|e| e.to_string())).collect()
    };
    let integrity = texts("PRAGMA integrity_check").await?;
    if integrity != ["ok"] {
        return Err(format!("integrity check: {integrity:?}"));
    }
    let tables = texts("SELECT name FROM sqlite_master WHERE name = 'operations_seen'").await?;
    if tables.is_empty() {
        return Ok(());
    }
    let rows = texts("SELECT message FROM operations_seen WHERE consumer = 'powercut'").await?;
    let jobs = texts("SELECT unique_key FROM operations_job WHERE kind = 'powercut.follow'").await?;
    let audits = texts("SELECT description FROM operations_audit WHERE event_id = 'P'").await?;
    if rows.len() != jobs.len() || rows.len() != audits.len() {
        return Err(format!("{} rows, {} jobs, {} audit rows: a commit is torn", rows.len(), jobs.len(), audits.len()));
    }
    for row in rows {
        println!("row {row}");
    }
    Ok(())
}
