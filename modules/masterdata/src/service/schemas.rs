//! Identity schemas and UI specifications: draft, publish, latest.

use masterdata_api::{MasterdataError, tables};
use schema::{IdentitySchema, SchemaError, UiSpec};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};
use serde_json::{Map, Value, json};
use types::{Caller, Failure, Timestamp};

use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{storage, wire};
use crate::row::{Find, Row, StoredRow, insert, replace};

const PUBLISHED: &str = "PUBLISHED";
const DRAFT: &str = "DRAFT";

/// Versions are decimals with at most three digits behind the point.
fn same_version(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.0005
}

/// The version after one: 0.1, 0.2 … 0.9, 1.0.
fn next_version(last: f64) -> f64 {
    ((last * 10.0).round() + 1.0) / 10.0
}

/// A new identity schema.
#[derive(Debug, Clone)]
pub(crate) struct NewSchema {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) schema: String,
}

/// A new UI specification.
#[derive(Debug, Clone)]
pub(crate) struct NewUiSpec {
    pub(crate) identity_schema_id: String,
    pub(crate) domain: String,
    pub(crate) spec_type: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) json: Value,
}

fn schema_dto(row: &Row) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, column) in [
        ("id", "id"),
        ("idVersion", "id_version"),
        ("title", "title"),
        ("description", "description"),
        ("schemaJson", "schema_json"),
        ("status", "status_code"),
        ("effectiveFrom", "effective_from"),
        ("createdBy", "cr_by"),
        ("updatedBy", "upd_by"),
        ("createdOn", "cr_dtimes"),
        ("updatedOn", "upd_dtimes"),
    ] {
        object.insert(name.into(), wire(row.get(column)));
    }
    object
}

fn spec_json(row: &Row) -> Value {
    serde_json::from_str(row.text("json_spec")).unwrap_or(Value::Null)
}

fn spec_dto(row: &Row) -> Value {
    json!({
        "id": row.text("id"), "version": row.decimal("version"), "title": row.text("title"),
        "description": row.text("description"), "identitySchemaId": row.text("identity_schema_id"),
        "idSchemaVersion": row.decimal("identity_schema_version"), "domain": row.text("domain"),
        "jsonSpec": [{ "type": row.text("type"), "spec": spec_json(row) }],
        "status": row.text("status_code"), "effectiveFrom": wire(row.get("effective_from")),
        "createdBy": wire(row.get("cr_by")), "updatedBy": wire(row.get("upd_by")),
        "createdOn": wire(row.get("cr_dtimes")), "updatedOn": wire(row.get("upd_dtimes")),
    })
}

impl Masterdata {
    /// The published schema of a version, or the newest that is in effect.
    pub(crate) async fn published_schema(&self, version: Option<f64>) -> Result<Row, Failure> {
        let now = types::time::format(self.db.now());
        let find = Find::active(&tables::IDENTITY_SCHEMA)
            .is_text("status_code", PUBLISHED)
            .and(Expr::col(Alias::new("effective_from")).lte(now))
            .order("id_version", Order::Desc);
        let rows = self.rows(find).await?;
        let wanted = |row: &Row| version.is_none_or(|version| same_version(row.decimal("id_version"), version));
        rows.into_iter().find(wanted).ok_or_else(|| MasterdataError::NoPublishedSchema.into())
    }

    /// Published specifications of a domain that are in effect, newest first.
    pub(crate) async fn published_specs(&self, domain: &str) -> Result<Vec<Row>, Failure> {
        let now = types::time::format(self.db.now());
        let find = Find::active(&tables::UI_SPEC)
            .is_text("domain", domain)
            .is_text("status_code", PUBLISHED)
            .and(Expr::col(Alias::new("effective_from")).lte(now))
            .order("version", Order::Desc);
        self.rows(find).await
    }

    /// The newest specification of each type (or of one), optionally of one version or made for one schema version.
    pub(crate) async fn latest_specs(
        &self,
        domain: &str,
        types: &[&str],
        version: Option<f64>,
        schema_version: Option<f64>,
    ) -> Result<Vec<Row>, Failure> {
        let mut newest: Vec<Row> = Vec::new();
        for row in self.published_specs(domain).await? {
            let fits = (types.is_empty() || types.contains(&row.text("type")))
                && version.is_none_or(|version| same_version(row.decimal("version"), version))
                && schema_version.is_none_or(|version| same_version(row.decimal("identity_schema_version"), version));
            if fits && !newest.iter().any(|other| other.text("type") == row.text("type")) {
                newest.push(row);
            }
        }
        Ok(newest)
    }

