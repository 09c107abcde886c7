//! `tessera migrate`, `import …`, `export …`, `import-staff`.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use compose::System;

use crate::cli::Place;

/// Brings the databases up to date (opening the system does).
pub async fn migrate(place: &Place) -> Result<ExitCode> {
    let system = System::open(super::load(place)?).await?;
    for db in system.databases.all() {
        println!("{}: up to date", db.logical());
    }
    Ok(ExitCode::SUCCESS)
}

/// Loads MOSIP's master data files and reports every row that was not taken.
pub async fn masterdata(place: &Place, folder: &Path, json: bool) -> Result<ExitCode> {
    let system = System::open(super::load(place)?).await?;
    let report = system.masterdata.import(&system.caller("import"), folder).await?;
    for (name, table) in &report.tables {
        match &table.left_out {
            Some(reason) => println!("{name}: {} rows left out: {reason}", table.rows),
            None => println!("{name}: {} rows, {} stored, {} rejected", table.rows, table.stored, table.rejected),
        }
        for row in &table.rejections {
            println!("  line {}: {}", row.line, row.reason);
        }
    }
    if json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes master data in MOSIP's columns.
pub async fn export(place: &Place, folder: &Path) -> Result<ExitCode> {
    let system = System::open(super::load(place)?).await?;
    for (table, rows) in system.masterdata.export(folder).await? {
        println!("{table}: {rows} rows");
    }
    Ok(ExitCode::SUCCESS)
}

/// Loads staff and machine clients.
pub async fn staff(place: &Place, file: &Path) -> Result<ExitCode> {
    let text = fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    let staff = serde_json::from_str(&text).with_context(|| format!("{} is not a staff file", file.display()))?;
    let system = System::open(super::load(place)?).await?;
    let imported = system.iam.import_staff(&system.caller("import"), staff).await?;
    println!("{} users and {} clients", imported.users, imported.clients);
    Ok(ExitCode::SUCCESS)
}
