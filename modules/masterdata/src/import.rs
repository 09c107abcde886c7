//! Import of published files: every row is stored, or reported with its line and the reason.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use db::{Db, DbError};
use masterdata_api::{ImportReport, Rejection, Table, TableReport, tables};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr};
use types::{Caller, Timestamp};

use crate::cell::{Cell, NOW};
use crate::row::{Find, Row, StoredRow, insert, join_key, replace};

/// Why an import could not go on. What is wrong with single rows stands in the report instead.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The folder or a file in it cannot be read or written.
    #[error("cannot read or write {0}")]
    File(PathBuf, #[source] std::io::Error),
    /// A file is no CSV file.
    #[error("{0} is not a CSV file")]
    Csv(PathBuf, #[source] csv::Error),
    /// The folder has no CSV file.
    #[error("{0} holds no CSV files")]
    Nothing(PathBuf),
    /// The database failed.
    #[error("the database failed")]
    Db(#[from] DbError),
}

impl From<DbErr> for ImportError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// What becomes of rows that are there already and differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// The file is right.
    Replace,
    /// Whoever changed or deleted a row since it was imported is right; other rows are brought up to the file.
    KeepChanged,
}

/// A file that has been read: rows in their order, and what is wrong with the others.
struct File {
    header: Vec<String>,
    rows: Vec<(String, StoredRow)>,
    rejections: Vec<Rejection>,
}

/// Imports all `*.csv` of a folder. Each table is one transaction, so a table is imported whole or not at all.
pub(crate) async fn import(
    db: &Db,
    caller: &Caller,
    folder: &Path,
    existing: Existing,
) -> Result<ImportReport, ImportError> {
    let mut report = ImportReport::default();
    for (name, path) in csv_files(folder)? {
        let Some(table) = tables::named(&name) else {
            let rows = count_rows(&path)?;
            let left_out = Some("master data has no table of this name".to_owned());
            report.tables.insert(name, TableReport { rows, left_out, ..TableReport::default() });
            continue;
        };
        let now = db.now();
        let parse_path = path.clone();
        let parsed = tokio::task::spawn_blocking(move || parse_file(table, &parse_path, now)).await;
        let file = parsed.map_err(|error| ImportError::File(path, std::io::Error::other(error)))??;
        let entry = store_file(db, caller, table, file, existing).await?;
        tracing::info!(table = name, rows = entry.rows, rejected = entry.rejected, changed = entry.changed, "imported");
        report.tables.insert(name, entry);
    }
    Ok(report)
}

fn csv_files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, ImportError> {
    let failed = |error| ImportError::File(folder.to_owned(), error);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if let (true, Some(name)) = (is_csv && path.is_file(), path.file_stem()) {
            files.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    if files.is_empty() { Err(ImportError::Nothing(folder.to_owned())) } else { Ok(files) }
}

fn reader(path: &Path) -> Result<csv::Reader<std::fs::File>, ImportError> {
    let file = std::fs::File::open(path).map_err(|error| ImportError::File(path.to_owned(), error))?;
    Ok(csv::ReaderBuilder::new().flexible(true).from_reader(file))
}

fn count_rows(path: &Path) -> Result<u64, ImportError> {
    Ok(reader(path)?.byte_records().count() as u64)
}

fn parse_file(table: &'static Table, path: &Path, now: Timestamp) -> Result<File, ImportError> {
    let broken = |error| ImportError::Csv(path.to_owned(), error);
    let mut reader = reader(path)?;
    let header: Vec<String> = reader
        .headers()
        .map_err(broken)?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let mut file = File { header, rows: Vec::new(), rejections: Vec::new() };
    let mut lines: HashMap<String, u64> = HashMap::new();
    for (seq, record) in reader.records().enumerate() {
        let (line, outcome) = match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells: Vec<&str> = record.iter().collect();
                (line, parse_row(table, &file.header, &cells, now))
            }
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { pos, .. } => {
                    (pos.as_ref().map_or(0, csv::Position::line), Err("the row is not UTF-8".to_owned()))
                }
                _ => return Err(broken(error)),
            },
        };
        let outcome = outcome.and_then(|(key, mut stored)| match lines.insert(key.clone(), line) {
            Some(first) => Err(format!("line {first} has the same key")),
            None => {
                stored.seq = i64::try_from(seq).unwrap_or(i64::MAX);
                Ok((key, stored))
            }
        });
        match outcome {
            Ok(row) => file.rows.push(row),
            Err(reason) => file.rejections.push(Rejection { line, reason }),
        }
    }
    Ok(file)
}

