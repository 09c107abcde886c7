//! Change an identity: merge, history, limits, status.

use std::collections::{BTreeMap, BTreeSet};

use idrepo_api::identity::{IdentityRequest, IdentityResponse, RESIDENT, UpdateCount, UpdateCounts, WRITE};
use idrepo_api::{IdRepoError, IdentityDocument, IdentityEvent};
use serde_json::{Map, Value};
use types::{Caller, Failure};

use crate::domain::handle::Handle;
use crate::domain::vid_policy::status as vid_status;
use crate::domain::{document, handle, merge};
use crate::entity::identity;
use crate::error::{missing, not_found, storage};
use crate::repo::identity::Change;
use crate::sealed::Content;
use crate::service::create::{handle_rows, insert_handles, registration_id, uin_of};
use crate::service::validate::{self, Operation};
use crate::service::{announce, files, read};
use crate::{Idrepo, repo, sealed};

/// Master data setting with `{attribute: changes allowed}`, and what holds without it.
const LIMITS: (&str, &str) = ("mosip.idrepo.update-count-policy", r#"{"fullName":2,"gender":4,"dateOfBirth":3}"#);

/// A checked change of a stored identity.
pub(crate) struct Checked {
    pub row: identity::Model,
    pub reg_id: String,
    pub content: Content,
    pub changed: BTreeSet<String>,
    pub handles: Vec<Handle>,
    pub documents: Vec<IdentityDocument>,
    pub status: String,
}

/// `PATCH /identity`.
pub(crate) async fn over_rest(
    m: &Idrepo,
    caller: &Caller,
    request: IdentityRequest,
) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let reg_id = registration_id(request.registration_id.as_deref())?;
    let Some(Value::Object(change)) = request.identity else { return Err(missing("identity")) };
    let uin = uin_of(&change)?;
    let hash = m.salts(caller).await?.hash(uin.reveal());
    let row = repo::identity::find_by_hash(m.db.read(), &hash).await.map_err(storage)?.ok_or_else(not_found)?;
    if repo::identity::registration_exists(m.db.read(), &reg_id).await.map_err(storage)? {
        return Err(Failure::of(IdRepoError::Exists));
    }
    let status = match request.status.as_deref().filter(|status| !status.is_empty()) {
        Some(status) => read::status_text(read::status_of(status)?),
        None => row.status.clone(),
    };
    let schema = validate::schema_of(m, &change).await?;
    validate::check(m, &schema, &change, Operation::Update).await?;

    let mut content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    let changed = merge::identity(&mut content.identity, &change);
    merge_verified(&mut content, request.verified_attributes);
    let handles = handle::selected(&schema, &content.identity)?;
    let mut documents = document::read(request.documents.as_deref().unwrap_or_default(), &content.identity)?;
    files::merge_biometrics(m, &row.id, &mut documents).await?;
    let checked = Checked { row, reg_id, content, changed, handles, documents, status: status.clone() };
    store(m, caller, checked).await?;
    Ok(IdentityResponse { status: Some(status), ..IdentityResponse::default() })
}

/// Adds verified attributes that were not known.
pub(crate) fn merge_verified(content: &mut Content, new: Option<Vec<String>>) {
    if let Some(new) = new {
        let known = content.verified_attributes.get_or_insert_default();
        for attribute in new {
            if !known.contains(&attribute) {
                known.push(attribute);
            }
        }
    }
}

