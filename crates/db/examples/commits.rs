//! Measures commits per second on the disk of a directory: `cargo run --release -p db --example commits -- DIR [SECONDS]`.
//!
//! Each commit is what a small use case writes: one row, one job, one audit row.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use db::{AuditEvent, Cx, Databases, DbConfig, Durability, EventType, Job, OsRandom, SystemClock};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Nothing {}

impl Job for Nothing {
    const KIND: &'static str = "bench.nothing";
}

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let root = std::path::PathBuf::from(args.next().unwrap_or_else(|| "target/commits".into()));
    let seconds: u64 = args.next().and_then(|text| text.parse().ok()).unwrap_or(5);
    println!("{:<10} {:>8} {:>12} {:>10} {:>10}", "setting", "writers", "commits/s", "p50 us", "p99 us");
    for durability in [Durability::Full, Durability::Barrier, Durability::Off] {
        for writers in [1, 8, 32] {
            let dir = root.join(format!("{durability:?}-{writers}"));
            let _ = std::fs::remove_dir_all(&dir);
            measure(&dir, durability, writers, Duration::from_secs(seconds)).await;
        }
    }
}

async fn measure(dir: &std::path::Path, durability: Durability, writers: u64, span: Duration) {
    let config = DbConfig { durability, ..DbConfig::in_dir(dir) };
    let databases = Databases::open(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await.expect("open");
    migrations::migrate(&databases).await.expect("migrate");
    let next = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|_| {
            let (databases, next) = (databases.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while started.elapsed() < span {
                    let begun = Instant::now();
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let mut tx = databases.operations().begin(&Cx::system("bench")).await.expect("begin");
                    tx.first_seen("bench", &n.to_string()).await.expect("row");
                    tx.enqueue(&Nothing {}).await.expect("job");
                    tx.audit(AuditEvent::new("B", "BENCH", EventType::System)).await.expect("audit");
                    tx.commit().await.expect("commit");
                    times.push(begun.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.expect("no panic"));
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_micros();
    let name = format!("{durability:?}").to_lowercase();
    println!("{name:<10} {writers:>8} {rate:>12.0} {:>10} {:>10}", at(0.5), at(0.99));
    databases.close().await;
}
