//! One SQLite file: one writer, many readers, a pinned reader, a barrier and a checkpointer.

mod barrier;
mod checkpoint;

use std::path::Path;
use std::str::FromStr;
use std::sync::Mutex;

use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions, Connection};
use sea_orm::{DatabaseConnection, SqlxSqliteConnector};

pub(crate) use barrier::Barrier;
use checkpoint::Checkpointer;

use crate::config::{DbConfig, Durability};
use crate::error::DbError;

/// The oldest SQLite whose write-ahead log has no known loss of commits on reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// An open file. Dropping it closes the pools and stops the checkpointer.
#[derive(Debug)]
pub(crate) struct SqliteFile {
    pub(crate) read: DatabaseConnection,
    /// `None` when the file was opened for reading only.
    pub(crate) write: Option<DatabaseConnection>,
    pub(crate) barrier: Option<Barrier>,
    pools: Vec<SqlitePool>,
    checkpointer: Option<Checkpointer>,
    options: SqliteConnectOptions,
    /// Never used: as long as it is open, no other connection is the last, and SQLite does not delete the log under the
    /// barrier's descriptor.
    pinned: Mutex<Option<SqliteConnection>>,
}

impl SqliteFile {
    /// Opens `path` for reading and writing, making the file when it is missing.
    pub(crate) async fn open(path: &Path, config: &DbConfig) -> Result<Self, DbError> {
        let durability = effective(config.durability);
        let synchronous = match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::Barrier => SqliteSynchronous::Normal,
            Durability::Off => SqliteSynchronous::Off,
        };
        let base = options(path, config)?.synchronous(synchronous);

        // The writer comes first: it makes the file and turns on the write-ahead log, which is then a property of the file.
        let writer = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .acquire_timeout(config.acquire_timeout())
            .connect_with(
                base.clone()
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .pragma("wal_autocheckpoint", "0"),
            )
            .await?;
        check_version(&writer).await?;
        let reader_options = base.pragma("query_only", "ON").pragma("wal_autocheckpoint", "0");
        let readers = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(config.readers.max(1))
            .max_lifetime(None)
            .acquire_timeout(config.acquire_timeout())
            .connect_with(reader_options.clone())
            .await?;
        let pinned = reader_options.connect().await?;
        let checkpointer = Checkpointer::start(path, options(path, config)?.synchronous(synchronous)).await?;
        let barrier = match durability {
            Durability::Barrier => Some(Barrier::start(path)?),
            Durability::Full | Durability::Off => None,
        };
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers.clone()),
            write: Some(SqlxSqliteConnector::from_sqlx_sqlite_pool(writer.clone())),
            barrier,
            pools: vec![writer, readers],
            checkpointer: Some(checkpointer),
            options: options(path, config)?,
            pinned: Mutex::new(Some(pinned)),
        })
    }

    /// Opens an existing `path` for reading and writing beside the process that owns it: commits are synced, whatever the
    /// durability of that process, and checkpoints are left to it.
    pub(crate) async fn open_beside(path: &Path, config: &DbConfig) -> Result<Self, DbError> {
        let mut file = Self::open_read_only(path, config).await?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(config.acquire_timeout())
            .connect_with(options(path, config)?.synchronous(SqliteSynchronous::Full).pragma("wal_autocheckpoint", "0"))
            .await?;
        file.write = Some(SqlxSqliteConnector::from_sqlx_sqlite_pool(writer.clone()));
        file.pools.push(writer);
        Ok(file)
    }

    /// Opens an existing `path` for reading only, beside the process that writes it.
    pub(crate) async fn open_read_only(path: &Path, config: &DbConfig) -> Result<Self, DbError> {
        if !path.is_file() {
            return Err(DbError::Settings(format!("there is no database file {}", path.display())));
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(config.readers.max(1))
            .acquire_timeout(config.acquire_timeout())
            .connect_with(options(path, config)?.read_only(true).pragma("query_only", "ON"))
            .await?;
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers.clone()),
            write: None,
            barrier: None,
            pools: vec![readers],
            checkpointer: None,
            options: options(path, config)?,
            pinned: Mutex::new(None),
        })
    }

    /// Writes a consistent copy to `target` through a connection of its own, so that neither the writer nor readers wait.
    pub(crate) async fn vacuum_into(&self, target: &str) -> Result<(), DbError> {
        let mut connection = self.options.clone().connect().await?;
        let copied = sea_orm::sqlx::query("VACUUM INTO ?1").bind(target.to_owned()).execute(&mut connection).await;
        connection.close().await?;
        copied?;
        Ok(())
    }

    /// Waits for running statements, checkpoints the log and closes every connection.
    pub(crate) async fn close(&self) {
        if let Some(barrier) = &self.barrier {
            barrier.wait().await;
        }
        if let Some(checkpointer) = &self.checkpointer {
            checkpointer.stop().await;
        }
        for pool in &self.pools {
            pool.close().await;
        }
        let pinned = self.pinned.lock().ok().and_then(|mut pinned| pinned.take());
        if let Some(pinned) = pinned {
            let _ = pinned.close().await;
        }
    }
}

fn effective(wanted: Durability) -> Durability {
    match wanted {
        // the barrier's conditions were checked on Linux only
        Durability::Barrier if !cfg!(target_os = "linux") => Durability::Full,
        other => other,
    }
}

fn options(path: &Path, config: &DbConfig) -> Result<SqliteConnectOptions, DbError> {
    let options = SqliteConnectOptions::from_str("sqlite:")?
        .filename(path)
        .busy_timeout(config.busy_timeout())
        .foreign_keys(true)
        .statement_cache_capacity(512)
        // what is deleted or replaced (used-up codes, issued numbers) leaves no trace in the file
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", "-16000")
        .disable_statement_logging();
    Ok(options)
}

async fn check_version(pool: &SqlitePool) -> Result<(), DbError> {
    let version: String = sea_orm::sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let parts: [u32; 3] = std::array::from_fn(|_| parts.next().unwrap_or(0));
    if parts < OLDEST_SQLITE {
        return Err(DbError::Settings(format!("SQLite {version} is too old: 3.51.3 or newer is needed")));
    }
    Ok(())
}
