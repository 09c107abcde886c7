//! Operations of the key manager over HTTP beside the primitive of the cryptographic library on the same machine: processor
//! time of the server per answer, in units of the primitive.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use crate::{
    server::{Plan, Server},
    steps::{self, cargo, command, output, target_dir},
};

/// An operation, its primitive, and whether [`GOAL`] is asked of it.
const OPERATIONS: [(&str, &str, bool); 4] = [
    ("jwtSign", "sign", true),
    ("jwtVerify", "verify", false),
    ("encrypt", "wrap", false),
    ("decrypt", "unwrap", true),
];

/// Most processor time per answer, in units of the primitive.
const GOAL: f64 = 1.0 / 0.6;

/// Clock ticks a second in `/proc`: fixed by Linux for programs.
const TICKS: f64 = 100.0;

/// Measures; `seconds` per operation.
pub fn run(binary: &Path, seconds: u32) -> Result<()> {
    ensure!(binary.exists(), "{} is not built: cargo xtask build --release", binary.display());
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "--package", "crypto", "--bench", "primitives"]);
    steps::run("primitives", &mut bench)?;
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--package", "journey", "--example", "key_load"]);
    steps::run("load generator", &mut build)?;
    let loader = target_dir().join("release/examples/key_load");

    let root = target_dir().join("bench/crypto");
    let _ = fs::remove_dir_all(&root);
    let plan = Plan::new(binary, &root.join("data"), &root.join("server.log"))?;
    let server = plan.start()?;
    // what a bare answer of this server costs: subtracted by nobody, shown for judging
    let bare = measure(&server, &loader, &plan.url(), "live", seconds)?;
    println!("a bare answer costs {:.0} µs of the server", bare.cpu_us);
    let mut missed = Vec::new();
    for (operation, name, asked) in OPERATIONS {
        let primitive = primitive_us(name)?;
        let found = measure(&server, &loader, &plan.url(), operation, seconds)?;
        let ratio = found.cpu_us / primitive;
        println!(
            "{operation:10} {:6.0} /s  {:6.0} per core-second  {:5.0} µs each, primitive {primitive:5.0} µs  x{ratio:.2}",
            found.per_second,
            1e6 / found.cpu_us,
            found.cpu_us
        );
        if asked && ratio > GOAL {
            missed.push(format!("{operation} x{ratio:.2}"));
        }
    }
    server.stop()?;
    let _ = fs::remove_dir_all(root);
    ensure!(missed.is_empty(), "more than x{GOAL:.2} of the primitive: {}", missed.join(", "));
    Ok(())
}

struct Found {
    per_second: f64,
    /// Processor time of the server per answer, in microseconds.
    cpu_us: f64,
}

fn measure(server: &Server, loader: &Path, url: &str, operation: &str, seconds: u32) -> Result<Found> {
    let load = |seconds: u32| -> Result<f64> {
        let mut load = command(loader);
        load.args([url, operation, &seconds.to_string(), "4"]).stderr(Stdio::inherit());
        Ok(output(&mut load)?.trim().parse()?)
    };
    load(1)?; // keys are read and connections made
    let (before, begun) = (cpu_secs(server)?, Instant::now());
    let answers = load(seconds)?;
    let (used, took) = (cpu_secs(server)? - before, begun.elapsed().as_secs_f64());
    ensure!(answers > 0.0, "{operation}: no answers");
    Ok(Found { per_second: answers / took, cpu_us: used / answers * 1e6 })
}

/// Processor time of the server so far, user and system.
fn cpu_secs(server: &Server) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.pid()))?;
    let rest = stat.rsplit_once(") ").context("no stat")?.1;
    let fields: Vec<&str> = rest.split(' ').collect();
    let tick = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).context("no processor time");
    Ok((tick(11)? + tick(12)?) / TICKS)
}

/// The mean that criterion found, in microseconds.
fn primitive_us(name: &str) -> Result<f64> {
    let path: PathBuf = target_dir().join(format!("criterion/{name}/new/estimates.json"));
    let estimates = fs::read(&path).with_context(|| path.display().to_string())?;
    let estimates: serde_json::Value = serde_json::from_slice(&estimates)?;
    let nanoseconds = estimates["mean"]["point_estimate"].as_f64().context("no mean")?;
    Ok(nanoseconds / 1000.0)
}
