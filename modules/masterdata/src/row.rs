//! A row of any table, and the queries that all tables share.

use std::collections::{BTreeMap, HashMap};

use masterdata_api::{Column, Table};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::cell::Cell;
use crate::words::{self, Word};

/// Separates the parts of a row's key; it cannot be typed.
const KEY_SEPARATOR: char = '\u{1f}';
/// Keys of one statement; both databases bind some ten thousand values.
const AT_ONCE: usize = 5_000;

/// A row with its own columns and the audit columns, in the order of the descriptor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) table: &'static Table,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// A row without values.
    pub(crate) fn empty(table: &'static Table) -> Self {
        Self { table, cells: vec![Cell::Null; table.all_columns().count()] }
    }

    pub(crate) fn get(&self, column: &str) -> &Cell {
        self.table.position(column).map_or(&Cell::Null, |at| &self.cells[at])
    }

    pub(crate) fn set(&mut self, column: &str, cell: Cell) {
        if let Some(at) = self.table.position(column) {
            self.cells[at] = cell;
        }
    }

    /// The text of a column; empty where it has none.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.get(column).as_str().unwrap_or_default()
    }

    pub(crate) fn optional(&self, column: &str) -> Option<String> {
        self.get(column).as_str().map(str::to_owned)
    }

    pub(crate) fn number(&self, column: &str) -> i64 {
        match self.get(column) {
            Cell::Number(number) => *number,
            _ => 0,
        }
    }

    pub(crate) fn decimal(&self, column: &str) -> f64 {
        match self.get(column) {
            Cell::Decimal(number) => *number,
            _ => 0.0,
        }
    }

    pub(crate) fn flag(&self, column: &str) -> bool {
        self.get(column) == &Cell::Flag(true)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.flag("is_active") && !self.flag("is_deleted")
    }

    /// The key as one text, from canonical values.
    pub(crate) fn key(&self) -> String {
        let parts: Vec<String> = self.table.key.iter().map(|column| self.get(column).published()).collect();
        join_key(&parts)
    }

    fn read(table: &'static Table, result: &QueryResult, from: usize) -> Result<Self, DbErr> {
        let cells = table
            .all_columns()
            .enumerate()
            .map(|(at, column)| Cell::read(column, result, from + at))
            .collect::<Result<_, _>>()?;
        Ok(Self { table, cells })
    }
}

/// The key of a row as one text.
pub(crate) fn join_key(parts: &[String]) -> String {
    parts.join(&KEY_SEPARATOR.to_string())
}

/// A row as it lies in the database.
#[derive(Debug, Clone)]
pub(crate) struct StoredRow {
    pub(crate) seq: i64,
    /// Cells of the published file that were written differently than exports would.
    pub(crate) spelling: BTreeMap<String, String>,
    pub(crate) row: Row,
}

/// A query for rows of one table.
#[derive(Debug, Clone)]
pub(crate) struct Find {
    table: &'static Table,
    condition: Condition,
    order: Vec<(String, Order)>,
    limit: Option<u64>,
    offset: u64,
}

impl Find {
    /// Every row that is not deleted.
    pub(crate) fn undeleted(table: &'static Table) -> Self {
        // one test rather than two alternatives, which would keep indexes from being read in their order
        Self {
            table,
            condition: Condition::all().add(Expr::cust("is_deleted IS NOT TRUE")),
            order: Vec::new(),
            limit: None,
            offset: 0,
        }
    }

    /// Every row that is in use.
    pub(crate) fn active(table: &'static Table) -> Self {
        let find = Self::undeleted(table);
        if table.has_active() { find.is("is_active", Cell::Flag(true)) } else { find }
    }

    /// Every row, deleted or not.
    pub(crate) fn everything(table: &'static Table) -> Self {
        Self { condition: Condition::all(), ..Self::undeleted(table) }
    }

    fn column(&self, name: &str) -> Column {
        // a column that does not exist is a defect of this program; the statement fails with its name
        let found = self.table.position(name).and_then(|at| self.table.all_columns().nth(at));
        found.copied().unwrap_or(masterdata_api::table::AUDIT[0])
    }

    pub(crate) fn is(self, column: &str, cell: Cell) -> Self {
        let kind = self.column(column).kind;
        self.and(Expr::col(Alias::new(column)).eq(cell.expr(kind)))
    }

    pub(crate) fn where_text(self, column: &str, text: &str) -> Self {
        self.and(Expr::col(Alias::new(column)).eq(text))
    }

