//! The tree of locations.

use std::collections::{HashMap, HashSet};

use masterdata_api::{MasterdataError, tables, wire};
use sea_orm::sea_query::{Alias, CommonTableExpression, Expr, ExprTrait, Order, Query, SelectStatement, UnionType};
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{dtos, storage};
use crate::row::{Find, Row};

/// Deeper trees than this are taken for a circle.
const DEEPEST: usize = 32;
/// Parents of one statement; both databases bind some ten thousand values.
const AT_ONCE: usize = 5_000;

impl Masterdata {
    /// The levels that have locations in a language.
    pub(crate) async fn location_levels(&self, language: &str) -> Result<Value, Failure> {
        let find = Find::active(&tables::LOCATION).where_text("lang_code", language);
        let levels = find.levels(self.db.read()).await.map_err(storage)?;
        if levels.is_empty() {
            return Err(MasterdataError::LocationNotFound.into());
        }
        let levels: Vec<Value> = levels
            .into_iter()
            .map(|(level, name)| {
                json!({ "locationHierarchylevel": level, "locationHierarchyName": name, "isActive": true })
            })
            .collect();
        Ok(json!({ "locations": levels }))
    }

    /// A location, everything above it and everything below it.
    pub(crate) async fn location_family(&self, code: &str, language: &str) -> Result<Value, Failure> {
        let of =
            |code: &str| Find::active(&tables::LOCATION).where_text("code", code).where_text("lang_code", language);
        let own = self.first(of(code)).await?.ok_or(MasterdataError::LocationNotFound)?;
        let mut parent = own.text("parent_loc_code").to_owned();
        let mut family = vec![own];
        for _ in 0..DEEPEST {
            let Some(row) = self.first(of(&parent)).await? else { break };
            parent = row.text("parent_loc_code").to_owned();
            family.push(row);
        }
        family.extend(self.locations_below(vec![code.to_owned()], language).await?);
        Ok(json!({ "locations": dtos(&wire::LOCATION, &family) }))
    }

    /// Everything in use below locations in a language, level by level.
    async fn locations_below(&self, mut level: Vec<String>, language: &str) -> Result<Vec<Row>, Failure> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for _ in 0..DEEPEST {
            let mut next = Vec::new();
            for parents in level.chunks(AT_ONCE) {
                let below = Find::active(&tables::LOCATION)
                    .where_in("parent_loc_code", parents.iter().map(String::as_str))
                    .where_text("lang_code", language);
                next.extend(self.rows(below).await?.into_iter().filter(|row| seen.insert(row.text("code").to_owned())));
            }
            if next.is_empty() {
                break;
            }
            level = next.iter().map(|row| row.text("code").to_owned()).collect();
            found.extend(next);
        }
        Ok(found)
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

    /// These locations and everything above them, in every language.
    pub(crate) async fn places_above(&self, codes: impl Iterator<Item = &str>) -> Result<Places, Failure> {
        let mut places = Places::default();
        let mut next: HashSet<String> = codes.map(str::to_owned).collect();
        for _ in 0..DEEPEST {
            next.retain(|code| !code.is_empty() && !places.0.contains_key(code));
            if next.is_empty() {
                break;
            }
            let find = Find::undeleted(&tables::LOCATION).where_in("code", next.iter().map(String::as_str));
            let rows = self.rows(find).await?;
            next = rows.iter().map(|row| row.text("parent_loc_code").to_owned()).collect();
            for row in rows {
                places.0.entry(row.text("code").to_owned()).or_default().push(row);
            }
        }
        Ok(places)
    }

    /// Codes of the locations with that name at that level, and of everything below them.
    pub(crate) async fn locations_under(
        &self,
        language: &str,
        level: i64,
        names: &[&str],
    ) -> Result<HashSet<String>, Failure> {
        let mut tops = Vec::new();
        for name in names {
            let find = Find::active(&tables::LOCATION)
                .where_text("lang_code", language)
                .is("hierarchy_level", Cell::Number(level))
                .where_folded("name", name);
            tops.extend(self.rows(find).await?.into_iter().map(|row| row.text("code").to_owned()));
        }
        let below = self.locations_below(tops.clone(), language).await?;
        Ok(tops.into_iter().chain(below.iter().map(|row| row.text("code").to_owned())).collect())
    }
}

/// The codes of the locations that fulfil a condition, and of everything below them, as a query.
pub(crate) fn codes_below(tops: &Find) -> SelectStatement {
    let (own, below, code) = (Alias::new("own"), Alias::new("below"), Alias::new("code"));
    let mut children = Query::select();
    children.column((own.clone(), code.clone())).from_as(Alias::new(tables::LOCATION.stored()), own.clone());
    children.inner_join(
        below.clone(),
        Expr::col((own.clone(), Alias::new("parent_loc_code"))).equals((below.clone(), code.clone())),
    );
    children.and_where(Expr::cust("own.is_deleted IS NOT TRUE"));
    let mut tree = tops.column_values("code");
    tree.union(UnionType::Distinct, children);
    let mut named = CommonTableExpression::new();
    named.table_name(below.clone()).column(code.clone()).query(tree);
    let mut codes = Query::select();
    codes.column(code).from(below).with_cte(Query::with().recursive(true).cte(named).to_owned());
    codes
}

/// Locations with everything above them, by code and in every language.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<String, Vec<Row>>);

impl Places {
    /// Level and name of a location and of everything above it, in a language where they have it.
    pub(crate) fn above(&self, code: &str, language: &str) -> Vec<(i64, &str)> {
        let mut found = Vec::new();
        let mut next = code;
        for _ in 0..DEEPEST {
            let rows = self.0.get(next).map_or(&[][..], Vec::as_slice);
            let row = rows.iter().find(|row| row.text("lang_code") == language).or_else(|| rows.first());
            let Some(row) = row else { break };
            found.push((row.number("hierarchy_level"), row.text("name")));
            next = row.text("parent_loc_code");
        }
        found
    }
}
