//! `tessera keys csr`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use compose::keys::{KeyRef, Keys};

use crate::cli::Place;

pub async fn run(place: &Place, key: &KeyRef) -> Result<ExitCode> {
    let keys = Keys::open_read_only(&super::super::load(place)?).await?;
    let request = keys.manager.certificate_request(&keys.caller(), key).await;
    print!("{}", request.context("no request was made")?);
    Ok(ExitCode::SUCCESS)
}
