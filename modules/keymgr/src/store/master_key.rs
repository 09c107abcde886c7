//! Where the master key comes from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crypto::aead::AesKey;
use crypto::{Random, Zeroizing};

use super::KeyStoreError;

/// The environment variable that may hold the master key as 64 hexadecimal digits.
pub const MASTER_KEY_VARIABLE: &str = "TESSERA_MASTER_KEY";
/// The environment variable that may name a file with the master key.
pub const MASTER_KEY_FILE_VARIABLE: &str = "TESSERA_MASTER_KEY_FILE";
const DEVELOPMENT_FILE: &str = "master.key";

/// The key that encrypts the key store.
pub struct MasterKey(AesKey);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// Where to take the master key from.
#[derive(Debug)]
pub enum MasterKeySource {
    /// This key.
    Given(MasterKey),
    /// A file with 64 hexadecimal digits.
    File(PathBuf),
    /// A file in this data directory that is made at the first start: development only, because it lies beside what it protects.
    Generated(PathBuf),
}

impl MasterKey {
    /// Reads 64 hexadecimal digits; `origin` is named when they are wrong.
    pub fn from_hex(text: &str, origin: &str) -> Result<Self, KeyStoreError> {
        let unreadable = || KeyStoreError::MasterKeyUnreadable(origin.to_owned());
        let bytes = Zeroizing::new(hex::decode(text.trim()).map_err(|_| unreadable())?);
        AesKey::from_slice(&bytes).map(Self).map_err(|_| unreadable())
    }

    pub(super) fn into_key(self) -> AesKey {
        self.0
    }
}

impl MasterKeySource {
    /// Chooses by environment: the key itself, then the file, then, in development only, a generated file in the data directory.
    pub fn from_environment(development: bool, data_dir: &Path) -> Result<Self, KeyStoreError> {
        Self::choose(&|name| std::env::var(name).ok(), development, data_dir)
    }

    fn choose(
        variable: &dyn Fn(&str) -> Option<String>,
        development: bool,
        data_dir: &Path,
    ) -> Result<Self, KeyStoreError> {
        let set = |name| variable(name).filter(|value| !value.trim().is_empty()).map(Zeroizing::new);
        if let Some(text) = set(MASTER_KEY_VARIABLE) {
            return Ok(Self::Given(MasterKey::from_hex(&text, MASTER_KEY_VARIABLE)?));
        }
        if let Some(path) = set(MASTER_KEY_FILE_VARIABLE) {
            return Ok(Self::File(PathBuf::from(path.as_str())));
        }
        if development { Ok(Self::Generated(data_dir.to_owned())) } else { Err(KeyStoreError::MasterKeyMissing) }
    }

    /// Reads or makes the key.
    pub(crate) fn resolve(self, random: &dyn Random) -> Result<MasterKey, KeyStoreError> {
        match self {
            Self::Given(key) => Ok(key),
            Self::File(path) => read(&path),
            Self::Generated(data_dir) => generated(&data_dir, random),
        }
    }
}

fn read(path: &Path) -> Result<MasterKey, KeyStoreError> {
    let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|source| KeyStoreError::Io {
        what: "read the master key from",
        path: path.to_owned(),
        source,
    })?;
    MasterKey::from_hex(&text, &path.display().to_string())
}

fn generated(data_dir: &Path, random: &dyn Random) -> Result<MasterKey, KeyStoreError> {
    let path = data_dir.join(DEVELOPMENT_FILE);
    let io = |source| KeyStoreError::Io { what: "make the master key in", path: path.clone(), source };
    if !path.exists() {
        fs::create_dir_all(data_dir).map_err(io)?;
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut_slice());
        let text = Zeroizing::new(hex::encode(bytes.as_slice()));
        let mut name = [0; 8];
        random.fill(&mut name);
        let draft = data_dir.join(format!("{}.draft", hex::encode(name)));
        let written = super::private_file(&draft).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            match fs::hard_link(&draft, &path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                done => done,
            }
        });
        fs::remove_file(&draft).map_err(io)?;
        written.map_err(io)?;
        fs::File::open(data_dir).and_then(|dir| dir.sync_all()).map_err(io)?;
    }
    tracing::warn!(
        file = %path.display(),
        "the master key lies in the data directory, beside the keys it protects: for development only; set {MASTER_KEY_VARIABLE} or {MASTER_KEY_FILE_VARIABLE}"
    );
    read(&path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::SystemRandom;

    #[test]
    fn the_environment_comes_first_and_production_makes_no_key() {
        let dir = tempfile::tempdir().unwrap();
        let nothing = |_: &str| None;
        let missing = MasterKeySource::choose(&nothing, false, dir.path()).unwrap_err();
        assert!(missing.to_string().contains("TESSERA_MASTER_KEY"), "{missing}");
        let bad = |name: &str| (name == MASTER_KEY_VARIABLE).then(|| "abc".to_owned());
        assert!(matches!(MasterKeySource::choose(&bad, true, dir.path()), Err(KeyStoreError::MasterKeyUnreadable(_))));
        let empty = |_: &str| Some(" ".to_owned());
        assert!(matches!(MasterKeySource::choose(&empty, true, dir.path()), Ok(MasterKeySource::Generated(_))));
        let file = |name: &str| (name == MASTER_KEY_FILE_VARIABLE).then(|| "/nowhere".to_owned());
        let source = MasterKeySource::choose(&file, false, dir.path()).unwrap();
        assert!(source.resolve(&SystemRandom).unwrap_err().to_string().contains("/nowhere"));
    }

    #[test]
    fn a_generated_key_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let make = || MasterKeySource::Generated(dir.path().to_owned()).resolve(&SystemRandom).unwrap();
        let first = make();
        assert_eq!(first.0.expose(), make().0.expose());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(dir.path().join("master.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no draft is left behind");
    }
}
