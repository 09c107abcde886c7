//! The program as operators use it: settings, refusals, `doctor` beside a server, a clean stop.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

fn tessera() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tessera"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TESSERA_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// The log, then the output: the last line is the verdict.
fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout))
}

/// Runs it to its end: whether it ended well, and what it said.
fn run(arguments: &[&str]) -> (bool, String) {
    let output = tessera().args(arguments).output().expect("the program starts");
    (output.status.success(), said(&output))
}

/// The keys a settings file may have, as the program itself names them.
fn keys(dir: &Path) -> BTreeSet<String> {
    let file = dir.join("wrong.toml");
    std::fs::write(&file, "nonsense = 1\n").expect("a file");
    let (well, text) = run(&["settings", "check", "--settings", &file.display().to_string()]);
    assert!(!well);
    let (_, expected) = text.split_once("expected one of ").unwrap_or_else(|| panic!("{text}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_reference_names_every_setting_and_no_other() {
    let dir = tempfile::tempdir().expect("a directory");
    let (well, reference) = run(&["settings", "reference"]);
    assert!(well);
    let rows = reference.lines().skip_while(|line| !line.is_empty()).skip(1);
    let named: BTreeSet<String> =
        rows.filter(|row| !row.starts_with(' ')).filter_map(|row| row.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(named, keys(dir.path()));
    for variable in ["TESSERA_MASTER_KEY", "TESSERA_MASTER_KEY_FILE", "TESSERA_LOG", "TESSERA_DATABASE_URL"] {
        assert!(reference.contains(variable), "{variable}");
    }
}

#[test]
fn the_file_is_read_and_the_command_line_wins() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("t.toml");
    std::fs::write(&file, format!("data_dir = \"{}/none\"\nlisten = \"127.0.0.1:9\"\n", dir.path().display()))
        .expect("a file");
    let file = file.display().to_string();
    let (well, text) = run(&["settings", "check", "--settings", &file]);
    assert!(well && text.contains("http://127.0.0.1:9"), "{text}");
    let (well, text) = run(&["doctor", "--settings", &file]);
    assert!(!well && text.contains("/none/"), "{text}");
    let (well, text) = run(&["doctor", "--settings", &file, "--data-dir", "elsewhere"]);
    assert!(!well && text.contains("elsewhere/"), "{text}");
}

#[test]
fn what_cannot_be_served_is_refused_with_a_reason() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().display().to_string();
    let (well, text) = run(&["serve", "--data-dir", &data, "--roles", "web,janitor"]);
    assert!(!well && text.contains("there is no role janitor"), "{text}");
    let output = tessera().args(["serve", "--data-dir", &data, "--demo"]).env("TESSERA_PROFILE", "production").output();
    let text = said(&output.expect("the program starts"));
    assert!(text.contains("the demo country is refused in the production profile"), "{text}");
    let output = tessera().args(["migrate", "--data-dir", &data]).env("TESSERA_PROFILE", "production").output();
    let text = said(&output.expect("the program starts"));
    assert!(text.contains("TESSERA_MASTER_KEY"), "{text}");
}

// KEY-03, KEY-11: what an operator does to keys, beside a worker and without one
#[test]
fn keys_are_listed_rotated_published_backed_up_and_restored() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let data = path("data");
    let (well, text) = run(&["keys", "list", "--data-dir", &data]);
    assert!(!well && text.contains("there is no database file"), "{text}");
    let (well, text) = run(&["migrate", "--data-dir", &data]);
    assert!(well, "{text}");

    let mut worker = tessera();
    worker.args(["serve", "--roles", "worker", "--data-dir", &data]).stdout(Stdio::null()).stderr(Stdio::null());
    let worker = Running(worker.spawn().expect("the worker starts"));
    let (well, text) = run(&["keys", "rotate", "KERNEL", "SIGN", "--data-dir", &data]);
    assert!(well && text.contains("KERNEL:SIGN: a new key") && text.contains("the old key is valid until"), "{text}");
    let (well, text) = run(&["keys", "rotate", "KERNEL", "nonsense", "--data-dir", &data]);
    assert!(!well && text.contains("no new key was made"), "{text}");
    let (well, text) = run(&["keys", "list", "--data-dir", &data]);
    assert!(well && text.contains("26 keys and certificates"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("KERNEL:SIGN ")).count(), 2, "{text}");
    let (well, text) = run(&["keys", "csr", "IDA", "PARTNER", "--data-dir", &data]);
    assert!(well && text.contains("-----BEGIN CERTIFICATE REQUEST-----"), "{text}");
    let public = path("public");
    let (well, text) = run(&["keys", "export-public", &public, "--data-dir", &data]);
    assert!(well && text.contains("ROOT.pem: root key, current"), "{text}");
    let set = std::fs::read_to_string(path("public/jwks.json")).expect("a key set");
    assert_eq!(set.matches("\"x5t#S256\"").count(), 18, "the retired key is still published: {set}");

    std::fs::write(path("phrase"), "a passphrase of its own\n").expect("a file");
    let backup = ["keys", "backup", &path("keys.backup"), "--passphrase-file", &path("phrase"), "--data-dir", &data];
    let (well, text) = run(&backup);
    assert!(well && text.contains("26 keys and certificates, "), "{text}");
    let (well, text) = run(&backup);
    assert!(!well && text.contains("is there already"), "{text}");
    let restore = |file: &str, place: &str| {
        run(&["keys", "restore", &path(file), "--passphrase-file", &path("phrase"), "--data-dir", place])
    };
    let (well, text) = restore("keys.backup", &data);
    assert!(!well && text.contains("process "), "not beside a worker: {text}");
    drop(worker);
    let (well, text) = restore("keys.backup", &path("new"));
    assert!(well && text.contains("26 keys and certificates and "), "{text}");
    let (well, text) = restore("phrase", &path("new"));
    assert!(!well && text.contains("this is no backup of keys"), "{text}");
    // the restored keys are those a start finds
    let (well, text) = run(&["migrate", "--data-dir", &path("new")]);
    assert!(well, "{text}");
    let list = |place: &str| run(&["keys", "list", "--json", "--data-dir", place]);
    assert_eq!(list(&path("new")), list(&data));
    let (well, text) = run(&["keys", "import", &path("public/ROOT.pem"), "--app", "IDA", "--data-dir", &data]);
    assert!(!well && text.contains("the certificate was not taken"), "another key's: {text}");
    let (well, text) = run(&["audit", "verify", "--data-dir", &data]);
    assert!(well && text.contains("not signed yet"), "{text}");
}

