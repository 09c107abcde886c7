//! Child processes with their times printed, and where things are.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

/// The workspace's root directory.
pub fn root() -> PathBuf {
    // taken at run time: a directory baked in at compile time is wrong after the checkout moves
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match manifest.as_deref().and_then(Path::parent).and_then(Path::parent) {
        Some(root) => root.to_path_buf(),
        None => env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
    }
}

/// The directory of build results; `CARGO_TARGET_DIR` moves it.
pub fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command in the root, without the variables `cargo run` set for this process: they would make build scripts run again.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_")
            || name_text.starts_with("CARGO_MANIFEST_")
            || matches!(&*name_text, "CARGO" | "LD_LIBRARY_PATH")
        {
            command.env_remove(&name);
        }
    }
    command
}

/// `cargo` of the active toolchain.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program of `node_modules/.bin`.
pub fn npm_tool(name: &str) -> Command {
    command(root().join("node_modules/.bin").join(name))
}

/// Runs a command, prints its time, fails when it fails.
///
/// # Errors
/// When the program cannot be started or does not exit with 0.
pub fn run(title: &str, command: &mut Command) -> Result<()> {
    timed(title, || {
        let status = command.status().with_context(|| format!("start {}", command.get_program().display()))?;
        ensure!(status.success(), "{title} failed ({status}): {command:?}");
        Ok(())
    })
}

/// Runs a step and prints its time.
///
/// # Errors
/// Those of the step.
pub fn timed<T>(title: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("xtask:         … {title}");
    let start = Instant::now();
    let result = step();
    let outcome = if result.is_ok() { "" } else { " FAILED" };
    eprintln!("xtask: {:>7.1}s {title}{outcome}", start.elapsed().as_secs_f32());
    result
}

/// Whether a program is there and answers.
pub fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a command prints, trimmed.
///
/// # Errors
/// When the program cannot be started or fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("start {}", command.get_program().display()))?;
    ensure!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
