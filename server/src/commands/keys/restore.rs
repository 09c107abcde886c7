//! `tessera keys restore`.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use compose::keys::Keys;

use crate::cli::Place;

pub async fn run(place: &Place, file: &Path, passphrase_file: &Path) -> Result<ExitCode> {
    let passphrase = super::secret(passphrase_file)?;
    let content = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let keys = Keys::open_for_restore(&super::super::load(place)?).await?;
    let restored = keys.manager.restore(&keys.caller(), content, passphrase).await.context("nothing was restored")?;
    println!(
        "{} keys and certificates and {} secrets restored and read back; {} were there already",
        restored.keys, restored.secrets, restored.already
    );
    keys.databases.close().await;
    Ok(ExitCode::SUCCESS)
}
