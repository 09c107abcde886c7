//! Copies the write-ahead log back into the database file, off the writer.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::error::DbError;

/// How often the size of the log is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// From this size on the log is copied back, without making anybody wait.
const COPY_FROM_BYTES: u64 = 4 << 20;
/// From this size on readers and the writer are made to wait so that the log starts anew.
const RESTART_FROM_BYTES: u64 = 256 << 20;

#[derive(Debug)]
pub(super) struct Checkpointer {
    stop: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Checkpointer {
    pub(super) async fn start(path: &Path, options: SqliteConnectOptions) -> Result<Self, DbError> {
        let mut connection = options.pragma("wal_autocheckpoint", "0").connect().await?;
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            // Size of the log when it was last copied: an unchanged size may still hide new frames written over old ones, so
            // the copy is repeated as long as the log is large; a copy with nothing to do costs some microseconds.
            loop {
                let last = tokio::select! {
                    () = stopped.cancelled() => true,
                    () = tokio::time::sleep(LOOK_EVERY) => false,
                };
                let size = std::fs::metadata(&wal).map_or(0, |m| m.len());
                if last || size >= COPY_FROM_BYTES {
                    let mode = if size >= RESTART_FROM_BYTES { "TRUNCATE" } else { "PASSIVE" };
                    if let Err(error) = checkpoint(&mut connection, mode).await {
                        tracing::warn!(%error, file = %wal.display(), "the write-ahead log could not be copied back");
                    }
                }
                if last {
                    break;
                }
            }
            let _ = connection.close().await;
        });
        Ok(Self { stop, task: Mutex::new(Some(task)) })
    }

    /// Copies what is left and ends the task.
    pub(super) async fn stop(&self) {
        self.stop.cancel();
        let task = self.task.lock().ok().and_then(|mut task| task.take());
        if let Some(task) = task {
            let _ = task.await;
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn checkpoint(connection: &mut SqliteConnection, mode: &str) -> Result<(), sqlx::Error> {
    let sql = match mode {
        "TRUNCATE" => "PRAGMA wal_checkpoint(TRUNCATE)",
        _ => "PRAGMA wal_checkpoint(PASSIVE)",
    };
    sqlx::query(sql).fetch_one(connection).await.map(|_| ())
}
