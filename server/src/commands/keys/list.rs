//! `tessera keys list`. Reads the keys database only: neither master key nor PIN is asked for.

use std::process::ExitCode;

use anyhow::Result;
use compose::{Ports, keys};

use crate::cli::Place;

pub async fn run(place: &Place, json: bool) -> Result<ExitCode> {
    let ports = Ports::open_read_only(&super::super::load(place)?).await?;
    let all = keys::list(ports.databases.keys()).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(ExitCode::SUCCESS);
    }
    let width = all.iter().map(|key| key.name().len()).max().unwrap_or_default();
    for key in &all {
        println!(
            "{:<width$}  {:<9}  {:<7}  {:<8}  taken until {}  valid until {}  {}",
            key.name(),
            key.kind,
            key.algorithm,
            key.state,
            key.current_until.date_naive(),
            key.expires_at.date_naive(),
            &key.thumbprint[..16],
        );
    }
    println!("{} keys and certificates", all.len());
    Ok(ExitCode::SUCCESS)
}
