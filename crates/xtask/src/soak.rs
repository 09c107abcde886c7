//! `cargo xtask soak`: the server is killed (SIGKILL) at random moments while journeys run against it; afterwards everything it
//! acknowledged must be there and every invariant must hold.
//!
//! The first kills fall into the first start, where the schema is made and keys are written. Later ones fall into start-up, into
//! the middle of the load, and into a checkpoint: the main database file changes at no other time.

use std::{
    fs,
    hash::{BuildHasher, Hasher, RandomState},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    server::{Plan, Server, debug_binary, tail},
    steps::{command, run, target_dir},
};

/// What `cargo xtask soak` takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// How often the server is killed
    #[arg(long, default_value_t = 50)]
    pub kills: u32,
    /// People per journey; a new journey begins when one ends
    #[arg(long, default_value_t = 3)]
    pub people: u32,
    /// Repeats the moments of an earlier run
    #[arg(long)]
    pub seed: Option<u64>,
    /// The server to kill; the debug one when absent
    #[arg(long)]
    pub binary: Option<PathBuf>,
}

/// Which moment a kill aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    FirstStart,
    StartUp,
    Load,
    Checkpoint,
}

/// Kills, restarts, checks.
///
/// # Errors
/// A server that does not come back, a journey that fails, an acknowledged thing that is gone, an invariant that is broken.
pub fn soak(args: &Args) -> Result<()> {
    let root = target_dir().join("soak");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root)?;
    let binary = args.binary.clone().unwrap_or_else(debug_binary);
    let plan = Plan::new(&binary, &root.join("data"), &root.join("server.log"))?;
    let seed = args.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    eprintln!("xtask: soak with {} kills, seed {seed}", args.kills);
    let mut chance = Chance(seed | 1);
    let mut journeys = Journeys {
        binary,
        root: root.clone(),
        url: plan.url(),
        people: args.people,
        ledgers: Vec::new(),
        running: None,
    };
    let mut counts = [0u32; 4];
    let mut slowest = Duration::ZERO;
    for kill in 0..args.kills {
        let moment = moment(kill, args.kills);
        counts[moment as usize] += 1;
        let started = Instant::now();
        let mut server = plan.spawn()?;
        match moment {
            Moment::FirstStart => thread::sleep(chance.between(0, 2_500)),
            Moment::StartUp => thread::sleep(chance.between(0, 900)),
            Moment::Load => {
                server.wait_ready(Duration::from_secs(120))?;
                slowest = slowest.max(started.elapsed());
                journeys.keep_going()?;
                thread::sleep(chance.between(200, 4_000));
            }
            Moment::Checkpoint => {
                server.wait_ready(Duration::from_secs(120))?;
                slowest = slowest.max(started.elapsed());
                journeys.keep_going()?;
                await_checkpoint(&plan.data_dir.join("tessera.db"), Duration::from_secs(15));
            }
        }
        if let Some(status) = server.has_ended()? {
            anyhow::bail!("the server ended by itself ({status}):\n{}", tail(&plan.log));
        }
        server.kill()?;
    }
    let mut server = plan.spawn()?;
    server.wait_ready(Duration::from_secs(120))?;
    eprintln!(
        "xtask: killed {} times in the first start, {} in start-up, {} under load, {} in a checkpoint; slowest start {:.1} s",
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        slowest.as_secs_f32()
    );
    finish(journeys, &plan, server)
}

/// A fifth of the kills (at least one) before anything is there, then the others in turn.
fn moment(kill: u32, kills: u32) -> Moment {
    let first = (kills / 5).max(1);
    if kill < first {
        return Moment::FirstStart;
    }
    match (kill - first) % 4 {
        0 | 2 => Moment::Load,
        1 => Moment::Checkpoint,
        _ => Moment::StartUp,
    }
}

