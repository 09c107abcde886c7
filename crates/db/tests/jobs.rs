//! Jobs: at least once, leases, retries, dead jobs, unique keys, timers.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use db::job::{JobState, dead, dead_count, load, retry_dead, stats};
use db::{
    Clock as _, Cx, DbError, Job, JobError, JobPolicy, JobRegistry, Logical, SystemClock, UniqueWhile, Worker,
    WorkerConfig,
};
use serde::{Deserialize, Serialize};
use testkit::db::TestDb;
use tokio_util::sync::CancellationToken;

const OPS: Logical = Logical::Operations;

async fn open() -> TestDb {
    testkit::db::open(async |databases| migrations::migrate(databases).await).await
}

#[derive(Debug, Serialize, Deserialize)]
struct Step {
    n: u32,
}

impl Job for Step {
    const KIND: &'static str = "test.step";

    fn policy() -> JobPolicy {
        JobPolicy { max_attempts: 3, backoff: Duration::from_secs(10), max_backoff: Duration::from_secs(100) }
    }
}

async fn leave<J: Job>(test: &TestDb, job: &J) -> Option<db::JobId> {
    let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
    let id = tx.enqueue(job).await.expect("enqueue");
    tx.commit().await.expect("commit");
    id
}

#[tokio::test]
async fn a_job_carries_its_request_to_the_handler() {
    let test = open().await;
    let id = leave(&test, &Step { n: 7 }).await.expect("new");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut registry = JobRegistry::new();
    let log = Arc::clone(&seen);
    registry.on::<Step, _, _>(OPS, move |cx, step| {
        let log = Arc::clone(&log);
        async move {
            let what = (cx.cx().request_id().to_owned(), cx.cx().actor().to_owned(), cx.cx().module().to_owned());
            log.lock().expect("log").push((what, step.n, cx.attempt()));
            Ok(())
        }
    });
    assert_eq!(test.worker(registry).run_until_idle().await.expect("run"), 1);
    let what = ("test-request".to_owned(), "test".to_owned(), "test".to_owned());
    assert_eq!(*seen.lock().expect("log"), vec![(what, 7, 1)]);
    assert_eq!(load(test.operations(), id).await.expect("load").expect("kept").state, JobState::Done);
}

#[tokio::test]
async fn failures_are_tried_again_later_and_then_kept_as_dead() {
    let test = open().await;
    let id = leave(&test, &Step { n: 1 }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |_, _| async { Err(JobError::retryable("gateway answered 503")) });
    let worker = test.worker(registry);
    for attempt in 1..=3 {
        assert_eq!(worker.run_until_idle().await.expect("run"), 1, "attempt {attempt}");
        assert_eq!(worker.run_until_idle().await.expect("run"), 0, "not before its time");
        let row = load(test.operations(), id).await.expect("load").expect("kept");
        assert_eq!((row.attempts, row.last_error.as_deref()), (attempt, Some("gateway answered 503")));
        if attempt < 3 {
            let full = TimeDelta::seconds(10 * i64::from(attempt));
            let pause = row.run_at - test.clock.now();
            assert!(pause >= full / 2 && pause <= full, "pause {pause} of {full}");
            test.clock.set(worker.next_due().await.expect("next").expect("waiting"));
        } else {
            assert_eq!(row.state, JobState::Dead);
        }
    }
    let listed = dead(test.operations(), None, None, 10).await.expect("dead");
    assert_eq!(listed.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), vec![id.to_string()]);

    assert_eq!(dead(test.operations(), Some("other.kind"), None, 10).await.expect("dead"), []);
    assert_eq!(dead_count(test.operations()).await.expect("count"), 1);

    let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
    assert!(retry_dead(&mut tx, id).await.expect("retry"));
    assert!(!retry_dead(&mut tx, id).await.expect("retry"), "only once");
    tx.commit().await.expect("commit");
    assert_eq!(worker.run_until_idle().await.expect("run"), 1);
}

#[tokio::test]
async fn fatal_failures_panics_and_unreadable_payloads_do_not_stop_the_worker() {
    let test = open().await;
    let fatal = leave(&test, &Step { n: 0 }).await.expect("new");
    let panics = leave(&test, &Step { n: 1 }).await.expect("new");
    let fine = leave(&test, &Step { n: 2 }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |_, step| async move {
        match step.n {
            0 => Err(JobError::fatal("no such template")),
            1 => panic!("a defect"),
            _ => Ok(()),
        }
    });
    assert_eq!(test.worker(registry).run_until_idle().await.expect("run"), 3);
    let state = async |id| load(test.operations(), id).await.expect("load").expect("kept");
    assert_eq!(state(fatal).await.state, JobState::Dead);
    assert_eq!(state(panics).await.last_error.as_deref(), Some("the handler panicked"));
    assert_eq!(state(panics).await.state, JobState::Ready);
    assert_eq!(state(fine).await.state, JobState::Done);
}

