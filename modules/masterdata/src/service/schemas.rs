//! Identity schemas and UI specifications: draft, publish, latest.

use db::{AuditEvent, EventType, Reference};
use masterdata_api::{MasterdataError, Publication, SchemaDraft, Table, UiSpecDraft, tables};
use schema::{IdentitySchema, SchemaError, UiSpec};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};
use serde_json::{Map, Value, json};
use types::{Caller, Failure, Fault, Timestamp};

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
            .where_text("status_code", PUBLISHED)
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
            .where_text("domain", domain)
            .where_text("status_code", PUBLISHED)
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
        new: SchemaDraft,
    ) -> Result<Value, Failure> {
        given(&[("title", &new.title), ("description", &new.description), ("schema", &new.schema)])?;
        IdentitySchema::parse(&new.schema).map_err(|error| match error {
            SchemaError::DuplicateField(field) => Failure::with(MasterdataError::SchemaDuplicateFields, [field]),
            other => Failure::with(MasterdataError::SchemaInvalid, [other.to_string()]),
        })?;
        let mut row = match id {
            Some(id) => self.open_draft(&SCHEMAS, id).await?,
            None => self.fresh(&SCHEMAS, caller),
        };
        row.set("title", Cell::text(new.title));
        row.set("description", Cell::text(new.description));
        row.set("schema_json", Cell::text(new.schema));
        row.set("add_props", Cell::Flag(false));
        row.set("lang_code", Cell::text("eng"));
        self.keep(caller, &SCHEMAS, row.clone(), if id.is_some() { Step::Redrafted } else { Step::Drafted }).await?;
        Ok(Value::Object(schema_dto(&row)))
    }

    /// Publishes a draft from a future instant on, as the next version.
    pub(crate) async fn publish_schema(&self, caller: &Caller, given: &Publication) -> Result<Value, Failure> {
        let find = Find::undeleted(&tables::IDENTITY_SCHEMA).where_text("status_code", PUBLISHED);
        let row = self.open_draft(&SCHEMAS, &given.id).await?;
        self.publish(caller, &SCHEMAS, row, given.effective_from, find).await
    }

    /// Stores a draft of a UI specification after reading it whole.
    pub(crate) async fn draft_ui_spec(
        &self,
        caller: &Caller,
        id: Option<&str>,
        new: UiSpecDraft,
    ) -> Result<Value, Failure> {
        given(&[("type", &new.spec_type), ("title", &new.title), ("description", &new.description)])?;
        // settings and screens of the registration client are no forms of their own
        if !matches!(new.spec_type.as_str(), "settings" | "screens") {
            UiSpec::from_json(&new.json)
                .map_err(|error| Failure::with(MasterdataError::UiSpecInvalid, [error.to_string()]))?;
        }
        let schema =
            self.first(Find::undeleted(&tables::IDENTITY_SCHEMA).where_text("id", &new.identity_schema_id)).await?;
        let schema = schema.filter(|row| row.text("status_code") == PUBLISHED);
        let schema = schema.ok_or(MasterdataError::UiSpecSchemaNotFound)?;
        let mut row = match id {
            Some(id) => self.open_draft(&UI_SPECS, id).await?,
            None => self.fresh(&UI_SPECS, caller),
        };
        row.set("domain", Cell::text(new.domain));
        row.set("type", Cell::text(new.spec_type));
        row.set("title", Cell::text(new.title));
        row.set("description", Cell::text(new.description));
        row.set("json_spec", Cell::text(new.json.to_string()));
        row.set("identity_schema_id", Cell::text(new.identity_schema_id));
        row.set("identity_schema_version", Cell::Decimal(schema.decimal("id_version")));
        self.keep(caller, &UI_SPECS, row.clone(), if id.is_some() { Step::Redrafted } else { Step::Drafted }).await?;
        Ok(spec_dto(&row))
    }

    /// Deletes a draft of an identity schema.
    pub(crate) async fn delete_schema(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        let row = self.open_draft(&SCHEMAS, id).await?;
        self.discard(caller, &SCHEMAS, row).await
    }

    /// Deletes a draft of a UI specification.
    pub(crate) async fn delete_ui_spec(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        let row = self.open_draft(&UI_SPECS, id).await?;
        self.discard(caller, &UI_SPECS, row).await
    }

    async fn discard(&self, caller: &Caller, kind: &Drafted, mut row: Row) -> Result<Value, Failure> {
        let id = row.text("id").to_owned();
        crate::write::store::deleted(&mut row, self.db.now());
        self.keep(caller, kind, row, Step::Discarded).await?;
        Ok(json!(id))
    }

    /// Publishes a draft of a UI specification from a future instant on.
    pub(crate) async fn publish_ui_spec(&self, caller: &Caller, given: &Publication) -> Result<Value, Failure> {
        let row = self.open_draft(&UI_SPECS, &given.id).await?;
        let find = Find::undeleted(&tables::UI_SPEC)
            .where_text("domain", row.text("domain"))
            .where_text("type", row.text("type"))
            .where_text("status_code", PUBLISHED);
        self.publish(caller, &UI_SPECS, row, given.effective_from, find).await
    }

    /// The draft of that id; one that was published is closed for ever, because packets refer to it.
    async fn open_draft(&self, kind: &Drafted, id: &str) -> Result<Row, Failure> {
        let row = self.first(Find::undeleted(kind.table).where_text("id", id)).await?.ok_or(kind.not_found)?;
        if row.text("status_code") == PUBLISHED { Err(kind.published.into()) } else { Ok(row) }
    }

    fn fresh(&self, kind: &Drafted, caller: &Caller) -> Row {
        let now = self.db.now();
        let mut row = Row::empty(kind.table);
        row.set("id", Cell::text(self.new_id(now)));
        row.set("status_code", Cell::text(DRAFT));
        row.set("is_active", Cell::Flag(false));
        row.set(kind.version, Cell::Decimal(0.0));
        row.set("cr_by", Cell::text(caller.cx().actor()));
        row.set("cr_dtimes", Cell::stamp(now));
        row.set("is_deleted", Cell::Flag(false));
        row
    }

    async fn publish(
        &self,
        caller: &Caller,
        kind: &Drafted,
        mut row: Row,
        from: Timestamp,
        published: Find,
    ) -> Result<Value, Failure> {
        if from <= self.db.now() {
            return Err(kind.date_in_past.into());
        }
        let last = self.rows(published).await?.iter().map(|row| row.decimal(kind.version)).fold(0.0, f64::max);
        row.set(kind.version, Cell::Decimal(next_version(last)));
        row.set("status_code", Cell::text(PUBLISHED));
        row.set("is_active", Cell::Flag(true));
        row.set("effective_from", Cell::stamp(from));
        let id = row.text("id").to_owned();
        self.keep(caller, kind, row, Step::Published).await?;
        Ok(json!(id))
    }

    async fn keep(&self, caller: &Caller, kind: &Drafted, mut row: Row, step: Step) -> Result<(), Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let event = AuditEvent::new(step.code(), format!("{}_{}", kind.name, step.word()), EventType::User)
            .about(Reference::new(kind.name, row.text("id").to_owned()));
        if step != Step::Drafted {
            row.set("upd_by", Cell::text(caller.cx().actor()));
            row.set("upd_dtimes", Cell::stamp(tx.now()));
        }
        // behind every row that was imported
        let stored = StoredRow { seq: i64::MAX, spelling: std::collections::BTreeMap::new(), row };
        let key = stored.row.key();
        let done = match step {
            Step::Drafted => insert(tx.conn(), &[(key, stored)]).await,
            Step::Redrafted | Step::Published | Step::Discarded => replace(tx.conn(), &key, &stored).await,
        };
        done.map_err(storage)?;
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
}

