//! Master data for the admin portal: `masterdata_api::registry::Registry`.

use async_trait::async_trait;
use masterdata_api::form::Form;
use masterdata_api::registry::{ADMINISTER, Choice, Deed, EntryDetail, EntryPage, READ, Registry, right_to_change};
use masterdata_api::search::SearchRequest;
use masterdata_api::{MasterdataError as E, forms, tables};
use sea_orm::sea_query::Order;
use serde_json::Value;
use types::{Caller, Failure};

use crate::Masterdata;
use crate::read::{extended, storage};
use crate::row::{Find, Row};
use crate::write::centers::Part;

/// Earlier states that are shown.
const EARLIER: u64 = 50;
/// Choices that are offered at once.
const CHOICES: u64 = 2_000;

fn form_of(path: &str) -> Result<&'static Form, Failure> {
    forms::of(path).ok_or_else(|| Failure::with(E::EntityUnknown, [path]))
}

/// A request of the REST endpoints.
fn request<T: serde::de::DeserializeOwned>(body: &Value) -> Result<T, Failure> {
    serde_json::from_value(body.clone())
        .map_err(|error| types::Fault::worded(E::Invalid, format!("Invalid Format in field : {error}")).into())
}

/// The code in an answer of a use case.
fn code_in(form: &Form, answer: &Value) -> String {
    let field = form.entity.fields.iter().find(|field| field.column == form.code);
    match field.map(|field| &answer[field.wire]) {
        Some(Value::String(code)) => code.clone(),
        Some(Value::Number(code)) => code.to_string(),
        _ => String::new(),
    }
}

#[async_trait]
impl Registry for Masterdata {
    async fn list(&self, caller: &Caller, path: &str, request: &SearchRequest) -> Result<EntryPage, Failure> {
        caller.require(READ)?;
        let form = form_of(path)?;
        let scope = match path {
            "users" => self.staff_scope(caller).await?,
            _ => self.zone_scope(caller, form.entity).await?,
        };
        let found = self.search(form.entity, scope, request).await?;
        let rows = found["data"].as_array().cloned().unwrap_or_default();
        let number = |name: &str| found[name].as_u64().unwrap_or(0);
        Ok(EntryPage { rows, from: number("fromRecord"), total: number("totalRecord") })
    }

    async fn entry(&self, caller: &Caller, path: &str, code: &str) -> Result<Option<EntryDetail>, Failure> {
        caller.require(READ)?;
        let form = form_of(path)?;
        let mut rows = self.entries(form, code).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        if self.check_zone(caller, form, first).await.is_err() {
            return Ok(None); // what lies in another zone is not there
        }
        let spoken = self.language_codes().await?;
        let place = |row: &Row| spoken.iter().position(|language| language == row.text("lang_code"));
        rows.sort_by_key(|row| place(row).unwrap_or(usize::MAX));
        let mut shown: Vec<Value> = rows.iter().map(|row| extended(form.entity, row)).collect();
        self.derive(form.entity, &rows, &mut shown, None).await?;
        let mut needed_by = Vec::new();
        for needed in form.needed {
            let find = Find::active(needed.by).where_text(needed.column, code);
            let count = find.count(self.db.read()).await.map_err(storage)?;
            if count > 0 {
                needed_by.push((needed.by.name.to_owned(), count));
            }
        }
        let history = self.earlier(form, code).await?;
        let may_change = caller.require(right_to_change(form)).is_ok();
        Ok(Some(EntryDetail { rows: shown, history, needed_by, may_change }))
    }

    async fn create(&self, caller: &Caller, path: &str, body: &Value) -> Result<String, Failure> {
        let form = form_of(path)?;
        caller.require(right_to_change(form))?;
        let answer = match path {
            "registrationcenters" => self.create_center(caller, body).await?,
            "dynamicfields" => self.create_value(caller, body).await?,
            "zoneuser" => self.add_zone_user(caller, request(body)?).await?,
            "users" => self.map_user(caller, request(body)?, false).await?,
            _ => Masterdata::create(self, caller, form, body).await?,
        };
        Ok(code_in(form, &answer))
    }

    async fn change(&self, caller: &Caller, path: &str, body: &Value) -> Result<(), Failure> {
        let form = form_of(path)?;
        caller.require(right_to_change(form))?;
        match path {
            "registrationcenters" => self.change_center_in_any_language(caller, body).await?,
            "dynamicfields" => self.change_value(caller, body["id"].as_str().unwrap_or_default(), body).await?,
            "zoneuser" => self.move_zone_user(caller, request(body)?).await?,
            "users" => self.map_user(caller, request(body)?, true).await?,
            "blocklistedwords" if body["oldWord"].is_string() => self.change_word(caller, body).await?,
            _ => Masterdata::change(self, caller, form, body).await?,
        };
        Ok(())
    }

