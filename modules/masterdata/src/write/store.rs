//! Rows on their way into the database: with who and when, with their history, with their audit row.

use std::collections::BTreeMap;

use masterdata_api::Table;
use masterdata_api::form::Form;
use types::{Caller, Failure, Timestamp};

use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Row, StoredRow, insert, remove, rename};

/// A row that is new at `now`.
pub(crate) fn fresh(table: &'static Table, caller: &Caller, now: Timestamp) -> Row {
    let mut row = Row::empty(table);
    created(&mut row, caller, now);
    row
}

/// Says of a row that it is new at `now`.
pub(crate) fn created(row: &mut Row, caller: &Caller, now: Timestamp) {
    fresh_by(row, caller.cx().actor(), now);
}

/// Says of a row who made it.
pub(crate) fn fresh_by(row: &mut Row, by: &str, now: Timestamp) {
    row.set("cr_by", Cell::text(by));
    row.set("cr_dtimes", Cell::stamp(now));
    row.set("upd_by", Cell::Null);
    row.set("upd_dtimes", Cell::Null);
    row.set("is_deleted", Cell::Flag(false));
    row.set("del_dtimes", Cell::Null);
}

/// The row's copy in a history table, in effect from `now` on.
fn history(table: &'static Table, row: &Row, caller: &Caller, now: Timestamp) -> Row {
    history_by(table, row, caller.cx().actor(), now)
}

/// The same, of a change that somebody asked for earlier.
pub(crate) fn history_by(table: &'static Table, row: &Row, by: &str, now: Timestamp) -> Row {
    let mut copy = Row::empty(table);
    fresh_by(&mut copy, by, now);
    for column in table.columns {
        copy.set(column.name, row.get(column.name).clone());
    }
    copy.set("is_deleted", row.get("is_deleted").clone());
    copy.set("eff_dtimes", Cell::stamp(now));
    copy
}

/// A row without a place in a published file stands behind those that have one.
pub(crate) fn stored(row: Row) -> (String, StoredRow) {
    (row.key(), StoredRow { seq: i64::MAX, spelling: BTreeMap::new(), row })
}

/// Adds a row; one that was deleted under the same name gives way.
pub(crate) async fn add(tx: &db::Tx, row: Row) -> Result<(), Failure> {
    remove(tx.conn(), row.table, &[&row.key()]).await.map_err(storage)?;
    insert(tx.conn(), &[stored(row)]).await.map_err(storage)
}

/// Adds a row to a history. Two changes within one millisecond are one: the later stands.
pub(crate) async fn remember(
    tx: &db::Tx,
    table: Option<&'static Table>,
    row: &Row,
    caller: &Caller,
) -> Result<(), Failure> {
    match table {
        Some(table) => add(tx, history(table, row, caller, tx.now())).await,
        None => Ok(()),
    }
}

/// Replaces the row of that key by this one, whose key may be another.
pub(crate) async fn change(tx: &db::Tx, key: &str, row: &mut Row, caller: &Caller) -> Result<(), Failure> {
    row.set("upd_by", Cell::text(caller.cx().actor()));
    row.set("upd_dtimes", Cell::stamp(tx.now()));
    rename(tx.conn(), key, row).await.map_err(storage)
}

/// Marks a row as deleted and no longer in use.
pub(crate) fn deleted(row: &mut Row, now: Timestamp) {
    row.set("is_active", Cell::Flag(false));
    row.set("is_deleted", Cell::Flag(true));
    row.set("del_dtimes", Cell::stamp(now));
}

/// What was done to an entry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    Created,
    Changed,
    Switched,
    Deleted,
    Decommissioned,
    Uploaded,
}

impl Deed {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Created => ("MST_201", "MASTER_DATA_CREATED"),
            Self::Changed => ("MST_202", "MASTER_DATA_CHANGED"),
            Self::Switched => ("MST_203", "MASTER_DATA_SWITCHED"),
            Self::Deleted => ("MST_204", "MASTER_DATA_DELETED"),
            Self::Decommissioned => ("MST_205", "MASTER_DATA_DECOMMISSIONED"),
            Self::Uploaded => ("MST_206", "MASTER_DATA_UPLOADED"),
        }
    }
}

/// The audit row of a deed: about the table and the entry's code.
pub(crate) fn event(deed: Deed, table: &'static Table, code: &str) -> db::AuditEvent {
    let (id, name) = deed.words();
    db::AuditEvent::new(id, name, db::EventType::User)
        .about(db::Reference::new(table.name, code.to_owned()))
        .module("MST")
}

/// The code of an entry, as one text.
pub(crate) fn code_of(form: &Form, row: &Row) -> String {
    row.get(form.code).published()
}
