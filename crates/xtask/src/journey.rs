//! `cargo xtask journey`: proves one person's whole journey against a server of its own, on SQLite and on PostgreSQL.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{
    postgres::Postgres,
    server::{Plan, debug_binary},
    soak::{self, doctor},
    steps::{command, root, run, target_dir, timed},
};

/// What `cargo xtask journey` takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// People on SQLite
    #[arg(long, default_value_t = 2)]
    people: u32,
    /// How often the server is killed; 0 leaves it out
    #[arg(long, default_value_t = 10)]
    kills: u32,
    /// Leave PostgreSQL out
    #[arg(long)]
    no_postgres: bool,
    /// The server to prove; the debug one when absent
    #[arg(long)]
    binary: Option<PathBuf>,
}

impl Default for Args {
    fn default() -> Self {
        Self { people: 2, kills: 10, no_postgres: false, binary: None }
    }
}

/// Journeys, cards, invariants, kills.
///
/// # Errors
/// Whatever does not hold.
pub fn prove(args: &Args) -> Result<()> {
    let binary = args.binary.clone().unwrap_or_else(debug_binary);
    ensure!(binary.exists(), "{} is not built", binary.display());
    let root = target_dir().join("journey");
    let _ = fs::remove_dir_all(&root);
    on_sqlite(args, &binary, &root.join("sqlite"))?;
    if args.kills > 0 {
        let args = soak::Args { kills: args.kills, people: 3, seed: None, binary: Some(binary.clone()) };
        timed(&format!("soak with {} kills", args.kills), || soak::soak(&args))?;
    }
    if !args.no_postgres {
        timed("journey on PostgreSQL, web and worker apart", || on_postgres(&binary, &root.join("postgres")))?;
    }
    Ok(())
}

fn on_sqlite(args: &Args, binary: &Path, dir: &Path) -> Result<()> {
    let plan = Plan::new(binary, &dir.join("data"), &dir.join("server.log"))?;
    let server = timed("first start", || plan.start())?;
    let cards = dir.join("cards");
    let outcome = timed(&format!("journey of {} people", args.people), || {
        journey(&plan, args.people, &["--out".as_ref(), cards.as_os_str()])
    })?;
    complete(&outcome, args.people)?;
    let verify = root().join("e2e/verify_cards.py");
    let mut check = python()?;
    check.arg(verify).arg(&cards).args(["--names", "--key", &format!("{}/.well-known/jwks.json", plan.url())]);
    run("verify_cards.py", &mut check)?;
    doctor(&plan)?;
    let took = server.stop()?;
    eprintln!("xtask: the server drained in {:.1} s", took.as_secs_f32());
    doctor(&plan)
}

/// The web and the worker as two processes that share nothing but the database, blobs and keys.
fn on_postgres(binary: &Path, dir: &Path) -> Result<()> {
    let postgres = Postgres::start()?;
    let web = Plan {
        roles: "web",
        env: vec![("TESSERA_DATABASE_URL", postgres.url())],
        ..Plan::new(binary, &dir.join("data"), &dir.join("web.log"))?
    };
    let worker = Plan { roles: "worker", demo: false, log: dir.join("worker.log"), ..web.clone() };
    let serving = web.start()?;
    let working = worker.spawn()?;
    complete(&journey(&web, 1, &[])?, 1)?;
    doctor(&web)?;
    working.stop()?;
    serving.stop()?;
    Ok(())
}

/// Runs a journey and reads its last line.
fn journey(plan: &Plan, people: u32, more: &[&std::ffi::OsStr]) -> Result<Value> {
    let mut journey = command(&plan.binary);
    journey.args(["journey", "--json", "--url", &plan.url(), "--people", &people.to_string()]).args(more);
    let output = journey.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("start a journey")?;
    let text = String::from_utf8_lossy(&output.stdout);
    print!("{text}");
    ensure!(output.status.success(), "the journey failed ({}):\n{}", output.status, crate::server::tail(&plan.log));
    let last = text.lines().rfind(|line| !line.trim().is_empty()).context("the journey said nothing")?;
    serde_json::from_str(last).with_context(|| format!("the last line is no JSON: {last}"))
}

/// Everybody has a number of their own and nothing failed.
fn complete(outcome: &Value, people: u32) -> Result<()> {
    let size = |value: &Value| value.as_u64().or_else(|| value.as_array().map(|list| list.len() as u64));
    ensure!(size(&outcome["failures"]) == Some(0), "something failed: {}", outcome["failures"]);
    ensure!(size(&outcome["people"]) == Some(u64::from(people)), "people: {}", outcome["people"]);
    ensure!(size(&outcome["uins"]) == Some(u64::from(people)), "numbers: {}", outcome["uins"]);
    if let Some(list) = outcome["uins"].as_array() {
        let different: std::collections::BTreeSet<String> = list.iter().map(Value::to_string).collect();
        ensure!(different.len() == list.len(), "two people have the same number");
    }
    Ok(())
}

/// Python with what `verify_cards.py` needs.
///
/// # Errors
/// When no interpreter has it.
pub fn python() -> Result<Command> {
    let own = target_dir().join("python");
    for interpreter in ["python3", "/usr/bin/python3"] {
        for path in [None, Some(&own)] {
            let mut probe = command(interpreter);
            probe.args(["-c", "import cbor2, cryptography"]).stdout(Stdio::null()).stderr(Stdio::null());
            let mut found = command(interpreter);
            if let Some(path) = path {
                let before = env::var_os("PYTHONPATH").unwrap_or_default();
                let paths = env::join_paths([path.clone()].into_iter().chain(env::split_paths(&before)))?;
                probe.env("PYTHONPATH", &paths);
                found.env("PYTHONPATH", &paths);
            }
            if probe.status().is_ok_and(|status| status.success()) {
                return Ok(found);
            }
        }
    }
    bail!("Python with cbor2 and cryptography is missing: run `cargo xtask setup --tests`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_outcome_is_complete_only_when_everybody_has_a_number() {
        let good = json!({"people": 2, "failures": 0, "uins": 2});
        complete(&good, 2).unwrap();
        complete(&json!({"people": 2, "failures": [], "uins": ["1", "2"]}), 2).unwrap();
        for (key, wrong) in
            [("people", json!(1)), ("failures", json!(["x"])), ("uins", json!(["1", "1"])), ("uins", json!(1))]
        {
            let mut outcome = good.clone();
            outcome[key] = wrong;
            assert!(complete(&outcome, 2).is_err(), "{outcome}");
        }
        assert!(complete(&json!({}), 2).is_err());
    }
}
