//! Reads that all entities share: by columns, by page, what is missing in a language; and rows as DTOs.

use masterdata_api::wire::{BASE, Entity, Field};
use masterdata_api::{Kind, MasterdataError, Table};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};
use serde_json::{Map, Value, json};
use types::{Failure, Fault};

use crate::Masterdata;
use crate::cell::Cell;
use crate::row::{Find, Row};

/// A database failure as the module's own error, with the cause for the log.
pub(crate) fn storage(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::of(MasterdataError::Storage).because(error)
}

/// A cell on the wire. Dynamic fields hold JSON, which leaves as JSON.
pub(crate) fn wire(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::String(text.clone()),
        Cell::Number(number) => json!(number),
        Cell::Decimal(number) => json!(number),
        Cell::Flag(flag) => json!(flag),
    }
}

fn put(object: &mut Map<String, Value>, fields: &[Field], row: &Row) {
    for field in fields {
        if row.table.position(field.column).is_some() {
            object.insert(field.wire.to_owned(), wire(row.get(field.column)));
        }
    }
}

/// The DTO of public reads.
pub(crate) fn dto(entity: &Entity, row: &Row) -> Value {
    let mut object = Map::new();
    put(&mut object, entity.fields, row);
    Value::Object(object)
}

/// The DTO of page reads and searches: with who made and changed the row.
pub(crate) fn extended(entity: &Entity, row: &Row) -> Value {
    let mut object = Map::new();
    put(&mut object, entity.fields, row);
    put(&mut object, &BASE, row);
    Value::Object(object)
}

/// Rows as a list of DTOs.
pub(crate) fn dtos(entity: &Entity, rows: &[Row]) -> Value {
    rows.iter().map(|row| dto(entity, row)).collect()
}

impl Masterdata {
    /// Rows of a query.
    pub(crate) async fn rows(&self, find: Find) -> Result<Vec<Row>, Failure> {
        find.rows(self.db.read()).await.map_err(storage)
    }

    /// The first row of a query.
    pub(crate) async fn first(&self, find: Find) -> Result<Option<Row>, Failure> {
        find.first(self.db.read()).await.map_err(storage)
    }

    /// Active rows whose columns have these values; the entity's own error when there are none.
    pub(crate) async fn matching(&self, entity: &Entity, columns: &[(&str, &str)]) -> Result<Vec<Row>, Failure> {
        let mut find = Find::active(entity.table);
        for (column, value) in columns {
            // entries without translations are the same in every language of the country
            let everywhere = *column == "lang_code" && !entity.table.is_translated() && self.is_language(value).await?;
            if !everywhere {
                find = is_value(find, entity.table, column, value);
            }
        }
        let rows = self.rows(find).await?;
        if rows.is_empty() { Err(entity.not_found.into()) } else { Ok(rows) }
    }

    /// `{list: [dto…]}` of the active rows whose columns have these values.
    pub(crate) async fn listed(&self, entity: &Entity, columns: &[(&str, &str)]) -> Result<Value, Failure> {
        let rows = self.matching(entity, columns).await?;
        Ok(json!({ entity.list: dtos(entity, &rows) }))
    }

    /// `{pageNo, totalPages, totalItems, data}` of all undeleted rows, active or not.
    pub(crate) async fn page(&self, entity: &Entity, page: &PageOf<'_>) -> Result<Value, Failure> {
        let find = Find::undeleted(entity.table);
        self.page_of(entity, find, page).await
    }

    /// One page of a query.
    pub(crate) async fn page_of(&self, entity: &Entity, find: Find, page: &PageOf<'_>) -> Result<Value, Failure> {
        let column = entity.field(page.sort_by).map_or("cr_dtimes", |field| field.column);
        let order = if page.descending { Order::Desc } else { Order::Asc };
        let total = find.count(self.db.read()).await.map_err(storage)?;
        let rows = self.rows(find.order(column, order).page(page.size, page.number * page.size)).await?;
        if rows.is_empty() {
            return Err(entity.not_found.into());
        }
        let data: Vec<Value> = rows.iter().map(|row| extended(entity, row)).collect();
        Ok(json!({
            "pageNo": page.number,
            "totalPages": total.div_ceil(page.size),
            "totalItems": total,
            "data": data,
        }))
    }

    /// Ids that exist in another language and not in `language`: `[{id, fieldValue, langCode}]`.
    pub(crate) async fn missing_ids(
        &self,
        entity: &Entity,
        language: &str,
        field: Option<&str>,
    ) -> Result<Value, Failure> {
        if !self.is_language(language).await? {
            return Err(MasterdataError::LanguageInvalid.into());
        }
        let id = entity.table.key.iter().find(|column| **column != "lang_code").copied().unwrap_or("code");
        let shown = field.and_then(|field| entity.field(field)).map_or("name", |field| field.column);
        let there = Find::undeleted(entity.table).where_text("lang_code", language).column_values(id);
        let absent = Find::undeleted(entity.table).and(Expr::col(Alias::new(id)).not_in_subquery(there));
        let rows = self.rows(absent).await?;
        let mut seen = std::collections::HashSet::new();
        let missing: Vec<Value> = rows
            .iter()
            .filter(|row| seen.insert(row.get(id).published()))
            .map(|row| {
                json!({ "id": row.get(id).published(), "fieldValue": wire(row.get(shown)), "langCode": row.text("lang_code") })
            })
            .collect();
        Ok(Value::Array(missing))
    }

    /// Refuses a language that is not one of the country's, as bean validation does.
    pub(crate) async fn demand_language(&self, language: &str) -> Result<(), Failure> {
        if self.is_language(language).await? {
            return Ok(());
        }
        Err(Fault::worded(MasterdataError::Invalid, "Language Code is Invalid").into())
    }

    /// Whether a language is one of the country's.
    pub(crate) async fn is_language(&self, language: &str) -> Result<bool, Failure> {
        Ok(self.language_codes().await?.iter().any(|known| known == language))
    }
}

/// A condition on a column of any kind; a value that cannot be of that kind matches nothing.
pub(crate) fn is_value(find: Find, table: &Table, column: &str, value: &str) -> Find {
    let kind = table.position(column).and_then(|at| table.all_columns().nth(at)).map(|column| column.kind);
    match kind {
        Some(Kind::Number) => match value.parse() {
            Ok(number) => find.is(column, Cell::Number(number)),
            Err(_) => find.where_in(column, []),
        },
        _ => find.where_text(column, value),
    }
}

/// What page reads take from the query: `pageNumber`, `pageSize`, `sortBy`, `orderBy`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageOf<'a> {
    pub(crate) number: u64,
    pub(crate) size: u64,
    pub(crate) sort_by: &'a str,
    pub(crate) descending: bool,
}

/// More rows than this are never sent at once.
pub(crate) const LARGEST_PAGE: u64 = 1_000;

impl<'a> PageOf<'a> {
    /// Reads the query parameters; missing ones have MOSIP's defaults.
    pub(crate) fn from_query(query: impl Fn(&str) -> Option<&'a str>, default_size: u64) -> Self {
        let number = |name: &str, default| query(name).and_then(|text| text.parse().ok()).unwrap_or(default);
        let order = query("orderBy").or_else(|| query("direction")).unwrap_or("desc");
        Self {
            number: number("pageNumber", 0),
            size: number("pageSize", default_size).clamp(1, LARGEST_PAGE),
            sort_by: query("sortBy").unwrap_or("createdDateTime"),
            descending: !order.eq_ignore_ascii_case("asc"),
        }
    }
}
