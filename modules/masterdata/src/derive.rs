//! Fields of searches that stand in no column of their own table: names of what a row refers to, what is mapped to it.

use std::collections::HashMap;

use masterdata_api::search::SearchFilter;
use masterdata_api::wire::{self, Entity};
use masterdata_api::{MasterdataError as E, Table, tables};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Find, Row};
use crate::search::condition;
use crate::service::dynamic_fields::field_value;
use crate::service::locations::codes_below;

/// What MOSIP calls the levels of the location hierarchy in searches.
const LEVELS: [(&str, i64); 5] = [("region", 1), ("province", 2), ("city", 3), ("zone", 4), ("postalCode", 5)];

/// Entries by code, in every language they have.
type Found = HashMap<String, Vec<Row>>;

/// The entry of a code: in the wanted language, else in any.
fn pick<'a>(found: &'a Found, code: &str, language: &str) -> Option<&'a Row> {
    let rows = found.get(code)?;
    rows.iter().find(|row| row.text("lang_code") == language).or_else(|| rows.first())
}

/// The language that names beside a row stand in: the one asked for, else the row's own.
fn language_of<'a>(row: &'a Row, asked: Option<&'a str>) -> &'a str {
    asked.unwrap_or_else(|| row.text("lang_code"))
}

fn name_of(found: &Found, code: &str, language: &str) -> Value {
    pick(found, code, language).map_or(Value::Null, |row| json!(row.text("name")))
}

impl Masterdata {
    /// The condition of a filter on a derived field; `None` when the entity has no such field.
    pub(crate) fn derived(entity: &Entity, filter: &SearchFilter) -> Result<Option<Condition>, Failure> {
        let Some(name) = filter.column_name.as_deref() else { return Ok(None) };
        let table = entity.table;
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        if is("mapStatus") && table.position("regcntr_id").is_some() {
            let value = filter.value.as_ref().and_then(Value::as_str).unwrap_or_default().trim().to_lowercase();
            let column = Expr::col(Alias::new("regcntr_id"));
            return match value.as_str() {
                "assigned" => Ok(Some(Condition::all().add(column.is_not_null()))),
                "unassigned" => Ok(Some(Condition::all().add(column.is_null()))),
                _ => Err(E::FilterValueInvalid.into()),
            };
        }
        if (is("zone") || is("zoneName")) && table.position("zone_code").is_some() {
            return named(&wire::ZONE, "code", "zone_code", filter).map(Some);
        }
        let kinds = [
            ("deviceTypeName", &wire::DEVICE_TYPE, "dtyp_code", &wire::DEVICE_SPECIFICATION, "dspec_id"),
            ("machineTypeName", &wire::MACHINE_TYPE, "mtyp_code", &wire::MACHINE_SPECIFICATION, "mspec_id"),
        ];
        for (field, kind, in_model, model, in_own) in kinds {
            if !is(field) {
                continue;
            }
            let models = named(kind, "code", in_model, filter)?;
            if table.position(in_model).is_some() {
                return Ok(Some(models));
            }
            if table.position(in_own).is_some() {
                return Ok(Some(among(in_own, &Find::undeleted(model.table).all_of(models), "id")));
            }
        }
        if is("centerTypeName") && *table == tables::REGISTRATION_CENTER {
            return named(&wire::CENTER_TYPE, "code", "cntrtyp_code", filter).map(Some);
        }
        if (is("regCenterId") || is("regCenterName")) && *table == tables::ZONE_USER {
            let centers = if is("regCenterId") {
                let own = SearchFilter { column_name: Some("regCenterId".into()), ..filter.clone() };
                Condition::all().add(condition(&wire::USER, &own)?)
            } else {
                named(&wire::CENTER, "id", "regcntr_id", filter)?
            };
            return Ok(Some(among("usr_id", &Find::undeleted(&tables::USER_DETAIL).all_of(centers), "id")));
        }
        if is("userName") && table.position("usr_id").is_some() {
            let own = SearchFilter { column_name: Some("userId".into()), ..filter.clone() };
            return Ok(Some(Condition::all().add(condition(entity, &own)?)));
        }
        if (is("userId") || is("userName")) && *table == tables::USER_DETAIL {
            let own = SearchFilter { column_name: Some("id".into()), ..filter.clone() };
            return Ok(Some(Condition::all().add(condition(entity, &own)?)));
        }
        if is("regCenterName") && table.position("regcntr_id").is_some() {
            return named(&wire::CENTER, "id", "regcntr_id", filter).map(Some);
        }
        if (is("zoneCode") || is("zoneName")) && *table == tables::USER_DETAIL {
            return staff_of_zone(filter).map(Some);
        }
        if let Some((_, level)) = LEVELS.iter().find(|(level, _)| is(level))
            && (*table == tables::LOCATION || *table == tables::REGISTRATION_CENTER)
        {
            let own = if *table == tables::LOCATION { "code" } else { "location_code" };
            return below_named(own, *level, filter).map(Some);
        }
        Ok(None)
    }

