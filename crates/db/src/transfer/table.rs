//! The tables of a file or server, and reading their rows in the order of their keys.

use sea_orm::{ConnectionTrait, Statement, Value};

use super::cell::{Cell, Kind};
use super::dialect;
use super::error::TransferError;
use crate::open::Db;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table and the database it is in.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    pub(super) db: &'a Db,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Places of the primary key's columns in `columns`, in the order of the key.
    pub(super) key: Vec<usize>,
}

/// Every table of `db` but the records of its migrations and of this move, by name.
pub(super) async fn tables(db: &Db) -> Result<Vec<Table<'_>>, TransferError> {
    let mut tables = Vec::new();
    for name in dialect::table_names(db).await? {
        if name.ends_with("_migration") || name == super::progress::TABLE {
            continue;
        }
        let (columns, key) = dialect::columns(db, &name).await?;
        if key.is_empty() {
            return Err(TransferError::Schema(format!("table {name} has no primary key")));
        }
        tables.push(Table { db, name, columns, key });
    }
    Ok(tables)
}

impl Table<'_> {
    /// The names of the columns as they stand in a statement.
    pub(super) fn names<'b>(columns: impl IntoIterator<Item = &'b Column>) -> String {
        columns.into_iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
    }

    fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().filter_map(|place| self.columns.get(*place))
    }

    /// Up to `limit` rows after the row with the key `after`, in the order of keys of this database. `read` rows came before,
    /// to say which row cannot be read.
    pub(super) async fn page(
        &self,
        after: Option<&[Cell]>,
        limit: u64,
        read: u64,
    ) -> Result<Vec<Vec<Cell>>, TransferError> {
        let key = Self::names(self.key_columns());
        let mut values: Vec<Value> = Vec::new();
        let mut beyond = String::new();
        if let Some(after) = after {
            for (column, cell) in self.key_columns().zip(after) {
                let value = cell.bind(column.kind, false).map_err(|why| self.value(&column.name, read, why))?;
                values.push(value);
            }
            let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
            beyond = format!(" WHERE ({key}) > ({})", places.join(", "));
        }
        let sql = format!(
            "SELECT {} FROM \"{}\"{beyond} ORDER BY {key} LIMIT {limit}",
            Self::names(&self.columns),
            self.name
        );
        let statement = Statement::from_sql_and_values(self.db.backend(), sql, values);
        let mut rows = Vec::new();
        for (row, number) in self.db.read().query_all_raw(statement).await?.iter().zip(read..) {
            let mut cells = Vec::with_capacity(self.columns.len());
            for (index, column) in self.columns.iter().enumerate() {
                let cell = Cell::read(row, index, column.kind);
                cells.push(cell.map_err(|_| self.value(&column.name, number, "it is not what the column holds"))?);
            }
            rows.push(cells);
        }
        Ok(rows)
    }

    /// The key of a row.
    pub(super) fn key_of(&self, row: &[Cell]) -> Vec<Cell> {
        self.key.iter().filter_map(|place| row.get(*place).cloned()).collect()
    }

    /// That a value of a row is not as it must be; `before` rows came before it.
    pub(super) fn value(&self, column: &str, before: u64, why: impl Into<String>) -> TransferError {
        TransferError::Value { table: self.name.clone(), column: column.to_owned(), row: before + 1, why: why.into() }
    }

    /// Whether it has any row.
    pub(super) async fn has_rows(&self) -> Result<bool, TransferError> {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", self.name);
        Ok(self.db.read().query_one_raw(Statement::from_string(self.db.backend(), sql)).await?.is_some())
    }

    /// How many rows it has.
    pub(super) async fn count(&self) -> Result<u64, TransferError> {
        let sql = format!("SELECT COUNT(*) FROM \"{}\"", self.name);
        let row = self.db.read().query_one_raw(Statement::from_string(self.db.backend(), sql)).await?;
        let count = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }
}

/// A table of the source with its counterpart, whose columns stand in the order of the source's.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) source: Table<'a>,
    pub(super) target: Table<'a>,
}

/// The tables of both sides, which must be the same.
pub(super) async fn pairs<'a>(source: &[&'a Db], target: &[&'a Db]) -> Result<Vec<Pair<'a>>, TransferError> {
    let mut there = Vec::new();
    for db in target {
        there.extend(tables(db).await?);
    }
    let mut pairs = Vec::new();
    for db in source {
        for source in tables(db).await? {
            let Some(place) = there.iter().position(|table| table.name == source.name) else {
                return Err(TransferError::Schema(format!("table {} is not on the target", source.name)));
            };
            let target = there.swap_remove(place);
            pairs.push(Pair { target: matched(&source, target)?, source });
        }
    }
    if let Some(more) = there.first() {
        return Err(TransferError::Schema(format!("table {} is on the target only", more.name)));
    }
    pairs.sort_by(|a, b| a.source.name.cmp(&b.source.name));
    Ok(pairs)
}

/// `target` with its columns in the order of `source`.
fn matched<'a>(source: &Table<'_>, target: Table<'a>) -> Result<Table<'a>, TransferError> {
    let differs = |column: &str| {
        TransferError::Schema(format!("column {column} of table {} is not the same on both sides", source.name))
    };
    let mut columns = Vec::new();
    for column in &source.columns {
        let found = target.columns.iter().find(|other| other.name == column.name);
        columns.push(found.filter(|other| other.kind.fits(column.kind)).ok_or_else(|| differs(&column.name))?.clone());
    }
    if let Some(more) = target.columns.iter().find(|other| !columns.contains(other)) {
        return Err(differs(&more.name));
    }
    let place = |name: &str| columns.iter().position(|column| column.name == name);
    let key = target.key_columns().filter_map(|column| place(&column.name)).collect();
    Ok(Table { columns, key, ..target })
}
