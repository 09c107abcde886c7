//! `cargo xtask powercut`: proves that what was acknowledged survives a power cut.
//!
//! `kill -9` proves nothing: the page cache survives it. So a child (`crates/db/examples/powercut_child.rs`) commits rows and
//! prints `ack N` when a commit has returned, while strace records every write, sync, rename and removal. For many
//! acknowledgements the files are rebuilt as a disk would hold them at that very moment: contents only as far as a sync of
//! that file had returned, names only as far as a sync of the directory had. SQLite then recovers them, and every row
//! acknowledged so far must be there. A second reading of the same moment lets a random part of the writes that were not
//! synced reach the disk too, in any order. The same run with durability off must lose rows, or the test itself is broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::steps::{self, cargo, target_dir};

/// What `cargo xtask powercut` takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Commits per run
    #[arg(long, default_value_t = 300)]
    commits: u64,
    /// Acknowledgements at which the power is cut, per run
    #[arg(long, default_value_t = 60)]
    cuts: usize,
    /// Only this setting: full, barrier or off
    #[arg(long)]
    setting: Option<String>,
}

impl Args {
    /// Enough cuts to notice a broken setting, in a fraction of the time.
    pub fn short() -> Self {
        Self { commits: 100, cuts: 15, setting: None }
    }
}

/// Runs the child under every durability setting.
pub fn run(args: &Args) -> Result<()> {
    ensure!(
        Command::new("strace").arg("-V").output().is_ok_and(|out| out.status.success()),
        "strace is missing: install it (package strace), for example with `cargo xtask setup --tests`"
    );
    // with the features of the workspace's tests: a build of this package alone would compile its dependencies a second time
    let mut build = cargo();
    build.args(["build", "--workspace", "--exclude", "frontend", "--example", "powercut_child", "--quiet"]);
    steps::run("build the child", &mut build)?;
    let target = target_dir();
    let child = fs::canonicalize(target.join("debug/examples/powercut_child"))?;
    let root = target.join("powercut");
    let mut failures = Vec::new();
    for (setting, writers, must_hold) in [("full", 1, true), ("full", 4, true), ("barrier", 8, true), ("off", 4, false)]
    {
        if args.setting.as_deref().is_some_and(|only| only != setting) {
            continue;
        }
        let found = one_run(&child, &root.join(setting), setting, writers, args)?;
        println!(
            "{setting:<8} {writers} writers: {} commits, {} cuts, {} syncs, {} cuts lost acknowledged rows",
            found.acks, found.cuts, found.syncs, found.lost
        );
        if must_hold && found.lost > 0 {
            failures.push(format!("{setting}: {}", found.first.unwrap_or_default()));
        }
        if !must_hold && found.lost == 0 {
            failures.push(format!("{setting}: nothing was lost, so this test proves nothing"));
        }
    }
    if failures.is_empty() { Ok(()) } else { bail!("{}", failures.join("; ")) }
}

#[derive(Debug, Default)]
struct Found {
    acks: usize,
    cuts: usize,
    syncs: usize,
    lost: usize,
    first: Option<String>,
}

fn one_run(child: &Path, root: &Path, setting: &str, writers: u32, args: &Args) -> Result<Found> {
    let _ = fs::remove_dir_all(root);
    fs::create_dir_all(root)?;
    let root = fs::canonicalize(root)?;
    let (data, log, disk) = (root.join("data"), root.join("strace.log"), root.join("disk"));
    fs::create_dir_all(&data)?;
    let status = Command::new("strace")
        .args(["-f", "-y", "-xx", "-s", "10000000", "-o"])
        .arg(&log)
        .arg("-e")
        .arg(
            "trace=openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,\
              fallocate,unlink,unlinkat,rename,renameat,renameat2,copy_file_range,sendfile,io_uring_enter",
        )
        .arg(child)
        .arg("write")
        .arg(&data)
        .args([setting, &writers.to_string(), &args.commits.to_string()])
        .stdout(fs::File::create(root.join("acks"))?)
        .status()?;
    ensure!(status.success(), "the child failed under strace");

    let events = read_log(&log, &data)?;
    let acks = events.iter().filter(|event| matches!(event, Event::Ack(_))).count();
    ensure!(acks as u64 == args.commits, "{acks} of {} acknowledgements were recorded", args.commits);
    let every = (acks / args.cuts.max(1)).max(1);
    let mut machine = Machine::default();
    let mut found = Found { acks, ..Found::default() };
    let mut promised = BTreeSet::new();
    for event in &events {
        if let Event::Ack(n) = event {
            promised.insert(*n);
            if promised.len() % every == 0 || promised.len() == acks {
                for seed in 0..3 {
                    found.cuts += 1;
                    if let Err(why) = cut(child, &machine, &data, &disk, &promised, seed) {
                        found.lost += 1;
                        found.first.get_or_insert(format!("after ack {n}, reading {seed}: {why}"));
                    }
                }
            }
        }
        machine.apply(event)?;
    }
    found.syncs = machine.syncs;
    fs::remove_file(&log)?;
    Ok(found)
}

