//! Values of dynamic fields. One row is one value of one field in one language.

use masterdata_api::form::Member;
use masterdata_api::{MasterdataError as E, forms, tables};
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::body::fill;
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::wire;
use crate::row::{Find, Row};
use crate::service::dynamic_fields::{code_and_name, field_value};

/// The value of a field as an administrator sees it.
fn shown(row: &Row) -> Value {
    json!({
        "id": row.text("id"), "name": row.text("name"), "langCode": row.text("lang_code"),
        "dataType": wire(row.get("data_type")), "description": wire(row.get("description")), "fieldVal": field_value(row),
        "isActive": row.flag("is_active"), "createdBy": wire(row.get("cr_by")), "updatedBy": wire(row.get("upd_by")),
        "createdOn": wire(row.get("cr_dtimes")), "updatedOn": wire(row.get("upd_dtimes")),
    })
}

/// Code and value, the only members that values have.
fn value_of(body: &Value) -> Result<Value, Failure> {
    let text = |name: &str| match &body["fieldVal"][name] {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match (text("code"), text("value")) {
        (Some(code), Some(value)) => Ok(json!({ "code": code, "value": value })),
        _ => Err(E::DynamicFieldInvalid.into()),
    }
}

impl Masterdata {
    /// Reads a request about a value.
    async fn read_value(&self, body: &Value, members: &[Member]) -> Result<Row, Failure> {
        let mut row = Row::empty(&tables::DYNAMIC_FIELD);
        fill(&mut row, members, body)?;
        self.demand_language(row.text("lang_code")).await?;
        row.set("value_json", Cell::text(value_of(body)?.to_string()));
        Ok(row)
    }

    /// Whether the field has the value's code already in its language.
    async fn code_is_taken(&self, row: &Row, own: Option<&str>) -> Result<bool, Failure> {
        let code = code_and_name(row).map(|(code, _)| code);
        let find = Find::undeleted(&tables::DYNAMIC_FIELD)
            .where_folded("name", row.text("name"))
            .where_text("lang_code", row.text("lang_code"));
        let others = self.rows(find).await?;
        let others = others.iter().filter(|other| own.is_none_or(|own| other.text("id") != own));
        Ok(others.filter_map(code_and_name).any(|(other, _)| Some(other) == code))
    }

    /// Adds a value to a field; the first value makes the field.
    pub(crate) async fn create_value(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let mut row = self.read_value(body, forms::DYNAMIC_FIELD.create).await?;
        if self.code_is_taken(&row, None).await? {
            return Err(E::DynamicFieldTaken.into());
        }
        row.set("is_active", Cell::Flag(body["isActive"].as_bool().unwrap_or(true)));
        self.store_new(caller, &forms::DYNAMIC_FIELD, &mut row).await?;
        Ok(shown(&row))
    }

    /// Changes a value.
    pub(crate) async fn change_value(&self, caller: &Caller, id: &str, body: &Value) -> Result<Value, Failure> {
        let find = Find::undeleted(&tables::DYNAMIC_FIELD).where_text("id", id);
        let mut row = self.first(find).await?.ok_or(E::DynamicFieldNotFound)?;
        let wanted = self.read_value(body, forms::DYNAMIC_FIELD.create).await?;
        if self.code_is_taken(&wanted, Some(id)).await? {
            return Err(E::DynamicFieldTaken.into());
        }
        for column in ["name", "lang_code", "data_type", "description", "value_json"] {
            row.set(column, wanted.get(column).clone());
        }
        let key = row.key();
        self.store_changed(caller, &forms::DYNAMIC_FIELD, &key, &mut row).await?;
        Ok(shown(&row))
    }

    /// All values of a field, in every language.
    pub(crate) async fn values_of(&self, name: &str) -> Result<Vec<Row>, Failure> {
        let find = Find::undeleted(&tables::DYNAMIC_FIELD).where_folded("name", name);
        let rows = if name.is_empty() { Vec::new() } else { self.rows(find).await? };
        if rows.is_empty() { Err(E::DynamicFieldNotFound.into()) } else { Ok(rows) }
    }
}