fn parse_row(
    table: &'static Table,
    header: &[String],
    cells: &[&str],
    now: Timestamp,
) -> Result<(String, StoredRow), String> {
    if cells.len() != header.len() {
        return Err(format!("{} fields instead of {}", cells.len(), header.len()));
    }
    let mut row = Row::empty(table);
    let mut spelling = BTreeMap::new();
    for (name, cell) in header.iter().zip(cells) {
        let Some(at) = table.position(name) else {
            // columns of older versions are carried along while they are empty
            if cell.is_empty() {
                continue;
            }
            return Err(format!("the table has no column {name}"));
        };
        let column = table.all_columns().nth(at).ok_or("the column is unknown")?;
        let value = Cell::parse(column, cell, now)?;
        if value.published() != *cell {
            spelling.insert(name.clone(), (*cell).to_owned());
        }
        row.cells[at] = value;
    }
    for (at, column) in table.columns.iter().enumerate() {
        if row.cells[at] == Cell::Null && !column.nullable {
            if column.name != "is_active" {
                return Err(format!("{} is missing", column.name));
            }
            row.cells[at] = Cell::Flag(true);
        }
    }
    let written = |column: &&str| {
        let cell = header.iter().position(|name| name == column).map_or("", |at| cells[at]);
        // told apart by the word, not by the moment it stood for
        if cell.trim() == NOW { NOW.to_owned() } else { row.get(column).published() }
    };
    let key = join_key(&table.key.iter().map(written).collect::<Vec<_>>());
    Ok((key, StoredRow { seq: 0, spelling, row }))
}

async fn store_file(
    db: &Db,
    caller: &Caller,
    table: &'static Table,
    file: File,
    rule: Existing,
) -> Result<TableReport, ImportError> {
    let tx = db.begin(caller.cx()).await?;
    let mut existing: HashMap<String, StoredRow> =
        Find::everything(table).stored(tx.conn()).await?.into_iter().collect();
    let mut added = Vec::new();
    let mut changed = 0;
    let stored_rows = file.rows.len() as u64;
    for (key, mut stored) in file.rows {
        match existing.remove(&key) {
            None => {
                fill_audit(&mut stored.row, &file.header, caller, tx.now());
                added.push((key, stored));
            }
            Some(before) if same_source(&before, &stored, &file.header) => {}
            Some(before) if rule == Existing::KeepChanged && changed_since(&before, &stored) => {}
            Some(before) => {
                keep_unpublished(&mut stored, &before, &file.header);
                // a row that follows its file is as imported: the next import may bring it up again
                if rule == Existing::Replace {
                    stored.row.set("upd_by", Cell::text(caller.cx().actor()));
                    stored.row.set("upd_dtimes", Cell::stamp(tx.now()));
                }
                replace(tx.conn(), &key, &stored).await?;
                changed += 1;
            }
        }
    }
    changed += added.len() as u64;
    insert(tx.conn(), &added).await?;
    remember_header(tx.conn(), table, &file.header).await?;
    tx.commit().await?;
    let rejected = file.rejections.len() as u64;
    Ok(TableReport {
        rows: stored_rows + rejected,
        stored: stored_rows,
        rejected,
        left_out: None,
        changed,
        rejections: file.rejections,
    })
}

/// Whether a stored row came from exactly these cells.
fn same_source(before: &StoredRow, now: &StoredRow, header: &[String]) -> bool {
    before.seq == now.seq
        && before.spelling == now.spelling
        && header.iter().all(|column| {
            let is_now = now.spelling.get(column).is_some_and(|cell| cell.trim() == NOW);
            is_now || before.row.get(column) == now.row.get(column)
        })
}

/// Whether somebody changed or deleted a row after its import: whoever writes a row says so in it.
fn changed_since(before: &StoredRow, file: &StoredRow) -> bool {
    let by_another = |row: &Row| row.optional("upd_by").filter(|by| file.row.optional("upd_by").as_ref() != Some(by));
    by_another(&before.row).is_some() || before.row.flag("is_deleted") && !file.row.flag("is_deleted")
}

/// Columns that the file does not have, and moments that it only calls `now()`, stay as they were.
fn keep_unpublished(stored: &mut StoredRow, before: &StoredRow, header: &[String]) {
    for (at, column) in stored.row.table.all_columns().enumerate() {
        let published = header.iter().any(|name| name == column.name);
        let is_now = stored.spelling.get(column.name).is_some_and(|cell| cell.trim() == NOW);
        if !published || is_now && before.spelling.get(column.name) == stored.spelling.get(column.name) {
            stored.row.cells[at] = before.row.cells[at].clone();
        }
    }
}

fn fill_audit(row: &mut Row, header: &[String], caller: &Caller, now: Timestamp) {
    let mut fill = |column: &str, cell: Cell| {
        if !header.iter().any(|name| name == column) {
            row.set(column, cell);
        }
    };
    fill("cr_by", Cell::text(caller.cx().actor()));
    fill("cr_dtimes", Cell::stamp(now));
    fill("is_deleted", Cell::Flag(false));
}

const FILES: &str = "md_published_file";

async fn remember_header(conn: &impl ConnectionTrait, table: &Table, header: &[String]) -> Result<(), DbErr> {
    let mut query = Query::insert();
    query.into_table(Alias::new(FILES)).columns([Alias::new("name"), Alias::new("columns")]);
    query
        .values([table.name.into(), header.join(",").into()])
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .on_conflict(OnConflict::column(Alias::new("name")).update_column(Alias::new("columns")).to_owned());
    conn.execute(&query).await.map(|_| ())
}

/// The columns of the file a table was imported from.
pub(crate) async fn published_header(conn: &impl ConnectionTrait, table: &Table) -> Result<Option<Vec<String>>, DbErr> {
    let mut select = Query::select();
    select
        .column(Alias::new("columns"))
        .from(Alias::new(FILES))
        .and_where(Expr::col(Alias::new("name")).eq(table.name));
    let row = conn.query_one(&select).await?;
    let columns: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(columns.map(|columns| columns.split(',').map(str::to_owned).collect()))
}