    /// `idschema/latest`: the schema with one member per type of UI specification of the domain.
    pub(crate) async fn latest_schema(
        &self,
        version: Option<f64>,
        domain: &str,
        kind: Option<&str>,
    ) -> Result<Value, Failure> {
        let schema = self.published_schema(version).await?;
        let mut object = schema_dto(&schema);
        let types: Vec<&str> = kind.into_iter().collect();
        for spec in self.latest_specs(domain, &types, None, Some(schema.decimal("id_version"))).await? {
            object.insert(spec.text("type").to_owned(), spec_json(&spec));
        }
        Ok(Value::Object(object))
    }

    /// `uispec/{domain}/latest`.
    pub(crate) async fn latest_ui_specs(
        &self,
        domain: &str,
        kind: Option<&str>,
        version: Option<f64>,
        schema_version: Option<f64>,
    ) -> Result<Value, Failure> {
        let types: Vec<&str> = kind.into_iter().flat_map(|kind| kind.split(',')).collect();
        let rows = self.latest_specs(domain, &types, version, schema_version).await?;
        if rows.is_empty() {
            return Err(MasterdataError::NoPublishedUiSpec.into());
        }
        Ok(rows.iter().map(spec_dto).collect())
    }

    /// All schemas by page, newest first.
    pub(crate) async fn all_schemas(&self, number: u64, size: u64) -> Result<Value, Failure> {
        let find = Find::undeleted(&tables::IDENTITY_SCHEMA).order("cr_dtimes", Order::Desc);
        self.pages(find, number, size, |row| Value::Object(schema_dto(row))).await
    }

    /// All specifications by page, newest first.
    pub(crate) async fn all_ui_specs(&self, number: u64, size: u64) -> Result<Value, Failure> {
        self.pages(Find::undeleted(&tables::UI_SPEC).order("cr_dtimes", Order::Desc), number, size, spec_dto).await
    }

    async fn pages(&self, find: Find, number: u64, size: u64, show: impl Fn(&Row) -> Value) -> Result<Value, Failure> {
        let size = size.clamp(1, crate::read::LARGEST_PAGE);
        let total = find.count(self.db.read()).await.map_err(storage)?;
        let rows = self.rows(find.page(size, number * size)).await?;
        let data: Vec<Value> = rows.iter().map(show).collect();
        Ok(json!({ "pageNo": number, "totalPages": total.div_ceil(size), "totalItems": total, "data": data }))
    }

    /// Stores a draft after reading it whole: a broken schema never gets that far.
    pub(crate) async fn draft_schema(
        &self,
        caller: &Caller,
        id: Option<&str>,
        new: NewSchema,
    ) -> Result<Value, Failure> {
        IdentitySchema::parse(&new.schema).map_err(|error| match error {
            SchemaError::DuplicateField(field) => Failure::with(MasterdataError::SchemaDuplicateFields, [field]),
            other => Failure::with(MasterdataError::SchemaInvalid, [other.to_string()]),
        })?;
        let tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = match id {
            Some(id) => {
                let row = self.draft_row(&tables::IDENTITY_SCHEMA, id).await?;
                row.ok_or(MasterdataError::SchemaNotFound)?
            }
            None => fresh(&tables::IDENTITY_SCHEMA, self.new_id(tx.now()), caller, tx.now()),
        };
        if row.text("status_code") == PUBLISHED {
            return Err(MasterdataError::SchemaPublished.into());
        }
        row.set("title", Cell::text(new.title));
        row.set("description", Cell::text(new.description));
        row.set("schema_json", Cell::text(new.schema));
        row.set("add_props", Cell::Flag(false));
        row.set("lang_code", Cell::text("eng"));
        self.keep(&tx, &row, id.is_some(), caller).await?;
        tx.commit().await.map_err(storage)?;
        Ok(Value::Object(schema_dto(&row)))
    }

    /// Publishes a draft from a future instant on, as the next version.
    pub(crate) async fn publish_schema(&self, caller: &Caller, id: &str, from: Timestamp) -> Result<Value, Failure> {
        let tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let row = self.draft_row(&tables::IDENTITY_SCHEMA, id).await?;
        let mut row = row.ok_or(MasterdataError::SchemaNotFound)?;
        if row.text("status_code") == PUBLISHED {
            return Err(MasterdataError::SchemaPublished.into());
        }
        if from <= tx.now() {
            return Err(MasterdataError::SchemaDateInPast.into());
        }
        let find = Find::undeleted(&tables::IDENTITY_SCHEMA).is_text("status_code", PUBLISHED);
        let last = self.rows(find).await?.iter().map(|row| row.decimal("id_version")).fold(0.0, f64::max);
        row.set("id_version", Cell::Decimal(next_version(last)));
        publish(&mut row, from);
        self.keep(&tx, &row, true, caller).await?;
        tx.commit().await.map_err(storage)?;
        Ok(json!(id))
    }

