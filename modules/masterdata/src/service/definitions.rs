//! The administration's editor of identity schemas and UI specifications.

use async_trait::async_trait;
use chrono::TimeDelta;
use masterdata_api::definitions::{
    CHANGE_DEFINITIONS, Definition, DefinitionEntry, Definitions, DraftChange, READ_DEFINITIONS, choices,
};
use masterdata_api::{MasterData, MasterdataError, Publication, SchemaDraft, Table, UiSpecDraft, tables};
use schema::edit::{self, EditError, Family};
use schema::{Change, Choice, CivilDate, Context, FormModel, IdentitySchema, OptionSource, UiSpec};
use sea_orm::sea_query::Order;
use serde_json::Value;
use types::{Caller, Failure, LangCode, Timestamp};

use crate::Masterdata;
use crate::read::wire;
use crate::row::{Find, Row};

const PUBLISHED: &str = "PUBLISHED";
/// Publishing at once means from the next moment on: MOSIP's rule wants a day that is not over.
const AT_ONCE: TimeDelta = TimeDelta::seconds(2);

fn table(family: Family) -> &'static Table {
    match family {
        Family::Schema => &tables::IDENTITY_SCHEMA,
        Family::Form => &tables::UI_SPEC,
    }
}

/// The column with the document.
fn document_column(family: Family) -> &'static str {
    match family {
        Family::Schema => "schema_json",
        Family::Form => "json_spec",
    }
}

fn document(family: Family, row: &Row) -> Value {
    serde_json::from_str(row.text(document_column(family))).unwrap_or(Value::Null)
}

fn entry(family: Family, row: &Row, in_effect: &[String]) -> DefinitionEntry {
    let stamp = |column: &str| wire(row.get(column)).as_str().map(str::to_owned);
    let (id, version) = (row.text("id").to_owned(), if family == Family::Schema { "id_version" } else { "version" });
    DefinitionEntry {
        family,
        in_effect: in_effect.contains(&id),
        title: row.text("title").to_owned(),
        version: row.decimal(version),
        published: row.text("status_code") == PUBLISHED,
        effective_from: stamp("effective_from"),
        domain: row.text("domain").to_owned(),
        kind: row.text("type").to_owned(),
        schema_version: row.decimal("identity_schema_version"),
        changed_by: row.optional("upd_by").unwrap_or_else(|| row.text("cr_by").to_owned()),
        changed_at: stamp("upd_dtimes").or_else(|| stamp("cr_dtimes")).unwrap_or_default(),
        id,
    }
}

fn refused(error: &EditError) -> Failure {
    match error {
        EditError::NoFields => Failure::of(MasterdataError::DefinitionNoFields),
        EditError::Unknown(id) => Failure::with(MasterdataError::DefinitionFieldUnknown, [id]),
        EditError::Taken(id) => Failure::with(MasterdataError::DefinitionFieldTaken, [id]),
        EditError::Name(id) => Failure::with(MasterdataError::DefinitionFieldName, [id]),
        EditError::Level(level) => Failure::with(MasterdataError::DefinitionLevel, [level]),
    }
}

impl Masterdata {
    /// Ids of what people meet now: the schema, and the newest form of each domain and type.
    async fn in_effect(&self) -> Result<Vec<String>, Failure> {
        let mut ids = Vec::new();
        match self.published_schema(None).await {
            Ok(row) => ids.push(row.text("id").to_owned()),
            Err(failure) if failure.is(MasterdataError::NoPublishedSchema) => {}
            Err(failure) => return Err(failure),
        }
        let forms = self.rows(Find::active(&tables::UI_SPEC).where_text("status_code", PUBLISHED)).await?;
        let mut domains: Vec<&str> = forms.iter().map(|row| row.text("domain")).collect();
        domains.sort_unstable();
        domains.dedup();
        for domain in domains {
            ids.extend(self.latest_specs(domain, &[], None, None).await?.iter().map(|row| row.text("id").to_owned()));
        }
        Ok(ids)
    }

    async fn found(&self, family: Family, id: &str) -> Result<Option<Row>, Failure> {
        self.first(Find::undeleted(table(family)).where_text("id", id)).await
    }

    async fn definition_row(&self, family: Family, id: &str) -> Result<Row, Failure> {
        let not_found = match family {
            Family::Schema => MasterdataError::SchemaNotFound,
            Family::Form => MasterdataError::UiSpecNotFound,
        };
        Ok(self.found(family, id).await?.ok_or(not_found)?)
    }

    /// The form as people would see it, with the lists that are there before anything is chosen.
    async fn preview(&self, row: &Row, languages: &[LangCode]) -> Result<Option<FormModel>, Failure> {
        let Some(schema) = self.found(Family::Schema, row.text("identity_schema_id")).await? else { return Ok(None) };
        let (Ok(identity), Ok(spec)) =
            (IdentitySchema::parse(schema.text("schema_json")), UiSpec::parse(row.text("json_spec")))
        else {
            return Ok(None);
        };
        let codes: Vec<&str> = languages.iter().map(LangCode::as_str).collect();
        let Some(today) = CivilDate::parse(&self.db.now().format("%Y-%m-%d").to_string()) else { return Ok(None) };
        let Ok(mut form) = FormModel::new(&identity, &spec, Context::new(&codes, today, schema.decimal("id_version")))
        else {
            return Ok(None);
        };
        let asked: Vec<(String, OptionSource)> =
            form.fields().iter().filter_map(|field| Some((field.id().to_owned(), field.source.clone()?))).collect();
        for (field, source) in asked {
            if !matches!(&source, OptionSource::Locations { parent_field: Some(_), .. }) {
                let choices = choices(self, &source, None, languages).await?;
                form.apply(Change::Offer { field, choices });
            }
        }
        Ok(Some(form))
    }