/// A process that is killed when the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

// I1-I8, I11 beside a running process; one process writes a data directory; a worker drains and ends well
#[test]
fn doctor_looks_on_while_a_worker_runs_and_the_worker_stops_when_told() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data").display().to_string();
    let mut worker = tessera();
    worker.args(["serve", "--roles", "worker", "--data-dir", &data]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut worker = Running(worker.spawn().expect("the worker starts"));
    let begun = Instant::now();
    let report = loop {
        let (well, text) = run(&["doctor", "--deep", "--data-dir", &data]);
        if well {
            break text;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{text}");
        assert!(worker.0.try_wait().expect("a state").is_none(), "the worker ended: {text}");
        thread::sleep(Duration::from_millis(200));
    };
    assert_eq!(report.lines().last(), Some("all is well"));
    for expected in
        ["I1 UIN holds", "I2 persons holds", "I5 owned holds", "I11 cards holds", "registrations: 0 PROCESSED (final)"]
    {
        assert!(report.contains(expected), "{expected} is missing:\n{report}");
    }
    let (well, text) = run(&["migrate", "--data-dir", &data]);
    assert!(!well && text.contains(&format!("process {}", worker.0.id())), "{text}");
    let copy = dir.path().join("copy").display().to_string();
    let (well, text) = run(&["backup", &copy, "--data-dir", &data]);
    assert!(well && text.contains("tessera.db: copied"), "{text}");
    let (well, text) = run(&["backup", &copy, "--data-dir", &data]);
    assert!(!well && text.contains("is not empty"), "{text}");
    let told = Command::new("kill").args(["-TERM", &worker.0.id().to_string()]).status().expect("kill is there");
    assert!(told.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = worker.0.try_wait().expect("a state") {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "the worker does not stop");
        thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
    // the copy is as good as the original, also restored by a process that writes
    for place in [&data, &copy] {
        let (well, text) = run(&["doctor", "--deep", "--data-dir", place]);
        assert!(well, "{place}: {text}");
        let (well, text) = run(&["migrate", "--data-dir", place]);
        assert!(well, "{place}: {text}");
    }
}
