//! What other modules may ask of master data. All reads are served from memory or an indexed query.

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use types::{CenterId, Failure, LangCode, MachineId, Timestamp};

/// The country's data languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Languages {
    pub mandatory: Vec<LangCode>,
    pub optional: Vec<LangCode>,
    pub min_count: u8,
    pub max_count: u8,
}

impl Languages {
    /// Mandatory then optional languages.
    pub fn all(&self) -> impl Iterator<Item = LangCode> + '_ {
        self.mandatory.iter().chain(&self.optional).copied()
    }
}

/// A published identity schema.
#[derive(Debug, Clone)]
pub struct IdentitySchemaVersion {
    pub id: String,
    pub version: f64,
    /// The JSON schema itself.
    pub schema: Value,
}

/// A published UI specification.
#[derive(Debug, Clone)]
pub struct UiSpecVersion {
    pub id: String,
    pub version: f64,
    pub domain: String,
    pub spec_type: String,
    pub identity_schema_version: f64,
    pub json: Value,
}

/// A registration centre in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Center {
    pub id: CenterId,
    pub name: String,
    pub lang: LangCode,
    pub address: Vec<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub location_code: String,
    pub holiday_location_code: String,
    pub contact_phone: Option<String>,
    pub contact_person: Option<String>,
    pub working_hours: Option<String>,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub lunch_from: Option<NaiveTime>,
    pub lunch_to: Option<NaiveTime>,
    /// Minutes one person takes at a kiosk.
    pub minutes_per_person: u32,
    pub kiosks: u32,
    pub zone: String,
    pub active: bool,
}

/// What a centre does on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CenterDay {
    pub date: NaiveDate,
    /// Holiday of the location, weekly closing day or exceptional holiday.
    pub closed: bool,
}

/// A registration machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    pub id: MachineId,
    pub name: String,
    /// Base64 of the encryption public key (DER), as registered.
    pub public_key: Option<String>,
    /// Base64 of the signing public key (DER).
    pub sign_public_key: Option<String>,
    pub center: Option<CenterId>,
    pub zone: String,
    pub active: bool,
}

/// Staff mapped to a centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    pub user_id: String,
    pub center: CenterId,
    pub active: bool,
}

/// Which document types a category accepts for an applicant type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRule {
    pub category_code: String,
    pub category_name: String,
    /// `(code, name)` of accepted types.
    pub types: Vec<(String, String)>,
}

/// A node of the location hierarchy in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationNode {
    pub code: String,
    pub name: String,
    pub level: i16,
    pub parent: Option<String>,
}

/// Reads of master data for other modules and portals.
#[async_trait]
pub trait MasterData: Send + Sync {
    /// The country's languages, from settings.
    async fn languages(&self) -> Result<Languages, Failure>;
    /// The published identity schema: the given version, or the latest.
    async fn identity_schema(&self, version: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure>;
    /// The published UI specification of a domain (`pre-registration`, `registration-client`) and type (`schema`, `newProcess`…).
    async fn ui_spec(&self, domain: &str, spec_type: &str, version: Option<f64>)
    -> Result<Arc<UiSpecVersion>, Failure>;
    /// A centre in a language (or any where that one is missing), active or not; `None` when unknown.
    async fn center(&self, id: &CenterId, lang: LangCode) -> Result<Option<Center>, Failure>;
    /// All active centres in a language.
    async fn centers(&self, lang: LangCode) -> Result<Vec<Center>, Failure>;
    /// Whether the centre works on each of the days `from..=to`.
    async fn center_days(&self, id: &CenterId, from: NaiveDate, to: NaiveDate) -> Result<Vec<CenterDay>, Failure>;
    /// A machine as it was at a time (history), or as it is now.
    async fn machine(&self, id: &MachineId, at: Option<Timestamp>) -> Result<Option<Machine>, Failure>;
    /// The operator's mapping to a centre, at a time.
    async fn operator(&self, user_id: &str, at: Option<Timestamp>) -> Result<Option<Operator>, Failure>;
    /// A template's text by type code and language.
    async fn template(&self, type_code: &str, lang: LangCode) -> Result<Option<String>, Failure>;
    /// Children of a location (`None`: the roots), in a language.
    async fn locations(&self, parent: Option<&str>, lang: LangCode) -> Result<Vec<LocationNode>, Failure>;
    /// Values of a dynamic field (`gender`, `residenceStatus` …): `(code, name)`.
    async fn dynamic_field(&self, name: &str, lang: LangCode) -> Result<Vec<(String, String)>, Failure>;
    /// Documents asked of an applicant type (`None`: all categories).
    async fn document_rules(&self, applicant_type: Option<&str>, lang: LangCode) -> Result<Vec<DocumentRule>, Failure>;
    /// Codes of the types that are mapped to a category, whether or not the category is offered to applicants now: what a
    /// client that knows it may still send.
    async fn document_types(&self, category: &str) -> Result<Vec<String>, Failure> {
        let rules = self.document_rules(None, LangCode::ENG).await?;
        let of_category = rules.into_iter().filter(|rule| rule.category_code == category);
        Ok(of_category.flat_map(|rule| rule.types).map(|(code, _)| code).collect())
    }
    /// Titles that stand before names in a language. None where a country keeps none.
    async fn titles(&self, lang: LangCode) -> Result<Vec<String>, Failure> {
        let _ = lang;
        Ok(Vec::new())
    }
    /// Codes of the active zones: all, or one and everything below it.
    async fn zones(&self, within: Option<&str>) -> Result<Vec<String>, Failure> {
        Ok(within.into_iter().map(str::to_owned).collect())
    }
    /// The zone a member of staff is mapped to.
    async fn zone_of_staff(&self, user_id: &str) -> Result<Option<String>, Failure> {
        let _ = user_id;
        Ok(None)
    }
    /// A MOSIP property: the row, or its documented default.
    async fn setting(&self, name: &str) -> Result<Option<String>, Failure>;
    /// Whether a text contains a blocklisted word of the language.
    async fn is_blocklisted(&self, text: &str, lang: LangCode) -> Result<bool, Failure>;
}
