//! `cargo xtask bench`: figures of this machine, each beside a reference measured in the same run, so that ratios mean something
//! on another machine too.

mod admin;
mod crypto;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    server::{Plan, Server, get, release_binary},
    steps::{self, cargo, command, output, target_dir},
};

/// What `cargo xtask bench` takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Only these: commits, biometrics, crypto, server, admin
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Seconds per setting of the commit benchmark and per operation of the key manager
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// Journeys before the server's memory is looked at a second time; 0 leaves them out
    #[arg(long, default_value_t = 20)]
    people: u32,
    /// Rows of the audit trail that administrators look through
    #[arg(long, default_value_t = 1_000_000)]
    audit_rows: u64,
    /// How often each question of an administrator is asked
    #[arg(long, default_value_t = 200)]
    times: u32,
    /// The server to measure; `target/release/tessera` when absent
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// Measures.
///
/// # Errors
/// Those of the programs, and a server that misses its goals (first page under 1 s, 120 MB idle, 400 MB after the journeys).
pub fn run(args: &Args) -> Result<()> {
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|only| only == name);
    if wanted("commits") {
        commits(args.seconds)?;
    }
    if wanted("biometrics") {
        biometrics()?;
    }
    let binary = args.binary.clone().unwrap_or_else(release_binary);
    if wanted("crypto") {
        crypto::run(&binary, args.seconds)?;
    }
    if wanted("server") {
        server(args, &binary)?;
    }
    if wanted("admin") {
        admin::run_all(&binary, args.audit_rows, args.times)?;
    }
    Ok(())
}

/// Commits per second under each durability; the reference is one writer with `synchronous=FULL`.
fn commits(seconds: u32) -> Result<()> {
    let dir = target_dir().join("bench/commits");
    let mut bench = cargo();
    bench.args(["run", "--release", "--quiet", "--package", "db", "--example", "commits", "--"]).arg(&dir);
    bench.arg(seconds.to_string()).stderr(Stdio::inherit());
    let text = output(&mut bench)?;
    println!("commits on {} (row, job and audit row each)", dir.display());
    let mut reference = None;
    for line in text.lines() {
        let rate = line.split_whitespace().nth(2).and_then(|rate| rate.parse::<f64>().ok());
        let ratio = rate.map(|rate| rate / *reference.get_or_insert(rate));
        println!("  {line}{}", ratio.map_or_else(|| "  ratio".to_owned(), |ratio| format!("  x{ratio:.2}")));
    }
    let _ = fs::remove_dir_all(dir);
    Ok(())
}

/// Extraction and matching; the example measures its own reference.
fn biometrics() -> Result<()> {
    let mut bench = cargo();
    bench.args(["run", "--release", "--quiet", "--package", "biometrics", "--example", "speed"]);
    steps::run("biometrics", &mut bench)
}

/// First page and memory of the release server on an existing database; the reference is a bare answer of the same server.
fn server(args: &Args, binary: &Path) -> Result<()> {
    ensure!(binary.exists(), "{} is not built: cargo xtask build --release", binary.display());
    let root = target_dir().join("bench/server");
    let _ = fs::remove_dir_all(&root);
    let plan = Plan::new(binary, &root.join("data"), &root.join("server.log"))?;
    let begun = Instant::now();
    let first = plan.start()?;
    println!("first start, with keys, schema and demo country: {:.2} s", begun.elapsed().as_secs_f32());
    // pools of numbers are filled in the background
    thread::sleep(Duration::from_secs(10));
    first.stop()?;

    let begun = Instant::now();
    let mut again = plan.spawn()?;
    let page = first_page(&mut again, &plan)?;
    let to_page = begun.elapsed();
    println!("existing database: first page of {page} bytes {:.3} s after the program began", to_page.as_secs_f32());
    let bare = median(|| get(plan.port, "/health/live").map(|_| ()))?;
    let portal = median(|| get(plan.port, "/prereg/sign-in").map(|_| ()))?;
    println!(
        "a page {:.2} ms, a bare answer {:.2} ms, x{:.1}",
        portal.as_secs_f64() * 1e3,
        bare.as_secs_f64() * 1e3,
        portal.as_secs_f64() / bare.as_secs_f64()
    );
    thread::sleep(Duration::from_secs(10));
    let idle = resident_mb(&again)?;
    println!("idle: {idle} MB resident");
    let after = match args.people {
        0 => None,
        people => {
            let mut journey = command(binary);
            journey.args(["journey", "--url", &plan.url(), "--people", &people.to_string()]);
            steps::run(&format!("journey of {people} people"), &mut journey)?;
            thread::sleep(Duration::from_secs(5));
            Some(resident_mb(&again)?)
        }
    };
    if let Some(after) = after {
        println!("after {} journeys: {after} MB resident", args.people);
    }
    println!("drained in {:.2} s", again.stop()?.as_secs_f32());
    ensure!(to_page < Duration::from_secs(1), "the first page took {to_page:?}");
    ensure!(idle < 120, "{idle} MB idle");
    ensure!(after.is_none_or(|after| after < 400), "{} MB after the journeys", after.unwrap_or_default());
    Ok(())
}

/// Asks for the landing page until it comes.
fn first_page(server: &mut Server, plan: &Plan) -> Result<usize> {
    let start = Instant::now();
    loop {
        if let Ok((200, bytes)) = get(plan.port, "/") {
            return Ok(bytes);
        }
        ensure!(server.has_ended()?.is_none() && start.elapsed() < Duration::from_secs(60), "no page");
        thread::sleep(Duration::from_millis(2));
    }
}

/// The median of 51 times.
fn median(mut once: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..51 {
        let begun = Instant::now();
        once()?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

/// Resident memory in megabytes (10^6 bytes).
fn resident_mb(server: &Server) -> Result<u64> {
    let status =
        fs::read_to_string(format!("/proc/{}/status", server.pid())).context("read the memory of the server")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib * 1024 / 1_000_000)
}
