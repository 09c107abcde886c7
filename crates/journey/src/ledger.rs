//! What the server acknowledged, on the disk before the journey goes on; and asking the server for all of it later.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// One acknowledgement. A line of the file is `{"kind": …, …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Entry {
    /// A machine was registered.
    Machine { id: String, center: String },
    /// A partner was registered and its certificate accepted.
    Partner { id: String },
    /// An application was saved.
    Application { prid: String },
    /// A document was stored.
    Document { prid: String, document: String },
    /// An appointment was made.
    Booked { prid: String, center: String, date: String, from: String },
    /// A packet was announced.
    Announced { rid: String, packet: String },
    /// A packet was received.
    Uploaded { rid: String, packet: String },
    /// A registration waits for a decision about a duplicate.
    Adjudication { rid: String },
    /// A number was issued.
    Number { rid: String, uin: String },
    /// A card was handed out.
    Card { rid: String },
    /// A virtual id was issued.
    Vid { vid: String, uin: String },
    /// An authentication was answered.
    Authentication { uin: String, transaction: String, granted: bool },
}

/// The open file, if one is wanted.
pub struct Ledger(Option<Mutex<File>>);

impl Ledger {
    /// Keeps nothing.
    pub fn none() -> Self {
        Self(None)
    }

    /// Appends to a file that only its owner may read: it holds identity numbers.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self(Some(Mutex::new(options.open(path)?))))
    }

    /// Writes an entry and waits until it is on the disk.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&self, entry: &Entry) -> Result<()> {
        let Some(file) = &self.0 else { return Ok(()) };
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&line)?;
        Ok(file.sync_data()?)
    }

    /// The entries of a file. A last line that was cut off when the journey was killed was never relied on and is left out.
    ///
    /// # Errors
    /// When it cannot be read, or a line is no entry.
    pub fn read(path: &Path) -> Result<Vec<Entry>> {
        let mut reader = BufReader::new(File::open(path)?);
        let mut entries = Vec::new();
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            if !line.ends_with('\n') {
                break;
            }
            if !line.trim().is_empty() {
                let number = entries.len() + 1;
                entries.push(
                    serde_json::from_str(&line)
                        .map_err(|error| Error::new(format!("ledger entry {number}: {error}")))?,
                );
            }
            line.clear();
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_and_a_torn_line_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let ledger = Ledger::open(&path).unwrap();
        let entries = [
            Entry::Application { prid: "12345678901234".into() },
            Entry::Authentication { uin: "1234567890".into(), transaction: "1".into(), granted: true },
        ];
        for entry in &entries {
            ledger.add(entry).unwrap();
        }
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"kind\":\"card\"").unwrap();
        assert_eq!(Ledger::read(&path).unwrap(), entries);
        Ledger::none().add(&entries[0]).unwrap();
        std::fs::write(&path, "{}\n").unwrap();
        assert!(Ledger::read(&path).is_err());
    }
}