/// Rebuilds the disk, lets SQLite recover it and looks for every promised row. Reading 0 keeps nothing that was not synced.
fn cut(child: &Path, machine: &Machine, data: &Path, disk: &Path, promised: &BTreeSet<u64>, seed: u64) -> Result<()> {
    let _ = fs::remove_dir_all(disk);
    fs::create_dir_all(disk)?;
    machine.write_to(data, disk, seed)?;
    let out = Command::new(child).arg("check").arg(disk).output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    ensure!(out.status.success(), "{}", text.lines().last().unwrap_or("the files could not be recovered"));
    let there: BTreeSet<u64> = text.lines().filter_map(|line| line.strip_prefix("row ")?.parse().ok()).collect();
    let missing: Vec<_> = promised.difference(&there).collect();
    ensure!(missing.is_empty(), "{} acknowledged rows are gone, the first is {}", missing.len(), missing[0]);
    Ok(())
}

/// What the child did, in the order strace saw it. A call that ran while others did stands twice: where it began and where it
/// ended. A write counts from its end, a sync covers what was written before it began and counts from its end.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    Open { path: PathBuf, truncate: bool },
    Write { path: PathBuf, at: u64, bytes: Vec<u8> },
    Truncate { path: PathBuf, size: u64 },
    SyncBegin { path: PathBuf, token: u64 },
    SyncEnd { path: PathBuf, token: u64 },
    Remove { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf },
    Ack(u64),
}

/// Contents and names, as programs see them and as the disk holds them.
#[derive(Debug, Default)]
struct Machine {
    files: BTreeMap<PathBuf, File>,
    /// The directory as last synced: name and which file it is.
    names: BTreeMap<PathBuf, u64>,
    begun: BTreeMap<u64, Snapshot>,
    /// Files that are reachable by a synced name only.
    removed: BTreeMap<u64, File>,
    next: u64,
    syncs: usize,
}

#[derive(Debug, Default, Clone)]
struct File {
    id: u64,
    seen: Vec<u8>,
    disk: Vec<u8>,
    /// Writes since the last sync, for the readings that let some of them through.
    pending: Vec<(u64, Vec<u8>)>,
}

#[derive(Debug, Clone)]
enum Snapshot {
    File { id: u64, contents: Vec<u8>, pending: usize },
    Names(BTreeMap<PathBuf, u64>),
}

impl Machine {
    fn file(&mut self, path: &Path) -> &mut File {
        let next = &mut self.next;
        self.files.entry(path.to_owned()).or_insert_with(|| {
            *next += 1;
            File { id: *next, ..File::default() }
        })
    }

