//! Where an unfinished move stands: one row for each begun table, on the target, beside the copied rows.

use sea_orm::{ConnectionTrait, Statement, Value};
use types::Cx;

use super::cell::Cell;
use super::engines;
use super::error::TransferError;
use super::table::tables;
use crate::error::DbError;
use crate::open::{Databases, Db};
use crate::tx::Tx;

/// It is no table of the platform: a move makes it and takes it away.
pub(super) const TABLE: &str = "tessera_move";

/// The row that says where the rows come from.
const ORIGIN: &str = "";

/// What a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// No table has a row.
    Empty,
    /// It holds a part of what this move brings.
    Unfinished,
}

/// How far a table is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Progress {
    /// The key of the last row that was copied.
    pub(super) after: Option<Vec<Cell>>,
    pub(super) rows: u64,
    pub(super) done: bool,
}

/// Looks at a target: whether it is empty or holds an unfinished move from `origin`.
///
/// # Errors
/// [`TransferError::NotEmpty`], [`TransferError::OtherMove`], or the failure of a statement.
pub async fn state(target: &Databases, origin: &str) -> Result<State, TransferError> {
    let mut state = State::Empty;
    for db in engines(target) {
        match begun_from(db).await? {
            Some(other) if other != origin => return Err(TransferError::OtherMove(other)),
            Some(_) => state = State::Unfinished,
            None => {
                for table in tables(db).await? {
                    if table.has_rows().await? {
                        return Err(TransferError::NotEmpty(table.name));
                    }
                }
            }
        }
    }
    Ok(state)
}

/// Where an unfinished move to `databases` comes from; nothing when there is none. Such databases must not be served.
///
/// # Errors
/// The failure of a statement.
pub async fn unfinished(databases: &Databases) -> Result<Option<String>, DbError> {
    for db in engines(databases) {
        match begun_from(db).await {
            Ok(None) => {}
            Ok(origin) => return Ok(origin),
            Err(TransferError::Database(error)) => return Err(error),
            Err(other) => return Err(DbError::Settings(other.to_string())),
        }
    }
    Ok(None)
}

/// Takes the record of the move away: the target may be served from now on.
///
/// # Errors
/// The failure of a statement.
pub async fn finish(target: &Databases) -> Result<(), TransferError> {
    for db in engines(target) {
        db.write_connection()?.execute_unprepared(&format!("DROP TABLE IF EXISTS {TABLE}")).await?;
        db.durable().await;
    }
    Ok(())
}

async fn begun_from(db: &Db) -> Result<Option<String>, TransferError> {
    if !super::dialect::table_names(db).await?.iter().any(|name| name == TABLE) {
        return Ok(None);
    }
    let row = row(db, ORIGIN).await?;
    Ok(Some(row.and_then(|(origin, ..)| origin).unwrap_or_default()))
}

/// Makes the record of a move from `origin`, unless it is there.
pub(super) async fn begin(db: &Db, cx: &Cx, origin: &str) -> Result<(), TransferError> {
    if begun_from(db).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.begin(cx).await?;
    let make = format!(
        "CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, place TEXT, copied BIGINT NOT NULL, done BOOLEAN NOT NULL)"
    );
    tx.run(make, vec![]).await?;
    insert(&mut tx, ORIGIN, Some(origin)).await?;
    Ok(tx.commit().await?)
}

async fn insert(tx: &mut Tx, name: &str, place: Option<&str>) -> Result<(), TransferError> {
    let values = vec![name.into(), Value::String(place.map(str::to_owned)), 0_i64.into(), false.into()];
    tx.run(format!("INSERT INTO {TABLE} (name, place, copied, done) VALUES ($1, $2, $3, $4)"), values).await?;
    Ok(())
}

async fn row(db: &Db, name: &str) -> Result<Option<(Option<String>, i64, bool)>, TransferError> {
    let sql = format!("SELECT place, copied, done FROM {TABLE} WHERE name = $1");
    let found = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, [name.into()])).await?;
    let read = |row: sea_orm::QueryResult| {
        Ok::<_, sea_orm::DbErr>((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?))
    };
    Ok(found.map(read).transpose()?)
}

/// How far the table `name` is.
pub(super) async fn load(db: &Db, name: &str) -> Result<Progress, TransferError> {
    let Some((place, rows, done)) = row(db, name).await? else { return Ok(Progress::default()) };
    let after = place.map(|place| serde_json::from_str(&place)).transpose();
    let after = after.map_err(|error| DbError::Value(format!("the place reached in {name}: {error}")))?;
    Ok(Progress { after, rows: u64::try_from(rows).unwrap_or(0), done })
}

/// Keeps how far the table `name` is, in the transaction of the rows that brought it there.
pub(super) async fn keep(tx: &mut Tx, name: &str, progress: &Progress) -> Result<(), TransferError> {
    let place = progress.after.as_ref().map(serde_json::to_string).transpose();
    let place = place.map_err(|error| DbError::Value(format!("the place reached in {name}: {error}")))?;
    let rows = i64::try_from(progress.rows).unwrap_or(i64::MAX);
    let values = vec![Value::String(place), rows.into(), progress.done.into(), name.into()];
    let sql = format!("UPDATE {TABLE} SET place = $1, copied = $2, done = $3 WHERE name = $4");
    if tx.run(sql.clone(), values.clone()).await? == 0 {
        insert(tx, name, None).await?;
        tx.run(sql, values).await?;
    }
    Ok(())
}
