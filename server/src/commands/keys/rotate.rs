//! `tessera keys rotate`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use compose::keys::{KeyRef, Keys};

use crate::cli::Place;

pub async fn run(place: &Place, key: &KeyRef, at_once: bool) -> Result<ExitCode> {
    let keys = Keys::open_beside(&super::super::load(place)?).await?;
    let rotated = keys.manager.rotate(&keys.caller(), key, at_once).await.context("no new key was made")?;
    println!(
        "{}: a new key, taken until {}, valid until {}, {}",
        rotated.new.name(),
        rotated.new.current_until.date_naive(),
        rotated.new.expires_at.date_naive(),
        rotated.new.thumbprint
    );
    match &rotated.old {
        Some(old) if at_once => println!("the old key ended {}: what it signed no longer verifies", old.expires_at),
        Some(old) => println!("the old key is valid until {}; it decrypts for ever", old.expires_at.date_naive()),
        None => println!("no key was current before"),
    }
    println!("a running server takes the new key within a minute");
    if key.application_id == "ROOT" {
        println!("hand the new root certificate to whoever trusts this installation (tessera keys export-public)");
        println!("master keys keep their certificates; each gets one of the new root when it is rotated");
    }
    keys.databases.close().await;
    Ok(ExitCode::SUCCESS)
}
