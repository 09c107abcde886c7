//! The Python of the card verifier: a virtual environment under `target/`, with the packages of `e2e/requirements.txt`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::steps::{self, answers, command, root, target_dir};

/// The interpreter, once [`ensure`] succeeded.
pub fn interpreter() -> PathBuf {
    target_dir().join("python/bin/python")
}

/// Makes the environment, unless it holds what the list asks for.
///
/// # Errors
/// When Python 3 with `venv` is missing, or a package cannot be installed.
pub fn ensure() -> Result<()> {
    let list = root().join("e2e/requirements.txt");
    let wanted = fs::read_to_string(&list).context("read e2e/requirements.txt")?;
    let folder = target_dir().join("python");
    let stamp = folder.join("installed.txt");
    if interpreter().exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !answers("python3", "--version") {
        bail!("the tests need python3 and python3-venv: install both packages, then run again");
    }
    let mut venv = command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(&folder);
    steps::run("python3 -m venv", &mut venv)
        .context("the tests need a Python with venv: install the package python3-venv, then run again")?;
    let mut pip = command(interpreter());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list);
    steps::run("pip install", &mut pip)?;
    fs::write(stamp, wanted).context("note the installed packages")
}
