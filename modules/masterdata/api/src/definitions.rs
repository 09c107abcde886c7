//! Identity schemas and UI specifications as the administration's editor sees them: versions, drafts, fields, preview.

use async_trait::async_trait;
use schema::edit::{Family, FieldDraft};
use schema::{Choice, FormModel, OptionSource};
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, LangCode, Permission, Timestamp, role};

use crate::MasterData;
use crate::cross_check::Mismatch;

/// Who sees schemas and forms with their drafts.
pub const READ_DEFINITIONS: Permission =
    Permission::roles("masterdata.definition.read", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
/// Who drafts and publishes them: MOSIP's roles of `idschema`.
pub const CHANGE_DEFINITIONS: Permission =
    Permission::roles("masterdata.definition.change", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);

/// One version or draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DefinitionEntry {
    pub family: Family,
    pub id: String,
    pub title: String,
    /// 0 while it is a draft.
    pub version: f64,
    pub published: bool,
    /// Whether it is the one that people meet now.
    pub in_effect: bool,
    pub effective_from: Option<String>,
    /// Of a form: `pre-registration`, `registration-client`.
    pub domain: String,
    /// Of a form: `schema`, `newProcess` …
    pub kind: String,
    /// Of a form: the version of the schema that it fills.
    pub schema_version: f64,
    pub changed_by: String,
    pub changed_at: String,
}

/// One version or draft with everything in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    pub entry: DefinitionEntry,
    pub description: String,
    /// The document, for people.
    pub json: String,
    pub fields: Vec<FieldDraft>,
    /// The country's languages, for the labels.
    pub languages: Vec<String>,
    /// What would not fit if it were in effect.
    pub mismatches: Vec<Mismatch>,
    /// The form as people will see it, where it can be drawn.
    pub preview: Option<FormModel>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether the reader has shown a factor lately enough to publish it.
    pub fresh: bool,
}

/// A change of a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftChange {
    /// The whole document as text.
    Json {
        title: String,
        description: String,
        json: String,
    },
    /// One field: in place of the one named, or a new one.
    Put {
        was: Option<String>,
        field: FieldDraft,
    },
    Remove {
        id: String,
    },
    /// One place up or down.
    Shift {
        id: String,
        up: bool,
    },
}

/// Drafts and publishes schemas and forms. Nothing that was published changes: packets refer to it.
#[async_trait]
pub trait Definitions: Send + Sync {
    /// Everything, the newest first. Needs [`READ_DEFINITIONS`], as does all reading.
    async fn definitions(&self, caller: &Caller) -> Result<Vec<DefinitionEntry>, Failure>;
    /// One of them.
    async fn definition(&self, caller: &Caller, family: Family, id: &str) -> Result<Option<Definition>, Failure>;
    /// What a list of the preview offers below a place.
    async fn definition_choices(
        &self,
        caller: &Caller,
        source: &OptionSource,
        parent: Option<&str>,
    ) -> Result<Vec<Choice>, Failure>;
    /// Begins a draft with the content of another; gives its id. A form's draft fills the schema in effect.
    /// Needs [`CHANGE_DEFINITIONS`], as does all changing.
    async fn begin_draft(&self, caller: &Caller, family: Family, from: &str) -> Result<String, Failure>;
    /// Changes a draft; the document is read whole before it is kept.
    async fn change_draft(&self, caller: &Caller, family: Family, id: &str, change: DraftChange)
    -> Result<(), Failure>;
    /// Publishes a draft from an instant on; at once where none is said.
    async fn publish_draft(
        &self,
        caller: &Caller,
        family: Family,
        id: &str,
        from: Option<Timestamp>,
    ) -> Result<(), Failure>;
    /// Deletes a draft.
    async fn discard_draft(&self, caller: &Caller, family: Family, id: &str) -> Result<(), Failure>;
}

/// The options of a source, labelled in each language.
///
/// # Errors
/// Those of master data.
pub async fn choices(
    master: &dyn MasterData,
    source: &OptionSource,
    parent: Option<&str>,
    languages: &[LangCode],
) -> Result<Vec<Choice>, Failure> {
    let country = master.setting("mosip.country.code").await?;
    let mut merged: Vec<Choice> = Vec::new();
    for lang in languages {
        let found: Vec<(String, String)> = match source {
            OptionSource::Dynamic(name) => master.dynamic_field(name, *lang).await?,
            OptionSource::Locations { root, .. } => {
                // the first level hangs below the country (PRE-18)
                let parent = parent.or(root.as_deref()).or(country.as_deref());
                let nodes = master.locations(parent, *lang).await?;
                nodes.into_iter().map(|node| (node.code, node.name)).collect()
            }
            OptionSource::DocumentTypes(category) => {
                let rules = master.document_rules(None, *lang).await?;
                rules.into_iter().filter(|rule| rule.category_code == *category).flat_map(|rule| rule.types).collect()
            }
        };
        for (code, name) in found {
            match merged.iter_mut().find(|choice| choice.code == code) {
                Some(choice) => drop(choice.labels.insert(lang.as_str().to_owned(), name)),
                None => merged.push(Choice { code, labels: [(lang.as_str().to_owned(), name)].into() }),
            }
        }
    }
    Ok(merged)
}