    /// Adds the derived fields of an entity to the rows of one page.
    pub(crate) async fn derive(
        &self,
        entity: &Entity,
        rows: &[Row],
        data: &mut [Value],
        language: Option<&str>,
    ) -> Result<(), Failure> {
        let language = language.filter(|language| *language != "all");
        let table = entity.table;
        if rows.is_empty() {
            return Ok(());
        }
        if *table == tables::DYNAMIC_FIELD {
            for (row, shown) in rows.iter().zip(data) {
                shown["fieldVal"] = field_value(row);
            }
            return Ok(());
        }
        if *table == tables::DEVICE_SPEC || *table == tables::MACHINE_SPEC {
            let (of, column, field) = kind_of(table);
            let kinds = self.referred(of, "code", rows, column).await?;
            for (row, shown) in rows.iter().zip(data) {
                shown[field] = name_of(&kinds, row.text(column), language_of(row, language));
            }
            return Ok(());
        }
        if *table == tables::DEVICE_MASTER || *table == tables::MACHINE_MASTER {
            return self.derive_equipment(table, rows, data, language).await;
        }
        if *table == tables::LOC_HOLIDAY {
            let places = self.referred(&tables::LOCATION, "code", rows, "location_code").await?;
            for (row, shown) in rows.iter().zip(data) {
                shown["name"] = name_of(&places, row.text("location_code"), language_of(row, language));
            }
            return Ok(());
        }
        if *table == tables::ZONE_USER || *table == tables::USER_DETAIL {
            return self.derive_staff(table, rows, data, language).await;
        }
        if *table == tables::LOCATION {
            return self.derive_locations(rows, data).await;
        }
        if *table == tables::REGISTRATION_CENTER {
            return self.derive_centers(rows, data, language).await;
        }
        Ok(())
    }

    /// The entries that a column of these rows names.
    async fn referred(&self, table: &'static Table, code: &str, rows: &[Row], column: &str) -> Result<Found, Failure> {
        let codes = rows.iter().map(|row| row.text(column)).filter(|code| !code.is_empty());
        let found = self.rows(Find::undeleted(table).where_in(code, codes)).await?;
        let mut by_code = Found::new();
        for row in found {
            by_code.entry(row.get(code).published()).or_default().push(row);
        }
        Ok(by_code)
    }

