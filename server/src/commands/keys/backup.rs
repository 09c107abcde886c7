//! `tessera keys backup`.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use compose::keys::Keys;

use crate::cli::Place;

pub async fn run(place: &Place, file: &Path, passphrase_file: &Path) -> Result<ExitCode> {
    let passphrase = super::secret(passphrase_file)?;
    ensure!(!file.exists(), "{} is there already", file.display());
    let keys = Keys::open_read_only(&super::super::load(place)?).await?;
    let backup = keys.manager.back_up(&keys.caller(), passphrase).await.context("nothing was written")??;
    write(file, &backup.file).with_context(|| format!("write {}", file.display()))?;
    ensure!(fs::read(file)? == backup.file, "{} does not read back as it was written", file.display());
    println!("{}: {} keys and certificates, {} secrets", file.display(), backup.keys, backup.secrets);
    for name in &backup.in_token {
        println!("  not in it, because it cannot leave the token: {name}");
    }
    if !backup.in_token.is_empty() {
        println!("back up the token with its vendor's tools: the file restores only where these keys are");
    }
    println!("keep file and passphrase apart from each other and from the data");
    Ok(ExitCode::SUCCESS)
}

/// A new file for its owner only, synced.
fn write(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(dir)?.sync_all()
}
