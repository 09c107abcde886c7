//! What must hold over all data, whatever happened: the invariants that `tessera doctor --deep` counts.

use db::{Databases, Db, DbError};
use sea_orm::{ConnectionTrait, Statement};

/// The outcome of one invariant.
#[derive(Debug, Clone)]
pub struct Check {
    /// `I1` … as the reliability goals number them, with the aspect looked at.
    pub name: &'static str,
    /// The invariant in words.
    pub says: &'static str,
    /// Rows looked at.
    pub looked_at: i64,
    /// Rows that violate it.
    pub violations: i64,
}

/// Looks at every invariant.
///
/// # Errors
/// A failed statement.
pub async fn invariants(databases: &Databases) -> Result<Vec<Check>, DbError> {
    let operations = databases.operations();
    let mut checks = Vec::new();
    checks.push(Check {
        name: "I1 slots",
        says: "no slot is booked beyond its places",
        looked_at: count(operations, "SELECT COUNT(*) FROM prereg_slot").await?,
        violations: count(operations, "SELECT COUNT(*) FROM prereg_slot WHERE remaining < 0 OR remaining > capacity")
            .await?,
    });
    for db in databases.all() {
        let chain = db::audit::verify_chain(db).await?;
        checks.push(Check {
            name: "I3 audit",
            says: "audit rows are chained and unchanged",
            looked_at: chain.sound + chain.unsealed,
            violations: i64::from(chain.broken.is_some()),
        });
    }
    Ok(checks)
}

async fn count(db: &Db, sql: &str) -> Result<i64, DbError> {
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    Ok(row.map(|r| r.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
