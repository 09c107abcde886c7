//! `cargo xtask shots`: pictures of every page, in target/shots.

use std::fs;

use anyhow::Result;

use crate::{
    server::{Plan, debug_binary},
    setup,
    steps::{npm_tool, root, run, target_dir, timed},
    web::Build,
};

/// Builds, serves the demo country from a fresh directory, and takes every page x {360, 1440} x {light, dark} x {eng, ara}.
///
/// # Errors
/// Those of the build and of the pages.
pub fn take() -> Result<()> {
    setup::for_build()?;
    Build::default().run()?;
    let data = target_dir().join("shots-data");
    let _ = fs::remove_dir_all(&data);
    let _ = fs::remove_dir_all(root().join("target/shots"));
    let plan = Plan::new(&debug_binary(), &data, &data.with_extension("log"))?;
    let server = timed("start the server", || plan.start())?;
    let mut shots = npm_tool("playwright");
    shots.args(["test", "--config", "e2e/shots.config.ts"]).env("TESSERA_URL", plan.url());
    run("pictures", &mut shots)?;
    server.stop()?;
    let taken = fs::read_dir(root().join("target/shots"))?.count();
    eprintln!("xtask: {taken} pictures in target/shots");
    Ok(())
}
