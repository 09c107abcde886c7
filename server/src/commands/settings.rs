//! `tessera settings …`.

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::Place;

/// Every deployment setting: key, environment variable, default, meaning.
const REFERENCE: &[(&str, &str, &str, &str)] = &[
    (
        "profile",
        "TESSERA_PROFILE",
        "development",
        "development or production; production refuses simulated parts and demo data",
    ),
    ("data_dir", "(--data-dir)", "data", "directory of databases, blobs and keys"),
    ("listen", "(--listen)", "127.0.0.1:8080", "address and port"),
    ("public_url", "TESSERA_PUBLIC_URL", "http://<listen>", "address people and partners use; issuer of tokens"),
    ("database_url", "TESSERA_DATABASE_URL", "SQLite in data_dir", "postgres://… for all logical databases"),
    ("durability", "TESSERA_DURABILITY", "full", "full or barrier: how a commit reaches the disk on SQLite"),
    ("serve_web", "(--roles)", "true", "whether this process serves the API and portals"),
    ("run_jobs", "(--roles)", "true", "whether this process runs background jobs"),
    ("", "TESSERA_MASTER_KEY", "generated in data_dir in development", "64 hexadecimal digits that open the key store"),
    ("", "TESSERA_MASTER_KEY_FILE", "", "a file with the same"),
    ("", "TESSERA_LOG", "info", "log filter"),
];

/// Prints the reference.
pub fn reference() -> ExitCode {
    for (key, variable, default, meaning) in REFERENCE {
        println!("{key:<13} {variable:<24} [{default}] {meaning}");
    }
    ExitCode::SUCCESS
}

/// Reads the settings; an error says what is wrong.
pub fn check(place: &Place) -> Result<ExitCode> {
    let settings = super::load(place)?;
    println!("the settings are valid: {:?} profile, {}", settings.profile, settings.public_url());
    Ok(ExitCode::SUCCESS)
}
