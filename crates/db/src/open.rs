//! Opening the logical databases.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::Notify;

use crate::clock::{Clock, Timestamp};
use crate::config::{DbConfig, Logical, Place};
use crate::error::DbError;
use crate::lock::{DirLock, make_dir};
use crate::random::Random;
use crate::sqlite::SqliteFile;
use crate::tx::{Tx, TxGuard};
use types::Cx;

/// One opened file or server.
#[derive(Debug)]
pub(crate) enum Engine {
    Sqlite(Box<SqliteFile>),
    Postgres { pool: DatabaseConnection, read_only: bool },
}

impl Engine {
    fn read(&self) -> &DatabaseConnection {
        match self {
            Self::Sqlite(file) => &file.read,
            Self::Postgres { pool, .. } => pool,
        }
    }

    fn write(&self) -> Option<&DatabaseConnection> {
        match self {
            Self::Sqlite(file) => file.write.as_ref(),
            Self::Postgres { pool, read_only } => (!read_only).then_some(pool),
        }
    }
}

/// A logical database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    logical: Logical,
    engine: Arc<Engine>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    wake: Notify,
    /// Kept by every handle so that the lock lives as long as anybody can write.
    _lock: Option<Arc<DirLock>>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Db({})", self.inner.logical)
    }
}

impl Db {
    /// Which logical database this is.
    pub fn logical(&self) -> Logical {
        self.inner.logical
    }

    /// The connections for reading. Reads see every commit that was made before they began.
    pub fn read(&self) -> &DatabaseConnection {
        self.inner.engine.read()
    }

    /// The connection for schema changes and bulk loads outside a [`Tx`]; only migrations and imports use it.
    ///
    /// # Errors
    /// [`DbError::ReadOnly`] when the databases were opened for reading only.
    pub fn write_connection(&self) -> Result<&DatabaseConnection, DbError> {
        self.inner.engine.write().ok_or(DbError::ReadOnly)
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.read().get_database_backend()
    }

    /// Whether it is an SQLite file.
    pub fn is_file(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    /// Whether `other` lives in the same file or on the same server as this logical database.
    pub fn shares_file_with(&self, other: &Db) -> bool {
        Arc::ptr_eq(&self.inner.engine, &other.inner.engine)
    }

    /// Begins a transaction on behalf of `cx`. Begin late and commit early: nothing but the database is awaited inside.
    ///
    /// # Errors
    /// [`DbError::Busy`] and [`DbError::Unavailable`] when no connection could be had, [`DbError::ReadOnly`], and in debug
    /// builds [`DbError::Nested`] when the same task already holds a transaction.
    pub async fn begin(&self, cx: &Cx) -> Result<Tx, DbError> {
        let writer = self.write_connection()?;
        let guard = TxGuard::enter(cx)?;
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: (self.backend() == DbBackend::Postgres).then_some(AccessMode::ReadWrite),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let transaction = writer.begin_with_options(options).await?;
        Ok(Tx::new(self.clone(), transaction, cx.clone(), guard))
    }

    /// Returns when everything that was committed so far is on the disk. A reply that restates an earlier success (an
    /// idempotent command asked again, a receipt shown again) waits for this. Immediate unless durability is `barrier`.
    pub async fn durable(&self) {
        if let Engine::Sqlite(file) = &*self.inner.engine
            && let Some(barrier) = &file.barrier
        {
            barrier.wait().await;
        }
    }

    /// The clock that was handed in when the databases were opened.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// The current instant.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The source of randomness that was handed in when the databases were opened.
    pub fn random(&self) -> &Arc<dyn Random> {
        &self.inner.random
    }

    /// Is notified after a commit that left jobs behind.
    pub(crate) fn wake(&self) -> &Notify {
        &self.inner.wake
    }

    pub(crate) async fn engine_backup(&self, target: &str) -> Result<(), DbError> {
        match &*self.inner.engine {
            Engine::Sqlite(file) => file.vacuum_into(target).await,
            Engine::Postgres { .. } => Err(DbError::Settings("only an SQLite file is copied".into())),
        }
    }

    /// The name of a ground table of this logical database, for example `identity_job`.
    pub(crate) fn table(&self, name: &str) -> String {
        crate::ground::table(self.inner.logical, name)
    }
}

/// All logical databases of one deployment. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Databases {
    dbs: BTreeMap<Logical, Db>,
    engines: Vec<Arc<Engine>>,
}

