//! Ids of entries that are numbered: registration centres and machines.

use masterdata_api::{MasterdataError as E, Table};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use types::{Failure, Fault};

use crate::cell::Cell;
use crate::read::storage;
use crate::row::Find;

const NUMBERS: &str = "md_number";

/// The number behind the last one that was given, deleted entries' included; `first` when there is none.
///
/// # Errors
/// When the numbers up to `last` are used up.
pub(crate) async fn next_number(tx: &db::Tx, table: &'static Table, first: u32, last: u32) -> Result<Cell, Failure> {
    let remembered = Ord::max(remembered(tx, table).await?.map_or(0, |number| number + 1), first);
    // files bring entries with numbers of their own: only then is the table read
    let free = Find::everything(table).where_text("id", &remembered.to_string());
    let is_free = free.first(tx.conn()).await.map_err(storage)?.is_none();
    let next = match is_free && remembered > first {
        true => remembered,
        false => Ord::max(highest(tx, table, last).await?, first),
    };
    if next > last {
        return Err(Fault::worded(E::Invalid, format!("there are no ids left in {}", table.name)).into());
    }
    let mut remember = Query::insert();
    remember.into_table(Alias::new(NUMBERS)).columns(["entity", "last"].map(Alias::new));
    remember
        .values([table.name.into(), i64::from(next).into()])
        .map_err(|error| storage(sea_orm::DbErr::Custom(error.to_string())))?
        .on_conflict(OnConflict::column(Alias::new("entity")).update_column(Alias::new("last")).to_owned());
    tx.conn().execute(&remember).await.map_err(storage)?;
    Ok(Cell::text(next.to_string()))
}

async fn remembered(tx: &db::Tx, table: &Table) -> Result<Option<u32>, Failure> {
    let mut select = Query::select();
    select.column(Alias::new("last")).from(Alias::new(NUMBERS));
    select.and_where(Expr::col(Alias::new("entity")).eq(table.name));
    let row = tx.conn().query_one(&select).await.map_err(storage)?;
    let number = row.map(|row| row.try_get_by_index::<i64>(0)).transpose().map_err(storage)?;
    Ok(number.and_then(|number| u32::try_from(number).ok()))
}

/// The number behind the highest one of the table; one where it has none.
async fn highest(tx: &db::Tx, table: &'static Table, last: u32) -> Result<u32, Failure> {
    let known = Find::everything(table).rows(tx.conn()).await.map_err(storage)?;
    let numbers = known.iter().filter_map(|row| row.text("id").parse::<u32>().ok()).filter(|id| *id <= last);
    Ok(numbers.max().unwrap_or(0) + 1)
}
