//! Copying rows in batches.

use sea_orm::Value;
use types::Cx;

use super::cell::Cell;
use super::dialect;
use super::engines;
use super::error::TransferError;
use super::progress::{self, Progress};
use super::table::{Pair, Table, pairs};
use super::{Step, Watch};
use crate::open::Databases;
use crate::tx::Tx;

/// The most parameters of one statement that both databases take.
const PARAMETERS: usize = 30_000;

/// Copies every row of `source` that is not on `target` yet, `batch` rows at a time; only these are in memory. `origin` names
/// the source for whoever finds the target unfinished. The target must be empty or hold an unfinished move from there
/// (see [`super::state`]), and must have the tables of the source.
///
/// # Errors
/// [`TransferError::Schema`], [`TransferError::Value`], [`TransferError::Stopped`] when `watch` says so,
/// [`TransferError::Differs`] when a begun table is not as it was left, or the failure of a database.
pub async fn copy(
    source: &Databases,
    target: &Databases,
    cx: &Cx,
    origin: &str,
    batch: u64,
    watch: Watch<'_>,
) -> Result<(), TransferError> {
    let there = engines(target);
    let pairs = pairs(&engines(source), &there).await?;
    for db in there {
        progress::begin(db, cx, origin).await?;
    }
    for pair in &pairs {
        one(pair, cx, batch, watch).await?;
    }
    Ok(())
}

async fn one(pair: &Pair<'_>, cx: &Cx, batch: u64, watch: Watch<'_>) -> Result<(), TransferError> {
    let Pair { source, target } = pair;
    let mut progress = progress::load(target.db, &target.name).await?;
    let found = target.count().await?;
    if found != progress.rows {
        let what = format!("{found} rows where {} were copied", progress.rows);
        return Err(TransferError::Differs { table: target.name.clone(), what });
    }
    let fitting = PARAMETERS / target.columns.len().max(1);
    let batch = batch.clamp(1, u64::try_from(fitting).unwrap_or(1));
    while !progress.done {
        let rows = source.page(progress.after.as_deref(), batch, progress.rows).await?;
        let values = bound(target, &rows, progress.rows)?;
        let copied = rows.len() as u64;
        progress = Progress {
            after: rows.last().map(|row| source.key_of(row)).or(progress.after),
            rows: progress.rows + copied,
            done: copied < batch,
        };
        let counter = if progress.done { dialect::counter(source.db, &source.name).await? } else { None };
        let mut tx = target.db.begin(cx).await?;
        if !rows.is_empty() {
            insert(&mut tx, target, rows.len(), values).await?;
        }
        if let Some(last) = counter {
            dialect::set_counter(&mut tx, &target.name, last).await?;
        }
        progress::keep(&mut tx, &target.name, &progress).await?;
        tx.commit().await?;
        let step = Step { table: &target.name, rows: progress.rows, done: progress.done };
        if watch(&step).is_break() {
            return Err(TransferError::Stopped(target.name.clone()));
        }
    }
    Ok(())
}

/// The parameters of the statement that inserts `rows`; `before` rows came before them.
fn bound(target: &Table<'_>, rows: &[Vec<Cell>], before: u64) -> Result<Vec<Value>, TransferError> {
    let mut values = Vec::with_capacity(rows.len() * target.columns.len());
    for (row, number) in rows.iter().zip(before..) {
        for (cell, column) in row.iter().zip(&target.columns) {
            let value = cell.bind(column.kind, !target.db.is_file());
            values.push(value.map_err(|why| target.value(&column.name, number, why))?);
        }
    }
    Ok(values)
}

async fn insert(tx: &mut Tx, target: &Table<'_>, rows: usize, values: Vec<Value>) -> Result<(), TransferError> {
    let width = target.columns.len();
    let row = |number: usize| {
        let places: Vec<String> = (1..=width).map(|n| format!("${}", number * width + n)).collect();
        format!("({})", places.join(", "))
    };
    let places: Vec<String> = (0..rows).map(row).collect();
    let names = Table::names(&target.columns);
    tx.run(format!("INSERT INTO \"{}\" ({names}) VALUES {}", target.name, places.join(", ")), values).await?;
    Ok(())
}
