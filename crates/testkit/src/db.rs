//! A database of its own for every test: a copy of a migrated template, so that no test pays for the migrations.
//!
//! SQLite by default. When `TESSERA_TEST_POSTGRES` holds the URL of a server on which databases may be created, the same tests
//! run there.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use db::{
    Cx, Databases, Db, DbConfig, DbError, Durability, JobRegistry, Logical, MockClock, SeededRandom, Worker,
    WorkerConfig,
};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// The environment variable with the URL of a PostgreSQL server for tests.
pub const POSTGRES: &str = "TESSERA_TEST_POSTGRES";

/// Databases of one test with a clock that stands still and seeded randomness. Dropping it removes the files, or the database of its own on the server.
#[derive(Debug)]
pub struct TestDb {
    /// The opened, migrated databases.
    pub databases: Databases,
    /// The clock; it stands at 2026-01-05T09:00:00Z (a Monday) until it is moved.
    pub clock: Arc<MockClock>,
    /// The randomness.
    pub random: Arc<SeededRandom>,
    /// How the databases were opened, to open them again.
    pub config: DbConfig,
    /// The data directory; where its databases are on a server, they end with it.
    pub dir: DataDir,
}

/// The data directory of a test.
#[derive(Debug)]
pub struct DataDir {
    files: TempDir,
    _copy: Option<PostgresCopy>,
}

/// A directory whose databases end some other way.
impl From<TempDir> for DataDir {
    fn from(files: TempDir) -> Self {
        Self { files, _copy: None }
    }
}

impl DataDir {
    /// Where the files are.
    pub fn path(&self) -> &Path {
        self.files.path()
    }
}

/// A database on a server, dropped with the test: some hundred copies fill a disk.
#[derive(Debug)]
struct PostgresCopy {
    server: String,
    name: String,
}

impl PostgresCopy {
    async fn of(server: String, template: &str) -> Self {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("a database of its own");
        Self { server, name }
    }
}

impl Drop for PostgresCopy {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        // a thread of its own: the test's runtime may be ending
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(execute(&server, &drop)))
        });
        match dropping.join() {
            Ok(Ok(Ok(_))) => {}
            failed => eprintln!("the database {} stays: {failed:?}", self.name),
        }
    }
}

impl TestDb {
    /// The operations database.
    pub fn operations(&self) -> &Db {
        self.databases.operations()
    }

    /// A context for transactions of the test.
    pub fn cx(&self) -> Cx {
        Cx::new("test-request", "test", "test")
    }

    /// A worker for `registry` that a test drives with [`Worker::run_until_idle`].
    pub fn worker(&self, registry: JobRegistry) -> Worker {
        Worker::new(&self.databases, registry, WorkerConfig::default())
    }
}

/// Opens databases that `migrate` has brought up to date, for example
/// `testkit::db::open(async |databases| migrations::migrate(databases).await)`.
///
/// # Panics
/// When a database cannot be made: the test cannot go on.
pub async fn open<F>(migrate: F) -> TestDb
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    open_at("2026-01-05T09:00:00Z", migrate).await
}

/// As [`open`], with the clock standing at `now` (RFC 3339).
///
/// # Panics
/// As [`open`].
pub async fn open_at<F>(now: &str, migrate: F) -> TestDb
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    open_on(postgres_server(), now, migrate).await
}

/// As [`open`], on SQLite files whatever the environment says.
///
/// # Panics
/// As [`open`].
pub async fn open_files<F>(migrate: F) -> TestDb
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    open_on(None, "2026-01-05T09:00:00Z", migrate).await
}

/// The URL of an empty database on the PostgreSQL server of the tests; nothing when they run on SQLite.
///
/// # Panics
/// When the database cannot be made.
pub async fn empty_postgres() -> Option<String> {
    let server = postgres_server()?;
    let name = format!("empty_{}", uuid::Uuid::new_v4().simple());
    execute(&server, &format!("CREATE DATABASE {name}")).await.expect("databases may be created");
    Some(with_database(&server, &name))
}

fn postgres_server() -> Option<String> {
    std::env::var(POSTGRES).ok().filter(|url| !url.is_empty())
}

