//! `tessera keys import`.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use compose::keys::{KeyRef, Keys};

use crate::cli::Place;

pub async fn run(place: &Place, file: &Path, key: &KeyRef, password_file: Option<&Path>) -> Result<ExitCode> {
    let content = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let keys = Keys::open_beside(&super::super::load(place)?).await?;
    let caller = keys.caller();
    let is_pem = content.trim_ascii_start().starts_with(b"-----BEGIN CERTIFICATE-----");
    let listing = if is_pem {
        let pem = String::from_utf8(content).context("the certificate is not text")?;
        keys.manager.import_certificate(&caller, key, &pem).await.context("the certificate was not taken")?
    } else {
        let path = password_file.context(
            "this is no PEM certificate; for a PKCS#12 file name the file of its password with --password-file",
        )?;
        let password = super::secret(path)?;
        keys.manager.import_pkcs12(&caller, key, content, password).await.context("the key was not taken")?
    };
    println!(
        "{}: {} taken, valid until {}, {}",
        listing.name(),
        if is_pem { "certificate" } else { "key and certificate" },
        listing.expires_at.date_naive(),
        listing.thumbprint
    );
    println!("a running server takes it within a minute");
    keys.databases.close().await;
    Ok(ExitCode::SUCCESS)
}
