//! `cargo xtask test`: everything that must hold, one step after another, each with its time.

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    postgres::Postgres,
    setup,
    steps::{cargo, command, npm_tool, run},
    web::Build,
};

/// Which steps to run.
#[derive(Args, Default)]
pub struct Test {
    /// Run only the named steps: format, layers, logical, lint, lint-wasm, rust, postgres, front, browser
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

impl Test {
    /// Runs the steps and stops at the first that fails.
    ///
    /// # Errors
    /// That of the step.
    pub fn run(&self) -> Result<()> {
        self.known()?;
        setup::for_build()?;
        self.step("format", || run("cargo fmt --check", cargo().args(["fmt", "--all", "--check"])))?;
        self.step("layers", crate::layers::run)?;
        self.step("logical", crate::styles::check)?;
        self.step("lint", || {
            let mut clippy = cargo();
            clippy.args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-Dwarnings"]);
            run("clippy", &mut clippy)
        })?;
        self.step("lint-wasm", || {
            let mut clippy = cargo();
            clippy.args(["clippy", "--package", "frontend", "--target", "wasm32-unknown-unknown", "--", "-Dwarnings"]);
            run("clippy (WASM)", &mut clippy)
        })?;
        self.step("rust", || {
            run(
                "Rust tests on SQLite",
                cargo().args(["test", "--workspace", "--exclude", "frontend"]).env_remove("DATABASE_URL"),
            )
        })?;
        self.step("postgres", || {
            let postgres = Postgres::start()?;
            let mut tests = cargo();
            tests.args(["test", "--package", "db", "--package", "migrations", "--package", "compose"]);
            run("storage and flow tests on PostgreSQL", tests.env("TESSERA_TEST_POSTGRES", postgres.url()))
        })?;
        self.step("front", || Build::default().run())?;
        self.step("browser", || {
            run("npm run check", command("npm").args(["run", "--silent", "check"]))?;
            run("browser tests", npm_tool("playwright").args(["test", "--config", "e2e/playwright.config.ts"]))
        })?;
        Ok(())
    }

    fn known(&self) -> Result<()> {
        if let Some(unknown) = self.only.iter().find(|name| !STEPS.contains(&name.as_str())) {
            bail!("there is no step {unknown}: {STEPS:?}");
        }
        Ok(())
    }

    fn step(&self, name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.only.is_empty() || self.only.iter().any(|only| only == name) { step() } else { Ok(()) }
    }
}

const STEPS: [&str; 9] = ["format", "layers", "logical", "lint", "lint-wasm", "rust", "postgres", "front", "browser"];
