//! The default store: secrets in encrypted files of one directory, under the master key.

use std::path::Path;
use std::time::SystemTime;

use crypto::aead::{self, AesKey};
use crypto::{PrivateKey, Random, Zeroizing};

use super::files::{self, CHECK, CHECK_TEXT, KeyFiles, associated};
use super::pkcs11::WRAPPED;
use super::{Grade, KeyStore, KeyStoreError, MasterKey};

const MAGIC: &[u8] = b"TSK1";
const NONCE_LEN: usize = 12;

/// Secrets in encrypted files of one directory.
pub(crate) struct FileKeyStore {
    files: KeyFiles,
    master: AesKey,
}

impl FileKeyStore {
    /// Opens the directory, making it when it is missing, and proves that the master key fits.
    pub(crate) fn open(dir: &Path, master: MasterKey, random: &dyn Random) -> Result<Self, KeyStoreError> {
        let store = Self { files: KeyFiles::open(dir)?, master: master.into_key() };
        if store.files.read(CHECK).is_ok_and(|check| check.starts_with(WRAPPED)) {
            return Err(KeyStoreError::OtherStore(dir.to_owned(), "pkcs11"));
        }
        match store.get(CHECK) {
            Ok(text) if text.as_slice() == CHECK_TEXT => Ok(store),
            Ok(_) | Err(KeyStoreError::Damaged(_)) => Err(KeyStoreError::MasterKeyWrong(dir.to_owned())),
            Err(KeyStoreError::Missing(_)) => {
                if !store.ids()?.is_empty() {
                    return Err(KeyStoreError::Missing(CHECK.to_owned()));
                }
                store.put(CHECK, CHECK_TEXT, random)?;
                // another process may have been first, with another key
                match store.get(CHECK) {
                    Ok(_) => Ok(store),
                    Err(_) => Err(KeyStoreError::MasterKeyWrong(dir.to_owned())),
                }
            }
            Err(other) => Err(other),
        }
    }

    /// Whether the directory holds a key store, of whatever kind.
    pub(crate) fn exists(dir: &Path) -> bool {
        files::is_key_store(dir)
    }
}

impl KeyStore for FileKeyStore {
    fn makes(&self, _: Grade) -> bool {
        false
    }

    fn make(&self, id: &str) -> Result<PrivateKey, KeyStoreError> {
        Err(KeyStoreError::Missing(id.to_owned()))
    }

    fn put_key(&self, id: &str, _: Grade, key: &PrivateKey, random: &dyn Random) -> Result<(), KeyStoreError> {
        let pkcs8 = key.to_pkcs8().map_err(|_| KeyStoreError::NotExportable(id.to_owned()))?;
        self.put(id, &pkcs8, random)
    }

    fn key(&self, id: &str) -> Result<PrivateKey, KeyStoreError> {
        PrivateKey::from_pkcs8(&self.get(id)?).map_err(|_| KeyStoreError::Damaged(id.to_owned()))
    }

    fn put(&self, id: &str, secret: &[u8], random: &dyn Random) -> Result<(), KeyStoreError> {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let sealed = aead::seal(&self.master, &nonce, &associated(MAGIC, id), secret)
            .map_err(|_| KeyStoreError::Damaged(id.to_owned()))?;
        self.files.write(id, &[MAGIC, &nonce, &sealed], random)
    }

    fn get(&self, id: &str) -> Result<Zeroizing<Vec<u8>>, KeyStoreError> {
        let content = self.files.read(id)?;
        let damaged = || KeyStoreError::Damaged(id.to_owned());
        let rest = content.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        aead::open(&self.master, nonce, &associated(MAGIC, id), sealed).map_err(|_| damaged())
    }

    fn ids(&self) -> Result<Vec<String>, KeyStoreError> {
        self.files.ids()
    }

    fn written_at(&self, id: &str) -> Option<SystemTime> {
        self.files.written_at(id)
    }

    fn set_aside(&self, id: &str) -> Result<(), KeyStoreError> {
        self.files.set_aside(id)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crypto::SystemRandom;

    use super::*;

    fn master(byte: u8) -> MasterKey {
        MasterKey::from_hex(&hex::encode([byte; 32]), "a test").unwrap()
    }

    fn open(dir: &Path, byte: u8) -> Result<FileKeyStore, KeyStoreError> {
        FileKeyStore::open(dir, master(byte), &SystemRandom)
    }

    // KEY-11
    #[test]
    fn secrets_survive_reopening_and_are_unreadable_on_disk() {
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        open(&keys, 1).unwrap().put("one", b"a very secret thing", &SystemRandom).unwrap();
        let store = open(&keys, 1).unwrap();
        assert_eq!(store.get("one").unwrap().as_slice(), b"a very secret thing");
        assert_eq!(store.ids().unwrap(), ["one"]);
        let raw = fs::read(keys.join("one.key")).unwrap();
        assert!(!raw.windows(6).any(|window| window == b"secret"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(keys.join("one.key")).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_wrong_master_key_is_named_before_anything_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        open(dir.path(), 1).unwrap().put("one", b"x", &SystemRandom).unwrap();
        assert!(matches!(open(dir.path(), 2), Err(KeyStoreError::MasterKeyWrong(_))));
        fs::remove_file(dir.path().join("check.key")).unwrap();
        assert!(
            matches!(open(dir.path(), 2), Err(KeyStoreError::Missing(_))),
            "keys without their proof are not adopted"
        );
    }

    #[test]
    fn exchanged_cut_and_changed_files_are_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path(), 1).unwrap();
        store.put("one", b"first", &SystemRandom).unwrap();
        store.put("two", b"second", &SystemRandom).unwrap();
        let raw = fs::read(dir.path().join("one.key")).unwrap();
        fs::write(dir.path().join("two.key"), &raw).unwrap();
        assert!(matches!(store.get("two"), Err(KeyStoreError::Damaged(_))));
        for len in 0..raw.len() {
            fs::write(dir.path().join("one.key"), &raw[..len]).unwrap();
            assert!(matches!(store.get("one"), Err(KeyStoreError::Damaged(_))));
        }
        assert!(matches!(store.get("three"), Err(KeyStoreError::Missing(_))));
    }

    #[test]
    fn the_first_writer_of_a_name_wins_and_what_is_set_aside_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path(), 1).unwrap();
        store.put("one", b"first", &SystemRandom).unwrap();
        store.put("one", b"second", &SystemRandom).unwrap();
        assert_eq!(store.get("one").unwrap().as_slice(), b"first");
        store.set_aside("one").unwrap();
        assert!(store.ids().unwrap().is_empty());
        assert!(dir.path().join("unreferenced/one.key").exists());
    }
}