    fn apply(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Ack(_) => {}
            Event::Open { path, truncate } => {
                let file = self.file(path);
                if *truncate {
                    file.seen.clear();
                }
            }
            Event::Write { path, at, bytes } => {
                let file = self.file(path);
                let from = usize::try_from(*at)?;
                overwrite(&mut file.seen, from, bytes);
                file.pending.push((*at, bytes.clone()));
            }
            Event::Truncate { path, size } => self.file(path).seen.resize(usize::try_from(*size)?, 0),
            Event::SyncBegin { path, token } => {
                let snapshot = if path.is_dir() || !self.files.contains_key(path) {
                    let names = self.files.iter().filter(|(name, _)| name.parent() == Some(path));
                    Snapshot::Names(names.map(|(name, file)| (name.clone(), file.id)).collect())
                } else {
                    let file = self.file(path);
                    Snapshot::File { id: file.id, contents: file.seen.clone(), pending: file.pending.len() }
                };
                self.begun.insert(*token, snapshot);
            }
            Event::SyncEnd { path, token } => {
                self.syncs += 1;
                match self.begun.remove(token) {
                    Some(Snapshot::Names(names)) => {
                        self.names.retain(|name, _| name.parent() != Some(path));
                        self.names.extend(names);
                    }
                    Some(Snapshot::File { id, contents, pending }) => {
                        if let Some(file) = self.files.values_mut().find(|file| file.id == id) {
                            file.disk = contents;
                            file.pending.drain(..pending.min(file.pending.len()));
                        }
                    }
                    None => bail!("a sync of {} ended that never began", path.display()),
                }
            }
            Event::Remove { path } => {
                if let Some(file) = self.files.remove(path) {
                    self.removed.insert(file.id, file);
                }
            }
            Event::Rename { from, to } => {
                if let Some(file) = self.files.remove(from)
                    && let Some(replaced) = self.files.insert(to.clone(), file)
                {
                    self.removed.insert(replaced.id, replaced);
                }
            }
        }
        Ok(())
    }

    /// Writes what the disk holds. Reading 0: synced contents only; others also let a random part of the later writes through.
    fn write_to(&self, data: &Path, disk: &Path, seed: u64) -> Result<()> {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ self.syncs as u64);
        for (name, id) in &self.names {
            let file = self.files.values().find(|file| file.id == *id).or_else(|| self.removed.get(id));
            let (Some(file), Ok(relative)) = (file, name.strip_prefix(data)) else { continue };
            let mut contents = file.disk.clone();
            if seed > 0 {
                for (at, bytes) in &file.pending {
                    if random.coin() {
                        overwrite(&mut contents, usize::try_from(*at)?, bytes);
                    }
                }
            }
            let target = disk.join(relative);
            // the memory-mapped index and the lock file mean nothing after a restart
            if name.to_string_lossy().ends_with("-shm") || name.extension().is_some_and(|e| e == "lock") {
                continue;
            }
            fs::write(&target, contents).with_context(|| format!("could not write {}", target.display()))?;
        }
        Ok(())
    }
}

fn overwrite(contents: &mut Vec<u8>, from: usize, bytes: &[u8]) {
    let to = from + bytes.len();
    if contents.len() < to {
        contents.resize(to, 0);
    }
    contents[from..to].copy_from_slice(bytes);
}

/// A small generator (xorshift): which writes got through must be repeatable.
struct Random(u64);

impl Random {
    fn coin(&mut self) -> bool {
        self.0 |= 1;
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 63 == 1
    }
}

fn read_log(log: &Path, data: &Path) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut unfinished: BTreeMap<String, (String, u64)> = BTreeMap::new();
    let mut token = 0;
    for line in BufReader::new(fs::File::open(log)?).lines() {
        let line = line?;
        let Some((pid, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begin) = rest.strip_suffix(" <unfinished ...>") {
            token += 1;
            begin_of(begin, data, token, &mut events)?;
            unfinished.insert(pid.to_owned(), (begin.to_owned(), token));
        } else if rest.starts_with("<... ") {
            let Some((begin, token)) = unfinished.remove(pid) else { continue };
            let (_, end) = rest.split_once(" resumed>").context("a resumed call in an unknown form")?;
            end_of(&format!("{begin}{end}"), data, token, &mut events)?;
        } else if rest.contains('(') {
            token += 1;
            begin_of(rest, data, token, &mut events)?;
            end_of(rest, data, token, &mut events)?;
        }
    }
    Ok(events)
}

