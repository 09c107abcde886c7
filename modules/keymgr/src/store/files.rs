//! The files of a key store: one per secret in one directory, each written once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crypto::Random;

use super::KeyStoreError;

const SUFFIX: &str = "key";
const UNREFERENCED: &str = "unreferenced";

/// The id of the file that proves what the directory was made with.
pub(super) const CHECK: &str = "check";
/// What it holds.
pub(super) const CHECK_TEXT: &[u8] = b"tessera key store";

/// A directory of files that only its owner may read.
pub(super) struct KeyFiles {
    dir: PathBuf,
}

impl KeyFiles {
    /// Opens the directory, making it when it is missing.
    pub(super) fn open(dir: &Path) -> Result<Self, KeyStoreError> {
        let io = |what| move |source| KeyStoreError::Io { what, path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(io("make the directory"))?;
        restrict(dir, 0o700).map_err(io("restrict the rights of"))?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Writes a file durably under an id that is not taken yet; who was first wins.
    pub(super) fn write(&self, id: &str, parts: &[&[u8]], random: &dyn Random) -> Result<(), KeyStoreError> {
        write_once(&self.path(id), parts, random)
    }

    /// The content of a file.
    pub(super) fn read(&self, id: &str) -> Result<Vec<u8>, KeyStoreError> {
        let path = self.path(id);
        let mut content = Vec::new();
        match File::open(&path).and_then(|mut file| file.read_to_end(&mut content)) {
            Ok(_) => Ok(content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(KeyStoreError::Missing(id.to_owned())),
            Err(source) => Err(KeyStoreError::Io { what: "read", path, source }),
        }
    }

    pub(super) fn exists(&self, id: &str) -> bool {
        self.path(id).is_file()
    }

    /// Ids of all secrets, without the check.
    pub(super) fn ids(&self) -> Result<Vec<String>, KeyStoreError> {
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

    pub(super) fn written_at(&self, id: &str) -> Option<SystemTime> {
        fs::metadata(self.path(id)).and_then(|meta| meta.modified()).ok()
    }

    /// Moves a file into a subdirectory.
    pub(super) fn set_aside(&self, id: &str) -> Result<(), KeyStoreError> {
        let aside = self.dir.join(UNREFERENCED);
        let io = |source| KeyStoreError::Io { what: "set aside", path: self.path(id), source };
        fs::create_dir_all(&aside).map_err(io)?;
        restrict(&aside, 0o700).map_err(io)?;
        fs::rename(self.path(id), aside.join(format!("{id}.{SUFFIX}"))).map_err(io)
    }

    fn path(&self, id: &str) -> PathBuf {
        path(&self.dir, id)
    }
}

fn path(dir: &Path, id: &str) -> PathBuf {
    dir.join(format!("{id}.{SUFFIX}"))
}

/// Whether the directory holds a key store.
pub(super) fn is_key_store(dir: &Path) -> bool {
    path(dir, CHECK).is_file()
}

/// Binds a file to its name, so that two files cannot change places.
pub(super) fn associated(magic: &[u8], id: &str) -> Vec<u8> {
    [magic, id.as_bytes()].concat()
}

/// Writes a new file for its owner only and syncs it and its directory. A file that another process wrote first stays.
pub(super) fn write_once(path: &Path, parts: &[&[u8]], random: &dyn Random) -> Result<(), KeyStoreError> {
    let io = |what| move |source| KeyStoreError::Io { what, path: path.to_owned(), source };
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut draft_name = [0; 8];
    random.fill(&mut draft_name);
    let draft = dir.join(format!("{}.draft", hex::encode(draft_name)));
    let written = (|| {
        let mut file = private_file(&draft)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()
    })();
    // a link, unlike a rename, never replaces what another process wrote first
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    });
    let removed = fs::remove_file(&draft);
    linked.map_err(io("write"))?;
    removed.map_err(io("write"))?;
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(io("sync the directory of"))
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