    async fn derive_equipment(
        &self,
        table: &Table,
        rows: &[Row],
        data: &mut [Value],
        language: Option<&str>,
    ) -> Result<(), Failure> {
        let (models, own) = if *table == tables::DEVICE_MASTER {
            (&tables::DEVICE_SPEC, "dspec_id")
        } else {
            (&tables::MACHINE_SPEC, "mspec_id")
        };
        let models = self.referred(models, "id", rows, own).await?;
        let zones = self.referred(&tables::ZONE, "code", rows, "zone_code").await?;
        let centers = self.referred(&tables::REGISTRATION_CENTER, "id", rows, "regcntr_id").await?;
        let specs: Vec<Row> = models.values().flatten().cloned().collect();
        let Some(first) = specs.first() else { return Ok(()) };
        let (kinds, column, field) = kind_of(first.table);
        let kinds = self.referred(kinds, "code", &specs, column).await?;
        for (row, shown) in rows.iter().zip(data) {
            let kind = pick(&models, row.text(own), "").map(|model| model.text(column)).unwrap_or_default();
            shown[field] = name_of(&kinds, kind, language_of(row, language));
            shown["zone"] = name_of(&zones, row.text("zone_code"), language_of(row, language));
            shown["regCenterName"] = name_of(&centers, row.text("regcntr_id"), language_of(row, language));
            let mapped = !row.text("regcntr_id").is_empty();
            shown["mapStatus"] = json!(if mapped { "Assigned" } else { "Unassigned" });
        }
        Ok(())
    }

    async fn derive_staff(
        &self,
        table: &Table,
        rows: &[Row],
        data: &mut [Value],
        language: Option<&str>,
    ) -> Result<(), Failure> {
        if *table == tables::ZONE_USER {
            let zones = self.referred(&tables::ZONE, "code", rows, "zone_code").await?;
            let mapped = self.referred(&tables::USER_DETAIL, "id", rows, "usr_id").await?;
            let of: Vec<Row> = mapped.values().flatten().cloned().collect();
            let centers = self.referred(&tables::REGISTRATION_CENTER, "id", &of, "regcntr_id").await?;
            for (row, shown) in rows.iter().zip(data) {
                let center =
                    pick(&mapped, row.text("usr_id"), "").map(|row| row.text("regcntr_id")).unwrap_or_default();
                shown["userName"] = json!(row.text("usr_id"));
                shown["zoneName"] = name_of(&zones, row.text("zone_code"), language_of(row, language));
                shown["regCenterId"] = if center.is_empty() { Value::Null } else { json!(center) };
                shown["regCenterName"] = name_of(&centers, center, language_of(row, language));
            }
            return Ok(());
        }
        let centers = self.referred(&tables::REGISTRATION_CENTER, "id", rows, "regcntr_id").await?;
        let staff = self.referred(&tables::ZONE_USER, "usr_id", rows, "id").await?;
        let of: Vec<Row> = staff.values().flatten().cloned().collect();
        let zones = self.referred(&tables::ZONE, "code", &of, "zone_code").await?;
        for (row, shown) in rows.iter().zip(data) {
            let zone = pick(&staff, row.text("id"), "").map(|row| row.text("zone_code")).unwrap_or_default();
            shown["userId"] = json!(row.text("id"));
            shown["userName"] = json!(row.text("name"));
            shown["regCenterName"] = name_of(&centers, row.text("regcntr_id"), language_of(row, language));
            shown["zoneCode"] = if zone.is_empty() { Value::Null } else { json!(zone) };
            shown["zoneName"] = name_of(&zones, zone, language_of(row, language));
        }
        Ok(())
    }

    /// The names of everything above a location, by level.
    async fn derive_locations(&self, rows: &[Row], data: &mut [Value]) -> Result<(), Failure> {
        let locations = self.places_above(rows.iter().map(|row| row.text("code"))).await?;
        for (row, shown) in rows.iter().zip(data) {
            for (level, name) in locations.above(row.text("code"), row.text("lang_code")) {
                if let Some((field, _)) = LEVELS.iter().find(|(_, own)| *own == level) {
                    shown[*field] = json!(name);
                }
            }
        }
        Ok(())
    }

