//! The compiled test programs, to run some of them again without compiling anything: a narrower `cargo test` would resolve other
//! features and build half the workspace a second time.

use std::{path::PathBuf, process::Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::steps::{Tally, cargo, command, run_counting, timed};

/// Packages whose tests open databases: they run once on SQLite and once on PostgreSQL.
const STORAGE: [&str; 14] = [
    "db",
    "migrations",
    "compose",
    "kernel",
    "keymgr",
    "iam",
    "masterdata",
    "prereg",
    "registration",
    "idrepo",
    "credential",
    "auth",
    "partner",
    "resident",
];

/// A test program.
struct TestBinary {
    package: String,
    target: String,
    executable: PathBuf,
    /// The directory `cargo test` would run it in.
    directory: PathBuf,
}

/// Every test program of the workspace.
pub struct TestBinaries(Vec<TestBinary>);

impl TestBinaries {
    /// Asks cargo, which builds what is missing.
    ///
    /// # Errors
    /// When the tests do not compile.
    pub fn build() -> Result<Self> {
        let mut build = cargo();
        build.args([
            "test",
            "--workspace",
            "--exclude",
            "frontend",
            "--no-run",
            "--message-format=json-render-diagnostics",
        ]);
        let output = timed("find the test programs", || {
            let output = build.stderr(Stdio::inherit()).output().context("start cargo")?;
            ensure!(output.status.success(), "the tests do not compile");
            Ok(output)
        })?;
        Ok(Self(String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect()))
    }

    /// Runs those that open databases with a variable set.
    ///
    /// # Errors
    /// When a test fails; all programs run nevertheless.
    pub fn run_storage(&self, variable: &str, value: &str, tally: &mut Tally) -> Result<()> {
        let mut failed = Vec::new();
        let mut ran = 0;
        for binary in self.0.iter().filter(|binary| STORAGE.contains(&binary.package.as_str())) {
            let title = format!("{} {} on PostgreSQL", binary.package, binary.target);
            let mut tests = command(&binary.executable);
            tests.current_dir(&binary.directory).env("CARGO_MANIFEST_DIR", &binary.directory).env(variable, value);
            ran += 1;
            if run_counting(&title, &mut tests, tally).is_err() {
                failed.push(title);
            }
        }
        ensure!(ran > 0, "no test program was found");
        ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
        Ok(())
    }
}

/// A test program in a line of cargo's messages.
fn read(line: &str) -> Option<TestBinary> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let manifest = PathBuf::from(message["manifest_path"].as_str()?);
    let directory = manifest.parent()?.to_path_buf();
    // `path+file:///work/crates/db#0.1.0`, or `…/modules/kernel/api#kernel-api@0.1.0` where the folder has another name
    let id = message["package_id"].as_str()?.rsplit('#').next()?;
    let folder = directory.file_name()?.to_str()?;
    let package = id.split_once('@').map_or(folder, |(name, _)| name);
    Some(TestBinary {
        package: package.to_owned(),
        target: message["target"]["name"].as_str()?.to_owned(),
        executable: PathBuf::from(message["executable"].as_str()?),
        directory,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn test_programs_are_read_and_others_are_not() {
        let message = |test: bool, id: &str| {
            json!({"reason": "compiler-artifact", "package_id": id, "manifest_path": "/w/crates/db/Cargo.toml",
                "target": {"name": "jobs"}, "profile": {"test": test}, "executable": "/w/target/debug/deps/jobs-1"})
            .to_string()
        };
        let found = read(&message(true, "path+file:///w/crates/db#0.1.0")).unwrap();
        assert_eq!((found.package.as_str(), found.target.as_str()), ("db", "jobs"));
        assert_eq!(found.directory, PathBuf::from("/w/crates/db"));
        assert_eq!(read(&message(true, "path+file:///w/crates/db#database@0.1.0")).unwrap().package, "database");
        assert!(read(&message(false, "path+file:///w/crates/db#0.1.0")).is_none());
        assert!(read("Compiling").is_none());
    }
}
