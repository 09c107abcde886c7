//! Installs what the two commands need, and says clearly what it could not install.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::steps::{self, answers, command, npm_tool, root};
use crate::{python, wasm_target};

/// What the browser, flow and key store tests need from the distribution: program, how it answers, package.
const TEST_PROGRAMS: [(&str, &str, &str); 7] = [
    ("chromium", "--version", "chromium"),
    ("pdftotext", "-v", "poppler-utils"),
    ("zbarimg", "--version", "zbar-tools"),
    ("strace", "-V", "strace"),
    ("setpriv", "--version", "util-linux"),
    ("softhsm2-util", "--version", "softhsm2"),
    ("python3", "--version", "python3"),
];

/// `cargo xtask setup`.
///
/// # Errors
/// Names everything that is missing and could not be installed.
pub fn run(tests: bool) -> Result<()> {
    for_build()?;
    if tests {
        for_tests()?;
        python::ensure()?;
    }
    eprintln!("xtask: set up");
    Ok(())
}

/// The WASM target and the npm parts. Does nothing when they are there.
///
/// # Errors
/// When Node is missing, or the target or the npm parts cannot be installed.
pub fn for_build() -> Result<()> {
    wasm_target::ensure()?;
    npm_parts()
}

/// `npm ci`, unless node_modules is already what the lock file asks for.
fn npm_parts() -> Result<()> {
    let root = root();
    let stamp = root.join("node_modules/.tessera-lock");
    let lock = fs::read_to_string(root.join("package-lock.json")).context("read package-lock.json")?;
    let complete = npm_tool("tailwindcss").arg("--help").output().is_ok_and(|output| output.status.success());
    if complete && fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !answers("npm", "--version") {
        bail!(
            "Node with npm is missing: install Node 20 or newer (nodejs.org, or your distribution's nodejs and npm packages)"
        );
    }
    steps::run(
        "npm ci",
        command("npm").args(["ci", "--no-fund", "--no-audit"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, lock).context("note the installed lock file")
}

/// Programs of the distribution, and Python with what checks printed cards.
fn for_tests() -> Result<()> {
    programs()?;
    if crate::journey::python().is_ok() {
        return Ok(());
    }
    // beside whatever Python is there, so that nothing of the system changes
    let mut install = command("python3");
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--target",
    ]);
    install.arg(steps::target_dir().join("python")).args(["cbor2", "cryptography"]);
    if let Err(error) = steps::run("pip install cbor2 cryptography", &mut install) {
        eprintln!("xtask: {error:#}");
    }
    crate::journey::python().map(|_| ()).map_err(|_| {
        anyhow::anyhow!("the tests need Python 3 with cbor2 and cryptography (Debian: apt-get install python3-cbor2 python3-cryptography)")
    })
}

/// Chromium, PostgreSQL, poppler-utils, zbar-tools, strace, SoftHSM: by apt-get when root, else a message that names them.
fn programs() -> Result<()> {
    let mut missing: Vec<&str> = TEST_PROGRAMS
        .iter()
        .filter(|(program, flag, _)| !answers(program, flag))
        .map(|(_, _, package)| *package)
        .collect();
    if postgres_bin().is_none() {
        missing.push("postgresql");
    }
    let installs = answers("apt-get", "--version") && is_root();
    // Debian's own Python has both as packages; any other gets them by pip
    if installs && crate::journey::python().is_err() {
        missing.extend(["python3", "python3-pip", "python3-cbor2", "python3-cryptography"]);
    }
    if missing.is_empty() {
        return Ok(());
    }
    if installs {
        let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
        // a stale or unreachable source must not stop the installation: the next step says what is really missing
        if let Err(error) = steps::run("apt-get update", command("apt-get").args(["update", "-qq"]).envs(quiet)) {
            eprintln!("xtask: {error:#}");
        }
        let mut install = command("apt-get");
        install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing).envs(quiet);
        steps::run("apt-get install", &mut install)?;
        return Ok(());
    }
    bail!(
        "the tests need {}: install the package{} (Debian: apt-get install {}), then run again",
        missing.join(", "),
        if missing.len() == 1 { "" } else { "s" },
        missing.join(" ")
    )
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The directory of PostgreSQL's server programs (`initdb`, `pg_ctl`), the newest version first.
pub fn postgres_bin() -> Option<std::path::PathBuf> {
    let mut candidates: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    candidates.sort_by_key(|bin: &std::path::PathBuf| {
        bin.parent().and_then(Path::file_name).and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok())
    });
    candidates.reverse();
    candidates.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    candidates.into_iter().find(|bin| bin.join("initdb").exists())
}
