//! Dynamic fields: lists a country defines itself. One row is one value of one field in one language.

use std::collections::BTreeSet;

use masterdata_api::{MasterdataError, tables};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::read::{LARGEST_PAGE, wire};
use crate::row::{Find, Row};

/// Reads the value of a field. Published values have commas behind the last member, which JSON does not allow.
pub(crate) fn field_value(row: &Row) -> Value {
    let text = row.text("value_json");
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&without_trailing_commas(text))).unwrap_or(Value::Null)
}

fn without_trailing_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if in_text {
            in_text = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else if c == '"' {
            in_text = true;
        } else if c == ',' && matches!(rest.clone().find(|next| !next.is_whitespace()), Some('}' | ']')) {
            continue;
        }
        out.push(c);
    }
    out
}

/// Code and name of a value.
pub(crate) fn code_and_name(row: &Row) -> Option<(String, String)> {
    let value = field_value(row);
    let text = |key: &str| match value.get(key) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    Some((text("code")?, text("value")?))
}

/// All values of one field in one language as one object.
fn grouped(rows: &[&Row]) -> Value {
    let Some(first) = rows.first() else { return Value::Null };
    json!({
        "id": first.text("id"), "name": first.text("name"), "langCode": first.text("lang_code"),
        "dataType": wire(first.get("data_type")), "description": wire(first.get("description")),
        "fieldVal": rows.iter().map(|row| field_value(row)).collect::<Vec<_>>(),
        "isActive": rows.iter().any(|row| row.flag("is_active")),
        "createdBy": wire(first.get("cr_by")), "updatedBy": wire(first.get("upd_by")),
        "createdOn": wire(first.get("cr_dtimes")), "updatedOn": wire(first.get("upd_dtimes")),
    })
}

fn groups(rows: &[Row]) -> Vec<Value> {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        let name = (row.text("name"), row.text("lang_code"));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of = |name: &(&str, &str)| {
        let own: Vec<&Row> = rows.iter().filter(|row| (row.text("name"), row.text("lang_code")) == *name).collect();
        grouped(&own)
    };
    names.iter().map(of).collect()
}

impl Masterdata {
    /// Fields with all their values, by page.
    pub(crate) async fn dynamic_fields_page(
        &self,
        number: u64,
        size: u64,
        language: Option<&str>,
        since: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut find = Find::undeleted(&tables::DYNAMIC_FIELD);
        if let Some(language) = language {
            find = find.where_text("lang_code", language);
        }
        if let Some(since) = since {
            let since = self.last_updated(since)?;
            let newer = |column: &str| Expr::col(Alias::new(column)).gt(since.clone());
            find = find.all_of(sea_orm::sea_query::Condition::any().add(newer("cr_dtimes")).add(newer("upd_dtimes")));
        }
        let all = groups(&self.rows(find).await?);
        let (size, total) = (size.clamp(1, LARGEST_PAGE), all.len() as u64);
        let skip = usize::try_from(number * size).unwrap_or(usize::MAX);
        let data: Vec<Value> = all.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(usize::MAX)).collect();
        Ok(json!({ "pageNo": number, "totalPages": total.div_ceil(size), "totalItems": total, "data": data }))
    }

    /// Active values of a field, in one language or in all.
    pub(crate) async fn dynamic_rows(&self, name: &str, language: Option<&str>) -> Result<Vec<Row>, Failure> {
        let find = Find::active(&tables::DYNAMIC_FIELD).where_folded("name", name);
        let find = match language {
            Some(language) => find.where_text("lang_code", language),
            None => find,
        };
        self.rows(find).await
    }

    /// A field in one language; its values only when they are asked for.
    pub(crate) async fn dynamic_field_in(
        &self,
        name: &str,
        language: &str,
        with_values: bool,
    ) -> Result<Value, Failure> {
        let rows = self.dynamic_rows(name, Some(language)).await?;
        let Some(first) = rows.first() else {
            return Err(MasterdataError::DynamicFieldNotFound.into());
        };
        let values: Vec<Value> = rows
            .iter()
            .filter_map(code_and_name)
            .map(|(code, value)| json!({ "code": code, "value": value }))
            .collect();
        Ok(json!({
            "name": first.text("name"), "description": wire(first.get("description")),
            "values": if with_values { Value::Array(values) } else { Value::Null },
        }))
    }

    /// A field in all languages.
    pub(crate) async fn dynamic_field_everywhere(&self, name: &str) -> Result<Value, Failure> {
        let rows = self.dynamic_rows(name, None).await?;
        if rows.is_empty() {
            return Err(MasterdataError::DynamicFieldNotFound.into());
        }
        Ok(Value::Array(groups(&rows)))
    }

    /// The names of the fields.
    pub(crate) async fn dynamic_names(&self) -> Result<Value, Failure> {
        let rows = self.rows(Find::active(&tables::DYNAMIC_FIELD)).await?;
        let names: BTreeSet<&str> = rows.iter().map(|row| row.text("name")).collect();
        Ok(json!(names))
    }

    /// The fields of a language with their descriptions.
    pub(crate) async fn dynamic_definitions(&self, language: &str) -> Result<Value, Failure> {
        let rows = self.rows(Find::undeleted(&tables::DYNAMIC_FIELD).where_text("lang_code", language)).await?;
        let fields: Vec<Value> = groups(&rows)
            .into_iter()
            .map(|field| json!({ "name": field["name"], "description": field["description"], "isActive": field["isActive"] }))
            .collect();
        Ok(Value::Array(fields))
    }

    /// Possible values of a field, by language: `{eng: [{code, value, dataType}]}`.
    pub(crate) async fn possible_values(&self, name: &str, languages: &[&str]) -> Result<Value, Failure> {
        let mut by_language = serde_json::Map::new();
        for language in languages {
            let rows = self.dynamic_rows(name, Some(language)).await?;
            let values: Vec<Value> = rows
                .iter()
                .filter_map(|row| {
                    let (code, value) = code_and_name(row)?;
                    Some(json!({ "code": code, "value": value, "dataType": wire(row.get("data_type")) }))
                })
                .collect();
            if !values.is_empty() {
                by_language.insert((*language).to_owned(), Value::Array(values));
            }
        }
        if by_language.is_empty() {
            return Err(MasterdataError::DynamicFieldNotFound.into());
        }
        Ok(Value::Object(by_language))
    }

    /// The time after which changes are asked for, in the form rows keep.
    pub(crate) fn last_updated(&self, text: &str) -> Result<String, Failure> {
        let at = crate::cell::parse_stamp(text).ok_or(MasterdataError::LastUpdatedUnreadable)?;
        if at > self.db.now() {
            return Err(MasterdataError::LastUpdatedInFuture.into());
        }
        Ok(types::time::format(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    #[test] // MST: values as they are published
    fn values_with_commas_behind_the_last_member() {
        let mut row = Row::empty(&tables::DYNAMIC_FIELD);
        row.set("value_json", Cell::Text("\n{\n\"code\": \"101\",\n\"value\": \"A, or ,}\\\",} \",\n}".into()));
        assert_eq!(code_and_name(&row), Some(("101".into(), "A, or ,}\",}".into())));
        row.set("value_json", Cell::Text("not json".into()));
        assert_eq!(code_and_name(&row), None);
    }
}
