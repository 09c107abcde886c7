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
/// From this size on the writer is made to wait for the rest of the copy, so that the log starts anew: under steady load a copy
/// that waits for nobody never catches up.
const RESTART_FROM_BYTES: u64 = 64 << 20;
/// The longest that the writer is made to wait for a reader with an old snapshot.
const WAIT: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Checkpointer {
    stop: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Checkpointer {
    pub(super) async fn start(path: &Path, options: SqliteConnectOptions) -> Result<Self, DbError> {
        let mut connection = options.busy_timeout(WAIT).pragma("wal_autocheckpoint", "0").connect().await?;
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            // The size of a log that is used anew says nothing about new frames, so the copy is repeated as long as the file is
            // large; a copy with nothing to do costs some microseconds.
            loop {
                let last = tokio::select! {
                    () = stopped.cancelled() => true,
                    () = tokio::time::sleep(LOOK_EVERY) => false,
                };
                let size = std::fs::metadata(&wal).map_or(0, |m| m.len());
                if last || size >= COPY_FROM_BYTES {
                    // first without making anybody wait, so that little is left for the second
                    let mut copied = checkpoint(&mut connection, "PASSIVE").await;
                    if copied.is_ok() && size >= RESTART_FROM_BYTES {
                        copied = checkpoint(&mut connection, "TRUNCATE").await;
                    }
                    if let Err(error) = copied {
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