    pub(crate) fn where_in<'a>(self, column: &str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        self.and(Expr::col(Alias::new(column)).is_in(texts))
    }

    /// The row of that key.
    pub(crate) fn where_key(self, key: &str) -> Self {
        self.and(Expr::col(Alias::new("row_key")).eq(key))
    }

    /// Equal without regard to upper and lower case.
    pub(crate) fn where_folded(self, column: &str, text: &str) -> Self {
        if words::has(self.table, column) {
            let is = words::condition(self.table, column, Word::Is(text));
            return self.and(is);
        }
        self.and(Func::lower(Expr::col(Alias::new(column))).eq(words::fold(text)))
    }

    /// The values of a column of these rows, for a condition on another table.
    pub(crate) fn column_values(&self, column: &str) -> SelectStatement {
        let mut select = self.statement();
        select.column(Alias::new(column));
        select
    }

    pub(crate) fn and(mut self, condition: impl Into<SimpleExpr>) -> Self {
        self.condition = self.condition.add(condition.into());
        self
    }

    pub(crate) fn all_of(mut self, condition: Condition) -> Self {
        self.condition = self.condition.add(condition);
        self
    }

    pub(crate) fn order(mut self, column: &str, order: Order) -> Self {
        self.order.push((column.to_owned(), order));
        self
    }

    pub(crate) fn page(mut self, limit: u64, offset: u64) -> Self {
        self.limit = Some(limit);
        self.offset = offset;
        self
    }

    fn statement(&self) -> SelectStatement {
        let mut select = Query::select();
        select.from(Alias::new(self.table.stored())).cond_where(self.condition.clone());
        select
    }

    fn ordered(&self, select: &mut SelectStatement) {
        for (column, order) in &self.order {
            select.order_by(Alias::new(column), order.clone());
        }
        // rows of one moment stand in the order of their file, or backwards with the newest first
        let last = self.order.last().map_or(Order::Asc, |(_, order)| order.clone());
        select.order_by(Alias::new("row_seq"), last.clone()).order_by(Alias::new("row_key"), last);
        if let Some(limit) = self.limit {
            select.limit(limit).offset(self.offset);
        }
    }

    /// The rows, in the order asked for, then in the order of the published file.
    pub(crate) async fn rows(&self, conn: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
        conn.query_all(&self.selected()).await?.iter().map(|result| Row::read(self.table, result, 0)).collect()
    }

    /// The statement of [`Self::rows`].
    pub(crate) fn selected(&self) -> SelectStatement {
        let mut select = self.statement();
        select.columns(self.table.all_columns().map(|column| Alias::new(column.name)));
        self.ordered(&mut select);
        select
    }

    /// The statement of [`Self::count`].
    pub(crate) fn counted(&self) -> SelectStatement {
        let mut select = self.statement();
        // rows rather than keys, which an index alone can count
        select.expr(Expr::cust("COUNT(*)"));
        select
    }

    /// The first row.
    pub(crate) async fn first(self, conn: &impl ConnectionTrait) -> Result<Option<Row>, DbErr> {
        Ok(self.page(1, 0).rows(conn).await?.into_iter().next())
    }

    /// How many rows there are.
    pub(crate) async fn count(&self, conn: &impl ConnectionTrait) -> Result<u64, DbErr> {
        let row = conn.query_one(&self.counted()).await?;
        Ok(row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?.unsigned_abs())
    }

    /// How many rows there are for each value of a column.
    pub(crate) async fn count_by(
        &self,
        conn: &impl ConnectionTrait,
        column: &str,
    ) -> Result<HashMap<String, u64>, DbErr> {
        let mut select = self.column_values(column);
        select.expr(Expr::col(Alias::new("row_key")).count()).group_by_col(Alias::new(column));
        let rows = conn.query_all(&select).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i64>(1)?.unsigned_abs()))).collect()
    }

    /// The levels of these locations with their names, from the top.
    pub(crate) async fn levels(&self, conn: &impl ConnectionTrait) -> Result<Vec<(i64, String)>, DbErr> {
        let level = || Alias::new("hierarchy_level");
        let mut select = self.column_values("hierarchy_level");
        select.expr(Expr::col(Alias::new("hierarchy_level_name")).min()).group_by_col(level());
        select.order_by(level(), Order::Asc);
        let rows = conn.query_all(&select).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    /// The rows with their place and spelling, by key.
    pub(crate) async fn stored(&self, conn: &impl ConnectionTrait) -> Result<Vec<(String, StoredRow)>, DbErr> {
        let mut select = self.statement();
        select.columns(["row_key", "row_seq", "spelling"].map(Alias::new));
        select.columns(self.table.all_columns().map(|column| Alias::new(column.name)));
        self.ordered(&mut select);
        let results = conn.query_all(&select).await?;
        results
            .iter()
            .map(|result| {
                let spelling: Option<String> = result.try_get_by_index(2)?;
                let spelling = spelling.map_or(Ok(BTreeMap::new()), |text| {
                    serde_json::from_str(&text).map_err(|error| DbErr::Json(error.to_string()))
                })?;
                let row = Row::read(self.table, result, 3)?;
                let key: String = result.try_get_by_index(0)?;
                Ok((key, StoredRow { seq: result.try_get_by_index(1)?, spelling, row }))
            })
            .collect()
    }
}