/// Lets the last journey end, then asks for everything that was acknowledged and looks at every invariant.
fn finish(mut journeys: Journeys, plan: &Plan, server: Server) -> Result<()> {
    journeys.keep_going()?;
    journeys.end()?;
    ensure!(!journeys.ledgers.is_empty(), "no journey ran");
    for ledger in &journeys.ledgers {
        let mut check = command(&plan.binary);
        check.args(["journey", "--url", &plan.url(), "--check"]).arg(ledger);
        run(&format!("journey --check {}", ledger.file_name().unwrap_or_default().display()), &mut check)?;
    }
    doctor(plan)?;
    let took = server.stop()?;
    eprintln!("xtask: the server drained in {:.1} s", took.as_secs_f32());
    doctor(plan)
}

/// `doctor --deep` over the plan's data.
///
/// # Errors
/// When an invariant does not hold.
pub fn doctor(plan: &Plan) -> Result<()> {
    let mut doctor = command(&plan.binary);
    doctor.args(["doctor", "--deep", "--data-dir"]).arg(&plan.data_dir).envs(plan.env.iter().cloned());
    run("doctor --deep", &mut doctor)
}

/// Returns when the main file changed, or after `limit`.
fn await_checkpoint(file: &Path, limit: Duration) {
    let changed = || fs::metadata(file).and_then(|meta| meta.modified()).ok();
    let (before, start) = (changed(), Instant::now());
    while start.elapsed() < limit && changed() == before {
        thread::sleep(Duration::from_micros(500));
    }
}

/// One journey after another, each with its own ledger.
struct Journeys {
    binary: PathBuf,
    root: PathBuf,
    url: String,
    people: u32,
    ledgers: Vec<PathBuf>,
    running: Option<Child>,
}

impl Journeys {
    /// Begins a journey unless one runs; one that ended badly is an error.
    fn keep_going(&mut self) -> Result<()> {
        if let Some(child) = &mut self.running {
            match child.try_wait()? {
                None => return Ok(()),
                Some(status) => ensure!(status.success(), "a journey failed ({status}):\n{}", tail(&self.log())),
            }
        }
        let ledger = self.root.join(format!("ledger-{}", self.ledgers.len() + 1));
        let log = fs::File::options().create(true).append(true).open(self.log())?;
        let mut journey = command(&self.binary);
        journey.args([
            "journey",
            "--url",
            &self.url,
            "--people",
            &self.people.to_string(),
            "--concurrency",
            "2",
            "--patience",
            "180",
            "--ledger",
        ]);
        journey.arg(&ledger).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.running = Some(journey.spawn().context("start a journey")?);
        self.ledgers.push(ledger);
        Ok(())
    }

    /// Waits for the running journey.
    fn end(&mut self) -> Result<()> {
        let Some(child) = &mut self.running else { return Ok(()) };
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                ensure!(status.success(), "a journey failed ({status}):\n{}", tail(&self.log()));
                self.running = None;
                return Ok(());
            }
            ensure!(start.elapsed() < Duration::from_secs(600), "a journey does not end:\n{}", tail(&self.log()));
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn log(&self) -> PathBuf {
        self.root.join("journey.log")
    }
}

impl Drop for Journeys {
    fn drop(&mut self) {
        if let Some(child) = &mut self.running {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Random moments that can be repeated (xorshift).
struct Chance(u64);

impl Chance {
    fn between(&mut self, low_ms: u64, high_ms: u64) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(low_ms + self.0 % (high_ms - low_ms + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_moment_is_among_ten() {
        let moments: Vec<Moment> = (0..10).map(|kill| moment(kill, 10)).collect();
        for expected in [Moment::FirstStart, Moment::StartUp, Moment::Load, Moment::Checkpoint] {
            assert!(moments.contains(&expected), "{expected:?}");
        }
    }

    #[test]
    fn moments_stay_within_their_bounds_and_repeat() {
        let draw = || {
            let mut chance = Chance(7);
            (0..100).map(|_| chance.between(10, 20)).collect::<Vec<_>>()
        };
        assert!(draw().iter().all(|one| (10..=20).contains(&one.as_millis())));
        assert_eq!(draw(), draw());
    }
}
