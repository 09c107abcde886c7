//! A throwaway PostgreSQL for the tests: own directory, free port, durability off, stopped and deleted when dropped.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    setup::postgres_bin,
    steps::{output, timed},
};

/// A running server; dropping it stops it.
pub struct Postgres {
    bin: PathBuf,
    dir: tempfile::TempDir,
    port: u16,
    as_root: bool,
}

impl Postgres {
    /// Starts a server.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self> {
        timed("start PostgreSQL", || {
            let bin = postgres_bin().context("PostgreSQL is missing: run `cargo xtask setup --tests`")?;
            let dir = tempfile::Builder::new().prefix("tessera-pg-").tempdir()?;
            // asked of the system and given back at once; the server takes it a moment later
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let as_root = output(Command::new("id").arg("-u"))? == "0";
            let server = Self { bin, dir, port, as_root };
            if as_root {
                // PostgreSQL refuses to run as root
                output(Command::new("chown").arg("postgres").arg(server.dir.path()))?;
            }
            let data = server.data();
            let mut initdb = server.program("initdb");
            initdb.arg("-D").arg(&data).args([
                "-U",
                "app",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]);
            output(&mut initdb)?;
            let options = format!(
                "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off \
                 -c synchronous_commit=off -c full_page_writes=off -c max_connections=200",
                server.dir.path().display()
            );
            let mut start = server.program("pg_ctl");
            // the log goes to a file: an inherited pipe would never end
            start
                .arg("-D")
                .arg(&data)
                .args(["-w", "-l"])
                .arg(server.dir.path().join("log"))
                .args(["-o", &options, "start"]);
            start.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            anyhow::ensure!(start.status()?.success(), "PostgreSQL did not start");
            Ok(server)
        })
    }

    /// The URL of its maintenance database.
    pub fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program: &Path = &self.bin.join(name);
        let mut command = if self.as_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
            command.env("HOME", self.dir.path());
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]);
        if let Err(error) = output(&mut stop) {
            eprintln!("xtask: PostgreSQL could not be stopped: {error:#}");
        }
    }
}
