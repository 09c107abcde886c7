//! Searches and value filters over any entity.

use std::collections::BTreeSet;

use masterdata_api::search::{Pagination, SearchFilter, SearchRequest, SearchSort, ValuesRequest};
use masterdata_api::wire::{Entity, Field};
use masterdata_api::{Column, Kind, MasterdataError, tables};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, LikeExpr, Order, SimpleExpr};
use serde_json::{Value, json};
use types::{Failure, Fault};

use crate::Masterdata;
use crate::cell::{parse_date, parse_stamp};
use crate::read::{LARGEST_PAGE, extended, storage};
use crate::row::Find;
use crate::words::{self, Word};

fn column_of(entity: &Entity, field: &Field) -> Result<Column, Failure> {
    let found = entity.table.position(field.column).and_then(|at| entity.table.all_columns().nth(at)).copied();
    found.ok_or_else(|| Failure::with(MasterdataError::ColumnUnknown, [field.wire]))
}

/// One condition as SQL.
pub(crate) fn condition(entity: &Entity, filter: &SearchFilter) -> Result<SimpleExpr, Failure> {
    let name =
        filter.column_name.as_deref().filter(|name| !name.trim().is_empty()).ok_or(MasterdataError::ColumnMissing)?;
    let kind =
        filter.kind.as_deref().filter(|kind| !kind.trim().is_empty()).ok_or(MasterdataError::FilterTypeMissing)?;
    let field = entity.field(name).ok_or_else(|| Failure::with(MasterdataError::ColumnUnknown, [name]))?;
    let column = column_of(entity, field)?;
    let letter = match kind.to_ascii_lowercase().as_str() {
        "equals" => 'E',
        "startswith" => 'S',
        "contains" => 'C',
        "between" => 'B',
        "in" => 'I',
        _ => return Err(Failure::with(MasterdataError::FilterTypeUnsupported, [name, kind])),
    };
    if !field.filters.contains(letter) {
        return Err(Failure::with(MasterdataError::FilterTypeUnsupported, [name, kind]));
    }
    let own = || Expr::col(Alias::new(column.name));
    let value = match &filter.value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.to_string()),
    };
    if letter == 'B' {
        let ends = (
            filter.from_value.as_deref().and_then(|v| canonical(&column, v)),
            filter.to_value.as_deref().and_then(|v| canonical(&column, v)),
        );
        return match ends {
            (Some(from), Some(to)) => Ok(own().between(from, to)),
            _ => Err(MasterdataError::RangeMissing.into()),
        };
    }
    let value = value.filter(|value| !value.is_empty()).ok_or(MasterdataError::FilterValueInvalid)?;
    if column.name == "lang_code" && letter == 'E' {
        return Ok(own().eq(value.to_lowercase())); // languages are written in lower case
    }
    let trimmed = value.trim_matches('*');
    if words::has(entity.table, column.name) {
        let word = match letter {
            'S' => Word::Begins(value.trim_end_matches('*')),
            'C' => Word::Holds(trimmed),
            'I' => Word::Among(value.split(',').map(str::trim).collect()),
            _ => Word::Is(&value),
        };
        return Ok(words::condition(entity.table, column.name, word));
    }
    // numbers, and texts too long to have words
    let lowered = || Func::lower(own().cast_as(Alias::new("text")));
    Ok(match (letter, column.kind) {
        ('S', _) => lowered().like(LikeExpr::new(format!("{}%", pattern(value.trim_end_matches('*')))).escape('\\')),
        ('C', _) => lowered().like(LikeExpr::new(format!("%{}%", pattern(trimmed))).escape('\\')),
        ('I', _) => lowered().is_in(value.split(',').map(|part| part.trim().to_lowercase()).collect::<Vec<_>>()),
        (_, Kind::Flag) => match value.to_ascii_lowercase().as_str() {
            "true" => own().eq(true),
            "false" => own().eq(false),
            _ => return Err(MasterdataError::FilterValueInvalid.into()),
        },
        (_, Kind::Number) => own().eq(value.trim().parse::<i64>().map_err(|_| MasterdataError::FilterValueInvalid)?),
        (_, Kind::Decimal) => own().eq(value.trim().parse::<f64>().map_err(|_| MasterdataError::FilterValueInvalid)?),
        (_, Kind::Text(_)) => lowered().eq(value.to_lowercase()),
        _ => own().eq(canonical(&column, &value).ok_or(MasterdataError::FilterValueInvalid)?),
    })
}

