//! `tessera devices`: simulated scanners, never part of a production installation.

use std::{fs, io, path::Path, process::ExitCode, sync::Arc};

use adapters::sbi_sim::{self, Simulator, Trust};
use anyhow::{Context, Result};
use crypto::{SystemRandom, x509::Certificate};
use db::{Clock, SystemClock};

use crate::cli::Devices;

/// Serves the devices on the loopback address until the process is stopped.
pub async fn run(arguments: Devices) -> Result<ExitCode> {
    let trust = match &arguments.keys {
        Some(path) => kept(path)?,
        None => Trust::generate(SystemClock.now(), &SystemRandom)?,
    };
    let simulator = Arc::new(Simulator::new(&arguments.env, trust, Arc::new(|| SystemClock.now()))?);
    simulator.set_person(&arguments.person);
    if let Some(path) = &arguments.certificate {
        let pem = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        simulator.encrypt_to(Certificate::from_pem(&pem).with_context(|| format!("read {}", path.display()))?);
    }
    let listener = sbi_sim::bind(arguments.port).await.context("no port is free for the devices")?;
    let port = listener.local_addr()?.port();
    eprintln!("devices: SIMULATED fingerprint scanners at http://127.0.0.1:{port}/ ({})", arguments.env);
    eprintln!("devices: synthetic fingers of person {}; nothing here is a real capture", arguments.person);
    if arguments.certificate.is_none() {
        eprintln!("devices: without --certificate captures for authentication fail with code 108");
    }
    axum::serve(listener, sbi_sim::router(simulator, port)).await?;
    Ok(ExitCode::SUCCESS)
}

/// The keys of a file, which is made when it is not there; only its owner may read it.
fn kept(path: &Path) -> Result<Trust> {
    match fs::read_to_string(path) {
        Ok(pem) => return Trust::from_pem(&pem).with_context(|| format!("read {}", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
    }
    let trust = Trust::generate(SystemClock.now(), &SystemRandom)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("write {}", path.display()))?;
    io::Write::write_all(&mut file, trust.to_pem()?.as_bytes())?;
    Ok(trust)
}
