//! Dynamic fields of a desk's settings: one entity per field, one member per language.

use std::collections::BTreeMap;

use masterdata_api::{SyncError, tables};
use serde_json::{Value, json};
use types::Failure;

use super::SyncData;
use super::entities::changed_since;
use crate::read::wire;
use crate::row::{Find, Row};
use crate::service::dynamic_fields::field_value;

/// A value with whether it is offered.
fn value_of(row: &Row) -> Value {
    let mut value = field_value(row);
    if let Value::Object(members) = &mut value {
        members.insert("isActive".into(), json!(row.is_active()));
    }
    value
}

/// All values of one field in one language.
fn field(rows: &[&Row]) -> Option<Value> {
    let first = rows.first()?;
    let in_use = rows.iter().any(|row| row.is_active());
    Some(json!({
        "id": first.text("id"), "name": first.text("name"), "langCode": first.text("lang_code"),
        "dataType": wire(first.get("data_type")),
        "fieldVal": rows.iter().filter(|row| !row.flag("is_deleted")).map(|row| value_of(row)).collect::<Vec<_>>(),
        "active": in_use, "isActive": in_use, "isDeleted": rows.iter().all(|row| row.flag("is_deleted")),
    }))
}

impl SyncData {
    /// Fields by name. A field with one changed value comes with all its values: a desk replaces it as a whole.
    pub(super) async fn dynamic_fields(&self, since: Option<&str>) -> Result<BTreeMap<String, Vec<Value>>, Failure> {
        let failed = |error: sea_orm::DbErr| Failure::of(SyncError::FetchDynamicField).because(error);
        let read = self.masterdata.db.read();
        let all = Find::everything(&tables::DYNAMIC_FIELD).rows(read).await.map_err(failed)?;
        let changed = match since {
            None => all.clone(),
            Some(_) => {
                let find = changed_since(Find::everything(&tables::DYNAMIC_FIELD), since);
                find.rows(read).await.map_err(failed)?
            }
        };
        let mut fields: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        for row in &changed {
            let (name, language) = (row.text("name"), row.text("lang_code"));
            let languages = fields.entry(name.to_owned()).or_default();
            if languages.contains_key(language) {
                continue;
            }
            let own: Vec<&Row> =
                all.iter().filter(|other| other.text("name") == name && other.text("lang_code") == language).collect();
            if let Some(whole) = field(&own) {
                languages.insert(language.to_owned(), whole);
            }
        }
        Ok(fields.into_iter().map(|(name, languages)| (name, languages.into_values().collect())).collect())
    }
}
