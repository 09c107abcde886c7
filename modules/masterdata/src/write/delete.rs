//! Deletes an entry, in all its languages: its rows stay, marked as deleted.

use masterdata_api::form::Form;
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::said::forget;
use super::store::{Deed, change, deleted, event, remember};
use crate::Masterdata;
use crate::read::storage;
use crate::row::Row;

impl Masterdata {
    /// Deletes the entry of that code; answers `{<member>: code}`.
    ///
    /// # Errors
    /// The entity's own code when there is no such entry or others need it.
    pub(crate) async fn delete(
        &self,
        caller: &Caller,
        form: &'static Form,
        code: &str,
        member: &str,
    ) -> Result<Value, Failure> {
        let rows = self.entries(form, code).await?;
        self.check_needed(form, code, true).await?;
        self.delete_rows(caller, form, code, rows).await?;
        Ok(json!({ member: code }))
    }

    /// Deletes rows that were found.
    pub(crate) async fn delete_rows(
        &self,
        caller: &Caller,
        form: &'static Form,
        code: &str,
        rows: Vec<Row>,
    ) -> Result<(), Failure> {
        let Some(first) = rows.first() else { return Err(form.entity.not_found.into()) };
        self.check_zone(caller, form, first).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for mut row in rows {
            forget(&tx, &row).await?;
            deleted(&mut row, tx.now());
            let key = row.key();
            change(&tx, &key, &mut row, caller).await?;
            remember(&tx, form.history, &row, caller).await?;
        }
        tx.audit(event(Deed::Deleted, form.entity.table, code)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
}