#[derive(Serialize, Deserialize)]
struct Renamed {
    name: String,
}

impl Job for Renamed {
    const KIND: &'static str = "test.step";
    const VERSION: u32 = 2;

    fn upgrade(version: u32, payload: serde_json::Value) -> Option<serde_json::Value> {
        (version == 1).then(|| serde_json::json!({ "name": format!("number {}", payload["n"]) }))
    }
}

#[tokio::test]
async fn payloads_of_an_older_program_are_translated() {
    let test = open().await;
    let old = leave(&test, &Step { n: 4 }).await.expect("new");
    let names = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&names);
    let mut registry = JobRegistry::new();
    registry.on::<Renamed, _, _>(OPS, move |_, job| {
        log.lock().expect("log").push(job.name);
        async { Ok(()) }
    });
    test.worker(registry).run_until_idle().await.expect("run");
    assert_eq!(*names.lock().expect("log"), vec!["number 4"]);
    assert_eq!(load(test.operations(), old).await.expect("load").expect("kept").state, JobState::Done);

    // and a payload of a newer program is not guessed at
    let newer = leave(&test, &Renamed { name: "x".into() }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |_, _| async { Ok(()) });
    test.worker(registry).run_until_idle().await.expect("run");
    assert_eq!(load(test.operations(), newer).await.expect("load").expect("kept").state, JobState::Dead);
}

macro_rules! unique_job {
    ($name:ident, $kind:literal, $while:expr) => {
        #[derive(Default, Serialize, Deserialize)]
        struct $name {}

        impl Job for $name {
            const KIND: &'static str = $kind;

            fn unique_key(&self) -> Option<String> {
                Some("x".into())
            }

            fn unique_while() -> UniqueWhile {
                $while
            }
        }
    };
}

unique_job!(Waiting, "test.waiting", UniqueWhile::Waiting);
unique_job!(OpenOnce, "test.open", UniqueWhile::Open);
unique_job!(Kept, "test.kept", UniqueWhile::Kept);

/// Runs a job of type `J` that leaves another of its type while it runs; returns (accepted while waiting, while running, when done).
async fn accepted<J: Job + Default>(test: &TestDb) -> (bool, bool, bool) {
    let running = Arc::new(Mutex::new(None));
    assert!(leave(test, &J::default()).await.is_some());
    let waiting = leave(test, &J::default()).await.is_some();
    let mut registry = JobRegistry::new();
    let log = Arc::clone(&running);
    registry.on::<J, _, _>(OPS, move |cx, _| {
        let log = Arc::clone(&log);
        async move {
            if log.lock().expect("log").is_none() {
                let mut tx = cx.db().begin(cx.cx()).await?;
                let accepted = tx.enqueue(&J::default()).await?.is_some();
                tx.commit().await?;
                *log.lock().expect("log") = Some(accepted);
            }
            Ok(())
        }
    });
    test.worker(registry).run_until_idle().await.expect("run");
    let while_running = running.lock().expect("log").expect("ran");
    (waiting, while_running, leave(test, &J::default()).await.is_some())
}

#[tokio::test]
async fn a_unique_key_keeps_others_out_as_long_as_it_says() {
    let test = open().await;
    assert_eq!(accepted::<Waiting>(&test).await, (false, true, true));
    assert_eq!(accepted::<OpenOnce>(&test).await, (false, false, true));
    assert_eq!(accepted::<Kept>(&test).await, (false, false, false));
}

