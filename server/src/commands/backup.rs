//! `tessera backup`: a copy to restore from, also beside a running server.

use std::{
    fs::{self, File},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use compose::{
    Ports,
    relocate::{copy_directory, copy_file},
};
use db::{Db, Logical};
use edge::Keystore;

use crate::cli::Place;

/// Copies databases, then keys, then blobs: what a row names was written before the row, so nothing a copied row names is
/// missing. What was removed meanwhile (the card before a newer one) is made anew when it is asked for.
pub async fn run(place: &Place, target: &Path) -> Result<ExitCode> {
    let settings = super::load(place)?;
    let ports = Ports::open_read_only(&settings).await?;
    let empty = fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    ensure!(empty, "{} is not empty", target.display());
    fs::create_dir_all(target).with_context(|| format!("make {}", target.display()))?;
    let mut copied: Vec<&Db> = Vec::new();
    for db in ports.databases.all().filter(|db| db.is_file()) {
        if !copied.iter().any(|seen| seen.shares_file_with(db)) {
            let name = match db.logical() {
                Logical::Keys => "keys.db",
                Logical::Archive => "archive.db",
                _ => "tessera.db",
            };
            db.backup_to(&target.join(name)).await?;
            println!("{name}: copied");
            copied.push(db);
        }
    }
    if copied.is_empty() {
        println!("the databases live on PostgreSQL: back them up with its tools, before the files that are copied now");
    }
    for name in ["keys", "blobs"] {
        let files = copy_directory(&settings.data_dir.join(name), &target.join(name))?;
        println!("{name}: {files} files copied");
    }
    if settings.keystore == Keystore::Pkcs11 {
        println!("keys: root and master keys are in the token, which has a backup of its own");
    }
    let master = settings.data_dir.join("master.key");
    if master.is_file() {
        copy_file(&master, &target.join("master.key"))?;
        println!("master.key: copied, because it lies in the data directory; production keeps it elsewhere");
    } else {
        println!("the master key is not part of the copy: without it the copy cannot be read");
    }
    File::open(target).and_then(|directory| directory.sync_all()).context("sync the copy")?;
    Ok(ExitCode::SUCCESS)
}
