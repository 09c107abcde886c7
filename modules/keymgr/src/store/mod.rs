//! The key store: secrets in encrypted files of a directory, under the master key.
//!
//! A file is written and synced before its row is committed, so that a row never names a secret that is not there. A crash between
//! the two leaves a file without a row: nothing refers to it, and start-up sets it aside (see [`FileKeyStore::set_aside`]).
//! An HSM takes this place by offering the operations of [`crate::ring::KeyRing`] instead of the bytes.

mod master_key;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crypto::aead::{self, AesKey};
use crypto::{Random, Zeroizing};

pub use master_key::{MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE, MasterKey, MasterKeySource};

const MAGIC: &[u8] = b"TSK1";
const NONCE_LEN: usize = 12;
const SUFFIX: &str = "key";
const CHECK: &str = "check";
const CHECK_TEXT: &[u8] = b"tessera key store";
const UNREFERENCED: &str = "unreferenced";

/// Why the key store cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    #[error(
        "no master key: set {MASTER_KEY_VARIABLE} to 64 hexadecimal digits, or {MASTER_KEY_FILE_VARIABLE} to a file that holds them"
    )]
    MasterKeyMissing,
    #[error("the master key in {0} is not 32 bytes written as 64 hexadecimal digits")]
    MasterKeyUnreadable(String),
    #[error(
        "the master key is not the one this key store was made with ({0}): restore the right key; nothing was changed"
    )]
    MasterKeyWrong(PathBuf),
    #[error("the file of key {0} is damaged or was exchanged")]
    Damaged(String),
    #[error("the key store lacks the private key of {0}: restore the key directory from a backup")]
    Missing(String),
    #[error("cannot {what} {path}")]
    Io {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Secrets in encrypted files of one directory. All calls block: run them off the async runtime.
pub(crate) struct FileKeyStore {
    dir: PathBuf,
    master: AesKey,
}

impl FileKeyStore {
    /// Opens the directory, making it when it is missing, and proves that the master key fits.
    pub(crate) fn open(dir: &Path, master: MasterKey, random: &dyn Random) -> Result<Self, KeyStoreError> {
        let io = |what| move |source| KeyStoreError::Io { what, path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(io("make the directory"))?;
        restrict(dir, 0o700).map_err(io("restrict the rights of"))?;
        let store = Self { dir: dir.to_owned(), master: master.into_key() };
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

    /// Whether the directory holds a key store.
    pub(crate) fn exists(dir: &Path) -> bool {
        dir.join(format!("{CHECK}.{SUFFIX}")).is_file()
    }

    /// Writes a secret durably under an id that is not taken yet.
    pub(crate) fn put(&self, id: &str, secret: &[u8], random: &dyn Random) -> Result<(), KeyStoreError> {
        let path = self.path(id);
        let io = |what| {
            let path = path.clone();
            move |source| KeyStoreError::Io { what, path, source }
        };
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let sealed = aead::seal(&self.master, &nonce, &associated(id), secret)
            .map_err(|_| KeyStoreError::Damaged(id.to_owned()))?;
        let mut draft_name = [0; 8];
        random.fill(&mut draft_name);
        let draft = self.dir.join(format!("{}.draft", hex::encode(draft_name)));
        let written = (|| {
            let mut file = private_file(&draft)?;
            for part in [MAGIC, &nonce, &sealed] {
                file.write_all(part)?;
            }
            file.sync_all()
        })();
        // a link, unlike a rename, never replaces what another process wrote first
        let linked = written.and_then(|()| match fs::hard_link(&draft, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            done => done,
        });
        let removed = fs::remove_file(&draft);
        linked.map_err(io("write"))?;
        removed.map_err(io("write"))?;
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(io("sync the directory of"))
    }

    /// Reads a secret.
    pub(crate) fn get(&self, id: &str) -> Result<Zeroizing<Vec<u8>>, KeyStoreError> {
        let path = self.path(id);
        let mut content = Vec::new();
        match File::open(&path).and_then(|mut file| file.read_to_end(&mut content)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(KeyStoreError::Missing(id.to_owned())),
            Err(source) => return Err(KeyStoreError::Io { what: "read", path, source }),
        }
        let damaged = || KeyStoreError::Damaged(id.to_owned());
        let rest = content.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        aead::open(&self.master, nonce, &associated(id), sealed).map_err(|_| damaged())
    }

    /// Ids of all secrets, without the one that proves the master key.
    pub(crate) fn ids(&self) -> Result<Vec<String>, KeyStoreError> {
        let io = |source| KeyStoreError::Io { what: "list", path: self.dir.clone(), source };
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.dir).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if let Some(id) = stem.filter(|id| path.extension().is_some_and(|e| e == SUFFIX) && *id != CHECK) {
                ids.push(id.to_owned());
            }
        }
        ids.sort();
        Ok(ids)
    }

    /// When a secret was written.
    pub(crate) fn written_at(&self, id: &str) -> Option<SystemTime> {
        fs::metadata(self.path(id)).and_then(|meta| meta.modified()).ok()
    }

    /// Moves a secret no row names into a subdirectory. It is not destroyed: an older database may have been restored beside newer keys.
    pub(crate) fn set_aside(&self, id: &str) -> Result<(), KeyStoreError> {
        let aside = self.dir.join(UNREFERENCED);
        let io = |source| KeyStoreError::Io { what: "set aside", path: self.path(id), source };
        fs::create_dir_all(&aside).map_err(io)?;
        restrict(&aside, 0o700).map_err(io)?;
        fs::rename(self.path(id), aside.join(format!("{id}.{SUFFIX}"))).map_err(io)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{id}.{SUFFIX}"))
    }
}

/// Binds a file to its name, so that two files cannot change places.
fn associated(id: &str) -> Vec<u8> {
    [MAGIC, id.as_bytes()].concat()
}

/// A new file that only its owner may read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::SystemRandom;

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
