//! A changed entry, by its entity's form.

use masterdata_api::form::Form;
use masterdata_api::{Kind, MasterdataError as E, tables};
use serde_json::Value;
use types::{Caller, Failure};

use super::body::fill;
use super::create::answer;
use super::store::{Deed, change, code_of, event, remember};
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{is_value, storage};
use crate::row::{Find, Row};

impl Masterdata {
    /// Changes an entry. Whether it is in use stays as it is: that is switched by a request of its own.
    ///
    /// # Errors
    /// `KER-MSD-999` with every violation; the entity's own code when there is no such entry.
    pub(crate) async fn change(&self, caller: &Caller, form: &'static Form, body: &Value) -> Result<Value, Failure> {
        let mut wanted = Row::empty(form.entity.table);
        fill(&mut wanted, form.change, body)?;
        self.speak(form, &mut wanted, false).await?;
        if *form.entity.table == tables::MACHINE_MASTER {
            self.check_zone(caller, form, &wanted).await?;
        }
        self.check_refers(form, &wanted, false).await?;
        if *form.entity.table == tables::LOCATION {
            self.check_level(&wanted).await?;
        }
        let row = self.first(self.entry(form, &wanted)).await?.ok_or_else(|| {
            if *form.entity.table == tables::MACHINE_MASTER {
                Failure::with(E::MachineUnknown, [code_of(form, &wanted)])
            } else {
                form.entity.not_found.into()
            }
        })?;
        let key = row.key();
        let mut changed = row.clone();
        for member in form.change {
            changed.set(member.column, wanted.get(member.column).clone());
        }
        if *form.entity.table == tables::MACHINE_MASTER {
            Self::read_keys(&mut changed, Some(&row))?;
        }
        self.check_rules(caller, form, &mut changed, Some(&row)).await?;
        self.store_changed(caller, form, &key, &mut changed).await?;
        Ok(answer(form, &changed, body))
    }

    /// Stores a changed row that was checked; `key` is the one it had.
    pub(crate) async fn store_changed(
        &self,
        caller: &Caller,
        form: &'static Form,
        key: &str,
        row: &mut Row,
    ) -> Result<(), Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        if row.key() != key {
            let other = Find::undeleted(form.entity.table).where_key(&row.key());
            if other.first(tx.conn()).await.map_err(storage)?.is_some() {
                return Err(Failure::with(form.taken, [code_of(form, row)]));
            }
        }
        change(&tx, key, row, caller).await?;
        remember(&tx, form.history, row, caller).await?;
        tx.audit(event(Deed::Changed, form.entity.table, &code_of(form, row))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// The stored entry that a request means: by its code, and by its language where it has one.
    fn entry(&self, form: &Form, wanted: &Row) -> Find {
        let table = form.entity.table;
        let mut find = Find::undeleted(table);
        find = is_value(find, table, form.code, &wanted.get(form.code).published());
        if table.is_translated() && wanted.get("lang_code") != &Cell::Null {
            find = find.where_text("lang_code", wanted.text("lang_code"));
        }
        find
    }

    /// Entries of that code, in every language.
    pub(crate) async fn entries(&self, form: &Form, code: &str) -> Result<Vec<Row>, Failure> {
        let table = form.entity.table;
        let number = table.columns.iter().any(|column| column.name == form.code && column.kind == Kind::Number);
        if code.is_empty() || number && code.parse::<i64>().is_err() {
            return Ok(Vec::new());
        }
        self.rows(is_value(Find::undeleted(table), table, form.code, code)).await
    }
}
