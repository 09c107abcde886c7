//! `tessera audit verify`.

use std::process::ExitCode;

use anyhow::Result;
use compose::Ports;

use crate::cli::Place;

/// Walks every chain; exit 0 only when none is broken.
pub async fn verify(place: &Place) -> Result<ExitCode> {
    let ports = Ports::open_read_only(&super::load(place)?).await?;
    let mut sound = true;
    for db in ports.databases.all() {
        let report = db::audit::verify_chain(db).await?;
        match &report.broken {
            None => println!("{}: {} rows sealed, {} not yet", db.logical(), report.sound, report.unsealed),
            Some(broken) => {
                sound = false;
                println!("{}: BROKEN after {} rows: {broken:?}", db.logical(), report.sound);
            }
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
