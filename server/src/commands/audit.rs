//! `tessera audit verify`.

use std::process::ExitCode;

use anyhow::Result;
use compose::Ports;
use db::Db;

use crate::cli::Place;

/// Walks every chain and checks its signed heads; exit 0 only when none is broken.
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
        sound &= signatures(&ports, db).await?;
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says what the signed heads of a chain say; whether all hold.
async fn signatures(ports: &Ports, db: &Db) -> Result<bool> {
    let report = compose::verify_signatures(&ports.databases, db).await?;
    match report.last {
        Some((seq, at)) => println!("  {} signatures hold; the last, of {at}, covers row {seq}", report.sound),
        None if report.broken.is_none() => println!("  not signed yet"),
        None => {}
    }
    if let Some((seq, why)) = report.broken {
        println!("  BROKEN: the signature of row {seq} {why}");
    }
    Ok(report.broken.is_none())
}
