//! `tessera keys csr`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use compose::keys::{KeyRef, Keys};

use crate::cli::Place;

pub async fn run(place: &Place, key: &KeyRef) -> Result<ExitCode> {
    // that a request was made is recorded
    let keys = Keys::open_beside(&super::super::load(place)?).await?;
    let request = keys.manager.certificate_request(&keys.caller(), key).await;
    print!("{}", request.context("no request was made")?);
    keys.databases.close().await;
    Ok(ExitCode::SUCCESS)
}
