//! Drafts of identity schemas and UI specifications, and their publication, in MOSIP's names.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::Timestamp;

/// An identity schema that is not published yet (`IdentitySchemaDto`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SchemaDraft {
    pub title: String,
    pub description: String,
    /// The JSON schema as text.
    pub schema: String,
}

/// A UI specification that is not published yet (`UISpecDto`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UiSpecDraft {
    /// Id of the published identity schema that the form fills.
    pub identity_schema_id: String,
    /// `pre-registration`, `registration-client` …
    pub domain: String,
    /// `schema`, `newProcess`, `settings` …
    #[serde(rename = "type")]
    pub spec_type: String,
    pub title: String,
    pub description: String,
    #[serde(rename = "jsonspec")]
    pub json: Value,
}

/// From when on a draft is in effect (`IdSchemaPublishDto`, `UISpecPublishDto`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    pub id: String,
    /// In the future.
    #[serde(with = "types::time::wire")]
    pub effective_from: Timestamp,
}
