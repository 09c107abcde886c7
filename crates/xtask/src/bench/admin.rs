//! A country of 10,000 centres and an audit trail of a million rows, on SQLite and PostgreSQL: how long an administrator waits for
//! an import of 100,000 rows, and for lists, searches and pages. The reference is a bare answer of the same server.

use std::{fs, path::Path, process::Stdio};

use anyhow::{Context, Result, ensure};

use crate::{
    postgres::Postgres,
    server::Plan,
    steps::{cargo, command, output, run, target_dir, timed},
};

/// Longest that 99 of 100 answers may take, in milliseconds.
const GOAL_MS: f64 = 100.0;
/// Longest that the import of 100,000 rows may take, with its preview, in seconds.
const GOAL_IMPORT_SECS: f64 = 60.0;

/// Measures; `rows` in the audit trail, each question asked `times` times.
pub fn run_all(binary: &Path, rows: u64, times: u32) -> Result<()> {
    ensure!(binary.exists(), "{} is not built: cargo xtask build --release", binary.display());
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--package", "journey", "--example", "admin_load"]);
    run("load generator", &mut build)?;
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--package", "db", "--example", "audit_fill"]);
    run("audit trail", &mut build)?;
    let root = target_dir().join("bench/admin");
    let _ = fs::remove_dir_all(&root);
    println!("SQLite");
    let mut missed = measure(binary, &root.join("sqlite"), None, rows, times)?;
    let postgres = Postgres::start()?;
    println!("PostgreSQL");
    missed.extend(measure(binary, &root.join("postgres"), Some(&postgres.url()), rows, times)?);
    let _ = fs::remove_dir_all(root);
    ensure!(missed.is_empty(), "over {GOAL_MS} ms, or an import over {GOAL_IMPORT_SECS} s: {}", missed.join("; "));
    Ok(())
}

/// Answers what misses the goals.
fn measure(binary: &Path, dir: &Path, database: Option<&str>, rows: u64, times: u32) -> Result<Vec<String>> {
    let data = dir.join("data");
    let mut plan = Plan::new(binary, &data, &dir.join("server.log"))?;
    plan.env.extend(database.map(|url| ("TESSERA_DATABASE_URL", url.to_owned())));
    fs::create_dir_all(dir)?;
    let mut migrate = command(binary);
    migrate.args(["migrate", "--data-dir"]).arg(&data).envs(plan.env.iter().cloned());
    run("migrate", &mut migrate)?;
    let examples = target_dir().join("release/examples");
    timed(&format!("{rows} rows of the audit trail"), || {
        let mut fill = command(examples.join("audit_fill"));
        match database {
            Some(url) => fill.arg(url),
            None => fill.arg(&data),
        };
        println!("  audit trail: {}", output(fill.arg(rows.to_string()).stderr(Stdio::inherit()))?);
        Ok(())
    })?;
    let server = plan.start()?;
    let mut load = command(examples.join("admin_load"));
    let imported = output(load.args(["fill", &plan.url()]).stderr(Stdio::inherit()))?;
    let mut missed = Vec::new();
    for line in imported.lines() {
        println!("  {line}");
        let secs = line.rsplit_once("stored after ").and_then(|(_, rest)| rest.split(' ').next()?.parse::<f64>().ok());
        if secs.context("no time of an import")? > GOAL_IMPORT_SECS {
            missed.push(line.to_owned());
        }
    }
    let mut ask = command(examples.join("admin_load"));
    let asked = output(ask.args(["ask", &plan.url(), &times.to_string()]).stderr(Stdio::inherit()))?;
    println!("  {:<34} {:>9} {:>9} {:>7}", "", "p50 ms", "p99 ms", "ratio");
    for line in asked.lines() {
        let [name, median, most, ratio] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        println!("  {name:<34} {median:>9} {most:>9} {:>7}", format!("x{ratio}"));
        if most.parse::<f64>()? > GOAL_MS {
            missed.push(format!("{name} {most} ms"));
        }
    }
    server.stop()?;
    Ok(missed)
}
