//! Build, test and measure the workspace: `cargo xtask <command>`.

mod bench;
mod binaries;
mod icons;
mod journey;
mod layers;
mod new_module;
mod postgres;
mod powercut;
mod python;
mod server;
mod setup;
mod shots;
mod soak;
mod start;
mod steps;
mod styles;
mod test;
mod wasm_target;
mod web;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Tessera's build and test commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the build needs (WASM target, npm parts); with --tests also Chromium, PostgreSQL, the PDF and QR readers and the card verifier's Python
    Setup {
        #[arg(long)]
        tests: bool,
    },
    /// Build the front end into target/site, then the server
    Build(web::Build),
    /// Build the release, load the demo country and serve it
    Start(start::Start),
    /// Everything that must hold: format, lints, tests, budgets, browser tests
    Test(test::Test),
    /// Who may know whom, who builds callers, how long a file may be
    CheckLayers,
    /// Write the skeleton of a module
    NewModule {
        /// Lower-case letters
        name: String,
    },
    /// Prove that acknowledged commits survive a power cut
    Powercut(powercut::Args),
    /// Kill the server at random moments under load; everything acknowledged must be there and every invariant hold
    Soak(soak::Args),
    /// One person's whole journey against a server of its own: cards, invariants, kills, PostgreSQL with roles apart
    Journey(journey::Args),
    /// Pictures of every page, into target/shots
    Shots,
    /// Measure, each figure beside a reference of the same run
    Bench(bench::Args),
    /// What continuous integration runs: setup for tests, then test
    Ci,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Setup { tests } => setup::run(tests),
        Command::Build(build) => {
            setup::for_build()?;
            build.run()
        }
        Command::Start(start) => start.run(),
        Command::Test(test) => test.run(),
        Command::CheckLayers => layers::run(),
        Command::NewModule { name } => new_module::run(&name),
        Command::Powercut(args) => powercut::run(&args),
        Command::Soak(args) => soak::soak(&args),
        Command::Journey(args) => journey::prove(&args),
        Command::Shots => shots::take(),
        Command::Bench(args) => bench::run(&args),
        Command::Ci => {
            setup::run(true)?;
            test::Test::default().run()
        }
    }
}
