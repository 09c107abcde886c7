//! Makes `--target wasm32-unknown-unknown` work with the active toolchain.
//!
//! In order: nothing when it already links a program; `rustup target add`; the standard library built once from its
//! source of exactly the toolchain's version (the toolchain's own `rust-src`, else the Debian package `rust-src`),
//! installed as an ordinary sysroot; a message that says what to do.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::steps::{cargo, command, output, run, target_dir, timed};

const TARGET: &str = "wasm32-unknown-unknown";
/// Debian suites that may hold the source of a current compiler, newest first.
const SUITES: [&str; 5] = ["sid", "forky", "trixie-backports", "trixie", "bookworm-backports"];

/// Does nothing when the target links; else tries the ways above.
///
/// # Errors
/// When no way worked.
pub fn ensure() -> Result<()> {
    let stamp = target_dir().join("wasm-target.ok");
    let version = output(command("rustc").arg("-vV"))?;
    if fs::read_to_string(&stamp).is_ok_and(|verified| verified == version) && library(&sysroot()?).exists() {
        return Ok(());
    }
    if !links()? && !by_rustup()? && !by_source()? {
        bail!(
            "the WASM target is missing and could not be installed.\n\
             Run `rustup target add {TARGET}` where rustup reaches its server, or install the package rust-src of exactly \
             this compiler's version, then run again.\n{version}"
        );
    }
    fs::create_dir_all(target_dir())?;
    fs::write(stamp, version).context("note the verified target")
}

fn sysroot() -> Result<PathBuf> {
    Ok(output(command("rustc").args(["--print", "sysroot"]))?.into())
}

fn library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

/// Compiles and links a library that uses `std`, with the options of the shipped WASM.
fn links() -> Result<bool> {
    let dir = target_dir().join("wasm-target");
    fs::create_dir_all(&dir)?;
    let (source, module) = (dir.join("probe.rs"), dir.join("probe.wasm"));
    fs::write(
        &source,
        "#[unsafe(no_mangle)] pub extern \"C\" fn probe(n: u32) -> usize { vec![n.to_string(); 3].concat().len() }\n",
    )?;
    let mut rustc = command("rustc");
    rustc.args([
        "--edition",
        "2024",
        "--crate-type",
        "cdylib",
        "--target",
        TARGET,
        "-Clto=fat",
        "-Cpanic=abort",
        "-Copt-level=z",
    ]);
    let result = rustc.arg("-o").arg(&module).arg(&source).output().context("start rustc")?;
    Ok(result.status.success() && fs::read(module).is_ok_and(|bytes| bytes.starts_with(b"\0asm")))
}

fn by_rustup() -> Result<bool> {
    let mut rustup = command("timeout");
    rustup.args(["180", "rustup", "target", "add", TARGET]);
    if let Err(error) = run(&format!("rustup target add {TARGET}"), &mut rustup) {
        eprintln!("xtask: {error:#}");
        return Ok(false);
    }
    links()
}

fn by_source() -> Result<bool> {
    let attempt = timed("build the WASM target's standard library from source", || {
        let sysroot = sysroot()?;
        let source = sysroot.join("lib/rustlib/src/rust/library");
        let borrowed = !source.join("std").exists();
        if borrowed {
            let found = debian_source()?;
            fs::create_dir_all(source.parent().context("no parent")?)?;
            run("unpack the source", command("cp").arg("-a").arg(found).arg(&source))?;
        }
        let built = build_std(&sysroot);
        if borrowed {
            // rustup does not know these files: a later `rustup component add rust-src` would conflict with them
            fs::remove_dir_all(sysroot.join("lib/rustlib/src"))?;
        }
        built
    });
    if let Err(error) = attempt {
        eprintln!("xtask: {error:#}");
        return Ok(false);
    }
    links()
}

/// Builds `std` for the target once and installs its libraries where rustup would.
fn build_std(sysroot: &Path) -> Result<()> {
    let work = target_dir().join("wasm-target/std");
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "")?;
    fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[profile.release]\npanic = \"abort\"\n\n[workspace]\n",
    )?;
    let results = work.join("target");
    let mut build = cargo();
    build
        .current_dir(&work)
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test",
            "--target-dir",
        ])
        .arg(&results)
        // std of a stable compiler is built with its own unstable features; bitcode lets later crates link with LTO
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    run("cargo build std", &mut build)?;
    let destination = library(sysroot);
    fs::create_dir_all(&destination)?;
    let mut copied = 0;
    for entry in fs::read_dir(results.join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("lib")
            && !name.starts_with("libempty")
            && (name.ends_with(".rlib") || name.ends_with(".rmeta"))
        {
            fs::copy(&file, destination.join(&name))?;
            copied += 1;
        }
    }
    ensure!(copied > 0, "the standard library's build left no libraries");
    Ok(())
}