async fn open_on<F>(server: Option<String>, now: &str, migrate: F) -> TestDb
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    let clock = Arc::new(MockClock::at_text(now));
    let random = Arc::new(SeededRandom::new(1));
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut config = config(dir.path());
    let copy = match server {
        Some(server) => {
            let template = postgres_template(&server, migrate).await;
            let copy = PostgresCopy::of(server, &template).await;
            config.urls = everything_at(&with_database(&copy.server, &copy.name));
            Some(copy)
        }
        None => {
            copy_files(&sqlite_template(migrate).await, dir.path());
            None
        }
    };
    let databases = Databases::open(&config, clock.clone(), random.clone()).await.expect("the copy opens");
    TestDb { databases, clock, random, config, dir: DataDir { files: dir, _copy: copy } }
}

fn config(dir: &Path) -> DbConfig {
    DbConfig { durability: Durability::Off, readers: 4, postgres_connections: 8, ..DbConfig::in_dir(dir) }
}

/// Distinguishes the templates of different builds: another test binary may have other migrations.
fn build_key() -> String {
    let exe = std::env::current_exe().expect("a test has an executable");
    let metadata = fs::metadata(&exe).expect("the executable exists");
    let mut hasher = DefaultHasher::new();
    (exe, metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

async fn sqlite_template<F>(migrate: F) -> PathBuf
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    let template = std::env::temp_dir().join(format!("tessera-template-{}", build_key()));
    if template.is_dir() {
        return template;
    }
    let making = tempfile::tempdir().expect("a temporary directory");
    migrate_at(&config(making.path()), migrate).await;
    // Tests of one binary run as processes side by side: whoever renames first wins, the others use that one.
    if let Err(error) = fs::rename(making.path(), &template) {
        assert!(template.is_dir(), "the template could not be kept: {error}");
    }
    template
}

async fn migrate_at<F>(config: &DbConfig, migrate: F)
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    let clock = Arc::new(MockClock::at_text("2026-01-01T00:00:00Z"));
    let databases =
        Databases::open(config, clock, Arc::new(SeededRandom::new(0))).await.expect("an empty database opens");
    migrate(&databases).await.expect("the migrations apply");
    databases.close().await;
}

fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the template is a directory") {
        let path = entry.expect("a directory entry").path();
        let name = path.file_name().expect("an entry has a name");
        if path.extension().is_some_and(|extension| extension == "db") {
            fs::copy(&path, to.join(name)).expect("the template is copied");
        } else {
            let left_over = path.to_string_lossy().ends_with("-wal") && fs::metadata(&path).is_ok_and(|m| m.len() > 0);
            assert!(!left_over, "the template was not closed properly");
        }
    }
}

async fn postgres_template<F>(server: &str, migrate: F) -> String
where
    F: AsyncFnOnce(&Databases) -> Result<(), DbError>,
{
    let name = format!("template_{}", build_key());
    let exists = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    if execute(server, &exists).await.expect("the server answers") > 0 {
        return name;
    }
    let making = format!("making_{}", uuid::Uuid::new_v4().simple());
    execute(server, &format!("CREATE DATABASE {making}")).await.expect("databases may be created");
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut config = config(dir.path());
    config.urls = everything_at(&with_database(server, &making));
    migrate_at(&config, migrate).await;
    if execute(server, &format!("ALTER DATABASE {making} RENAME TO {name}")).await.is_err() {
        assert!(execute(server, &exists).await.expect("the server answers") > 0, "the template could not be kept");
    }
    name
}

async fn execute(server: &str, sql: &str) -> Result<u64, sea_orm::DbErr> {
    let connection = sea_orm::Database::connect(server).await?;
    let done = connection.execute_unprepared(sql).await.map(|done| done.rows_affected());
    connection.close().await?;
    done
}

fn everything_at(url: &str) -> BTreeMap<Logical, String> {
    Logical::ALL.into_iter().map(|logical| (logical, url.to_owned())).collect()
}

/// `url` with another database name.
fn with_database(url: &str, name: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(base, query)| (base, Some(query)));
    let host = base.find("://").map_or(0, |at| at + 3);
    let base = base[host..].find('/').map_or(base, |at| &base[..host + at]);
    match query {
        Some(query) => format!("{base}/{name}?{query}"),
        None => format!("{base}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_name_is_replaced() {
        assert_eq!(with_database("postgres://u@h:1/postgres", "x"), "postgres://u@h:1/x");
        assert_eq!(with_database("postgres://u@h:1", "x"), "postgres://u@h:1/x");
        assert_eq!(with_database("postgres://u@h/p?sslmode=disable", "x"), "postgres://u@h/x?sslmode=disable");
    }
}
