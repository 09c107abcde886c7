//! Checks rows of a file, one after the other, against the facts and against the rows before them.

use std::collections::HashMap;

use chrono::NaiveTime;
use masterdata_api::bulk::Operation;
use masterdata_api::form::{Chars, Naming};
use masterdata_api::{Column, Kind, MasterdataError as E, Table, tables};
use types::{Catalogue, Failure, Timestamp};

use super::facts::{Facts, once};
use crate::cell::Cell;
use crate::row::Row;
use crate::service::dynamic_fields::code_and_name;
use crate::write::body::text_fault;
use crate::write::centers::{check_hours, is_coordinate};

/// Code and sentence.
pub(crate) type Refusal = (String, String);

fn refuse(code: E, text: impl Into<String>) -> Refusal {
    (code.row().code.to_owned(), text.into())
}

fn told(failure: &Failure) -> Refusal {
    (failure.code().to_owned(), failure.faults.first().map(|fault| fault.message.clone()).unwrap_or_default())
}

/// What becomes of one row: the row as it will be, and the one it replaces.
pub(crate) struct Accepted {
    pub(crate) row: Row,
    pub(crate) before: Option<Row>,
}

/// The state of checking one file.
pub(crate) struct Check {
    table: &'static Table,
    operation: Operation,
    columns: Vec<&'static Column>,
    facts: Facts,
    lines: HashMap<String, u64>,
    now: Timestamp,
}

impl Check {
    /// Begins with the columns of the file's header.
    pub(crate) fn new(
        table: &'static Table,
        operation: Operation,
        columns: &[Option<&'static str>],
        facts: Facts,
        now: Timestamp,
    ) -> Self {
        let column = |name: &Option<&'static str>| table.all_columns().find(|own| Some(own.name) == *name);
        let columns = columns.iter().filter_map(column).collect();
        Self { table, operation, columns, facts, lines: HashMap::new(), now }
    }

    /// Checks the next row.
    pub(crate) fn row(
        &mut self,
        line: u64,
        fields: &[String],
        new_id: impl Fn() -> String,
    ) -> Result<Accepted, Refusal> {
        let given = self.cells(fields)?;
        let mut row = Row::empty(self.table);
        for (column, cell) in &given {
            row.set(column, cell.clone());
        }
        if self.operation == Operation::Insert {
            self.complete(&mut row, new_id);
        }
        let key = row.key();
        if let Some(first) = self.lines.insert(key.clone(), line) {
            return Err(("ADM-BLK-003".into(), format!("Duplicate Record: line {first} has the same key")));
        }
        let before = self.facts.rows.get(&key).cloned();
        let row = match (self.operation, &before) {
            (Operation::Insert, Some(_)) => {
                return Err(("ADM-BLK-008".into(), "Entry found with same primary key values".into()));
            }
            (Operation::Insert, None) => row,
            (_, None) => return Err(("ADM-BLK-001".into(), "Data is not exist in db: no entry has this key".into())),
            (Operation::Delete, Some(before)) => {
                self.check_zone(before)?;
                let code = self.facts.form.map(|form| before.get(form.code).published()).unwrap_or_default();
                if self.facts.needed.contains(&code) {
                    return Err(refuse(E::InUse, "Other entries need this one: change or deactivate them first"));
                }
                return Ok(Accepted { row: before.clone(), before: Some(before.clone()) });
            }
            (Operation::Update, Some(before)) => {
                self.check_zone(before)?;
                let mut changed = before.clone();
                for (column, cell) in given {
                    changed.set(column, cell);
                }
                changed
            }
        };
        let row = self.check(row, before.as_ref())?;
        for fact in once(&row) {
            self.facts.taken.insert(fact);
        }
        if *self.table == tables::LOCATION {
            // rows below may name this one as their parent
            self.facts.places.insert(row.text("code").to_owned(), row.number("hierarchy_level"));
        }
        Ok(Accepted { row, before })
    }

    /// The fields as cells. Who made a row and when is not the file's to say.
    fn cells(&self, fields: &[String]) -> Result<Vec<(&'static str, Cell)>, Refusal> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for (at, column) in self.columns.iter().enumerate() {
            if masterdata_api::table::AUDIT.iter().any(|own| own.name == column.name) {
                continue;
            }
            let field = fields.get(at).map(String::as_str).unwrap_or_default();
            let field = if matches!(column.kind, Kind::Text(0)) { field } else { field.trim() };
            let key = self.table.key.contains(&column.name);
            // what is completed below may be missing here
            if field.is_empty() && (key || matches!(column.name, "is_active" | "lang_code")) {
                continue;
            }
            let cell = Cell::parse(column, field, self.now).map_err(|text| refuse(E::Invalid, text))?;
            cells.push((column.name, cell));
        }
        Ok(cells)
    }

    /// Gives a new row what its file may leave out: its id, its language, that it is in use.
    fn complete(&mut self, row: &mut Row, new_id: impl Fn() -> String) {
        if self.table.has_active() && row.get("is_active") == &Cell::Null {
            row.set("is_active", Cell::Flag(true));
        }
        if self.table.is_translated()
            && row.get("lang_code") == &Cell::Null
            && let Some(first) = self.facts.languages.first()
        {
            row.set("lang_code", Cell::text(first.clone()));
        }
        let Some(form) = self.facts.form.filter(|form| form.naming == Naming::Made) else { return };
        if row.get(form.code) != &Cell::Null {
            return;
        }
        let numbered = [&tables::MACHINE_MASTER, &tables::REGISTRATION_CENTER].contains(&self.table);
        let cell = if *self.table == tables::LOC_HOLIDAY {
            let same = self.facts.rows.values().find(|other| {
                other.text("location_code") == row.text("location_code")
                    && other.text("holiday_date") == row.text("holiday_date")
            });
            let known = same.map(|same| same.number("id"));
            Cell::Number(known.unwrap_or_else(|| self.next(1)))
        } else if numbered {
            Cell::text(self.next(10_000).to_string())
        } else {
            Cell::text(new_id())
        };
        row.set(form.code, cell);
    }