/// Writes a checked change: next revision, history, files, handles, counts, VIDs that follow the status, events, audit row.
pub(crate) async fn store(m: &Idrepo, caller: &Caller, change: Checked) -> Result<(), Failure> {
    let Checked { row, reg_id, content, changed, handles, documents, status } = change;
    let limits = limits(m).await?;
    let counted: Vec<String> = changed.into_iter().filter(|attribute| limits.contains_key(attribute)).collect();
    check_limits(m, &row.id, &limits, &counted).await?;

    let data = sealed::seal_content(&*m.at_rest, &row.id, &content).await?;
    let new_handles = handle_rows(m, caller, &row.id, &handles).await?;
    let old_handles = repo::handle::of(m.db.read(), &row.id).await.map_err(storage)?;
    let files = files::put(m, &row.id, &documents).await?;

    let written = async {
        let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
        match repo::identity::insert_registration(&mut tx, &reg_id, &row.id).await {
            Err(error) if error.is_taken() => return Err(Failure::of(IdRepoError::Exists).because(error)),
            other => other.map_err(storage)?,
        }
        let next = Change { reg_id, data, status: status.clone() };
        if !repo::identity::replace(&mut tx, &row, next).await.map_err(storage)? {
            return Err(Failure::of(IdRepoError::Storage)); // another change was faster: the caller tries again
        }
        for file in &files {
            repo::file::put(&mut tx, file.clone()).await.map_err(storage)?;
        }
        for gone in old_handles.iter().filter(|old| !new_handles.iter().any(|new| new.handle_hash == old.handle_hash)) {
            repo::handle::remove(&mut tx, &gone.handle_hash).await.map_err(storage)?;
        }
        let added =
            new_handles.into_iter().filter(|new| !old_handles.iter().any(|old| old.handle_hash == new.handle_hash));
        insert_handles(&mut tx, added.collect()).await?;
        for attribute in &counted {
            repo::identity::count_update(&mut tx, &row.id, attribute).await.map_err(storage)?;
        }
        let uin_hash = row.uin_hash.clone();
        if status != row.status {
            vids_follow(&mut tx, &uin_hash, &status).await?;
            announce(m, &mut tx, &uin_hash, &IdentityEvent::StatusChanged { uin_hash: uin_hash.clone() }).await?;
            tx.audit(read::event("IDR-UPD-002", "IDENTITY_STATUS_CHANGED", &uin_hash)).await.map_err(storage)?;
        }
        let event = IdentityEvent::Changed { uin_hash: uin_hash.clone(), revision: row.revision.unsigned_abs() + 1 };
        announce(m, &mut tx, &uin_hash, &event).await?;
        tx.audit(read::event("IDR-UPD-001", "IDENTITY_UPDATED", &uin_hash)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
    .await;
    if written.is_err() {
        files::take_back(m, &files).await;
    }
    written
}

/// VIDs sleep while their identity is not active.
async fn vids_follow(tx: &mut db::Tx, uin_hash: &str, status: &str) -> Result<(), Failure> {
    let (from, to) = if status == "ACTIVATED" {
        (vid_status::DEACTIVATED, vid_status::ACTIVE)
    } else {
        (vid_status::ACTIVE, vid_status::DEACTIVATED)
    };
    for vid in repo::vid::of_status(tx.conn(), uin_hash, from).await.map_err(storage)? {
        repo::vid::set_status(tx, &vid.id, from, to).await.map_err(storage)?;
    }
    Ok(())
}

async fn limits(m: &Idrepo) -> Result<BTreeMap<String, u32>, Failure> {
    let text = m.master.setting(LIMITS.0).await?.filter(|text| !text.trim().is_empty());
    let parsed = serde_json::from_str(text.as_deref().unwrap_or(LIMITS.1));
    Ok(parsed.unwrap_or_else(|error| {
        tracing::error!(%error, "the update count policy is not valid; none holds");
        BTreeMap::new()
    }))
}

async fn check_limits(
    m: &Idrepo,
    identity_id: &str,
    limits: &BTreeMap<String, u32>,
    changed: &[String],
) -> Result<(), Failure> {
    if changed.is_empty() {
        return Ok(());
    }
    let counts = repo::identity::update_counts(m.db.read(), identity_id).await.map_err(storage)?;
    let used = |attribute: &str| counts.iter().find(|row| row.attribute == attribute).map_or(0, |row| row.count);
    let over: Vec<&str> = changed
        .iter()
        .filter(|attribute| limits.get(*attribute).is_some_and(|limit| used(attribute).unsigned_abs() >= *limit))
        .map(String::as_str)
        .collect();
    if over.is_empty() { Ok(()) } else { Err(Failure::with(IdRepoError::UpdateCount, [over.join(",")])) }
}

/// How often attributes may still be changed; all limited ones, or those asked for.
pub(crate) async fn counts_left(
    m: &Idrepo,
    caller: &Caller,
    id: &str,
    id_type: Option<&str>,
    attributes: &[&str],
) -> Result<UpdateCounts, Failure> {
    caller.require(RESIDENT)?;
    let row = read::by_text(m, caller, id, id_type).await?.ok_or_else(not_found)?;
    let limits = limits(m).await?;
    let counts = repo::identity::update_counts(m.db.read(), &row.id).await.map_err(storage)?;
    let attributes = limits
        .into_iter()
        .filter(|(name, _)| attributes.is_empty() || attributes.contains(&name.as_str()))
        .map(|(attribute_name, limit)| {
            let used = counts.iter().find(|row| row.attribute == attribute_name).map_or(0, |row| row.count);
            UpdateCount { no_of_updates_left: limit.saturating_sub(used.unsigned_abs()), attribute_name }
        })
        .collect();
    Ok(UpdateCounts { attributes })
}

/// The change a draft asks for, as an update would merge it.
pub(crate) fn merged(content: &mut Content, change: &Map<String, Value>) -> BTreeSet<String> {
    merge::identity(&mut content.identity, change)
}
