//! What SQLite and PostgreSQL are asked in different words: their tables, columns, counters and connections.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::cell::Kind;
use super::error::TransferError;
use super::table::Column;
use crate::open::Db;
use crate::tx::Tx;

async fn rows(db: &Db, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, TransferError> {
    Ok(db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?)
}

/// The names of the tables of the file, or of the schema of the server, in order.
pub(super) async fn table_names(db: &Db) -> Result<Vec<String>, TransferError> {
    let sql = if db.is_file() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    } else {
        "SELECT table_name::text FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
    };
    let rows = rows(db, sql, vec![]).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The columns of a table, and the places of its primary key in them.
pub(super) async fn columns(db: &Db, table: &str) -> Result<(Vec<Column>, Vec<usize>), TransferError> {
    let sql = if db.is_file() {
        "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid"
    } else {
        "SELECT a.attname::text, format_type(a.atttypid, NULL), \
         COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::int4 \
         FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
         WHERE a.attrelid = quote_ident($1)::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
    };
    let mut columns = Vec::new();
    let mut key: Vec<(i32, usize)> = Vec::new();
    for (place, row) in rows(db, sql, vec![table.into()]).await?.iter().enumerate() {
        let (name, declared): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let kind = if db.is_file() { sqlite_kind(&declared) } else { postgres_kind(&declared) };
        let kind = kind.ok_or_else(|| {
            TransferError::Schema(format!("column {name} of table {table} is of the unknown kind {declared}"))
        })?;
        columns.push(Column { name, kind });
        let part: i32 = row.try_get_by_index(2)?;
        if part > 0 {
            key.push((part, place));
        }
    }
    key.sort_unstable();
    Ok((columns, key.into_iter().map(|(_, place)| place).collect()))
}

/// What the migrations' words for columns mean on SQLite, which keeps them as they were written.
fn sqlite_kind(declared: &str) -> Option<Kind> {
    let declared = declared.to_ascii_lowercase();
    let word = declared.split(['(', ' ']).next().unwrap_or_default();
    Some(match word {
        "text" | "varchar" => Kind::Text,
        "integer" | "bigint" | "int" | "smallint" => Kind::Big,
        "boolean" => Kind::Bool,
        "double" | "real" | "float" => Kind::Double,
        "blob" => Kind::Blob,
        "timestamp_with_timezone_text" => Kind::Instant,
        "jsonb_text" | "json_text" => Kind::Json,
        _ => return None,
    })
}

fn postgres_kind(declared: &str) -> Option<Kind> {
    Some(match declared {
        "text" | "character varying" => Kind::Text,
        "smallint" => Kind::Small,
        "integer" => Kind::Int,
        "bigint" => Kind::Big,
        "boolean" => Kind::Bool,
        "double precision" => Kind::Double,
        "bytea" => Kind::Blob,
        "timestamp with time zone" => Kind::Instant,
        "jsonb" | "json" => Kind::Json,
        _ => return None,
    })
}

/// The last number a table's counter gave out; nothing for a table without one.
pub(super) async fn counter(db: &Db, table: &str) -> Result<Option<i64>, TransferError> {
    if db.is_file() {
        // the table of counters is there from the first table with one
        if rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'", vec![]).await?.is_empty() {
            return Ok(None);
        }
        let found = rows(db, "SELECT seq FROM sqlite_sequence WHERE name = $1", vec![table.into()]).await?;
        return Ok(found.first().map(|row| row.try_get_by_index(0)).transpose()?);
    }
    let Some(sequence) = sequence(db, table).await? else { return Ok(None) };
    let sql = format!("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}");
    let found = rows(db, &sql, vec![]).await?;
    Ok(found.first().map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Makes a table's counter go on after `last`.
pub(super) async fn set_counter(tx: &mut Tx, table: &str, last: i64) -> Result<(), TransferError> {
    if tx.db().is_file() {
        let values = || vec![last.into(), table.into()];
        if tx.run("UPDATE sqlite_sequence SET seq = $1 WHERE name = $2".into(), values()).await? == 0 {
            tx.run("INSERT INTO sqlite_sequence (seq, name) VALUES ($1, $2)".into(), values()).await?;
        }
        return Ok(());
    }
    let db = tx.db().clone();
    if let Some(sequence) = sequence(&db, table).await?.filter(|_| last > 0) {
        tx.run("SELECT setval($1::regclass, $2)".into(), vec![sequence.into(), last.into()]).await?;
    }
    Ok(())
}

/// The PostgreSQL sequence behind a column of a table, as it is written in statements.
async fn sequence(db: &Db, table: &str) -> Result<Option<String>, TransferError> {
    let sql = "SELECT s.name FROM (SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) AS name \
               FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1) s \
               WHERE s.name IS NOT NULL";
    let found = rows(db, sql, vec![table.into()]).await?;
    Ok(found.first().map(|row| row.try_get_by_index(0)).transpose()?)
}

/// How many connections with another `application_name` than ours the PostgreSQL database of `db` has. A file has none: its
/// directory is locked.
///
/// # Errors
/// The failure of the statement.
pub async fn others_connected(db: &Db) -> Result<i64, TransferError> {
    if db.is_file() {
        return Ok(0);
    }
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
               AND backend_type = 'client backend' AND application_name <> current_setting('application_name')";
    let found = rows(db, sql, vec![]).await?;
    Ok(found.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