/// Downloads Debian's `rust-src` of exactly this compiler's version and returns its `library` directory.
fn debian_source() -> Result<PathBuf> {
    let version = output(command("rustc").arg("-vV"))?
        .lines()
        .find_map(|line| line.strip_prefix("release: ").map(str::to_owned))
        .context("rustc does not say its release")?;
    let mirror = debian_mirror()?;
    let work = target_dir().join("wasm-target/debian");
    fs::create_dir_all(&work)?;
    for suite in SUITES {
        let Ok(index) = package_index(&mirror, suite, &work) else { continue };
        let Some((file, sha256)) = rust_src_of(&index, &version) else { continue };
        let deb = work.join("rust-src.deb");
        download(&format!("{mirror}/{file}"), &deb)?;
        check_sha256(&deb, &sha256)?;
        let unpacked = work.join("unpacked");
        run("unpack rust-src", command("dpkg-deb").arg("-x").arg(&deb).arg(&unpacked))?;
        let source = fs::read_dir(unpacked.join("usr/src"))?
            .flatten()
            .map(|entry| entry.path().join("library"))
            .find(|library| library.join("std").exists());
        return source.context("the package rust-src holds no library/std");
    }
    bail!("no Debian suite has rust-src {version}")
}

/// The address of this machine's Debian archive.
fn debian_mirror() -> Result<String> {
    let sources = output(command("apt-get").args(["indextargets", "--format", "$(REPO_URI)"]))?;
    sources
        .lines()
        .map(|line| line.trim_end_matches('/'))
        .find(|line| line.ends_with("/debian"))
        .map(str::to_owned)
        .context("apt has no Debian archive")
}

/// The suite's package list, checked against the checksum in its release file (signature checked where gpgv is there).
fn package_index(mirror: &str, suite: &str, work: &Path) -> Result<String> {
    let release = work.join("InRelease");
    download(&format!("{mirror}/dists/{suite}/InRelease"), &release)?;
    let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
    if Path::new(keyring).exists() && crate::steps::answers("gpgv", "--version") {
        output(command("gpgv").args(["-q", "--keyring", keyring]).arg(&release))
            .context("the release file's signature")?;
    }
    let text = fs::read_to_string(&release)?;
    let wanted = text
        .split("\nSHA256:\n")
        .nth(1)
        .and_then(|sums| sums.lines().find(|line| line.ends_with(" main/binary-amd64/Packages.xz")))
        .and_then(|line| line.split_whitespace().next())
        .context("the release file lists no package index")?;
    let packed = work.join("Packages.xz");
    download(&format!("{mirror}/dists/{suite}/main/binary-amd64/Packages.xz"), &packed)?;
    check_sha256(&packed, wanted)?;
    output(command("xz").arg("-dc").arg(&packed))
}

/// File name and SHA-256 of the package `rust-src` whose upstream version is `version`.
fn rust_src_of(index: &str, version: &str) -> Option<(String, String)> {
    let field = |stanza: &str, name: &str| {
        stanza.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    };
    let stanza = index.split("\n\n").find(|stanza| {
        stanza.starts_with("Package: rust-src\n")
            && field(stanza, "Version")
                .is_some_and(|found| found.strip_prefix(version).is_some_and(|rest| rest.starts_with(['+', '-'])))
    })?;
    Some((field(stanza, "Filename")?, field(stanza, "SHA256")?))
}

fn download(url: &str, to: &Path) -> Result<()> {
    output(command("curl").args(["-fsS", "--max-time", "600", "-o"]).arg(to).arg(url)).map(drop)
}

fn check_sha256(file: &Path, wanted: &str) -> Result<()> {
    use sha2::{Digest, Sha256};
    let found = hex::encode(Sha256::digest(fs::read(file)?));
    ensure!(found == wanted, "{} has the wrong checksum", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rust_src_of;

    #[test]
    fn takes_exactly_the_compilers_version() {
        let index = "Package: rust-src\nVersion: 1.94.0+dfsg-1\nFilename: a.deb\nSHA256: 11\n\n\
                     Package: rust-srcx\nVersion: 1.95.0-1\nFilename: b.deb\nSHA256: 22\n\n\
                     Package: rust-src\nVersion: 1.95.0+dfsg1-1\nFilename: c.deb\nSHA256: 33\n";
        assert_eq!(rust_src_of(index, "1.95.0"), Some(("c.deb".into(), "33".into())));
        assert_eq!(rust_src_of(index, "1.95"), None);
        assert_eq!(rust_src_of(index, "1.96.0"), None);
    }
}