    fn next(&mut self, first: i64) -> i64 {
        self.facts.highest = Ord::max(self.facts.highest + 1, first);
        self.facts.highest
    }

    fn check_zone(&self, row: &Row) -> Result<(), Refusal> {
        let (Some(zones), Some(_)) = (&self.facts.zones, self.table.position("zone_code")) else { return Ok(()) };
        if zones.contains(row.text("zone_code")) {
            return Ok(());
        }
        Err(refuse(E::ZoneUserForbidden, format!("the zone {:?} is not yours", row.text("zone_code"))))
    }

    /// What is true of every row of the table, and what only some tables ask for.
    fn check(&self, mut row: Row, before: Option<&Row>) -> Result<Row, Refusal> {
        for column in self.table.columns {
            if !column.nullable && row.get(column.name) == &Cell::Null {
                return Err(refuse(E::Invalid, format!("{} is empty", column.name)));
            }
        }
        if self.table.has_language() && !row.text("lang_code").is_empty() {
            let spoken = self.facts.languages.iter().any(|language| language == row.text("lang_code"));
            if !spoken && *self.table != tables::LANGUAGE {
                return Err(refuse(E::Invalid, "Language Code is Invalid"));
            }
        }
        if let Some(form) = self.facts.form {
            for member in form.create.iter().filter(|member| member.chars != Chars::Language) {
                let cell = row.get(member.column);
                if let Some(fault) = cell.as_str().and_then(|text| text_fault(member, text)) {
                    return Err(refuse(E::Invalid, fault.message.clone()));
                }
            }
        }
        for (column, known, error) in &self.facts.refers {
            let code = row.get(column).published();
            if !code.is_empty() && !known.contains(&code) {
                return Err(told(&Failure::of(*error)));
            }
        }
        self.check_zone(&row)?;
        let changed = before.is_none_or(|before| once(before) != once(&row));
        if *self.table == tables::MACHINE_MASTER {
            row = keys_named(row)?;
        }
        if changed && let Some(fact) = once(&row).iter().find(|fact| self.facts.taken.contains(*fact)) {
            let own = before.is_some_and(|before| once(before).contains(fact));
            if !own {
                return Err(refuse(E::AlreadyExists, "another entry has this name, key or value already"));
            }
        }
        self.check_places(&row)?;
        if *self.table == tables::DYNAMIC_FIELD && code_and_name(&row).is_none() {
            return Err(told(&Failure::of(E::DynamicFieldInvalid)));
        }
        Ok(row)
    }

    fn check_places(&self, row: &Row) -> Result<(), Refusal> {
        let center = row.text("regcntr_id").to_lowercase();
        if *self.table != tables::REGISTRATION_CENTER && !center.is_empty() && !self.facts.centers.contains_key(&center)
        {
            return Err(told(&Failure::of(E::MachineCenterUnknown)));
        }
        if *self.table == tables::USER_DETAIL {
            let zone = self.facts.staff.get(&row.text("id").to_lowercase());
            let zone = zone.ok_or_else(|| told(&Failure::of(E::ZoneUserInactive)))?;
            if self.facts.zones.as_ref().is_some_and(|zones| !zones.contains(zone)) {
                return Err(told(&Failure::of(E::ZoneUserForbidden)));
            }
        }
        if *self.table == tables::REGISTRATION_CENTER {
            let placed = [row.text("latitude"), row.text("longitude")];
            if placed.iter().any(|text| !text.is_empty() && !is_coordinate(text)) {
                return Err(told(&Failure::of(E::CenterCoordinatesInvalid)));
            }
            if row.text("center_start_time").parse::<NaiveTime>().is_ok() {
                check_hours(row).map_err(|failure| told(&failure))?;
            }
            if !self.facts.places.contains_key(row.text("location_code")) {
                return Err(told(&Failure::of(E::CenterLocationNotFound)));
            }
        }
        if *self.table == tables::LOCATION {
            let level = row.number("hierarchy_level");
            let name = row.text("hierarchy_level_name").to_lowercase();
            let parent = self.facts.places.get(row.text("parent_loc_code"));
            let stands = if level == 0 { row.text("parent_loc_code").is_empty() } else { parent == Some(&(level - 1)) };
            if !self.facts.levels.contains(&(level, name, row.text("lang_code").to_owned())) || !stands {
                return Err(told(&Failure::of(E::LocationLevelInvalid)));
            }
        }
        Ok(())
    }
}

/// A machine with the names of its keys.
fn keys_named(mut row: Row) -> Result<Row, Refusal> {
    for (key, index, error) in [
        ("public_key", "key_index", E::MachineKeyInvalid),
        ("sign_public_key", "sign_key_index", E::MachineSignKeyInvalid),
    ] {
        if row.text(key).is_empty() {
            continue;
        }
        let name =
            crypto::machine_key::read(row.text(key)).and_then(|_| crypto::machine_key::index(row.text(key)).ok());
        row.set(index, Cell::text(name.ok_or_else(|| told(&Failure::of(error)))?));
    }
    Ok(row)
}
