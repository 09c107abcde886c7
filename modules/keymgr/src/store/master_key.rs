//! Where the master key comes from.

use std::fs;
use std::path::Path;

use crypto::aead::AesKey;
use crypto::{Random, Zeroizing};

use super::files::write_once;
use super::{KeyStoreError, passphrase};

/// The environment variable that may hold the master key as 64 hexadecimal digits.
pub const MASTER_KEY_VARIABLE: &str = "TESSERA_MASTER_KEY";
/// The environment variable that may name a file with the master key.
pub const MASTER_KEY_FILE_VARIABLE: &str = "TESSERA_MASTER_KEY_FILE";
/// The environment variable that may hold a passphrase to derive the master key from.
pub const MASTER_PASSPHRASE_VARIABLE: &str = "TESSERA_MASTER_PASSPHRASE";
/// The environment variable that may name a file with the passphrase.
pub const MASTER_PASSPHRASE_FILE_VARIABLE: &str = "TESSERA_MASTER_PASSPHRASE_FILE";
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
    /// From [`MASTER_KEY_VARIABLE`], else from the file that [`MASTER_KEY_FILE_VARIABLE`] names, else derived by Argon2id from the
    /// passphrase in [`MASTER_PASSPHRASE_VARIABLE`] or in the file of [`MASTER_PASSPHRASE_FILE_VARIABLE`]: what production demands.
    Given,
    /// As [`Self::Given`]; where none is set, from a file in the data directory that is made at the first start. For development
    /// only, because it lies beside what it protects.
    GivenOrGenerated,
    /// This key.
    Key(MasterKey),
}

impl MasterKey {
    /// Reads 64 hexadecimal digits; `origin` is named when they are wrong.
    pub fn from_hex(text: &str, origin: &str) -> Result<Self, KeyStoreError> {
        let unreadable = || KeyStoreError::MasterKeyUnreadable(origin.to_owned());
        let bytes = Zeroizing::new(hex::decode(text.trim()).map_err(|_| unreadable())?);
        AesKey::from_slice(&bytes).map(Self).map_err(|_| unreadable())
    }

    pub(super) const fn from_key(key: AesKey) -> Self {
        Self(key)
    }

    pub(super) fn into_key(self) -> AesKey {
        self.0
    }
}

impl MasterKeySource {
    /// Reads, derives or makes the key of the store in `keys`.
    pub(crate) fn resolve(self, data_dir: &Path, keys: &Path, random: &dyn Random) -> Result<MasterKey, KeyStoreError> {
        self.choose(&|name| std::env::var(name).ok(), (data_dir, keys), random)
    }

    fn choose(
        self,
        variable: &dyn Fn(&str) -> Option<String>,
        (data_dir, keys): (&Path, &Path),
        random: &dyn Random,
    ) -> Result<MasterKey, KeyStoreError> {
        if let Self::Key(key) = self {
            return Ok(key);
        }
        let set = |name| variable(name).filter(|value| !value.trim().is_empty()).map(Zeroizing::new);
        if let Some(text) = set(MASTER_KEY_VARIABLE) {
            return MasterKey::from_hex(&text, MASTER_KEY_VARIABLE);
        }
        if let Some(path) = set(MASTER_KEY_FILE_VARIABLE) {
            return MasterKey::from_hex(&text(Path::new(path.as_str()))?, &path);
        }
        if let Some(phrase) = set(MASTER_PASSPHRASE_VARIABLE) {
            return passphrase::derive(&phrase, MASTER_PASSPHRASE_VARIABLE, keys, random);
        }
        if let Some(path) = set(MASTER_PASSPHRASE_FILE_VARIABLE) {
            return passphrase::derive(&text(Path::new(path.as_str()))?, &path, keys, random);
        }
        match self {
            Self::GivenOrGenerated => generated(data_dir, random),
            _ => Err(KeyStoreError::MasterKeyMissing),
        }
    }
}

/// A secret that lies in a file.
pub(super) fn text(path: &Path) -> Result<Zeroizing<String>, KeyStoreError> {
    fs::read_to_string(path).map(Zeroizing::new).map_err(|source| KeyStoreError::Io {
        what: "read the secret in",
        path: path.to_owned(),
        source,
    })
}

fn generated(data_dir: &Path, random: &dyn Random) -> Result<MasterKey, KeyStoreError> {
    let path = data_dir.join(DEVELOPMENT_FILE);
    if !path.exists() {
        let io = |source| KeyStoreError::Io { what: "make the master key in", path: path.clone(), source };
        fs::create_dir_all(data_dir).map_err(io)?;
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut_slice());
        let digits = Zeroizing::new(hex::encode(bytes.as_slice()));
        write_once(&path, &[digits.as_bytes()], random)?;
    }
    tracing::warn!(
        file = %path.display(),
        "the master key lies in the data directory, beside the keys it protects: for development only; set {MASTER_KEY_VARIABLE} or {MASTER_KEY_FILE_VARIABLE}"
    );
    MasterKey::from_hex(&text(&path)?, &path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::SystemRandom;

    use MasterKeySource::{Given, GivenOrGenerated};

    #[test]
    fn the_environment_comes_first_and_production_makes_no_key() {
        let dir = tempfile::tempdir().unwrap();
        let choose = |source: MasterKeySource, variable: &dyn Fn(&str) -> Option<String>| {
            source.choose(variable, (dir.path(), &dir.path().join("keys")), &SystemRandom)
        };
        let missing = choose(Given, &|_| None).unwrap_err();
        assert!(missing.to_string().contains("TESSERA_MASTER_KEY"), "{missing}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);

        let key = |text: &str| {
            let text = text.to_owned();
            move |name: &str| (name == MASTER_KEY_VARIABLE).then(|| text.clone())
        };
        let given = choose(GivenOrGenerated, &key(&"0a".repeat(32))).unwrap();
        assert_eq!(given.0.expose(), &[10; 32]);
        assert!(matches!(choose(Given, &key("abc")), Err(KeyStoreError::MasterKeyUnreadable(_))));

        let path = dir.path().join("elsewhere");
        let file = |name: &str| (name == MASTER_KEY_FILE_VARIABLE).then(|| path.display().to_string());
        assert!(choose(Given, &file).unwrap_err().to_string().contains("elsewhere"));
        fs::write(&path, format!("{}\n", "0b".repeat(32))).unwrap();
        assert_eq!(choose(Given, &file).unwrap().0.expose(), &[11; 32]);
        assert!(choose(GivenOrGenerated, &|_| Some(" ".to_owned())).is_ok(), "blank is unset");
    }

    #[test]
    fn a_generated_key_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let make = || GivenOrGenerated.choose(&|_| None, (dir.path(), dir.path()), &SystemRandom).unwrap();
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
