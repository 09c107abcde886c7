//! Copying keys and blobs so that a copy that is there is whole.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use thiserror::Error;

/// A file or directory that could not be copied.
#[derive(Debug, Error)]
#[error("could not {what}: {source}")]
pub struct CopyError {
    what: String,
    source: io::Error,
}

fn failed(verb: &str, path: &Path) -> impl FnOnce(io::Error) -> CopyError {
    let what = format!("{verb} {}", path.display());
    move |source| CopyError { what, source }
}

/// Copies a directory with everything in it and syncs it; answers how many files it copied. What vanishes meanwhile, and a
/// directory that is not there, is no error; what is there already is left alone.
///
/// # Errors
/// The failure of a file operation.
pub fn copy_directory(from: &Path, to: &Path) -> Result<u64, CopyError> {
    fs::create_dir_all(to).map_err(failed("make", to))?;
    let mut files = 0;
    let Ok(entries) = fs::read_dir(from) else { return Ok(0) };
    for entry in entries {
        let entry = entry.map_err(failed("read", from))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            files += copy_directory(&entry.path(), &target)?;
        } else if entry.path().is_file() {
            files += u64::from(copy_file(&entry.path(), &target)?);
        }
    }
    File::open(to).and_then(|directory| directory.sync_all()).map_err(failed("sync", to))?;
    Ok(files)
}

/// Copies a file under another name, syncs it and renames it, so that a cut leaves none that is half there. Answers whether
/// it copied: not when the file vanished, nor when `to` exists.
///
/// # Errors
/// The failure of a file operation.
pub fn copy_file(from: &Path, to: &Path) -> Result<bool, CopyError> {
    if to.exists() {
        return Ok(false);
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    match fs::copy(from, part) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed("copy", from)(error)),
    }
    File::open(part).and_then(|file| file.sync_all()).map_err(failed("sync", part))?;
    fs::rename(part, to).map_err(failed("name", to))?;
    Ok(true)
}
