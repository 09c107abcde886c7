//! What the portal's pages read. Each is a thin door to the service, which checks rights and records disclosures.

use app_kit::{Packed, UiError};
use leptos::prelude::*;
use masterdata_api::bulk::Category;
use masterdata_api::lost::{LostForm, LostFound};
use registration_api::adjudication::CaseView;
use registration_api::pipeline::{PipelineCounts, PipelinePage};
use serde::{Deserialize, Serialize};

use crate::audit_filter::Filter;
use crate::draft::Draft;

#[cfg(feature = "ssr")]
use app_kit::{
    Refusal,
    server::{caller, service},
};
#[cfg(feature = "ssr")]
use kernel_api::{AuditSearch, JobAdministration, SentMessages, SystemHealth, health::Part};
#[cfg(feature = "ssr")]
use keymgr_api::{KeyAdministration, KeyRef, admin::KeyQuery, trust::AuthorityQuery};
#[cfg(feature = "ssr")]
use masterdata_api::{BulkUploads, PolicySettings, lost::LostNumbers};
#[cfg(feature = "ssr")]
use registration_api::{
    PipelineQuery, PipelineState, Registrations,
    pipeline::Cursor,
    wire::endpoints::{ADJUDICATE, PIPELINE},
};
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// Registrations on one page.
#[cfg(feature = "ssr")]
const PAGE: u32 = 25;
/// Names of keys, and authorities, on one page.
#[cfg(feature = "ssr")]
const KEYS: u32 = 50;
/// Uploaded files on one page.
#[cfg(feature = "ssr")]
const UPLOADS: u64 = 25;
/// Audit rows on one page.
#[cfg(feature = "ssr")]
const AUDIT: u32 = 50;
/// Cases on one page.
#[cfg(feature = "ssr")]
const CASES: u32 = 100;

/// Who is signed in, and what waits for them: the frame of every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Console {
    pub name: String,
    pub user_id: String,
    /// How many are stuck; absent without the right to see the pipeline.
    pub stuck: Option<u64>,
    /// How many cases are open; absent without the right to decide.
    pub cases: Option<u64>,
    /// Whether keys and trust are in this person's hands.
    pub keys: bool,
    /// Whether this person may hand in files of master data.
    pub uploads: bool,
    /// Whether this person sees the country's settings.
    pub settings: bool,
    /// Whether the people who work here are.
    pub users: bool,
    /// Whether this person may read audit rows.
    pub audit: bool,
    /// How many jobs were given up; absent without the right to look after them.
    pub jobs: Option<u64>,
    /// Whether this person sees how the installation is.
    pub health: bool,
    /// Whether this person sees what does not fit in the country's definitions.
    pub cross_check: bool,
    /// Whether this person sees identity schemas and forms.
    pub schemas: bool,
    /// Whether this person reads master data.
    pub data: bool,
    /// Whether there is a page of messages: in the development profile only.
    pub messages: bool,
}

/// The list with what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketList {
    pub page: PipelinePage,
    pub counts: PipelineCounts,
    pub attention: Attention,
}

/// What waits for this member of staff; absent what they have no right to see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// Registrations that are stuck.
    pub stuck: Option<u64>,
    /// Cases that wait for a decision.
    pub cases: Option<u64>,
    /// Jobs that were given up.
    pub dead: Option<u64>,
    /// Keys that end soon.
    pub keys: Option<u64>,
    /// Other parts of the installation that want a person.
    pub parts: Option<u64>,
}

/// What is known of somebody whose number is lost, and the registrations that fit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostPage {
    pub form: LostForm,
    /// Nothing before somebody asked.
    pub found: Option<Vec<LostFound>>,
    pub refused: Option<UiError>,
}

/// A page of uploaded files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadList {
    pub category: Category,
    /// Whether this person may hand in rows of master data too.
    pub rows: bool,
    pub uploads: Vec<masterdata_api::bulk::Upload>,
    pub page: u64,
    pub size: u64,
    /// On all pages.
    pub total: u64,
}

/// A case with what was written into its form.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CasePage {
    pub view: CaseView,
    pub draft: Draft,
}

