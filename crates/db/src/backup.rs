//! A consistent copy of an SQLite file while the platform runs.

use std::path::Path;

use sea_orm::DbBackend;

use crate::error::DbError;
use crate::open::Db;

impl Db {
    /// Writes a consistent, compact copy of the file of this logical database to `target`, which must not exist. Logical
    /// databases that share the file are copied with it. Writers go on meanwhile.
    ///
    /// # Errors
    /// [`DbError::Settings`] on PostgreSQL, which has its own tools, or when `target` exists.
    pub async fn backup_to(&self, target: &Path) -> Result<(), DbError> {
        if self.backend() != DbBackend::Sqlite {
            return Err(DbError::Settings("a PostgreSQL database is backed up with PostgreSQL's tools".into()));
        }
        if target.exists() {
            return Err(DbError::Settings(format!("{} exists already", target.display())));
        }
        let path = target.to_str().ok_or_else(|| DbError::Settings("the path of the copy must be Unicode".into()))?;
        self.engine_backup(path).await?;
        let file = std::fs::File::open(target).map_err(|e| DbError::io("could not open the copy", e))?;
        file.sync_all().map_err(|e| DbError::io("could not sync the copy", e))
    }
}
