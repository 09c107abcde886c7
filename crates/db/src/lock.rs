//! One process writes a data directory: a locked file in it says which.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::clock::{Clock, SystemClock};
use crate::error::DbError;

const NAME: &str = "tessera.lock";

/// Holds the data directory until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct DirLock {
    _file: File,
}

impl DirLock {
    /// Takes the directory for this process, or says who has it.
    pub(crate) fn take(dir: &Path) -> Result<Self, DbError> {
        let path = dir.join(NAME);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| DbError::io(format!("could not open {}", path.display()), e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.read_to_string(&mut owner);
                let owner = owner.trim();
                return Err(DbError::InUse(if owner.is_empty() { "another process".into() } else { owner.into() }));
            }
            Err(TryLockError::Error(e)) => return Err(DbError::io(format!("could not lock {}", path.display()), e)),
        }
        let command = std::env::args().next().unwrap_or_default();
        let command = Path::new(&command).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let owner = format!("process {} ({command}) since {}\n", std::process::id(), SystemClock.now().to_rfc3339());
        let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(owner.as_bytes()));
        written.map_err(|e| DbError::io(format!("could not write {}", path.display()), e))?;
        Ok(Self { _file: file })
    }
}

/// Makes the data directory, readable by its owner only.
pub(crate) fn make_dir(dir: &Path) -> Result<(), DbError> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|e| DbError::io(format!("could not make the directory {}", dir.display()), e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_taker_is_told_who_has_it() {
        let dir = tempfile::tempdir().expect("a directory");
        let first = DirLock::take(dir.path()).expect("free");
        let refused = DirLock::take(dir.path()).expect_err("taken").to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(first);
        DirLock::take(dir.path()).expect("free again");
    }
}
