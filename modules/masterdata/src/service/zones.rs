//! Administrative zones: a tree whose paths are joined by `/`.

use std::collections::HashSet;

use masterdata_api::{MasterdataError, tables, wire};
use sea_orm::sea_query::Order;
use serde_json::{Value, json};
use types::{Caller, Failure};

use crate::Masterdata;
use crate::read::extended;
use crate::row::{Find, Row};

impl Masterdata {
    /// The zone of a member of staff: by master data, else by what the token says.
    pub(crate) async fn zone_of(&self, caller: &Caller) -> Result<String, Failure> {
        let row = self.first(Find::active(&tables::ZONE_USER).where_folded("usr_id", caller.user_id())).await?;
        row.and_then(|row| row.optional("zone_code"))
            .or_else(|| caller.identity().zone.clone())
            .ok_or_else(|| Failure::with(MasterdataError::ZoneNotFound, [caller.user_id()]))
    }

    /// Active zones of a language in the order of their paths.
    async fn zones_in(&self, language: &str) -> Result<Vec<Row>, Failure> {
        self.demand_language(language).await?;
        let find = Find::active(&tables::ZONE).where_text("lang_code", language);
        self.rows(find.order("hierarchy_path", Order::Asc)).await
    }

    /// A zone and everything below it, as codes; languages do not matter.
    pub(crate) async fn zone_codes_below(&self, zone: &str) -> Result<HashSet<String>, Failure> {
        let rows = self.rows(Find::active(&tables::ZONE)).await?;
        Ok(rows.iter().filter(|row| is_within(row, zone)).map(|row| row.text("code").to_owned()).collect())
    }

    /// The caller's zone and everything below it.
    pub(crate) async fn zone_hierarchy(&self, caller: &Caller, language: &str) -> Result<Value, Failure> {
        let rows = self.zones_in(language).await?;
        let zone = self.zone_of(caller).await?;
        Ok(list(rows.iter().filter(|row| is_within(row, &zone))))
    }

    /// The zones below the caller's that have none below themselves.
    pub(crate) async fn zone_leaves(&self, caller: &Caller, language: &str) -> Result<Value, Failure> {
        let rows = self.zones_in(language).await?;
        let zone = self.zone_of(caller).await?;
        Ok(list(rows.iter().filter(|row| is_within(row, &zone) && is_leaf(&rows, row))))
    }

    /// All zones of the country that have none below themselves.
    pub(crate) async fn all_zone_leaves(&self, language: &str) -> Result<Value, Failure> {
        let rows = self.zones_in(language).await?;
        Ok(list(rows.iter().filter(|row| is_leaf(&rows, row))))
    }

    /// The zone of a member of staff with its name.
    pub(crate) async fn zone_name(&self, user: &str, language: &str) -> Result<Value, Failure> {
        let row = self.first(Find::active(&tables::ZONE_USER).where_folded("usr_id", user)).await?;
        let Some(code) = row.and_then(|row| row.optional("zone_code")) else {
            return Err(MasterdataError::ZoneUserNotFound.into());
        };
        let zone =
            self.first(Find::active(&tables::ZONE).where_text("code", &code).where_text("lang_code", language)).await?;
        match zone {
            Some(zone) => Ok(json!({ "zoneName": zone.text("name"), "zoneCode": code })),
            None => Err(MasterdataError::ZoneUserNotFound.into()),
        }
    }
}

fn is_within(row: &Row, zone: &str) -> bool {
    row.text("hierarchy_path").split('/').any(|part| part == zone)
}

fn is_leaf(rows: &[Row], row: &Row) -> bool {
    !rows.iter().any(|other| other.text("parent_zone_code") == row.text("code"))
}

fn list<'a>(rows: impl Iterator<Item = &'a Row>) -> Value {
    rows.map(|row| extended(&wire::ZONE, row)).collect()
}