#[tokio::test]
async fn effect_and_completion_are_one_transaction() {
    let test = open().await;
    let id = leave(&test, &Step { n: 1 }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |cx, step| async move {
        let mut tx = cx.db().begin(cx.cx()).await?;
        assert!(tx.first_seen("effect", &step.n.to_string()).await?);
        tx.finish(&cx).await?;
        if cx.attempt() == 1 {
            return Err(JobError::retryable("crash before the commit"));
        }
        tx.commit().await?;
        // after the commit nothing that happens makes the job run again
        Err(JobError::retryable("crash after the commit"))
    });
    let worker = test.worker(registry);
    assert_eq!(worker.run_until_idle().await.expect("run"), 1);
    assert_eq!(load(test.operations(), id).await.expect("load").expect("kept").state, JobState::Ready);
    test.clock.advance(TimeDelta::minutes(10));
    assert_eq!(worker.run_until_idle().await.expect("run"), 1);
    assert_eq!(load(test.operations(), id).await.expect("load").expect("kept").state, JobState::Done);
    test.clock.advance(TimeDelta::minutes(10));
    assert_eq!(worker.run_until_idle().await.expect("run"), 0);
}

#[tokio::test]
async fn a_dead_worker_loses_its_jobs_to_another() {
    let test = open().await;
    let id = leave(&test, &Step { n: 1 }).await.expect("new");

    // The first worker takes the job and is killed in the middle of it.
    let started = Arc::new(tokio::sync::Notify::new());
    let signal = Arc::clone(&started);
    let first_cx = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&first_cx);
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, move |cx, _| {
        *keep.lock().expect("keep") = Some(cx);
        signal.notify_one();
        std::future::pending::<Result<(), JobError>>()
    });
    let first = test.worker(registry);
    let task = tokio::spawn(async move { first.run_until_idle().await });
    started.notified().await;
    task.abort();
    let _ = task.await;

    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    let second = test.worker(registry);
    assert_eq!(second.run_until_idle().await.expect("run"), 0, "the lease still holds");
    test.clock.advance(TimeDelta::seconds(61));
    assert_eq!(second.run_until_idle().await.expect("run"), 1);
    assert_eq!(runs.load(Ordering::SeqCst), 1);

    // The first comes back from the dead: it can no longer finish what is not its own.
    let stale = first_cx.lock().expect("keep").take().expect("ran");
    let mut tx = test.operations().begin(&test.cx()).await.expect("begin");
    assert!(matches!(tx.finish(&stale).await, Err(DbError::LeaseLost)));
    drop(tx);
    assert_eq!(load(test.operations(), id).await.expect("load").expect("kept").state, JobState::Done);
}

#[tokio::test]
async fn a_job_that_kills_its_workers_dies_in_the_end() {
    let test = open().await;
    let id = leave(&test, &Step { n: 1 }).await.expect("new");
    for _ in 0..3 {
        let mut registry = JobRegistry::new();
        registry.on::<Step, _, _>(OPS, |_, _| std::future::pending::<Result<(), JobError>>());
        let worker = test.worker(registry);
        let killed = tokio::time::timeout(Duration::from_millis(100), worker.run_until_idle()).await;
        assert!(killed.is_err(), "the handler hangs");
        test.clock.advance(TimeDelta::seconds(61));
    }
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |_, _| async { Ok(()) });
    assert_eq!(test.worker(registry).run_until_idle().await.expect("run"), 0);
    let row = load(test.operations(), id).await.expect("load").expect("kept");
    assert_eq!((row.state, row.attempts), (JobState::Dead, 3));
}

#[tokio::test]
async fn a_postponed_job_does_not_use_up_its_tries() {
    let test = open().await;
    let id = leave(&test, &Step { n: 1 }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, |cx, _| async move {
        assert_eq!(cx.attempt(), 1);
        Err(JobError::later(Duration::from_secs(60), "the adjudicator has not answered"))
    });
    let worker = test.worker(registry);
    for _ in 0..5 {
        assert_eq!(worker.run_until_idle().await.expect("run"), 1);
        test.clock.advance(TimeDelta::seconds(60));
    }
    assert_eq!(load(test.operations(), id).await.expect("load").expect("kept").state, JobState::Ready);
}

