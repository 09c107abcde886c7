//! Moving everything from one set of databases to another, for example from SQLite files to a PostgreSQL server.
//!
//! Rows are copied table by table in batches. A batch and the place it reached commit together on the target, so a move that
//! was cut goes on where it stopped and no row is written twice. There are no foreign keys (a test of the migrations holds
//! that), so tables go in the order of their names; what a row names in another module was never promised to be there first.

mod cell;
mod copy;
mod dialect;
mod error;
mod progress;
mod table;
mod verify;

use std::ops::ControlFlow;

pub use copy::copy;
pub use dialect::others_connected;
pub use error::TransferError;
pub use progress::{State, finish, state, unfinished};
pub use verify::{Compared, verify};

use crate::open::{Databases, Db};

/// How far a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The table's name.
    pub table: &'a str,
    /// Rows of it that are on the target.
    pub rows: u64,
    /// Whether these are all.
    pub done: bool,
}

/// Is told of every committed batch; [`ControlFlow::Break`] stops the move there, to be taken up again later.
pub type Watch<'a> = &'a mut (dyn FnMut(&Step<'_>) -> ControlFlow<()> + Send);

/// One handle for each file or server of `databases`.
fn engines(databases: &Databases) -> Vec<&Db> {
    let mut engines: Vec<&Db> = Vec::new();
    for db in databases.all() {
        if !engines.iter().any(|seen| seen.shares_file_with(db)) {
            engines.push(db);
        }
    }
    engines
}