/// A value in the form its column keeps; texts are compared as they are.
fn canonical(column: &Column, value: &str) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    match column.kind {
        Kind::Date => parse_date(value).map(|date| date.to_string()),
        Kind::Stamp => parse_stamp(value)
            .or_else(|| parse_date(value).and_then(|date| date.and_hms_opt(0, 0, 0)).map(|at| at.and_utc()))
            .map(types::time::format),
        _ => Some(value.to_owned()),
    }
}

/// A text for LIKE, in lower case with its own wildcards taken literally.
fn pattern(text: &str) -> String {
    words::taken_literally(&words::fold(text))
}

/// The field to sort by and its direction, as they are asked for.
fn sort_field<'a>(entity: &Entity, sort: &'a SearchSort) -> Result<(&'static str, &'a str), Failure> {
    let text = |value: &'a Option<String>| value.as_deref().filter(|text| !text.trim().is_empty());
    let (Some(name), Some(direction)) = (text(&sort.sort_field), text(&sort.sort_type)) else {
        return Err(MasterdataError::SortMissing.into());
    };
    let field = entity.field(name).ok_or_else(|| Failure::with(MasterdataError::SortFieldInvalid, [name]))?;
    Ok((field.column, direction))
}

fn order_of(entity: &Entity, sort: &SearchSort) -> Result<(&'static str, Order), Failure> {
    let (column, direction) = sort_field(entity, sort)?;
    match direction.to_ascii_uppercase().as_str() {
        "ASC" => Ok((column, Order::Asc)),
        "DESC" => Ok((column, Order::Desc)),
        _ => Err(Failure::with(MasterdataError::SortTypeInvalid, [direction])),
    }
}

impl Masterdata {
    /// Rows that are not deleted and fulfil every condition: `{fromRecord, toRecord, totalRecord, data}`.
    pub(crate) async fn search(
        &self,
        entity: &Entity,
        scope: Option<Condition>,
        request: &SearchRequest,
    ) -> Result<Value, Failure> {
        let page = request.pagination.unwrap_or_default();
        let find = self.asked(entity, scope, request).await?;
        let total = find.count(self.db.read()).await.map_err(storage)?;
        let size = Ord::min(page.page_fetch.unsigned_abs(), LARGEST_PAGE);
        let offset = page.page_start.unsigned_abs().saturating_mul(size);
        let rows = self.rows(find.page(size, offset)).await?;
        let mut data: Vec<Value> = rows.iter().map(|row| extended(entity, row)).collect();
        self.derive(entity, &rows, &mut data, request.language_code.as_deref()).await?;
        let (from, to) = if rows.is_empty() { (0, 0) } else { (offset + 1, offset + rows.len() as u64) };
        Ok(json!({ "fromRecord": from, "toRecord": to, "totalRecord": total, "data": data }))
    }

    /// The rows that a search asks for, on all its pages.
    pub(crate) async fn asked(
        &self,
        entity: &Entity,
        scope: Option<Condition>,
        request: &SearchRequest,
    ) -> Result<Find, Failure> {
        let required =
            |member: &str| Fault::worded(MasterdataError::Invalid, format!("request.{member}: must not be null"));
        let filters = request.filters.as_ref().ok_or_else(|| required("filters"))?;
        let sorts = request.sort.as_ref().ok_or_else(|| required("sort"))?;
        check_page(entity, request.pagination.unwrap_or_default())?;
        let mut find = self.in_language(entity, request.language_code.as_deref()).await?;
        // MOSIP looks at the fields to sort by, then at the filters, then at the directions
        for sort in sorts {
            sort_field(entity, sort)?;
        }
        for filter in filters {
            find = match Self::derived(entity, filter)? {
                Some(derived) => find.all_of(derived),
                None => find.and(condition(entity, filter)?),
            };
        }
        for sort in sorts {
            let (column, order) = order_of(entity, sort)?;
            find = find.order(column, order);
        }
        if let Some(scope) = scope {
            find = find.all_of(scope);
        }
        Ok(find)
    }

    async fn in_language(&self, entity: &Entity, language: Option<&str>) -> Result<Find, Failure> {
        let find = Find::undeleted(entity.table);
        match language.filter(|language| !language.is_empty() && *language != "all") {
            None => Ok(find),
            Some(language) => {
                self.demand_language(language).await?;
                // entries without translations are the same in every language
                Ok(if entity.table.is_translated() { find.where_text("lang_code", language) } else { find })
            }
        }
    }