    /// Keeps a draft's document, through the same door as MOSIP's endpoint.
    async fn keep_draft(
        &self,
        caller: &Caller,
        family: Family,
        id: Option<&str>,
        row: &Row,
        document: Value,
    ) -> Result<String, Failure> {
        let (title, description) = (row.text("title").to_owned(), row.text("description").to_owned());
        let kept = match family {
            Family::Schema => {
                let schema = serde_json::to_string(&document).unwrap_or_default();
                self.draft_schema(caller, id, SchemaDraft { title, description, schema }).await?
            }
            Family::Form => {
                let draft = UiSpecDraft {
                    identity_schema_id: row.text("identity_schema_id").to_owned(),
                    domain: row.text("domain").to_owned(),
                    spec_type: row.text("type").to_owned(),
                    title,
                    description,
                    json: document,
                };
                self.draft_ui_spec(caller, id, draft).await?
            }
        };
        Ok(kept["id"].as_str().unwrap_or_default().to_owned())
    }
}

#[async_trait]
impl Definitions for Masterdata {
    async fn definitions(&self, caller: &Caller) -> Result<Vec<DefinitionEntry>, Failure> {
        caller.require(READ_DEFINITIONS)?;
        let in_effect = self.in_effect().await?;
        let mut all = Vec::new();
        for family in [Family::Schema, Family::Form] {
            let rows = self.rows(Find::undeleted(table(family)).order("cr_dtimes", Order::Desc)).await?;
            all.extend(rows.iter().map(|row| entry(family, row, &in_effect)));
        }
        Ok(all)
    }

    async fn definition(&self, caller: &Caller, family: Family, id: &str) -> Result<Option<Definition>, Failure> {
        caller.require(READ_DEFINITIONS)?;
        let Some(row) = self.found(family, id).await? else { return Ok(None) };
        let languages: Vec<LangCode> = self.languages().await?.all().collect();
        let document = document(family, &row);
        let preview = match family {
            Family::Schema => None,
            Family::Form => self.preview(&row, &languages).await?,
        };
        let entry = entry(family, &row, &self.in_effect().await?);
        Ok(Some(Definition {
            may_change: !entry.published && caller.require(CHANGE_DEFINITIONS).is_ok(),
            entry,
            fresh: caller.require_fresh(self.db.now()).is_ok(),
            description: row.text("description").to_owned(),
            json: serde_json::to_string_pretty(&document).unwrap_or_default(),
            fields: edit::fields(family, &document),
            languages: languages.iter().map(|language| language.as_str().to_owned()).collect(),
            mismatches: crate::cross_check::of_definition(self, family, &row).await?,
            preview,
        }))
    }

    async fn definition_choices(
        &self,
        caller: &Caller,
        source: &OptionSource,
        parent: Option<&str>,
    ) -> Result<Vec<Choice>, Failure> {
        caller.require(READ_DEFINITIONS)?;
        let languages: Vec<LangCode> = self.languages().await?.all().collect();
        choices(self, source, parent, &languages).await
    }

    async fn begin_draft(&self, caller: &Caller, family: Family, from: &str) -> Result<String, Failure> {
        caller.require(CHANGE_DEFINITIONS)?;
        let mut row = self.definition_row(family, from).await?;
        if family == Family::Form {
            let schema = self.published_schema(None).await?;
            row.set("identity_schema_id", crate::cell::Cell::text(schema.text("id").to_owned()));
        }
        let document = document(family, &row);
        self.keep_draft(caller, family, None, &row, document).await
    }

    async fn change_draft(
        &self,
        caller: &Caller,
        family: Family,
        id: &str,
        change: DraftChange,
    ) -> Result<(), Failure> {
        caller.require(CHANGE_DEFINITIONS)?;
        let mut row = self.definition_row(family, id).await?;
        let mut document = document(family, &row);
        let done = match change {
            DraftChange::Json { title, description, json } => {
                let invalid = match family {
                    Family::Schema => MasterdataError::SchemaInvalid,
                    Family::Form => MasterdataError::UiSpecInvalid,
                };
                document = serde_json::from_str(&json).map_err(|error| Failure::with(invalid, [error.to_string()]))?;
                row.set("title", crate::cell::Cell::text(title));
                row.set("description", crate::cell::Cell::text(description));
                Ok(())
            }
            DraftChange::Put { was, field } => edit::put(family, &mut document, was.as_deref(), &field),
            DraftChange::Remove { id } => edit::remove(family, &mut document, &id),
            DraftChange::Shift { id, up } => edit::shift(&mut document, &id, up),
        };
        done.map_err(|error| refused(&error))?;
        self.keep_draft(caller, family, Some(id), &row, document).await.map(drop)
    }

    async fn publish_draft(
        &self,
        caller: &Caller,
        family: Family,
        id: &str,
        from: Option<Timestamp>,
    ) -> Result<(), Failure> {
        caller.require(CHANGE_DEFINITIONS)?;
        caller.require_fresh(self.db.now())?;
        let given = Publication { id: id.to_owned(), effective_from: from.unwrap_or_else(|| self.db.now() + AT_ONCE) };
        let done = match family {
            Family::Schema => self.publish_schema(caller, &given).await,
            Family::Form => self.publish_ui_spec(caller, &given).await,
        };
        done.map(drop)
    }

    async fn discard_draft(&self, caller: &Caller, family: Family, id: &str) -> Result<(), Failure> {
        caller.require(CHANGE_DEFINITIONS)?;
        let done = match family {
            Family::Schema => self.delete_schema(caller, id).await,
            Family::Form => self.delete_ui_spec(caller, id).await,
        };
        done.map(drop)
    }
}
