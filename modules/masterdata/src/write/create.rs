//! A new entry, by its entity's form.

use masterdata_api::form::{Chars, Form, Naming};
use masterdata_api::{MasterdataError as E, tables};
use sea_orm::sea_query::Order;
use serde_json::{Map, Value};
use types::{Caller, Failure};

use super::body::fill;
use super::numbers::next_number;
use super::store::{Deed, add, code_of, created, event, remember};
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{extended, storage, wire};
use crate::row::{Find, Row};

/// Ids of machines, which fill a part of registration ids.
const MACHINE_IDS: (u32, u32) = (10_000, 99_999);

/// The answer to a request that changed an entry. What a language-neutral entry was called with comes back.
pub(crate) fn answer(form: &Form, row: &Row, body: &Value) -> Value {
    if form.answer.is_empty() {
        return extended(form.entity, row);
    }
    let member = |name: &&str| {
        let shown = form.entity.field(name).map_or(Value::Null, |field| wire(row.get(field.column)));
        let shown = if shown.is_null() && *name == "langCode" { body["langCode"].clone() } else { shown };
        ((*name).to_owned(), shown)
    };
    Value::Object(form.answer.iter().map(member).collect::<Map<_, _>>())
}

impl Masterdata {
    /// Creates an entry.
    ///
    /// # Errors
    /// `KER-MSD-999` with every violation; the form's own codes when the name is taken or something it refers to is absent.
    pub(crate) async fn create(&self, caller: &Caller, form: &'static Form, body: &Value) -> Result<Value, Failure> {
        let mut row = Row::empty(form.entity.table);
        fill(&mut row, form.create, body)?;
        self.speak(form, &mut row, true).await?;
        if *form.entity.table == tables::MACHINE_MASTER {
            self.check_zone(caller, form, &row).await?;
            Self::read_keys(&mut row, None)?;
            if let (Some(same), Some(language)) = (self.same_machine(&row).await?, body["langCode"].as_str())
                && self.said_again(caller, form, &same, language).await?
            {
                return Ok(answer(form, &same, body));
            }
        }
        self.check_refers(form, &row, true).await?;
        self.check_rules(caller, form, &mut row, None).await?;
        if form.asleep {
            row.set("is_active", Cell::Flag(false));
        }
        let language = body["langCode"].as_str().filter(|_| !form.entity.table.is_translated());
        if let Some(language) = language
            && self.said_again(caller, form, &row, language).await?
        {
            return Ok(answer(form, &row, body));
        }
        self.store_new(caller, form, &mut row).await?;
        Ok(answer(form, &row, body))
    }

    /// Stores a row that was checked.
    pub(crate) async fn store_new(&self, caller: &Caller, form: &'static Form, row: &mut Row) -> Result<(), Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        self.name_new(form, row, &tx).await?;
        let same = Find::undeleted(form.entity.table).where_key(&row.key());
        if same.first(tx.conn()).await.map_err(storage)?.is_some() {
            return Err(Failure::with(form.taken, [code_of(form, row)]));
        }
        created(row, caller, tx.now());
        add(&tx, row.clone()).await?;
        remember(&tx, form.history, row, caller).await?;
        tx.audit(event(Deed::Created, form.entity.table, &code_of(form, row))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Gives a new entry its name where the request did not say one.
    async fn name_new(&self, form: &Form, row: &mut Row, tx: &db::Tx) -> Result<(), Failure> {
        if form.naming == Naming::Given || row.get(form.code) != &Cell::Null {
            return Ok(());
        }
        let name = if *form.entity.table == tables::LOC_HOLIDAY {
            // one holiday has one number in all languages
            let same = Find::undeleted(&tables::LOC_HOLIDAY)
                .where_text("location_code", row.text("location_code"))
                .where_text("holiday_date", row.text("holiday_date"));
            let last = Find::everything(&tables::LOC_HOLIDAY).order("id", Order::Desc);
            let number = match same.first(tx.conn()).await.map_err(storage)? {
                Some(same) => same.number("id"),
                None => last.first(tx.conn()).await.map_err(storage)?.map_or(1, |last| last.number("id") + 1),
            };
            Cell::Number(number)
        } else if *form.entity.table == tables::MACHINE_MASTER {
            next_number(tx, &tables::MACHINE_MASTER, MACHINE_IDS.0, MACHINE_IDS.1).await?
        } else {
            Cell::text(self.new_id(tx.now()))
        };
        row.set(form.code, name);
        Ok(())
    }

    /// Checks the language of a translated entry; an entry that needs one and was given none has the country's first.
    pub(crate) async fn speak(&self, form: &Form, row: &mut Row, creates: bool) -> Result<(), Failure> {
        let asked = form.members(creates).iter().find(|member| member.chars == Chars::Language);
        if let Some(member) = asked {
            self.demand_language(row.text(member.column)).await?;
        } else if form.entity.table.is_translated() && row.text("lang_code").is_empty() {
            let first = self.language_codes().await?.into_iter().next().ok_or(E::LanguageInvalid)?;
            row.set("lang_code", Cell::text(first));
        }
        Ok(())
    }

    /// Whether everything an entry refers to is there and in use.
    pub(crate) async fn check_refers(&self, form: &Form, row: &Row, creates: bool) -> Result<(), Failure> {
        for refers in form.refers {
            let code = row.text(refers.column);
            if code.is_empty() {
                continue;
            }
            let find = Find::active(refers.to).where_text(refers.key, code);
            if self.first(find).await?.is_none() {
                let changed_holiday = refers.error == E::HolidayLocationInvalid && !creates;
                return Err(if changed_holiday { E::HolidayLocationChanged } else { refers.error }.into());
            }
        }
        Ok(())
    }
}
