//! The tree of locations.

use std::collections::HashSet;

use masterdata_api::{MasterdataError, tables, wire};
use sea_orm::sea_query::Order;
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{dto, dtos};
use crate::row::{Find, Row};

/// Deeper trees than this are taken for a circle.
const DEEPEST: usize = 32;

impl Masterdata {
    /// All active locations of a language.
    async fn locations_in(&self, language: &str) -> Result<Vec<Row>, Failure> {
        self.rows(Find::active(&tables::LOCATION).where_text("lang_code", language)).await
    }

    /// The levels that have locations in a language.
    pub(crate) async fn location_levels(&self, language: &str) -> Result<Value, Failure> {
        let rows = self.locations_in(language).await?;
        let mut seen = HashSet::new();
        let mut levels: Vec<&Row> = rows.iter().filter(|row| seen.insert(row.number("hierarchy_level"))).collect();
        levels.sort_by_key(|row| row.number("hierarchy_level"));
        if levels.is_empty() {
            return Err(MasterdataError::LocationNotFound.into());
        }
        let levels: Vec<Value> = levels
            .into_iter()
            .map(|row| {
                json!({
                    "locationHierarchylevel": row.number("hierarchy_level"),
                    "locationHierarchyName": row.text("hierarchy_level_name"),
                    "isActive": true,
                })
            })
            .collect();
        Ok(json!({ "locations": levels }))
    }

    /// A location, everything above it and everything below it.
    pub(crate) async fn location_family(&self, code: &str, language: &str) -> Result<Value, Failure> {
        let rows = self.locations_in(language).await?;
        let Some(own) = rows.iter().find(|row| row.text("code") == code) else {
            return Err(MasterdataError::LocationNotFound.into());
        };
        let mut family = vec![own];
        let mut parent = own.text("parent_loc_code");
        for _ in 0..DEEPEST {
            let Some(row) = rows.iter().find(|row| row.text("code") == parent) else { break };
            family.push(row);
            parent = row.text("parent_loc_code");
        }
        family.extend(below(&rows, code));
        let family: Vec<Value> = family.into_iter().map(|row| dto(&wire::LOCATION, row)).collect();
        Ok(json!({ "locations": family }))
    }

    /// Active children of a location in one or several languages.
    pub(crate) async fn location_children(&self, code: &str, languages: &[&str]) -> Result<Value, Failure> {
        let find = Find::active(&tables::LOCATION)
            .where_text("parent_loc_code", code)
            .where_in("lang_code", languages.iter().copied());
        let rows = self.rows(find).await?;
        if rows.is_empty() {
            return Err(MasterdataError::LocationNotFound.into());
        }
        Ok(json!({ "locations": dtos(&wire::LOCATION, &rows) }))
    }

    /// Whether a location of that name exists, in any language.
    pub(crate) async fn location_exists(&self, name: &str) -> Result<Value, Failure> {
        let found = self.first(Find::active(&tables::LOCATION).where_folded("name", name)).await?;
        Ok(json!({ "status": if found.is_some() { "Valid" } else { "Invalid" } }))
    }

    /// Locations at the level that registration centres belong to.
    pub(crate) async fn center_level_locations(&self, language: &str) -> Result<Value, Failure> {
        let level = self.setting_or_default("mosip.recommended.centers.locCode").await?.parse().unwrap_or(0);
        let find = Find::active(&tables::LOCATION)
            .where_text("lang_code", language)
            .is("hierarchy_level", Cell::Number(level));
        let rows = self.rows(find.order("name", Order::Asc)).await?;
        if rows.is_empty() {
            return Err(MasterdataError::LocationNotFound.into());
        }
        let rows: Vec<Value> = rows
            .iter()
            .map(|row| json!({ "code": row.text("code"), "langCode": row.text("lang_code"), "name": row.text("name") }))
            .collect();
        Ok(json!({ "locations": rows }))
    }

    /// Level and name of a location and of everything above it, in a language.
    pub(crate) async fn ancestors(&self, code: &str, language: &str) -> Result<Vec<(i64, String)>, Failure> {
        let mut found = Vec::new();
        let mut next = code.to_owned();
        for _ in 0..DEEPEST {
            let find = Find::undeleted(&tables::LOCATION).where_text("code", &next);
            let rows = self.rows(find).await?;
            let row = rows.iter().find(|row| row.text("lang_code") == language).or_else(|| rows.first());
            let Some(row) = row else { break };
            found.push((row.number("hierarchy_level"), row.text("name").to_owned()));
            next = row.text("parent_loc_code").to_owned();
        }
        Ok(found)
    }

    /// These locations and everything below them, as codes.
    pub(crate) async fn codes_below(&self, codes: impl Iterator<Item = &str>) -> Result<HashSet<String>, Failure> {
        let mut level: Vec<String> = codes.map(str::to_owned).collect();
        let mut found: HashSet<String> = level.iter().cloned().collect();
        for _ in 0..DEEPEST {
            let below =
                Find::undeleted(&tables::LOCATION).where_in("parent_loc_code", level.iter().map(String::as_str));
            let rows = self.rows(below).await?;
            level =
                rows.iter().map(|row| row.text("code").to_owned()).filter(|code| found.insert(code.clone())).collect();
            if level.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    /// Codes of the locations with that name at that level, and of everything below them.
    pub(crate) async fn locations_under(
        &self,
        language: &str,
        level: i64,
        names: &[&str],
    ) -> Result<HashSet<String>, Failure> {
        let rows = self.locations_in(language).await?;
        let mut codes = HashSet::new();
        let matches = |row: &&Row| {
            row.number("hierarchy_level") == level
                && names.iter().any(|name| row.text("name").eq_ignore_ascii_case(name))
        };
        for top in rows.iter().filter(matches) {
            codes.insert(top.text("code").to_owned());
            codes.extend(below(&rows, top.text("code")).into_iter().map(|row| row.text("code").to_owned()));
        }
        Ok(codes)
    }
}

/// Everything below a location, level by level.
fn below<'a>(rows: &'a [Row], code: &str) -> Vec<&'a Row> {
    let mut found: Vec<&Row> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut level: Vec<String> = vec![code.to_owned()];
    for _ in 0..DEEPEST {
        let children: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                level.iter().any(|parent| row.text("parent_loc_code") == parent) && seen.insert(row.text("code"))
            })
            .collect();
        if children.is_empty() {
            break;
        }
        level = children.iter().map(|row| row.text("code").to_owned()).collect();
        found.extend(children);
    }
    found
}
