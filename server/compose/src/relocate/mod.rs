//! Moving a whole installation from one place to another: rows, their checks, then keys and blobs.

mod files;
mod place;

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use db::transfer::{self, Compared, State, Step, TransferError};
use db::{Cx, Databases, Db, DbError, OsRandom, SystemClock};
use thiserror::Error;
use types::Failure;

pub use files::{CopyError, copy_directory, copy_file};
pub use place::Place;

/// How long connections of a move that was cut a moment ago are given to vanish from the server.
const LINGERING: Duration = Duration::from_secs(5);

/// Why a move stops. Every text begins with a code and says what to do.
#[derive(Debug, Error)]
pub enum RelocateError {
    #[error("TES-MOV-001: {place} is in use by {owner}: stop it, then move again")]
    InUse { place: String, owner: String },
    #[error(
        "TES-MOV-005: the schema of the {side} is not that of this program ({what}): run `tessera migrate` of this program on it first, or use the program that made it"
    )]
    Versions { side: &'static str, what: String },
    #[error(
        "TES-MOV-009: the audit chain of {0} does not hold on the target ({1}): run `tessera audit verify` on the source; if it holds there, empty the target and move again"
    )]
    Chain(&'static str, String),
    #[error("TES-MOV-011: {0}")]
    Place(String),
    #[error("TES-MOV-012: {0}: mend it and run the same command again; the rows are moved already")]
    Files(#[from] CopyError),
    #[error(
        "TES-MOV-013: the signatures of the audit chain could not be read on the target; run the same command again"
    )]
    Signatures(#[source] Failure),
    #[error(transparent)]
    Transfer(#[from] TransferError),
}

impl From<DbError> for RelocateError {
    fn from(error: DbError) -> Self {
        Self::Transfer(error.into())
    }
}

/// What is moved where.
#[derive(Debug, Clone)]
pub struct Relocation {
    pub from: Place,
    pub to: Place,
    /// The directory whose keys and blobs are copied; that of the source when it is one.
    pub files: Option<PathBuf>,
    /// The directory that keys and blobs are copied to; they stay where they are when absent.
    pub data_dir: Option<PathBuf>,
    /// Rows a statement copies and a transaction commits; these are in memory at once.
    pub batch: u64,
}

/// What is told while it goes on.
#[derive(Debug)]
pub enum Progress<'a> {
    /// An unfinished move is taken up again.
    Resumed,
    Step(Step<'a>),
    /// All rows are there and are compared now.
    Comparing,
    /// The chain of a logical database holds: its sealed rows and its sound signatures.
    Chain {
        database: &'static str,
        sealed: i64,
        signatures: usize,
    },
}

/// What was moved.
#[derive(Debug)]
pub struct Moved {
    pub tables: Vec<Compared>,
    /// Files of keys and blobs that were copied by this run.
    pub files: u64,
}

impl Relocation {
    /// Moves everything, or goes on with a move that was cut. `stop` ends it after the batch under way.
    ///
    /// # Errors
    /// Everything that is refused (a place in use, a target that is not empty, other schemas), rows or chains that are not
    /// the same afterwards, or the failure of a database or file.
    pub async fn run(
        &self,
        cx: &Cx,
        stop: &AtomicBool,
        say: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Moved, RelocateError> {
        let (source, target) = self.open().await?;
        let moved = self.between(&source, &target, cx, stop, say).await;
        source.close().await;
        target.close().await;
        moved
    }

    async fn open(&self) -> Result<(Databases, Databases), RelocateError> {
        if self.from.origin()? == self.to.origin()? {
            return Err(RelocateError::Place("--from and --to name the same place: name another target".into()));
        }
        self.from.must_exist()?;
        let source = open(&self.from).await?;
        match open(&self.to).await {
            Ok(target) => Ok((source, target)),
            Err(error) => {
                source.close().await;
                Err(error)
            }
        }
    }

    async fn between(
        &self,
        source: &Databases,
        target: &Databases,
        cx: &Cx,
        stop: &AtomicBool,
        say: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Moved, RelocateError> {
        let origin = self.from.origin()?;
        alone(source, "source").await?;
        alone(target, "target").await?;
        up_to_date(source, "source").await?;
        match transfer::state(target, &origin).await? {
            State::Empty => migrate(target).await?,
            State::Unfinished => {
                up_to_date(target, "target").await?;
                say(Progress::Resumed);
            }
        }
        let mut watch = |step: &Step<'_>| {
            say(Progress::Step(step.clone()));
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        transfer::copy(source, target, cx, &origin, self.batch, &mut watch).await?;
        say(Progress::Comparing);
        let tables = transfer::verify(source, target, self.batch).await?;
        for db in target.all() {
            say(chain(target, db).await?);
        }
        let files = self.copy_files()?;
        transfer::finish(target).await?;
        Ok(Moved { tables, files })
    }

    fn copy_files(&self) -> Result<u64, RelocateError> {
        let Some(to) = &self.data_dir else { return Ok(0) };
        let Some(from) = self.files.as_deref().or_else(|| self.from.directory()) else {
            return Err(RelocateError::Place(
                "--data-dir copies keys and blobs, and a PostgreSQL source does not say where they are: add --files DIR"
                    .into(),
            ));
        };
        let mut copied = 0;
        for name in ["keys", "blobs"] {
            copied += copy_directory(&from.join(name), &to.join(name))?;
        }
        // only development keeps it there
        if from.join("master.key").is_file() {
            copied += u64::from(copy_file(&from.join("master.key"), &to.join("master.key"))?);
        }
        Ok(copied)
    }
}

async fn open(place: &Place) -> Result<Databases, RelocateError> {
    let opened = Databases::open(&place.config()?, Arc::new(SystemClock), Arc::new(OsRandom)).await;
    opened.map_err(|error| match error {
        DbError::InUse(owner) => RelocateError::InUse { place: place.to_string(), owner },
        other => other.into(),
    })
}

/// Refuses while others are connected to a server: what they write would be missed. A directory is locked instead.
async fn alone(databases: &Databases, side: &'static str) -> Result<(), RelocateError> {
    let mut waited = Duration::ZERO;
    loop {
        // every logical database of a place has the same URL
        match transfer::others_connected(databases.operations()).await? {
            0 => return Ok(()),
            others if waited >= LINGERING => return Err(TransferError::Connected(others, side).into()),
            _ => {}
        }
        let pause = Duration::from_millis(250);
        tokio::time::sleep(pause).await;
        waited += pause;
    }
}

async fn up_to_date(databases: &Databases, side: &'static str) -> Result<(), RelocateError> {
    for db in databases.all() {
        let what = match migrations::pending(db).await {
            Ok(pending) if pending.is_empty() => continue,
            Ok(pending) => format!("{}: {} changes are missing", db.logical(), pending.len()),
            Err(sea_orm::DbErr::Custom(unknown)) => format!("{}: {unknown}", db.logical()),
            Err(other) => return Err(DbError::from(other).into()),
        };
        return Err(RelocateError::Versions { side, what });
    }
    Ok(())
}

async fn migrate(target: &Databases) -> Result<(), RelocateError> {
    match migrations::migrate(target).await {
        Ok(()) => Ok(()),
        Err(DbError::Statement(sea_orm::DbErr::Custom(what))) => Err(RelocateError::Versions { side: "target", what }),
        Err(other) => Err(other.into()),
    }
}

/// Walks the chain of `db`, its copy in the archive and the signatures of its heads.
async fn chain(target: &Databases, db: &Db) -> Result<Progress<'static>, RelocateError> {
    let name = db.logical().name();
    let live = db::audit::verify_chain(db).await?;
    let archived = db::audit::verify_archive(db, target.archive()).await?;
    if let Some(broken) = live.broken.or(archived.broken) {
        return Err(RelocateError::Chain(name, format!("{broken:?}")));
    }
    let signed = crate::verify_signatures(target, db).await.map_err(RelocateError::Signatures)?;
    if let Some((seq, why)) = signed.broken {
        return Err(RelocateError::Chain(name, format!("the signature of row {seq} {why}")));
    }
    Ok(Progress::Chain { database: name, sealed: live.sound, signatures: signed.sound })
}