    async fn act(&self, caller: &Caller, path: &str, code: &str, deed: Deed) -> Result<(), Failure> {
        let form = form_of(path)?;
        caller.require(if deed == Deed::Delete { ADMINISTER } else { right_to_change(form) })?;
        let active = |on: bool| Some(if on { "true" } else { "false" });
        let on = active(deed == Deed::Activate);
        match (deed, path) {
            (Deed::Activate | Deed::Deactivate, "zoneuser") => self.switch_zone_user(caller, code, on).await?,
            (Deed::Activate | Deed::Deactivate, "users") => self.switch_center_user(caller, code, on).await?,
            (Deed::Delete, "users") => self.delete_center_user(caller, code).await?,
            (Deed::Delete, "zoneuser") => {
                let zone = self.zone_row(code).await?.ok_or(E::ZoneUserAbsent)?.text("zone_code").to_owned();
                self.delete_zone_user(caller, code, &zone).await?
            }
            (Deed::Activate | Deed::Deactivate, _) => self.switch(caller, form, code, on).await?,
            (Deed::Delete, "registrationcenters") => self.delete_center(caller, code).await?,
            (Deed::Delete, _) => self.delete(caller, form, code, "code").await?,
            (Deed::Decommission, "machines") => self.decommission_machine(caller, code).await?,
            (Deed::Decommission, "devices") => self.decommission_device(caller, code).await?,
            (Deed::Decommission, "registrationcenters") => self.decommission_center(caller, code).await?,
            (Deed::Decommission, _) => return Err(Failure::with(E::EntityUnknown, [path])),
        };
        Ok(())
    }

    async fn map_document(&self, caller: &Caller, category: &str, kind: &str, mapped: bool) -> Result<(), Failure> {
        caller.require(right_to_change(&forms::VALID_DOCUMENT))?;
        Masterdata::map_document(self, caller, category, kind, mapped).await?;
        Ok(())
    }

    async fn choices(&self, caller: &Caller, path: &str, member: &str, language: &str) -> Result<Vec<Choice>, Failure> {
        caller.require(READ)?;
        let form = form_of(path)?;
        let Some(column) = form.create.iter().find(|own| own.wire == member).map(|own| own.column) else {
            return Ok(Vec::new());
        };
        if column == "lang_code" {
            return Ok(self
                .language_codes()
                .await?
                .into_iter()
                .map(|code| Choice { name: code.clone(), code })
                .collect());
        }
        let refers = form.refers.iter().find(|refers| refers.column == column);
        let (table, key, name) = match (refers, column) {
            (Some(refers), _) => (refers.to, refers.key, named_by(refers.to)),
            (None, "zone_code") => (&tables::ZONE, "code", "name"),
            (None, "regcntr_id") => (&tables::REGISTRATION_CENTER, "id", "name"),
            (None, "cntrtyp_code") => (&tables::REG_CENTER_TYPE, "code", "name"),
            (None, "location_code" | "holiday_loc_code") => (&tables::LOCATION, "code", "name"),
            (None, "hierarchy_level_name") => {
                (&tables::LOC_HIERARCHY_LIST, "hierarchy_level_name", "hierarchy_level_name")
            }
            (None, "parent_loc_code") => (&tables::LOCATION, "code", "name"),
            _ => return Ok(Vec::new()),
        };
        let mut find = Find::active(table);
        if table.position("zone_code").is_some() || column == "zone_code" {
            let below = self.zone_codes_below(&self.zone_of(caller).await?).await?;
            let own = if column == "zone_code" { "code" } else { "zone_code" };
            find = find.where_in(own, below.iter().map(String::as_str));
        }
        if *table == tables::LOCATION && column == "location_code" && path == "registrationcenters" {
            let level = self.setting_or_default("mosip.recommended.centers.locCode").await?;
            find = find.is("hierarchy_level", crate::cell::Cell::Number(level.parse().unwrap_or(0)));
        }
        let rows = self.rows(find.order(name, Order::Asc).page(CHOICES, 0)).await?;
        Ok(in_one_language(&rows, key, name, language))
    }

    async fn spoken(&self) -> Result<Vec<String>, Failure> {
        self.language_codes().await
    }
}

impl Masterdata {
    /// A centre is changed as a whole where it is described already, and gets the language else.
    async fn change_center_in_any_language(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let id = body["id"].as_str().unwrap_or_default();
        let rows = self.entries(&forms::CENTER, id).await?;
        let described = rows.iter().any(|row| Some(row.text("lang_code")) == body["langCode"].as_str());
        let part = if described { Part::Whole } else { Part::Spoken };
        self.change_center(caller, part, body).await
    }

    async fn earlier(&self, form: &Form, code: &str) -> Result<Vec<Value>, Failure> {
        let Some(table) = form.history else { return Ok(Vec::new()) };
        let find = Find::everything(table).where_text(form.code, code).order("eff_dtimes", Order::Desc);
        let rows = self.rows(find.page(EARLIER, 0)).await?;
        let show = |row: &Row| {
            let mut shown = extended(form.entity, row);
            shown["effectiveDateTime"] = Value::String(row.text("eff_dtimes").to_owned());
            shown
        };
        Ok(rows.iter().map(show).collect())
    }
}

fn named_by(table: &masterdata_api::Table) -> &'static str {
    if table.position("name").is_some() { "name" } else { "descr" }
}

/// One choice per code, in the wanted language where it has one.
fn in_one_language(rows: &[Row], key: &str, name: &str, language: &str) -> Vec<Choice> {
    let mut chosen: Vec<Choice> = Vec::new();
    let wanted = |row: &&Row| row.text("lang_code") == language;
    for row in rows.iter().filter(wanted).chain(rows.iter().filter(|row| !wanted(row))) {
        let code = row.get(key).published();
        if !chosen.iter().any(|choice| choice.code == code) {
            chosen.push(Choice { code, name: row.get(name).published() });
        }
    }
    chosen
}