/// The frame: `Option<Console>`, nothing when nobody is signed in.
#[server(endpoint = "admin/desk")]
pub async fn desk() -> Result<Packed, UiError> {
    let caller = caller()?;
    let Some(who) = service::<dyn iam_api::Iam>()?.whoami(&caller).await? else { return Packed::of(&None::<Console>) };
    let registrations = service::<dyn Registrations>()?;
    let stuck = match caller.require(PIPELINE) {
        Ok(()) => Some(registrations.counts(&caller).await?.of(PipelineState::Stuck)),
        Err(_) => None,
    };
    let cases = match caller.require(ADJUDICATE) {
        Ok(()) => Some(registrations.cases(&caller, 1).await?.open),
        Err(_) => None,
    };
    let keys = caller.require(keymgr_api::access::ADMINISTER).is_ok();
    let uploads = caller.require(masterdata_api::bulk::BRING_PACKETS).is_ok();
    let settings = caller.require(masterdata_api::settings::READ_SETTINGS).is_ok();
    let users = caller.require(iam_api::staff::ADMINISTER_STAFF).is_ok();
    let audit = caller.require(kernel_api::audit_search::READ_AUDIT).is_ok();
    let jobs = match caller.require(kernel_api::jobs::ADMINISTER_JOBS) {
        Ok(()) => Some(service::<dyn JobAdministration>()?.dead_total(&caller).await?),
        Err(_) => None,
    };
    let health = caller.require(kernel_api::health::READ_HEALTH).is_ok();
    let cross_check = caller.require(masterdata_api::cross_check::READ_CROSS_CHECK).is_ok();
    let schemas = caller.require(masterdata_api::definitions::READ_DEFINITIONS).is_ok();
    let data = crate::data::may_read(&caller);
    let messages = use_context::<Arc<dyn SentMessages>>().is_some();
    let (name, user_id) = (who.name, who.user_id);
    Packed::of(&Some(Console {
        name,
        user_id,
        stuck,
        cases,
        keys,
        uploads,
        settings,
        users,
        audit,
        jobs,
        health,
        cross_check,
        schemas,
        data,
        messages,
    }))
}

/// A page of registrations: `PacketList`.
#[server(endpoint = "admin/packets")]
pub async fn packets(state: Option<String>, rid: Option<String>, after: Option<String>) -> Result<Packed, UiError> {
    let (service, caller) = (service::<dyn Registrations>()?, caller()?);
    let query = PipelineQuery {
        state: state.as_deref().and_then(PipelineState::parse),
        rid_prefix: rid.unwrap_or_default().chars().filter(char::is_ascii_digit).collect(),
        stage: None,
        after: after.as_deref().and_then(Cursor::parse),
        limit: PAGE,
    };
    let counts = service.counts(&caller).await?;
    let attention = attention(&caller, &counts).await?;
    Packed::of(&PacketList { page: service.list(&caller, &query).await?, counts, attention })
}

#[cfg(feature = "ssr")]
async fn attention(caller: &types::Caller, counts: &PipelineCounts) -> Result<Attention, UiError> {
    let decides = caller.require(ADJUDICATE).is_ok();
    let mut attention = Attention {
        stuck: Some(counts.of(PipelineState::Stuck)),
        cases: decides.then(|| counts.of(PipelineState::Decision)),
        ..Attention::default()
    };
    if caller.require(kernel_api::health::READ_HEALTH).is_ok() {
        let report = service::<dyn SystemHealth>()?.recent(caller).await?;
        let mut parts = 0;
        for finding in report.troubles() {
            match &finding.part {
                Part::DeadJobs { count } => attention.dead = Some(*count),
                Part::Keys { ending } => attention.keys = Some(ending.len() as u64),
                _ => parts += 1,
            }
        }
        attention.parts = Some(parts);
    }
    Ok(attention)
}

