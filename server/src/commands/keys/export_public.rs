//! `tessera keys export-public`. Reads the keys database only.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use compose::{Ports, keys};

use crate::cli::Place;

pub async fn run(place: &Place, dir: &Path) -> Result<ExitCode> {
    let ports = Ports::open_read_only(&super::super::load(place)?).await?;
    let db = ports.databases.keys();
    fs::create_dir_all(dir).with_context(|| format!("make {}", dir.display()))?;
    let write = |name: &str, content: &str| {
        fs::write(dir.join(name), content).with_context(|| format!("write {}", dir.join(name).display()))
    };
    let mut taken = BTreeSet::new();
    for one in keys::public_certificates(db).await? {
        // the newest of a name has the plain file name
        let plain = file_name(&one.key.name());
        let name = if taken.insert(plain.clone()) { plain } else { format!("{plain}-{}", &one.key.thumbprint[..8]) };
        write(&format!("{name}.pem"), &one.pem)?;
        println!("{name}.pem: {} key, {}, {}", one.key.kind, one.key.state, one.key.thumbprint);
    }
    write("jwks.json", &serde_json::to_string_pretty(&keys::published_keys(db).await?)?)?;
    println!("jwks.json: the keys that verify what this installation signs");
    Ok(ExitCode::SUCCESS)
}

/// A name without what means something to a file system.
fn file_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}
