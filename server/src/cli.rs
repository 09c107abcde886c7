//! The command line. Others rely on it: names and meanings stay.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Tessera: a national identity platform in one program.
#[derive(Parser)]
#[command(name = "tessera", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data are and which settings hold.
#[derive(Args, Clone)]
pub struct Place {
    /// Directory of databases, blobs and keys [default: data]
    #[arg(long)]
    pub data_dir: Option<PathBuf>,
    /// Settings file (TOML)
    #[arg(long)]
    pub settings: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the API and the portals, and run background jobs
    Serve(Serve),
    /// Bring the databases up to date
    Migrate(Place),
    /// Load data
    #[command(subcommand)]
    Import(Import),
    /// Load staff and machine clients
    ImportStaff {
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Write data
    #[command(subcommand)]
    Export(Export),
    /// Look for what is wrong; also beside a running server
    Doctor {
        /// Check the invariants over all data
        #[arg(long)]
        deep: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Copy databases, keys and blobs to a new directory; also beside a running server
    Backup {
        target: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Deployment settings
    #[command(subcommand)]
    Settings(SettingsCommand),
}

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Address and port
    #[arg(long)]
    pub listen: Option<SocketAddr>,
    /// Load the demo country (development profile only)
    #[arg(long)]
    pub demo: bool,
    /// What this process does: web, worker or both [default: web,worker]
    #[arg(long, value_delimiter = ',')]
    pub roles: Option<Vec<String>>,
}

#[derive(Subcommand)]
pub enum Import {
    /// MOSIP's published master data files
    Masterdata {
        folder: PathBuf,
        #[command(flatten)]
        place: Place,
        /// One last line of JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub enum Export {
    /// Master data in MOSIP's columns
    Masterdata {
        folder: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Subcommand)]
pub enum Audit {
    /// Walk the chain and report what is unsealed or broken
    Verify(Place),
}

#[derive(Subcommand)]
pub enum SettingsCommand {
    /// Print every deployment setting with its default
    Reference,
    /// Read the settings and say what is wrong with them
    Check(Place),
}
