//! The command line. Others rely on it: names and meanings stay.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use compose::relocate;

use crate::commands::KeysCommand;

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
    /// Move everything to other databases, for example from SQLite files to PostgreSQL; stop the server first
    Move(Move),
    /// Play applicant, registration desk and relying party against a server, over HTTP only
    Journey(Box<journey::Arguments>),
    /// Simulated biometric devices (SBI 0.9.5) on this machine, for tests and demonstrations
    Devices(Devices),
    /// Keys and certificates
    #[command(subcommand)]
    Keys(KeysCommand),
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

#[derive(Args)]
pub struct Move {
    /// sqlite:DIR (a data directory) or postgres://user:password@host/name
    #[arg(long)]
    pub from: relocate::Place,
    /// sqlite:DIR or postgres://user:password@host/name; empty, or holding this move unfinished
    #[arg(long)]
    pub to: relocate::Place,
    /// Copy keys and blobs to this directory [default: they stay where they are]
    #[arg(long)]
    pub data_dir: Option<PathBuf>,
    /// The directory whose keys and blobs are copied [default: that of --from]
    #[arg(long)]
    pub files: Option<PathBuf>,
    /// Rows a transaction commits, which are in memory at once
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub batch: u64,
}

#[derive(Args)]
pub struct Devices {
    /// First port to try; applications look at 4501 to 4600
    #[arg(long, default_value_t = 4501)]
    pub port: u16,
    /// Environment the devices say they are of: Developer, Staging or Pre-Production
    #[arg(long, default_value = "Developer")]
    pub env: String,
    /// Whose synthetic fingers are captured: a number, or any text
    #[arg(long, default_value = "1")]
    pub person: String,
    /// File with the devices' keys and certificates (PEM); made when it is not there
    #[arg(long)]
    pub keys: Option<PathBuf>,
    /// Certificate (PEM) that captures for authentication are encrypted to: IDA:IDA-FIR of the platform
    #[arg(long)]
    pub certificate: Option<PathBuf>,
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
    /// Walk the chains, check the daily signatures of their heads, report what is unsealed or broken
    Verify(Place),
}

#[derive(Subcommand)]
pub enum SettingsCommand {
    /// Print every deployment setting with its default
    Reference,
    /// Read the settings and say what is wrong with them
    Check(Place),
}
