//! A token of one's own for every test. SoftHSM finds its tokens by an environment variable and is one for a whole process, so a
//! test that wants a token runs again as a process of its own, with the variable set.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crypto::Zeroizing;
use keymgr::{Pin, TokenConfig};

/// Names the test that a child process is to run.
const CHILD: &str = "TESSERA_TEST_TOKEN_OF";
/// Another library than those below.
const LIBRARY: &str = "TESSERA_TEST_SOFTHSM";
const LABEL: &str = "tessera test";
const PIN: &str = "4711-0815";

/// Where distributions put the library.
const LIBRARIES: [&str; 6] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

/// A token and where it is kept.
#[derive(Debug, Clone)]
pub struct Token {
    library: PathBuf,
    /// The directory of all tokens.
    pub dir: PathBuf,
}

impl Token {
    pub fn config(&self, pin_fits: bool) -> TokenConfig {
        let pin = Zeroizing::new(if pin_fits { PIN } else { "0000-0000" }.to_owned());
        TokenConfig { library: self.library.clone(), label: LABEL.to_owned(), pin: Pin::Value(pin) }
    }

    /// Exchanges the token for an empty one of the same name and PIN.
    pub fn exchange(&self) {
        std::fs::remove_dir_all(&self.dir).unwrap();
        std::fs::create_dir(&self.dir).unwrap();
        initialize(&self.dir);
    }
}

/// In the child process: the token. Elsewhere: runs `test` in a child process and answers `None`.
pub fn token(test: &str) -> Option<Token> {
    let given = std::env::var_os(LIBRARY).map(PathBuf::from);
    let Some(library) = given.into_iter().chain(LIBRARIES.map(PathBuf::from)).find(|path| path.exists()) else {
        println!("SKIPPED: {test}: SoftHSM is not installed (cargo xtask setup --tests)");
        return None;
    };
    if std::env::var(CHILD).is_ok_and(|child| child == test) {
        let conf = PathBuf::from(std::env::var_os("SOFTHSM2_CONF").unwrap());
        return Some(Token { library, dir: conf.with_file_name("tokens") });
    }
    let home = tempfile::tempdir().unwrap();
    let tokens = home.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let conf = conf(&tokens);
    std::fs::write(&conf, format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display())).unwrap();
    initialize(&tokens);
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, test)
        .env("SOFTHSM2_CONF", &conf)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    None
}

fn conf(tokens: &Path) -> PathBuf {
    tokens.with_file_name("softhsm2.conf")
}

fn initialize(tokens: &Path) {
    let arguments = ["--init-token", "--free", "--label", LABEL, "--so-pin", "so-4711-0815", "--pin", PIN];
    let made = Command::new("softhsm2-util").args(arguments).env("SOFTHSM2_CONF", conf(tokens)).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
