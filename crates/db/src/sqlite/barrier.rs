//! One sync of the write-ahead log for everybody who committed since the last one.
//!
//! Sound only together with what [`super::SqliteFile`] keeps: a writer that is never closed while the process lives, and a
//! pinned reader (when the last connection closes, SQLite deletes the log, and syncing the old descriptor would succeed on
//! nothing). Before each sync the inode behind the path is compared with the open descriptor. A failed sync stops the process:
//! after it nobody knows what is on the disk, and a second try may succeed without having written anything.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use tokio::sync::oneshot;

use crate::error::DbError;

#[derive(Debug)]
pub(crate) struct Barrier {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<oneshot::Sender<()>>,
    stop: bool,
}

impl Barrier {
    /// Starts the thread that syncs the log of the database file `path`.
    pub(crate) fn start(path: &Path) -> Result<Self, DbError> {
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("db-barrier".into())
            .spawn(move || run(&theirs, &wal))
            .map_err(|e| DbError::io("could not start the barrier thread", e))?;
        Ok(Self { shared })
    }

    /// Returns when everything committed before this call is on the disk.
    pub(crate) async fn wait(&self) {
        let (sender, receiver) = oneshot::channel();
        self.shared.state.lock().expect("the barrier thread aborts instead of panicking").waiting.push(sender);
        self.shared.wake.notify_one();
        // The sender is dropped unanswered only when the process is going down.
        let _ = receiver.await;
    }
}

impl Drop for Barrier {
    fn drop(&mut self) {
        if let Ok(mut state) = self.shared.state.lock() {
            state.stop = true;
        }
        self.shared.wake.notify_one();
    }
}

fn run(shared: &Shared, wal: &Path) {
    let mut open: Option<Log> = None;
    loop {
        let waiting = {
            let Ok(mut state) = shared.state.lock() else { return };
            while state.waiting.is_empty() && !state.stop {
                let Ok(woken) = shared.wake.wait(state) else { return };
                state = woken;
            }
            if state.waiting.is_empty() {
                return;
            }
            std::mem::take(&mut state.waiting)
        };
        if let Err(error) = sync(&mut open, wal) {
            tracing::error!(file = %wal.display(), %error, "the write-ahead log could not be synced; stopping the process");
            std::process::abort();
        }
        for waiter in waiting {
            let _ = waiter.send(());
        }
    }
}

/// The log as last opened, with the identity of its inode.
struct Log {
    file: File,
    inode: (u64, u64),
}

fn sync(open: &mut Option<Log>, wal: &Path) -> std::io::Result<()> {
    let inode = inode_of(&std::fs::metadata(wal)?);
    if open.as_ref().is_none_or(|log| log.inode != inode) {
        // Only the log is opened here, never the database itself: closing a descriptor of the database would drop the locks
        // that SQLite holds on it.
        let file = File::open(wal)?;
        let inode = inode_of(&file.metadata()?);
        // The log may be new: its name has to be on the disk too.
        if let Some(dir) = wal.parent() {
            File::open(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })?.sync_all()?;
        }
        *open = Some(Log { file, inode });
    }
    match open {
        Some(log) => log.file.sync_data(),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn inode_of(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn inode_of(_: &std::fs::Metadata) -> (u64, u64) {
    (0, 0)
}
