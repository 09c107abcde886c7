//! Child processes with their times printed, and where things are.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
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

/// How many tests went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Left out by the test programs themselves.
    pub skipped: u64,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Itself, or one test where there were none: the step.
    pub fn or_one_passed(self) -> Self {
        if self == Self::default() { Self { passed: 1, ..self } } else { self }
    }

    /// Itself, or one failed test where none failed: the step.
    pub fn or_one_failed(self) -> Self {
        Self { failed: self.failed.max(1), ..self }
    }

    /// Takes a line of a test program: Rust's summaries, Playwright's, and the word SKIPPED that tests print.
    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let before = |word: &str| {
            let at = words.iter().position(|found| found.trim_end_matches([';', ',']) == word)?;
            words.get(at.checked_sub(1)?)?.parse::<u64>().ok()
        };
        if line.starts_with("test result: ") {
            self.passed += before("passed").unwrap_or(0);
            self.failed += before("failed").unwrap_or(0);
            self.skipped += before("ignored").unwrap_or(0);
        } else if line.starts_with("  ")
            && matches!(words.as_slice(), [_, "passed" | "failed" | "skipped" | "interrupted", ..])
        {
            self.passed += before("passed").unwrap_or(0);
            self.failed += before("failed").unwrap_or(0) + before("interrupted").unwrap_or(0);
            self.skipped += before("skipped").unwrap_or(0);
        }
    }
}

/// As [`run`], and counts the tests a program reports on its standard output.
///
/// # Errors
/// As [`run`].
pub fn run_counting(title: &str, command: &mut Command, tally: &mut Tally) -> Result<()> {
    timed(title, || {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("start {}", command.get_program().display()))?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tally.read(&line);
            }
        }
        let status = child.wait()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_both_test_programs_are_counted() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test a_test ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "  4 passed (12.3s)",
            "  1 failed",
            "  2 skipped",
            "    [no-js] the journey failed once",
        ] {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed: 18, failed: 4, skipped: 3 });
        assert_eq!(Tally::default().or_one_passed(), Tally { passed: 1, ..Tally::default() });
        assert_eq!(Tally { passed: 2, ..Tally::default() }.or_one_failed().failed, 1);
    }
}
