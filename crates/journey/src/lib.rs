//! `tessera journey`: plays applicant, registration desk and relying party against a server, over HTTP only.
//!
//! Every person goes the whole way: sign-in with a one-time code, application, documents, appointment; the desk fetches the
//! application, captures ten fingers, makes a packet in MOSIP's format, announces and uploads it; number, card and virtual id
//! follow; a relying party authenticates the person by code, demographics, fingerprint (another capture) and e-KYC, and sees
//! a stranger's finger refused. Nothing is taken from the server's data directory; keys and certificates are made for the run
//! and registered through the platform's own services.

mod accounts;
mod applicant;
mod check;
mod counter;
mod country;
mod device;
mod error;
mod fingers;
pub mod http;
mod ledger;
mod mail;
mod partner;
mod person;
mod pipeline;
mod relying;
mod run;
mod steps;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use types::Timestamp;

pub use accounts::Accounts;
pub use error::{Error, Result};
pub use ledger::{Entry, Ledger};
pub use run::{Summary, run};
pub use steps::Times;

/// Where the journey takes the time from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Who is told what happens: one line each.
pub type Say = Arc<dyn Fn(&str) + Send + Sync>;

/// What `tessera journey` is asked to do.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Address of the server
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// How many people go the whole way
    #[arg(long, default_value_t = 1)]
    pub people: usize,
    /// How many go it at the same time
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub concurrency: u16,
    /// Directory with ISO 19794-4 records or images of one person's fingers, to be enrolled instead of synthetic ones
    #[arg(long)]
    pub biometrics: Option<PathBuf>,
    /// Directory with other captures of the same fingers, to authenticate with
    #[arg(long, requires = "biometrics")]
    pub auth_biometrics: Option<PathBuf>,
    /// Enrol the first person a second time under another name: must end in adjudication
    #[arg(long)]
    pub repeat_person: bool,
    /// Directory for each person's card (PDF) and number
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// File to which every acknowledged id and answer is appended, on the disk before the journey goes on
    #[arg(long, conflicts_with = "check")]
    pub ledger: Option<PathBuf>,
    /// Ask the server for everything in such a file instead of sending people
    #[arg(long)]
    pub check: Option<PathBuf>,
    /// One last line of JSON on the standard output
    #[arg(long)]
    pub json: bool,
    /// Staff file with the sign-ins to use (the form of `tessera import-staff`) instead of the demo country's
    #[arg(long)]
    pub accounts: Option<PathBuf>,
    /// Registration centre of the desk instead of the first one
    #[arg(long)]
    pub center: Option<String>,
    /// Seconds to wait for each answer, over restarts of the server
    #[arg(long, default_value_t = 60)]
    pub patience: u64,
    /// Seed of the invented people, to meet the same ones again
    #[arg(long)]
    pub seed: Option<u64>,
}

impl Arguments {
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience.max(1))
    }
}
