//! A server under test: started on a free port with its output in a file, waited for, stopped or killed.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::steps::{command, target_dir};

/// The debug server, as the tests build it.
pub fn debug_binary() -> PathBuf {
    target_dir().join("debug/tessera")
}

/// The release server, as `cargo xtask build --release` builds it.
pub fn release_binary() -> PathBuf {
    target_dir().join("release/tessera")
}

/// A port nobody listens on: asked of the system and given back at once, the server takes it a moment later.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// How a server is started.
#[derive(Clone)]
pub struct Plan {
    pub binary: PathBuf,
    pub data_dir: PathBuf,
    pub port: u16,
    /// `web`, `worker` or both.
    pub roles: &'static str,
    pub demo: bool,
    pub env: Vec<(&'static str, String)>,
    /// Where its output goes; appended to.
    pub log: PathBuf,
}

impl Plan {
    /// Both roles and the demo country on a free port.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn new(binary: &Path, data_dir: &Path, log: &Path) -> Result<Self> {
        Ok(Self {
            binary: binary.to_owned(),
            data_dir: data_dir.to_owned(),
            port: free_port()?,
            roles: "web,worker",
            demo: true,
            env: Vec::new(),
            log: log.to_owned(),
        })
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Starts the process without waiting for it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(&self) -> Result<Server> {
        if let Some(parent) = self.log.parent() {
            fs::create_dir_all(parent)?;
        }
        let log = File::options().create(true).append(true).open(&self.log)?;
        let mut serve = command(&self.binary);
        serve.args(["serve", "--roles", self.roles, "--data-dir"]).arg(&self.data_dir);
        serve.args(["--listen", &format!("127.0.0.1:{}", self.port)]).envs(self.env.iter().cloned());
        if self.demo {
            serve.arg("--demo");
        }
        serve.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = serve.spawn().with_context(|| format!("start {}", self.binary.display()))?;
        Ok(Server { child, port: self.port, log: self.log.clone() })
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// When it ends or does not become ready.
    pub fn start(&self) -> Result<Server> {
        let mut server = self.spawn()?;
        server.wait_ready(Duration::from_secs(120))?;
        Ok(server)
    }
}

/// A running server; dropping it kills it.
pub struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for `/health/ready`.
    ///
    /// # Errors
    /// When it ends before, or does not answer in time; with the end of its log.
    pub fn wait_ready(&mut self, limit: Duration) -> Result<()> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended ({status}):\n{}", tail(&self.log));
            }
            if get(self.port, "/health/ready").is_ok_and(|(status, _)| status == 200) {
                return Ok(());
            }
            ensure!(start.elapsed() < limit, "the server is not ready after {limit:?}:\n{}", tail(&self.log));
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// SIGKILL: nothing is flushed, nothing is finished.
    ///
    /// # Errors
    /// When the process cannot be reaped.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM, and waits until it has drained and ended well.
    ///
    /// # Errors
    /// When it does not end within 20 seconds, or not with 0.
    pub fn stop(mut self) -> Result<Duration> {
        let start = Instant::now();
        ensure!(Command::new("kill").args(["-TERM", &self.pid().to_string()]).status()?.success(), "no such process");
        loop {
            if let Some(status) = self.child.try_wait()? {
                ensure!(status.success(), "the server did not end well ({status}):\n{}", tail(&self.log));
                return Ok(start.elapsed());
            }
            ensure!(start.elapsed() < Duration::from_secs(20), "the server does not stop:\n{}", tail(&self.log));
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and length of the body of a page.
///
/// # Errors
/// When nothing answers, or no HTTP.
pub fn get(port: u16, path: &str) -> Result<(u16, usize)> {
    let address = format!("127.0.0.1:{port}").parse()?;
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no HTTP")?;
    let body = text.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
    Ok((status, body))
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