/// Something that is drafted and published.
struct Drafted {
    table: &'static Table,
    name: &'static str,
    version: &'static str,
    not_found: MasterdataError,
    published: MasterdataError,
    date_in_past: MasterdataError,
}

const SCHEMAS: Drafted = Drafted {
    table: &tables::IDENTITY_SCHEMA,
    name: "IDENTITY_SCHEMA",
    version: "id_version",
    not_found: MasterdataError::SchemaNotFound,
    published: MasterdataError::SchemaPublished,
    date_in_past: MasterdataError::SchemaDateInPast,
};

const UI_SPECS: Drafted = Drafted {
    table: &tables::UI_SPEC,
    name: "UI_SPEC",
    version: "version",
    not_found: MasterdataError::UiSpecNotFound,
    published: MasterdataError::UiSpecPublished,
    date_in_past: MasterdataError::UiSpecDateInPast,
};

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Drafted,
    Redrafted,
    Published,
    Discarded,
}

impl Step {
    fn code(self) -> &'static str {
        match self {
            Self::Drafted => "ADM_100",
            Self::Redrafted => "ADM_101",
            Self::Published => "ADM_102",
            Self::Discarded => "ADM_103",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Drafted => "DRAFTED",
            Self::Redrafted => "REDRAFTED",
            Self::Published => "PUBLISHED",
            Self::Discarded => "DISCARDED",
        }
    }
}

/// Refuses blank texts, naming the first.
fn given(texts: &[(&str, &str)]) -> Result<(), Failure> {
    match texts.iter().find(|(_, text)| text.trim().is_empty()) {
        Some((name, _)) => {
            Err(Fault::worded(MasterdataError::Invalid, format!("request.{name}: must not be blank")).into())
        }
        None => Ok(()),
    }
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
