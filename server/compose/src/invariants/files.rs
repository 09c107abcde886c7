//! I0: the database files themselves are sound. Everything else is read through them.

use sea_orm::DbBackend;

use super::{Check, Inspection, Result, names};

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let mut checked: Vec<&db::Db> = Vec::new();
    let mut broken = Vec::new();
    for db in at.databases.all() {
        // PostgreSQL checks its own pages; several logical databases may share a file
        if db.backend() != DbBackend::Sqlite || checked.iter().any(|seen| seen.shares_file_with(db)) {
            continue;
        }
        let found = names(db, "PRAGMA integrity_check(20)").await?;
        broken.extend(found.into_iter().filter(|line| line != "ok").map(|line| format!("{}: {line}", db.logical())));
        checked.push(db);
    }
    let says = "database files pass SQLite's integrity check";
    Ok(vec![Check::new("I0 files", says, checked.len() as u64).found(broken)])
}