/// Adds rows with their keys and spelling, many per statement.
pub(crate) async fn insert(conn: &impl ConnectionTrait, rows: &[(String, StoredRow)]) -> Result<(), DbErr> {
    let Some(table) = rows.first().map(|(_, stored)| stored.row.table) else { return Ok(()) };
    let width = table.all_columns().count() + 3;
    // both databases bind at most 32766 values per statement
    for chunk in rows.chunks((30_000 / width).max(1)) {
        let mut insert = Query::insert();
        insert.into_table(Alias::new(table.stored()));
        insert.columns(
            ["row_key", "row_seq", "spelling"].into_iter().chain(table.all_columns().map(|c| c.name)).map(Alias::new),
        );
        for (key, stored) in chunk {
            let mut values: Vec<SimpleExpr> =
                vec![key.clone().into(), stored.seq.into(), spelling_value(&stored.spelling)];
            let cells = table.all_columns().zip(&stored.row.cells);
            values.extend(cells.map(|(column, cell)| cell.expr(column.kind)));
            insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
        }
        conn.execute(&insert).await?;
    }
    let keyed: Vec<(&str, &Row)> = rows.iter().map(|(key, stored)| (key.as_str(), &stored.row)).collect();
    words::add(conn, table, &keyed).await
}

/// Replaces a row, found by its key, as a whole.
pub(crate) async fn replace(conn: &impl ConnectionTrait, key: &str, stored: &StoredRow) -> Result<(), DbErr> {
    let table = stored.row.table;
    let mut update = Query::update();
    update.table(Alias::new(table.stored()));
    update.value(Alias::new("row_seq"), stored.seq).value(Alias::new("spelling"), spelling_value(&stored.spelling));
    for (column, cell) in table.all_columns().zip(&stored.row.cells) {
        update.value(Alias::new(column.name), cell.expr(column.kind));
    }
    update.and_where(Expr::col(Alias::new("row_key")).eq(key));
    conn.execute(&update).await?;
    words::remove(conn, table, &[key]).await?;
    words::add(conn, table, &[(key, &stored.row)]).await
}

/// Replaces a row, found by the key it had, by one that no published file spells.
pub(crate) async fn rename(conn: &impl ConnectionTrait, key: &str, row: &Row) -> Result<(), DbErr> {
    let mut update = Query::update();
    update.table(Alias::new(row.table.stored()));
    update.value(Alias::new("row_key"), row.key()).value(Alias::new("spelling"), spelling_value(&BTreeMap::new()));
    for (column, cell) in row.table.all_columns().zip(&row.cells) {
        update.value(Alias::new(column.name), cell.expr(column.kind));
    }
    update.and_where(Expr::col(Alias::new("row_key")).eq(key));
    conn.execute(&update).await?;
    words::remove(conn, row.table, &[key]).await?;
    words::add(conn, row.table, &[(&row.key(), row)]).await
}

/// Replaces many rows, found by the keys they had, by ones that no published file spells; each keeps its place.
pub(crate) async fn rename_all(conn: &impl ConnectionTrait, rows: &[(String, Row)]) -> Result<(), DbErr> {
    let Some(table) = rows.first().map(|(_, row)| row.table) else { return Ok(()) };
    let keys: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
    let mut places: HashMap<String, i64> = HashMap::new();
    for chunk in keys.chunks(AT_ONCE) {
        let mut select = Query::select();
        select.columns(["row_key", "row_seq"].map(Alias::new)).from(Alias::new(table.stored()));
        select.and_where(Expr::col(Alias::new("row_key")).is_in(chunk.iter().copied()));
        for found in conn.query_all(&select).await? {
            places.insert(found.try_get_by_index(0)?, found.try_get_by_index(1)?);
        }
    }
    remove(conn, table, &keys).await?;
    let changed = rows.iter().map(|(key, row)| {
        let seq = places.get(key).copied().unwrap_or(i64::MAX);
        (row.key(), StoredRow { seq, spelling: BTreeMap::new(), row: row.clone() })
    });
    insert(conn, &changed.collect::<Vec<_>>()).await
}

/// Removes rows altogether; only for rows that were deleted before and give way to new ones.
pub(crate) async fn remove(conn: &impl ConnectionTrait, table: &Table, keys: &[&str]) -> Result<(), DbErr> {
    for chunk in keys.chunks(AT_ONCE) {
        let mut delete = Query::delete();
        delete.from_table(Alias::new(table.stored()));
        delete.and_where(Expr::col(Alias::new("row_key")).is_in(chunk.iter().copied()));
        conn.execute(&delete).await?;
    }
    words::remove(conn, table, keys).await
}

fn spelling_value(spelling: &BTreeMap<String, String>) -> SimpleExpr {
    let text = (!spelling.is_empty()).then(|| serde_json::json!(spelling).to_string());
    sea_orm::Value::from(text).into()
}