impl Databases {
    /// Opens every logical database for reading and writing and takes the data directory for this process. Logical databases
    /// with the same place share their connections. Tables are made by the `migrations` crate, not here.
    ///
    /// # Errors
    /// [`DbError::InUse`] with the owner's process id when another process writes the directory; [`DbError::Settings`] and
    /// [`DbError::Unavailable`] when a database cannot be opened.
    pub async fn open(config: &DbConfig, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, DbError> {
        Self::open_as(config, clock, random, Access::Alone).await
    }

    /// Opens what exists for reading only, beside a process that writes; takes no lock. For `doctor` and reports.
    ///
    /// # Errors
    /// [`DbError::Settings`] when a file is missing.
    pub async fn open_read_only(
        config: &DbConfig,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, DbError> {
        Self::open_as(config, clock, random, Access::ReadOnly).await
    }

    /// Opens what exists beside a process that writes: the keys database for reading and writing, the others for reading only;
    /// takes no lock. For changes of keys, which nobody holds back until a server can be stopped: both processes write through
    /// SQLite's own locks, every commit is synced, and checkpoints are left to the server.
    ///
    /// # Errors
    /// [`DbError::Settings`] when a file is missing.
    pub async fn open_keys_beside(
        config: &DbConfig,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, DbError> {
        Self::open_as(config, clock, random, Access::KeysBeside).await
    }

    async fn open_as(
        config: &DbConfig,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        access: Access,
    ) -> Result<Self, DbError> {
        let mut places: BTreeMap<Place, Vec<Logical>> = BTreeMap::new();
        for logical in Logical::ALL {
            places.entry(config.place(logical).map_err(DbError::Settings)?).or_default().push(logical);
        }
        let has_files = places.keys().any(|place| matches!(place, Place::Sqlite(_)));
        let lock = if has_files && access == Access::Alone {
            make_dir(&config.data_dir)?;
            Some(Arc::new(DirLock::take(&config.data_dir)?))
        } else {
            None
        };
        let mut dbs = BTreeMap::new();
        let mut engines = Vec::new();
        for (place, logicals) in places {
            let access = match access {
                Access::KeysBeside if !logicals.contains(&Logical::Keys) => Access::ReadOnly,
                other => other,
            };
            let engine = Arc::new(open_engine(&place, config, access).await?);
            engines.push(Arc::clone(&engine));
            for logical in logicals {
                let inner = Inner {
                    logical,
                    engine: Arc::clone(&engine),
                    clock: Arc::clone(&clock),
                    random: Arc::clone(&random),
                    wake: Notify::new(),
                    _lock: lock.clone(),
                };
                dbs.insert(logical, Db { inner: Arc::new(inner) });
            }
        }
        Ok(Self { dbs, engines })
    }

    /// The handle of one logical database.
    pub fn get(&self, logical: Logical) -> &Db {
        self.dbs.get(&logical).expect("open makes a handle for every logical database")
    }

    /// Every handle in the order of [`Logical::ALL`].
    pub fn all(&self) -> impl Iterator<Item = &Db> {
        self.dbs.values()
    }

    /// The handle of [`Logical::Operations`].
    pub fn operations(&self) -> &Db {
        self.get(Logical::Operations)
    }

    /// The handle of [`Logical::Identity`].
    pub fn identity(&self) -> &Db {
        self.get(Logical::Identity)
    }

    /// The handle of [`Logical::Authentication`].
    pub fn authentication(&self) -> &Db {
        self.get(Logical::Authentication)
    }

    /// The handle of [`Logical::Keys`].
    pub fn keys(&self) -> &Db {
        self.get(Logical::Keys)
    }

    /// The handle of [`Logical::Archive`].
    pub fn archive(&self) -> &Db {
        self.get(Logical::Archive)
    }

    /// Checkpoints and closes everything. Handles that are still held fail from now on.
    pub async fn close(&self) {
        for engine in &self.engines {
            match &**engine {
                Engine::Sqlite(file) => file.close().await,
                Engine::Postgres { pool, .. } => {
                    let _ = pool.close_by_ref().await;
                }
            }
        }
    }
}

/// How databases are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Alone,
    ReadOnly,
    KeysBeside,
}

async fn open_engine(place: &Place, config: &DbConfig, access: Access) -> Result<Engine, DbError> {
    match place {
        Place::Sqlite(path) if access == Access::ReadOnly => {
            Ok(Engine::Sqlite(Box::new(SqliteFile::open_read_only(path, config).await?)))
        }
        Place::Sqlite(path) if access == Access::KeysBeside => {
            Ok(Engine::Sqlite(Box::new(SqliteFile::open_beside(path, config).await?)))
        }
        Place::Sqlite(path) => {
            if let Some(dir) = path.parent() {
                make_dir(dir)?;
            }
            Ok(Engine::Sqlite(Box::new(SqliteFile::open(path, config).await?)))
        }
        Place::Postgres(url) => {
            let mut options = ConnectOptions::new(url.clone());
            options
                .max_connections(config.postgres_connections.max(2))
                .acquire_timeout(config.acquire_timeout())
                .sqlx_logging(false);
            Ok(Engine::Postgres { pool: Database::connect(options).await?, read_only: access == Access::ReadOnly })
        }
    }
}
