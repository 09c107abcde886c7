//! `tessera keys …`: one file per command.

mod backup;
mod csr;
mod export_public;
mod import;
mod list;
mod restore;
mod rotate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use compose::keys::KeyRef;
use crypto::Zeroizing;

use crate::cli::Place;

/// Keys and certificates. All but `restore` also work beside a running server.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// List every key and certificate: name, state, until when it is taken for new data, until when it is valid
    List {
        /// One JSON array instead of a table
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Make a new key for new data. The old one goes on decrypting, and what it signed verifies until it ends; a running server
    /// takes the new one within a minute. The root is rotated in no other way than this
    Rotate {
        #[command(flatten)]
        name: Name,
        /// The old key is known to strangers: end it now. What it signed no longer verifies
        #[arg(long)]
        at_once: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Print a certificate request (PKCS#10, PEM) for the current key, for another authority to certify
    Csr {
        #[command(flatten)]
        name: Name,
        #[command(flatten)]
        place: Place,
    },
    /// Take in a certificate (PEM) for the current key, or a private key with its certificate (PKCS#12). A key from PKCS#12 is
    /// taken for new data from now on; the one before is retired as by `rotate`
    Import {
        file: PathBuf,
        /// Application id, such as IDA
        #[arg(long)]
        app: String,
        /// Reference id, such as PARTNER; none for a master key
        #[arg(long = "ref", default_value = "")]
        reference: String,
        /// File with the password of the PKCS#12 file
        #[arg(long)]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Write certificates (PEM) of all keys that are not expired, and jwks.json, to a directory. Nothing secret
    ExportPublic {
        dir: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Write all private keys, data keys and certificates to one new file, sealed under a passphrase (Argon2id, AES-256-GCM). What
    /// cannot leave a token is named. Trusted authorities and partners' certificates are in `tessera backup`
    Backup {
        file: PathBuf,
        /// File with the passphrase, 12 characters or more
        #[arg(long)]
        passphrase_file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Bring back what `keys backup` wrote: all of it or nothing, each key read back before it counts. Different keys are never
    /// overwritten. No server may run. Into a token, root and master keys go for good
    Restore {
        file: PathBuf,
        /// File with the passphrase of the backup
        #[arg(long)]
        passphrase_file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

/// The name of a key.
#[derive(Args)]
pub struct Name {
    /// Application id, such as IDA
    app: String,
    /// Reference id, such as PARTNER; none for a master key
    #[arg(default_value = "")]
    reference: String,
}

impl Name {
    fn key(&self) -> KeyRef {
        KeyRef::new(&self.app, &self.reference)
    }
}

/// Runs one of them.
pub async fn run(command: KeysCommand) -> Result<ExitCode> {
    match command {
        KeysCommand::List { json, place } => list::run(&place, json).await,
        KeysCommand::Rotate { name, at_once, place } => rotate::run(&place, &name.key(), at_once).await,
        KeysCommand::Csr { name, place } => csr::run(&place, &name.key()).await,
        KeysCommand::Import { file, app, reference, password_file, place } => {
            import::run(&place, &file, &KeyRef::new(&app, &reference), password_file.as_deref()).await
        }
        KeysCommand::ExportPublic { dir, place } => export_public::run(&place, &dir).await,
        KeysCommand::Backup { file, passphrase_file, place } => backup::run(&place, &file, &passphrase_file).await,
        KeysCommand::Restore { file, passphrase_file, place } => restore::run(&place, &file, &passphrase_file).await,
    }
}

/// A passphrase or password from a file; a line break at its end is not part of it.
fn secret(path: &Path) -> Result<Zeroizing<String>> {
    let text = fs::read_to_string(path).map(Zeroizing::new).with_context(|| format!("read {}", path.display()))?;
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