#[tokio::test]
async fn a_timer_runs_once_per_period() {
    let test = open().await;
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    let mut registry = JobRegistry::new();
    registry.every::<Waiting, _, _>(OPS, Duration::from_secs(60), move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    let worker = test.worker(registry);
    worker.run_until_idle().await.expect("run");
    assert_eq!(runs.load(Ordering::SeqCst), 0, "not before the first period is over");
    for expected in 1..=3 {
        test.clock.advance(TimeDelta::seconds(60));
        worker.run_until_idle().await.expect("run");
        assert_eq!(runs.load(Ordering::SeqCst), expected);
    }
    // a long stop is made up for by one run, not by many
    test.clock.advance(TimeDelta::hours(5));
    worker.run_until_idle().await.expect("run");
    assert_eq!(runs.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn done_jobs_are_removed_after_a_day_and_dead_ones_stay() {
    let test = open().await;
    let done = leave(&test, &Step { n: 2 }).await.expect("new");
    let died = leave(&test, &Step { n: 0 }).await.expect("new");
    let mut registry = JobRegistry::new();
    registry
        .on::<Step, _, _>(OPS, |_, step| async move { if step.n == 0 { Err(JobError::fatal("no")) } else { Ok(()) } });
    test.worker(registry).run_until_idle().await.expect("run");
    test.clock.advance(TimeDelta::hours(25));
    assert_eq!(db::job::remove_finished(test.operations(), TimeDelta::hours(24)).await.expect("remove"), 1);
    assert!(load(test.operations(), done).await.expect("load").is_none());
    assert!(load(test.operations(), died).await.expect("load").is_some());
    let stats = stats(test.operations()).await.expect("stats");
    assert_eq!(stats.len(), 1);
    assert_eq!((stats[0].kind.as_str(), stats[0].dead, stats[0].ready), ("test.step", 1, 0));
}

/// A real worker with the real clock: woken by commits, bounded by its concurrency, every job exactly once, drained at the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_worker_does_every_job_once_and_drains() {
    let TestDb { config, random, databases, dir, .. } = open().await;
    databases.close().await;
    drop(databases); // gives the data directory free
    let databases = db::Databases::open(&config, Arc::new(SystemClock), random).await.expect("open again");
    let db = databases.operations().clone();
    let done = Arc::new(Mutex::new(Vec::new()));
    let busy = Arc::new((AtomicU32::new(0), AtomicU32::new(0)));
    let mut registry = JobRegistry::new();
    let (log, gauge) = (Arc::clone(&done), Arc::clone(&busy));
    registry.on::<Step, _, _>(OPS, move |_, step| {
        let (log, gauge) = (Arc::clone(&log), Arc::clone(&gauge));
        async move {
            let now = gauge.0.fetch_add(1, Ordering::SeqCst) + 1;
            gauge.1.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            gauge.0.fetch_sub(1, Ordering::SeqCst);
            log.lock().expect("log").push(step.n);
            Ok(())
        }
    });
    // A poll of an hour: only the wake-up after the commit can start the jobs in time.
    let config = WorkerConfig { concurrency: 4, poll: Duration::from_secs(3_600), ..WorkerConfig::default() };
    let worker = Worker::new(&databases, registry, config);
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let (worker, stop) = (worker.clone(), stop.clone());
        async move { worker.run(stop).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    for n in 0..40 {
        let mut tx = db.begin(&Cx::system("test")).await.expect("begin");
        tx.enqueue(&Step { n }).await.expect("enqueue");
        tx.commit().await.expect("commit");
    }
    let all = async {
        while done.lock().expect("log").len() < 40 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("commits wake the worker");
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), running).await.expect("drains").expect("no panic");
    let mut numbers = done.lock().expect("log").clone();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..40).collect::<Vec<_>>(), "each once");
    assert!(busy.1.load(Ordering::SeqCst) <= 4, "never more than the concurrency");
    assert_eq!(stats(&db).await.expect("stats"), vec![]);
    databases.close().await;
    drop(dir);
}

// PostgreSQL only: the roles web and worker as two processes
#[tokio::test]
async fn a_worker_of_another_process_is_woken_by_the_commit() {
    if std::env::var(testkit::db::POSTGRES).is_err() {
        println!("SKIPPED: 1 test, {} is not set", testkit::db::POSTGRES);
        return;
    }
    let test = open().await;
    let other = db::Databases::open(&test.config, Arc::new(SystemClock), Arc::new(db::OsRandom)).await.expect("open");
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let mut registry = JobRegistry::new();
    registry.on::<Step, _, _>(OPS, move |_, step| {
        let told = told.clone();
        async move { told.send(step.n).map_err(|_| JobError::fatal("nobody listens")) }
    });
    // it would look at the queue by itself once an hour
    let config = WorkerConfig { poll: Duration::from_secs(3_600), ..WorkerConfig::default() };
    let worker = Worker::new(&other, registry, config);
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    for n in 0..20 {
        leave(&test, &Step { n }).await.expect("new");
        let done = tokio::time::timeout(Duration::from_secs(10), heard.recv()).await;
        assert_eq!(done.expect("woken"), Some(n));
    }
    stop.cancel();
    running.await.expect("drained");
    other.close().await;
}