    /// Stores a draft of a UI specification after reading it whole.
    pub(crate) async fn draft_ui_spec(
        &self,
        caller: &Caller,
        id: Option<&str>,
        new: NewUiSpec,
    ) -> Result<Value, Failure> {
        // settings and screens of the registration client are no forms of their own
        if !matches!(new.spec_type.as_str(), "settings" | "screens") {
            UiSpec::from_json(&new.json)
                .map_err(|error| Failure::with(MasterdataError::UiSpecInvalid, [error.to_string()]))?;
        }
        let schema = self.draft_row(&tables::IDENTITY_SCHEMA, &new.identity_schema_id).await?;
        let schema = schema.filter(|row| row.text("status_code") == PUBLISHED);
        let schema = schema.ok_or(MasterdataError::UiSpecSchemaNotFound)?;
        let tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = match id {
            Some(id) => self.draft_row(&tables::UI_SPEC, id).await?.ok_or(MasterdataError::UiSpecNotFound)?,
            None => fresh(&tables::UI_SPEC, self.new_id(tx.now()), caller, tx.now()),
        };
        if row.text("status_code") == PUBLISHED {
            return Err(MasterdataError::UiSpecPublished.into());
        }
        row.set("version", Cell::Decimal(0.0));
        row.set("domain", Cell::text(new.domain));
        row.set("type", Cell::text(new.spec_type));
        row.set("title", Cell::text(new.title));
        row.set("description", Cell::text(new.description));
        row.set("json_spec", Cell::text(new.json.to_string()));
        row.set("identity_schema_id", Cell::text(new.identity_schema_id));
        row.set("identity_schema_version", Cell::Decimal(schema.decimal("id_version")));
        self.keep(&tx, &row, id.is_some(), caller).await?;
        tx.commit().await.map_err(storage)?;
        Ok(spec_dto(&row))
    }

    /// Publishes a draft of a UI specification from a future instant on.
    pub(crate) async fn publish_ui_spec(&self, caller: &Caller, id: &str, from: Timestamp) -> Result<Value, Failure> {
        let tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = self.draft_row(&tables::UI_SPEC, id).await?.ok_or(MasterdataError::UiSpecNotFound)?;
        if row.text("status_code") == PUBLISHED {
            return Err(MasterdataError::UiSpecPublished.into());
        }
        if from <= tx.now() {
            return Err(MasterdataError::UiSpecDateInPast.into());
        }
        let find = Find::undeleted(&tables::UI_SPEC)
            .is_text("domain", row.text("domain"))
            .is_text("type", row.text("type"))
            .is_text("status_code", PUBLISHED);
        let last = self.rows(find).await?.iter().map(|row| row.decimal("version")).fold(0.0, f64::max);
        row.set("version", Cell::Decimal(next_version(last)));
        publish(&mut row, from);
        self.keep(&tx, &row, true, caller).await?;
        tx.commit().await.map_err(storage)?;
        Ok(json!(id))
    }

    async fn draft_row(&self, table: &'static masterdata_api::Table, id: &str) -> Result<Option<Row>, Failure> {
        self.first(Find::undeleted(table).is_text("id", id)).await
    }

    /// Writes a row, new or changed.
    pub(super) async fn keep(&self, tx: &db::Tx, row: &Row, exists: bool, caller: &Caller) -> Result<(), Failure> {
        let mut row = row.clone();
        if exists {
            row.set("upd_by", Cell::text(caller.cx().actor()));
            row.set("upd_dtimes", Cell::stamp(tx.now()));
        }
        let seq = i64::MAX;
        let stored = StoredRow { seq, spelling: std::collections::BTreeMap::new(), row };
        let key = stored.row.key();
        let done =
            if exists { replace(tx.conn(), &key, &stored).await } else { insert(tx.conn(), &[(key, stored)]).await };
        done.map_err(storage)
    }
}

fn fresh(table: &'static masterdata_api::Table, id: String, caller: &Caller, now: Timestamp) -> Row {
    let mut row = Row::empty(table);
    row.set("id", Cell::text(id));
    row.set("status_code", Cell::text(DRAFT));
    row.set("is_active", Cell::Flag(false));
    row.set("id_version", Cell::Decimal(0.0));
    row.set("cr_by", Cell::text(caller.cx().actor()));
    row.set("cr_dtimes", Cell::stamp(now));
    row.set("is_deleted", Cell::Flag(false));
    row
}

fn publish(row: &mut Row, from: Timestamp) {
    row.set("status_code", Cell::text(PUBLISHED));
    row.set("is_active", Cell::Flag(true));
    row.set("effective_from", Cell::stamp(from));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // SCH: versions count in tenths
    fn versions() {
        assert!(same_version(next_version(0.0), 0.1));
        assert!(same_version(next_version(0.9), 1.0));
        assert!(same_version(next_version(1.0), 1.1));
        assert!(!same_version(0.1, 0.2));
    }
}
