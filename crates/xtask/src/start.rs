//! `cargo xtask start`: from a checkout to a page in the browser.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::{
    setup,
    steps::{command, run, target_dir},
    web::Build,
};

/// Where and how to serve.
#[derive(Args)]
pub struct Start {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Directory of the data, kept between starts
    #[arg(long, default_value = "data")]
    data_dir: PathBuf,
}

impl Start {
    /// Builds the release and serves it with the demo country until stopped.
    ///
    /// # Errors
    /// Those of the steps.
    pub fn run(&self) -> Result<()> {
        setup::for_build()?;
        Build { release: true, ..Build::default() }.run()?;
        let mut serve = command(target_dir().join("release/tessera"));
        serve.args(["serve", "--demo", "--data-dir"]).arg(&self.data_dir).args(["--listen", &self.listen]);
        run(&format!("tessera serve on http://{}", self.listen.replace("127.0.0.1", "localhost")), &mut serve)
    }
}
