//! `cargo xtask test`: everything that must hold, one step after another, each with its time; a table of the times at the end.
//!
//! A step that fails does not keep the others from running, unless they need what it makes. Tests are compiled once: every step
//! after `rust` uses what that step built, the server of the browser tests and journeys included.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    binaries::TestBinaries,
    journey,
    postgres::Postgres,
    setup,
    steps::{Tally, cargo, command, npm_tool, run, run_counting},
    web::Build,
};

/// Which steps to run.
#[derive(Args, Default)]
pub struct Test {
    /// Run only the named steps: format, layers, logical, lint, lint-wasm, rust, postgres, front, browser, journey, powercut
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Run all but the named steps
    #[arg(long, value_delimiter = ',')]
    skip: Vec<String>,
}

/// The steps in their order.
const STEPS: [&str; 11] =
    ["format", "layers", "logical", "lint", "lint-wasm", "rust", "postgres", "front", "browser", "journey", "powercut"];

/// What a step needs to have gone well.
fn needs(step: &str) -> &'static [&'static str] {
    match step {
        "browser" => &["front", "rust"],
        "journey" => &["front", "rust"],
        _ => &[],
    }
}

/// How a step went.
enum Outcome {
    Passed(Tally),
    Failed(Tally, anyhow::Error),
    /// Not run, because this step failed.
    Blocked(&'static str),
}

impl Test {
    /// Runs the steps.
    ///
    /// # Errors
    /// When one of them failed; the table above the error says which.
    pub fn run(&self) -> Result<()> {
        self.known()?;
        setup::for_build()?;
        let started = Instant::now();
        let mut done: Vec<(&'static str, Duration, Outcome)> = Vec::new();
        for name in STEPS.into_iter().filter(|name| self.wanted(name)) {
            let failed = |wanted: &&&str| {
                done.iter().any(|(step, _, outcome)| *step == **wanted && !matches!(outcome, Outcome::Passed(_)))
            };
            if let Some(broken) = needs(name).iter().find(failed) {
                eprintln!("xtask: {name} is left out, because {broken} failed");
                done.push((name, Duration::ZERO, Outcome::Blocked(broken)));
                continue;
            }
            eprintln!("xtask: === {name}");
            let begun = Instant::now();
            let mut tally = Tally::default();
            let outcome = match step(name, &mut tally) {
                Ok(()) => Outcome::Passed(tally.or_one_passed()),
                Err(error) => {
                    eprintln!("xtask: {name} failed: {error:#}");
                    Outcome::Failed(tally.or_one_failed(), error)
                }
            };
            done.push((name, begun.elapsed(), outcome));
        }
        report(&done, started.elapsed())
    }

    fn wanted(&self, name: &str) -> bool {
        (self.only.is_empty() || self.only.iter().any(|only| only == name))
            && !self.skip.iter().any(|skip| skip == name)
    }

    fn known(&self) -> Result<()> {
        if let Some(unknown) = self.only.iter().chain(&self.skip).find(|name| !STEPS.contains(&name.as_str())) {
            bail!("there is no step {unknown}: {STEPS:?}");
        }
        Ok(())
    }
}

fn step(name: &str, tally: &mut Tally) -> Result<()> {
    match name {
        "format" => run("cargo fmt --check", cargo().args(["fmt", "--all", "--check"])),
        "layers" => crate::layers::run(),
        "logical" => crate::styles::check(),
        "lint" => {
            let mut clippy = cargo();
            clippy.args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-Dwarnings"]);
            run("clippy", &mut clippy)
        }
        "lint-wasm" => {
            let mut clippy = cargo();
            clippy.args(["clippy", "--package", "frontend", "--target", "wasm32-unknown-unknown", "--", "-Dwarnings"]);
            run("clippy (WASM)", &mut clippy)
        }
        "rust" => {
            let mut tests = cargo();
            tests.args(["test", "--workspace", "--exclude", "frontend", "--no-fail-fast"]).env_remove("DATABASE_URL");
            run_counting("Rust tests on SQLite", &mut tests, tally)
        }
        "postgres" => {
            let binaries = TestBinaries::build()?;
            let postgres = Postgres::start()?;
            binaries.run_storage("TESSERA_TEST_POSTGRES", &postgres.url(), tally)
        }
        "front" => Build { front_only: true, ..Build::default() }.run(),
        "browser" => {
            run("npm run check", command("npm").args(["run", "--silent", "check"]))?;
            let mut tests = npm_tool("playwright");
            tests.args(["test", "--config", "e2e/playwright.config.ts"]);
            run_counting("browser tests", &mut tests, tally)
        }
        "journey" => journey::prove(&journey::Args::default()),
        _ => crate::powercut::run(&crate::powercut::Args::short()),
    }
}

/// Prints the table and the sums. A step without tests of its own counts as one.
fn report(done: &[(&'static str, Duration, Outcome)], total: Duration) -> Result<()> {
    let mut sum = Tally::default();
    let mut broken = Vec::new();
    eprintln!("xtask: === times");
    for (name, took, outcome) in done {
        let (tally, word) = match outcome {
            Outcome::Passed(tally) => (*tally, "passed".to_owned()),
            Outcome::Failed(tally, error) => {
                broken.push(format!("{name}: {error:#}"));
                (*tally, "FAILED".to_owned())
            }
            Outcome::Blocked(by) => {
                broken.push(format!("{name}: not run, because {by} failed"));
                (Tally { failed: 1, ..Tally::default() }, format!("not run ({by} failed)"))
            }
        };
        sum.add(tally);
        eprintln!(
            "xtask: {:>8.1}s  {name:<10} {word:<8} {:>5} passed {:>3} failed {:>3} skipped",
            took.as_secs_f32(),
            tally.passed,
            tally.failed,
            tally.skipped
        );
    }
    eprintln!("xtask: {:>8.1}s  all", total.as_secs_f32());
    let failed = !broken.is_empty();
    for line in &broken {
        eprintln!("xtask: {line}");
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if failed { bail!("{} of {} steps failed", broken.len(), done.len()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_need_only_earlier_ones() {
        for (at, step) in STEPS.iter().enumerate() {
            for need in needs(step) {
                assert!(STEPS[..at].contains(need), "{step} needs {need}");
            }
        }
    }

    #[test]
    fn unknown_steps_are_refused() {
        let test = Test { only: vec!["rust".into(), "russt".into()], ..Test::default() };
        assert!(test.known().unwrap_err().to_string().contains("russt"));
        let test = Test { only: vec!["rust".into()], skip: vec!["rust".into()] };
        assert!(test.known().is_ok() && !test.wanted("rust"));
    }

    #[test]
    fn one_failure_fails_all() {
        let passed = || ("rust", Duration::ZERO, Outcome::Passed(Tally { passed: 3, ..Tally::default() }));
        assert!(report(&[passed()], Duration::ZERO).is_ok());
        assert!(report(&[passed(), ("browser", Duration::ZERO, Outcome::Blocked("front"))], Duration::ZERO).is_err());
    }
}