/// One registration: `PipelineDetail`.
#[server(endpoint = "admin/packet")]
pub async fn packet(rid: String) -> Result<Packed, UiError> {
    let rid = types::Rid::parse(&rid).map_err(|_| UiError::not_found())?;
    let found = service::<dyn Registrations>()?.detail(&caller()?, &rid).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// The form of a lost number with what was found by it: `LostPage`. A disclosure: audited before it is answered.
#[server(endpoint = "admin/lost/page")]
pub async fn lost(asked: bool) -> Result<Packed, UiError> {
    let caller = caller()?;
    caller.require(registration_api::history::FIND_LOST)?;
    let form = crate::post::lost_of_request();
    if !asked || !form.is_complete() {
        return Packed::of(&LostPage { form, found: None, refused: None });
    }
    let found = service::<dyn LostNumbers>()?.find(&caller, &form).await.map_err(UiError::from);
    match found {
        Ok(found) => Packed::of(&LostPage { form, found: Some(found), refused: None }),
        // too many people, days too far apart: said at the form
        Err(error) if error.kind == Refusal::Rule => Packed::of(&LostPage { form, found: None, refused: Some(error) }),
        Err(error) => Err(error),
    }
}

/// Open cases: `CaseList`.
#[server(endpoint = "admin/cases")]
pub async fn cases() -> Result<Packed, UiError> {
    Packed::of(&service::<dyn Registrations>()?.cases(&caller()?, CASES).await?)
}

/// One case with the packets behind it: `CasePage`.
#[server(endpoint = "admin/case")]
pub async fn case(id: String) -> Result<Packed, UiError> {
    let view = service::<dyn Registrations>()?.case(&caller()?, &id).await?.ok_or_else(UiError::not_found)?;
    Packed::of(&CasePage { draft: crate::post::draft_of_request(&id), view })
}

/// Names that have keys: `KeyPage`.
#[server(endpoint = "admin/keys")]
pub async fn keys(application: Option<String>, after: Option<String>) -> Result<Packed, UiError> {
    let after = after.as_deref().and_then(|name| name.split_once('/'));
    let query = KeyQuery {
        application_id: application,
        after: after.map(|(application, reference)| KeyRef::new(application, reference)),
        limit: KEYS,
    };
    Packed::of(&service::<dyn KeyAdministration>()?.keys(&caller()?, &query).await?)
}

/// The keys of one name: `KeyDetail`.
#[server(endpoint = "admin/key")]
pub async fn key(application: String, reference: String) -> Result<Packed, UiError> {
    let key = KeyRef::new(&application, &reference);
    let found = service::<dyn KeyAdministration>()?.key(&caller()?, &key).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// A page of trusted authorities, counted from 0: `AuthorityPage`.
#[server(endpoint = "admin/trust")]
pub async fn trust(page: Option<String>) -> Result<Packed, UiError> {
    let page_number = page.and_then(|page| page.parse().ok());
    let query = AuthorityQuery { page_number, page_size: Some(KEYS), ..AuthorityQuery::default() };
    Packed::of(&service::<dyn KeyAdministration>()?.authorities(&caller()?, &query).await?)
}

/// The country's settings: `Vec<SettingView>`.
#[server(endpoint = "admin/settings")]
pub async fn settings() -> Result<Packed, UiError> {
    Packed::of(&service::<dyn PolicySettings>()?.settings(&caller()?).await?)
}

/// One setting with its changes: `(SettingView, Vec<SettingChange>)`.
#[server(endpoint = "admin/setting")]
pub async fn setting(name: String) -> Result<Packed, UiError> {
    let found = service::<dyn PolicySettings>()?.setting_history(&caller()?, &name).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// A page of uploaded files, counted from 0: `UploadList`.
#[server(endpoint = "admin/uploads")]
pub async fn uploads(category: Option<String>, page: Option<String>) -> Result<Packed, UiError> {
    let (service, caller) = (service::<dyn BulkUploads>()?, caller()?);
    let rows = caller.require(masterdata_api::registry::WRITE).is_ok();
    let wanted = category.as_deref().and_then(Category::parse);
    // whoever may not change master data sees packets
    let category = wanted.unwrap_or(if rows { Category::Masterdata } else { Category::Packet });
    let page = page.and_then(|page| page.parse().ok()).unwrap_or(0);
    let (uploads, total) = service.list(&caller, category, page, UPLOADS).await?;
    Packed::of(&UploadList { category, rows, uploads, page, size: UPLOADS, total })
}

/// One uploaded file: `Upload`.
#[server(endpoint = "admin/upload")]
pub async fn upload(id: String) -> Result<Packed, UiError> {
    let found = service::<dyn BulkUploads>()?.get(&caller()?, &id).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// Audit rows that fit: `AuditList`.
#[server(endpoint = "admin/audit")]
pub async fn audit(filter: Filter) -> Result<Packed, UiError> {
    Packed::of(&service::<dyn AuditSearch>()?.search(&caller()?, &filter.question(AUDIT)).await?)
}

/// One audit row: `AuditEntry`.
#[server(endpoint = "admin/audit-entry")]
pub async fn audit_entry(source: String, id: String) -> Result<Packed, UiError> {
    let found = service::<dyn AuditSearch>()?.entry(&caller()?, &source, &id).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// Messages of the development sink: `Vec<SinkMessage>`.
#[server(endpoint = "admin/messages")]
pub async fn messages(recipient: Option<String>) -> Result<Packed, UiError> {
    let sink = use_context::<Arc<dyn SentMessages>>().ok_or_else(UiError::not_found)?;
    Packed::of(&sink.newest(&caller()?, recipient.as_deref()).await?)
}
