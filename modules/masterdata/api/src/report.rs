//! What an import did, table by table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The report of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// By name of the file without `.csv`.
    pub tables: BTreeMap<String, TableReport>,
}

/// What became of one file: `rows = stored + rejected`, unless it was passed over as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReport {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Rows that are in the table now.
    pub stored: u64,
    /// Rows that could not be stored.
    pub rejected: u64,
    /// Why the whole file was passed over; `null` when it was not.
    pub left_out: Option<String>,
    /// Rows among the stored that are new or differ from what was there; 0 when the same file is imported again.
    pub changed: u64,
    /// The rejected rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejections: Vec<Rejection>,
}

/// A row that could not be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Line of the file on which the row starts, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong, in English.
    pub reason: String,
}

impl ImportReport {
    /// Rejected rows of all tables.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.tables.values().map(|table| table.rejected).sum()
    }

    /// Rows of all files.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.rows).sum()
    }
}
