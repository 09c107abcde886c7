//! Why a move stops, and what to do.

use crate::error::DbError;

/// A refused or failed move. Every text begins with a code and ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// Other processes are connected to a PostgreSQL database.
    #[error(
        "TES-MOV-002: {0} other connections to the database of the {1} are open: stop every server and tool on it, then move again"
    )]
    Connected(i64, &'static str),
    /// The target holds rows that no unfinished move has brought.
    #[error("TES-MOV-003: the target is not empty, its table {0} has rows: name an empty database or directory")]
    NotEmpty(String),
    /// The target holds an unfinished move from elsewhere.
    #[error("TES-MOV-004: the target holds an unfinished move from {0}: finish that one, or empty the target first")]
    OtherMove(String),
    /// Source and target do not have the same tables and columns.
    #[error(
        "TES-MOV-006: {0}: bring both up to date with `tessera migrate` of the same program, and leave other programs' tables out of the target"
    )]
    Schema(String),
    /// A value cannot be read from the source as what its column holds, or not be stored on the target.
    #[error(
        "TES-MOV-007: row {row} of table {table}, column {column}: {why}: correct the row on the source, then run the same command again"
    )]
    Value {
        /// The table's name.
        table: String,
        /// The column's name.
        column: String,
        /// The row's place in the order of keys, from 1.
        row: u64,
        /// What is wrong with it; never the value itself.
        why: String,
    },
    /// A table is not the same on both sides.
    #[error(
        "TES-MOV-008: table {table} differs after the copy ({what}): the source was written to since the move began; empty the target and move again"
    )]
    Differs {
        /// The table's name.
        table: String,
        /// Counts, or that the content differs.
        what: String,
    },
    /// The move was asked to stop.
    #[error("TES-MOV-010: stopped while table {0} was copied; nothing is lost: run the same command again to go on")]
    Stopped(String),
    /// A database failed.
    #[error("TES-MOV-013: a database failed; what was copied stays: run the same command again to go on")]
    Database(#[from] DbError),
}

impl From<sea_orm::DbErr> for TransferError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}