    async fn derive_centers(&self, rows: &[Row], data: &mut [Value], language: Option<&str>) -> Result<(), Failure> {
        let kinds = self.referred(&tables::REG_CENTER_TYPE, "code", rows, "cntrtyp_code").await?;
        let zones = self.referred(&tables::ZONE, "code", rows, "zone_code").await?;
        let holidays = self.referred(&tables::LOCATION, "code", rows, "holiday_loc_code").await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.text("id")).collect();
        let mut mapped = Vec::new();
        for (field, table) in [
            ("devices", &tables::DEVICE_MASTER),
            ("machines", &tables::MACHINE_MASTER),
            ("users", &tables::USER_DETAIL),
        ] {
            let found = Find::undeleted(table).where_in("regcntr_id", ids.iter().copied());
            mapped.push((field, found.count_by(self.db.read(), "regcntr_id").await.map_err(storage)?));
        }
        let locations = self.places_above(rows.iter().map(|row| row.text("location_code"))).await?;
        let days = self.shown_days(&ids).await?;
        for (row, shown) in rows.iter().zip(data) {
            let id = row.text("id");
            shown["centerTypeName"] = name_of(&kinds, row.text("cntrtyp_code"), language_of(row, language));
            shown["zone"] = name_of(&zones, row.text("zone_code"), language_of(row, language));
            shown["holidayLocation"] = name_of(&holidays, row.text("holiday_loc_code"), language_of(row, language));
            for (field, counts) in &mapped {
                shown[*field] = json!(counts.get(id).copied().unwrap_or(0));
            }
            let mut places = serde_json::Map::new();
            for (level, name) in locations.above(row.text("location_code"), row.text("lang_code")) {
                if let Some((field, _)) = LEVELS.iter().find(|(field, own)| *own == level && *field != "zone") {
                    shown[*field] = json!(name);
                }
                places.insert(level.to_string(), json!(name));
            }
            shown["location"] = Value::Object(places);
            let days = days.get(id).cloned().unwrap_or_default();
            shown["workingNonWorkingDays"] = Value::Object(days.week);
            shown["exceptionalHolidayPutPostDto"] = Value::Array(days.closed);
        }
        Ok(())
    }
}

/// Rows whose column holds the code of an entry whose name fulfils the filter.
fn named(entity: &Entity, code: &str, column: &str, filter: &SearchFilter) -> Result<Condition, Failure> {
    let name = SearchFilter { column_name: Some("name".into()), ..filter.clone() };
    Ok(among(column, &Find::undeleted(entity.table).and(condition(entity, &name)?), code))
}

/// Staff whose zone fulfils the filter, by code or by name.
fn staff_of_zone(filter: &SearchFilter) -> Result<Condition, Failure> {
    let by_name = filter.column_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("zoneName"));
    let zones = if by_name {
        named(&wire::ZONE, "code", "zone_code", filter)?
    } else {
        Condition::all().add(condition(&wire::ZONE_USER, filter)?)
    };
    Ok(among("id", &Find::undeleted(&tables::ZONE_USER).all_of(zones), "usr_id"))
}

/// Places at or below the locations of a level whose name fulfils the filter.
fn below_named(column: &str, level: i64, filter: &SearchFilter) -> Result<Condition, Failure> {
    let name = SearchFilter { column_name: Some("name".into()), ..filter.clone() };
    let find = Find::undeleted(&tables::LOCATION)
        .is("hierarchy_level", Cell::Number(level))
        .and(condition(&wire::LOCATION, &name)?);
    Ok(Condition::all().add(Expr::col(Alias::new(column)).in_subquery(codes_below(&find))))
}

/// Table of the kinds of a table of models, the models' column and the derived field.
fn kind_of(models: &Table) -> (&'static Table, &'static str, &'static str) {
    if *models == tables::DEVICE_SPEC {
        (&tables::DEVICE_TYPE, "dtyp_code", "deviceTypeName")
    } else {
        (&tables::MACHINE_TYPE, "mtyp_code", "machineTypeName")
    }
}

/// Rows whose column holds what a column of other rows holds.
fn among(column: &str, rows: &Find, held: &str) -> Condition {
    Condition::all().add(Expr::col(Alias::new(column)).in_subquery(rows.column_values(held)))
}
