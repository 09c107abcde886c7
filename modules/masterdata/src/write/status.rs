//! Switches an entry on or off, in all its languages.

use masterdata_api::MasterdataError as E;
use masterdata_api::form::Form;
use serde_json::{Value, json};
use types::{Caller, Failure, Fault};

use super::store::{Deed, change, event, remember};
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Find, Row};

/// Reads `isActive` of a query.
pub(crate) fn flag(text: Option<&str>) -> Result<bool, Failure> {
    match text.map(str::to_ascii_lowercase).as_deref() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Fault::worded(E::Invalid, "isActive: must be true or false").into()),
    }
}

impl Masterdata {
    /// Switches the entry of that code; answers `{status}`.
    ///
    /// # Errors
    /// The entity's own code when there is no such entry or others need it.
    pub(crate) async fn switch(
        &self,
        caller: &Caller,
        form: &'static Form,
        code: &str,
        active: Option<&str>,
    ) -> Result<Value, Failure> {
        let active = flag(active)?;
        let rows = self.entries(form, code).await?;
        self.switch_rows(caller, form, code, rows, active).await
    }

    /// Switches rows that were found.
    pub(crate) async fn switch_rows(
        &self,
        caller: &Caller,
        form: &'static Form,
        code: &str,
        rows: Vec<Row>,
        active: bool,
    ) -> Result<Value, Failure> {
        let Some(first) = rows.first() else { return Err(form.entity.not_found.into()) };
        self.check_zone(caller, form, first).await?;
        if !active {
            self.check_needed(form, code, false).await?;
        }
        let told = json!({ "status": format!("Status updated successfully for {}", form.entity.plural) });
        if rows.iter().all(|row| row.flag("is_active") == active) {
            return Ok(told); // asked twice is asked once
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for mut row in rows {
            row.set("is_active", Cell::Flag(active));
            let key = row.key();
            change(&tx, &key, &mut row, caller).await?;
            remember(&tx, form.history, &row, caller).await?;
        }
        tx.audit(event(Deed::Switched, form.entity.table, code)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(told)
    }

    /// Refuses while active entries need this one.
    pub(crate) async fn check_needed(&self, form: &Form, code: &str, deletes: bool) -> Result<(), Failure> {
        for needed in form.needed {
            if self.first(Find::active(needed.by).where_text(needed.column, code)).await?.is_some() {
                return Err(if deletes { needed.delete } else { needed.active }.into());
            }
        }
        Ok(())
    }
}