    /// The values of columns: `{filters: [{fieldID, fieldValue, fieldCode}], totalCount}`.
    pub(crate) async fn values(
        &self,
        entity: &Entity,
        request: &ValuesRequest,
        with_code: bool,
    ) -> Result<Value, Failure> {
        let filters = request
            .filters
            .as_ref()
            .ok_or_else(|| Fault::worded(MasterdataError::Invalid, "request.filters: must not be null"))?;
        let base = self.in_language(entity, request.language_code.as_deref()).await?;
        let mut base_find = base;
        for filter in request.optional_filters.iter().flatten() {
            base_find = base_find.and(condition(entity, filter)?);
        }
        let mut found = Vec::new();
        let limit = request.page_fetch.filter(|limit| *limit > 0).map_or(LARGEST_PAGE, i64::unsigned_abs);
        for (at, filter) in filters.iter().enumerate() {
            let name = filter.column_name.as_deref().unwrap_or_default();
            if name.trim().is_empty() {
                let message = format!("request.filters[{at}].columnName: must not be blank");
                return Err(Fault::worded(MasterdataError::Invalid, message).into());
            }
            if filter.kind.as_deref() == Some("") {
                return Err(MasterdataError::ValueFilterTypeMissing.into());
            }
            let Some(field) = entity.field(name) else {
                // MOSIP says of centres that an unknown column has no values
                if *entity.table == tables::REGISTRATION_CENTER {
                    continue;
                }
                return Err(Failure::with(MasterdataError::ColumnUnknown, [name]));
            };
            let Some(kind) = filter.kind.as_deref() else {
                let message = format!("request.filters[{at}].type: must not be null");
                return Err(Fault::worded(MasterdataError::Invalid, message).into());
            };
            let unique = match kind.to_ascii_lowercase().as_str() {
                "unique" => true,
                "all" => false,
                _ => return Err(MasterdataError::ValueFilterTypeUnknown.into()),
            };
            let column = column_of(entity, field)?;
            if column.kind == Kind::Flag {
                // MOSIP offers both values, whatever the rows hold
                let wanted = filter.text.as_deref().unwrap_or_default().to_lowercase();
                let both = ["true", "false"].into_iter().filter(|value| value.contains(&wanted));
                found
                    .extend(both.map(|value| json!({ "fieldID": field.wire, "fieldValue": value, "fieldCode": null })));
                continue;
            }
            let mut find = base_find.clone().order(column.name, Order::Asc);
            if let Some(text) = filter.text.as_deref().filter(|text| !text.is_empty()) {
                find = match words::has(entity.table, column.name) {
                    true => find.and(words::condition(entity.table, column.name, Word::Holds(text))),
                    false => {
                        let lowered = Func::lower(Expr::col(Alias::new(column.name)).cast_as(Alias::new("text")));
                        find.and(lowered.like(LikeExpr::new(format!("%{}%", pattern(text))).escape('\\')))
                    }
                };
            }
            let code = entity.table.key.iter().find(|key| **key != "lang_code").copied().unwrap_or_default();
            let mut seen = BTreeSet::new();
            for row in self.rows(find.page(LARGEST_PAGE, 0)).await? {
                let value = row.get(column.name).published();
                if value.is_empty() || unique && !seen.insert(value.clone()) {
                    continue;
                }
                let mut entry = json!({ "fieldID": field.wire, "fieldValue": value });
                if with_code {
                    entry["fieldCode"] = json!(row.get(code).published());
                }
                found.push(entry);
            }
        }
        let total = found.len();
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let count = if request.total_count_required == Some(true) { total } else { 0 };
        Ok(json!({ "filters": found, "totalCount": count }))
    }
}

/// MOSIP checks pages twice: as a member of the request, and, where entries have no language, in the search only.
fn check_page(entity: &Entity, page: Pagination) -> Result<(), Failure> {
    let spoken = entity.table.columns.iter().any(|column| column.name == "lang_code" && !column.nullable);
    let wrong =
        [("pageStart", page.page_start < 0), ("pageFetch", page.page_fetch <= 0)].into_iter().find(|(_, bad)| *bad);
    if let (Some((member, _)), true) = (wrong, spoken) {
        let text = format!("request.pagination.{member}: Should have positive integer value");
        return Err(Fault::worded(MasterdataError::Invalid, text).into());
    }
    if wrong.is_some() {
        let ends = [page.page_start.to_string(), page.page_fetch.to_string()];
        return Err(Failure::with(MasterdataError::InvalidPagination, ends));
    }
    Ok(())
}
