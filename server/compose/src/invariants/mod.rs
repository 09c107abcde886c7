//! What must hold over all data, whatever happened: the invariants that `tessera doctor --deep` checks, numbered as the
//! reliability goals number them. Reads only, also beside a running server.
//!
//! One file per invariant. A check names the rows that violate it by surrogate ids, never by a person's number. Beside a
//! running server two reads of one check may fall before and after a change; what violates is therefore looked at a second
//! time after a pause, and only what still violates then counts.

mod audit;
mod credentials;
mod events;
mod files;
mod numbers;
mod packets;
mod persons;
mod pipeline;
mod revocation;
mod vids;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use db::{Databases, Db, DbError, Timestamp};
use edge::{Blobs, Settings};
use keymgr::Keymgr;
use masterdata::Masterdata;
use masterdata_api::MasterData;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use thiserror::Error;
use types::Failure;

use crate::ports::Ports;
use crate::system::StartError;

pub use events::LISTENERS;
pub use pipeline::StatusCount;

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The invariant and the aspect looked at: `I1 slots`.
    pub name: &'static str,
    /// The invariant in words.
    pub says: &'static str,
    /// Rows looked at.
    pub looked_at: u64,
    /// What violates it: table rows by surrogate id, or what is wrong in words.
    pub violations: BTreeSet<String>,
}

impl Check {
    fn new(name: &'static str, says: &'static str, looked_at: u64) -> Self {
        Self { name, says, looked_at, violations: BTreeSet::new() }
    }

    fn found(mut self, violations: impl IntoIterator<Item = String>) -> Self {
        self.violations.extend(violations);
        self
    }

    /// Whether nothing violates it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.violations.is_empty()
    }
}

/// A check that could not be made.
#[derive(Debug, Error)]
pub enum InspectError {
    #[error("{0}")]
    Database(#[from] DbError),
    #[error("{0}")]
    Refused(#[from] Failure),
    #[error("the blobs cannot be listed: {0}")]
    Blobs(#[from] edge::BlobError),
    #[error("the ABIS: {0}")]
    Abis(#[from] biometrics::AbisError),
}

impl From<sea_orm::DbErr> for InspectError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}

type Result<T> = std::result::Result<T, InspectError>;

/// Looks at everything an installation holds.
pub struct Inspection {
    databases: Databases,
    blobs: Blobs,
    keys: Arc<Keymgr>,
    master: Arc<Masterdata>,
    /// The pause before what violates is looked at again.
    pub settle: Duration,
}

impl Inspection {
    /// Opens the key store beside the process that made it; `ports` may be read-only.
    ///
    /// # Errors
    /// A key store that is missing or that the master key does not open.
    pub async fn open(settings: &Settings, ports: Ports) -> std::result::Result<Self, StartError> {
        let Ports { databases, blobs, make_key, .. } = ports;
        let config = crate::keys::config(settings, make_key)?;
        let keys = Keymgr::open_existing(databases.keys().clone(), config).await?;
        let master = Arc::new(Masterdata::new(&databases));
        Ok(Self { databases, blobs, keys, master, settle: Duration::from_millis(1_500) })
    }

    /// Makes every check; `tell` hears of each as soon as it is made.
    pub async fn run(&self, mut tell: impl FnMut(&Check)) -> Vec<Check> {
        let mut all = Vec::new();
        for (group, name) in GROUPS.into_iter().enumerate() {
            let mut checks = self.group(group).await.unwrap_or_else(|error| vec![unable(name, &error)]);
            if checks.iter().any(|check| !check.holds()) {
                tokio::time::sleep(self.settle).await;
                let again = self.group(group).await.unwrap_or_else(|error| vec![unable(name, &error)]);
                for check in &mut checks {
                    let second = again.iter().find(|second| second.name == check.name);
                    let still = second.map(|second| &second.violations);
                    check.violations.retain(|one| still.is_none_or(|still| still.contains(one)));
                }
                // what could not be looked at the first time may be seen now
                let news = again.into_iter().filter(|second| !checks.iter().any(|check| check.name == second.name));
                let news: Vec<Check> = news.collect();
                checks.extend(news);
            }
            checks.iter().for_each(&mut tell);
            all.extend(checks);
        }
        all
    }

    async fn group(&self, number: usize) -> Result<Vec<Check>> {
        match number {
            0 => files::check(self).await,
            1 => numbers::check(self).await,
            2 => persons::check(self).await,
            3 => audit::check(self).await,
            4 => packets::check(self).await,
            5 => pipeline::check(self).await,
            6 => events::check(self).await,
            7 => revocation::check(self).await,
            8 => vids::check(self).await,
            _ => credentials::check(self).await,
        }
    }

    /// How many registrations there are of each status, final ones first.
    ///
    /// # Errors
    /// The failure of the statement.
    pub async fn registrations(&self) -> std::result::Result<Vec<StatusCount>, InspectError> {
        pipeline::counts(self).await
    }

    fn operations(&self) -> &Db {
        self.databases.operations()
    }

    fn identity(&self) -> &Db {
        self.databases.identity()
    }

    fn now(&self) -> Timestamp {
        self.operations().now()
    }

    async fn setting(&self, name: &str) -> Result<Option<String>> {
        Ok(self.master.setting(name).await?)
    }
}

/// Names of the groups, for the check that stands in for one that could not be made.
const GROUPS: [&str; 10] = ["I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I11"];

fn unable(name: &'static str, error: &InspectError) -> Check {
    Check::new(name, "can be checked", 0).found([format!("could not be looked at: {error}")])
}

/// The rows of a statement.
async fn rows(db: &Db, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>> {
    Ok(db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?)
}

/// The first column of each row, as text.
async fn names(db: &Db, sql: &str) -> Result<Vec<String>> {
    let found = rows(db, sql, Vec::new()).await?;
    Ok(found.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}

/// One number.
async fn count(db: &Db, sql: &str) -> Result<u64> {
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    let found: i64 = row.map(|r| r.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(u64::try_from(found).unwrap_or(0))
}

/// Whether a table is there: modules that came later may have none yet.
async fn has_table(db: &Db, table: &str) -> Result<bool> {
    let sql = match db.backend() {
        DbBackend::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
        _ => "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = $1 AND table_schema = current_schema()",
    };
    let found = rows(db, sql, vec![table.into()]).await?;
    let n: i64 = found.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(n > 0)
}