/// What counts from the moment a call begins: replies and the reach of a sync.
fn begin_of(call: &str, data: &Path, token: u64, events: &mut Vec<Event>) -> Result<()> {
    let Some((name, arguments)) = call.split_once('(') else { return Ok(()) };
    match name {
        "fsync" | "fdatasync" => {
            if let Some(path) = descriptor(arguments).filter(|path| inside(path, data)) {
                events.push(Event::SyncBegin { path, token });
            }
        }
        "write" if arguments.starts_with("1<") => {
            let text =
                quoted(arguments).map(|(bytes, _)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
            for line in text.lines() {
                let n = line.strip_prefix("ack ").with_context(|| format!("an unexpected reply {line:?}"))?;
                events.push(Event::Ack(n.parse()?));
            }
        }
        _ => {}
    }
    Ok(())
}

/// What counts from the moment a call has returned with success.
fn end_of(call: &str, data: &Path, token: u64, events: &mut Vec<Event>) -> Result<()> {
    let Some((name, rest)) = call.split_once('(') else { return Ok(()) };
    let Some((arguments, result)) =
        rest.rsplit_once(')').and_then(|(a, r)| Some((a, r.trim_start().strip_prefix("= ")?)))
    else {
        return Ok(());
    };
    if result.starts_with('-') || result.starts_with('?') {
        return Ok(());
    }
    match name {
        "openat" | "open" | "creat" => {
            let Some(path) = descriptor(result).filter(|path| inside(path, data)) else { return Ok(()) };
            if arguments.contains("O_CREAT") || arguments.contains("O_TRUNC") || name == "creat" {
                events.push(Event::Open { path, truncate: arguments.contains("O_TRUNC") || name == "creat" });
            }
        }
        "pwrite64" => {
            let Some(path) = descriptor(arguments).filter(|path| inside(path, data)) else { return Ok(()) };
            let (mut bytes, after) = quoted(arguments).context("a write without bytes")?;
            let mut numbers = after.trim_start_matches(", ").split(", ");
            let (_count, at) = (numbers.next(), numbers.next().context("a write without a place")?);
            bytes.truncate(result.split_whitespace().next().unwrap_or("0").parse()?);
            events.push(Event::Write { path, at: at.trim().parse()?, bytes });
        }
        "ftruncate" => {
            let Some(path) = descriptor(arguments).filter(|path| inside(path, data)) else { return Ok(()) };
            let size = arguments.rsplit(", ").next().unwrap_or("0").trim().parse()?;
            events.push(Event::Truncate { path, size });
        }
        "fsync" | "fdatasync" => {
            if let Some(path) = descriptor(arguments).filter(|path| inside(path, data)) {
                events.push(Event::SyncEnd { path, token });
            }
        }
        "unlink" | "unlinkat" => {
            if let Some((path, _)) = quoted(arguments) {
                events.push(Event::Remove { path: to_path(&path) });
            }
        }
        "rename" | "renameat" | "renameat2" => {
            if let Some((from, after)) = quoted(arguments)
                && let Some((to, _)) = quoted(after)
            {
                events.push(Event::Rename { from: to_path(&from), to: to_path(&to) });
            }
        }
        "write" | "writev" | "pwritev" | "pwritev2" | "fallocate" | "copy_file_range" | "sendfile"
        | "sync_file_range" => {
            // The lock file is written this way and means nothing after a restart; anything else would be missed here.
            let path = descriptor(arguments).filter(|path| inside(path, data));
            if let Some(path) = path
                && path.extension().is_none_or(|extension| extension != "lock")
            {
                bail!("{} was written by {name}, which this test does not replay", path.display());
            }
        }
        "io_uring_enter" => bail!("the child used io_uring, which this test does not replay"),
        _ => {}
    }
    Ok(())
}

fn inside(path: &Path, data: &Path) -> bool {
    path.starts_with(data)
}

/// The path that strace -y writes behind a descriptor: `7<\x2f…>`.
fn descriptor(text: &str) -> Option<PathBuf> {
    let (number, rest) = text.trim_start().split_once('<')?;
    number.parse::<u32>().ok()?;
    let (path, _) = rest.split_once('>')?;
    Some(to_path(&unescape(path)))
}

/// The first quoted text, unescaped, and what follows it.
fn quoted(text: &str) -> Option<(Vec<u8>, &str)> {
    let (_, rest) = text.split_once('"')?;
    let (inner, after) = rest.split_once('"')?;
    Some((unescape(inner), after))
}

/// `\x41` as strace -xx writes every byte.
fn unescape(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() / 4);
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'\\' && bytes.get(at + 1) == Some(&b'x'))
            .then(|| text.get(at + 2..at + 4).and_then(|digits| u8::from_str_radix(digits, 16).ok()))
            .flatten();
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 4;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

fn to_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
