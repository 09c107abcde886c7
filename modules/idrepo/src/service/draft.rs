//! Drafts: an identity prepared step by step, by registration id.

use idrepo_api::identity::{DISCARD, DraftInfo, Drafts, IdentityRequest, IdentityResponse, RESIDENT, WRITE};
use idrepo_api::{IdRepoError, IdentityStatus};
use serde_json::Value;
use types::{Caller, Failure, Uin};

use crate::domain::document;
use crate::entity::draft;
use crate::error::{invalid, missing, not_found, storage};
use crate::sealed::Content;
use crate::service::validate::{self, Operation};
use crate::service::{files, read, update};
use crate::{Idrepo, repo, sealed};

/// Status of an unpublished draft in MOSIP's words: what reading shows and what changing answers.
pub(crate) const DRAFT: &str = "DRAFT";
const DRAFTED: &str = "DRAFTED";
const DISCARDED: &str = "DISCARDED";

/// What a draft is kept under: digits, as MOSIP takes them. Whether they are a registration id is looked at when the draft is
/// published, because only then a person is known by them.
fn draft_id(text: &str) -> Result<String, Failure> {
    match text.len() {
        10..=39 if text.bytes().all(|digit| digit.is_ascii_digit()) => Ok(text.to_owned()),
        _ => Err(invalid("registrationId")),
    }
}

fn status(text: &str) -> IdentityResponse {
    IdentityResponse { status: Some(text.to_owned()), ..IdentityResponse::default() }
}

/// `POST /draft/create/{registrationId}?UIN=`: of a given person, or of a new number.
pub(crate) async fn create(
    m: &Idrepo,
    caller: &Caller,
    reg_id: &str,
    uin: Option<&str>,
) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let reg_id = draft_id(reg_id)?;
    let known = repo::draft::find(m.db.read(), &reg_id).await.map_err(storage)?.is_some()
        || repo::identity::registration_exists(m.db.read(), &reg_id).await.map_err(storage)?;
    if known {
        return Err(Failure::of(IdRepoError::Exists));
    }
    let id = m.new_id();
    let (uin, identity_id, content) = match uin.filter(|uin| !uin.is_empty()) {
        Some(text) => {
            let uin = Uin::parse(text).map_err(|_| invalid("UIN"))?;
            let hash = m.salts(caller).await?.hash(uin.reveal());
            let row = repo::identity::find_by_hash(m.db.read(), &hash).await.map_err(storage)?.ok_or_else(not_found)?;
            let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
            (uin, Some(row.id), content)
        }
        None => {
            let number = |failure: Failure| Failure::of(IdRepoError::UinGeneration).because(failure);
            let uin = m.numbers.reserve_uin(caller).await.map_err(number)?;
            let mut content = Content::default();
            content.identity.insert("UIN".to_owned(), Value::String(uin.reveal().to_owned()));
            (uin, None, content)
        }
    };
    let uin_hash = m.salts(caller).await?.hash(uin.reveal());
    let now = m.db.now();
    let row = draft::Model {
        reg_id,
        uin_sealed: sealed::seal_uin(&*m.at_rest, &uin_hash, &uin).await?,
        data: sealed::seal_content(&*m.at_rest, &id, &content).await?,
        id,
        identity_id,
        status: DRAFT.to_owned(),
        created_at: now,
        updated_at: now,
        uin_hash: uin_hash.clone(),
    };
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    match repo::draft::insert(&mut tx, row).await {
        Err(error) if error.is_taken() => return Err(Failure::of(IdRepoError::Exists).because(error)),
        other => other.map_err(storage)?,
    }
    tx.audit(read::event("IDR-DFT-001", "DRAFT_CREATED", &uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(status(DRAFTED))
}

/// The draft of a registration.
pub(crate) async fn load(m: &Idrepo, reg_id: &str) -> Result<draft::Model, Failure> {
    repo::draft::find(m.db.read(), reg_id).await.map_err(storage)?.ok_or_else(not_found)
}

/// `PATCH /draft/update/{registrationId}`.
pub(crate) async fn update(
    m: &Idrepo,
    caller: &Caller,
    reg_id: &str,
    request: IdentityRequest,
) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let row = load(m, reg_id).await?;
    let Some(Value::Object(mut change)) = request.identity else { return Err(missing("identity")) };
    let schema = validate::schema_of(m, &change).await?;
    validate::check(m, &schema, &change, Operation::Update).await?;
    let mut content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    change.remove("UIN"); // a draft keeps its number
    update::merged(&mut content, &change);
    update::merge_verified(&mut content, request.verified_attributes);
    let mut documents = document::read(request.documents.as_deref().unwrap_or_default(), &content.identity)?;
    files::merge_biometrics(m, &row.id, &mut documents).await?;
    let data = sealed::seal_content(&*m.at_rest, &row.id, &content).await?;
    let files = files::put(m, &row.id, &documents).await?;

    let written = async {
        let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::draft::replace(&mut tx, &row, data).await.map_err(storage)? {
            return Err(Failure::of(IdRepoError::Storage)); // changed or gone meanwhile
        }
        for file in &files {
            repo::file::put(&mut tx, file.clone()).await.map_err(storage)?;
        }
        tx.audit(read::event("IDR-DFT-002", "DRAFT_UPDATED", &row.uin_hash)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
    .await;
    if written.is_err() {
        files::take_back(m, &files).await;
    }
    written.map(|()| status(DRAFTED))
}

/// `GET /draft/{registrationId}`.
pub(crate) async fn read(m: &Idrepo, caller: &Caller, reg_id: &str) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let row = load(m, reg_id).await?;
    let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    let documents = files::open(m, &row.id).await?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(read::event("IDR-DFT-003", "DRAFT_DISCLOSED", &row.uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(IdentityResponse {
        status: Some(row.status),
        identity: Some(Value::Object(content.identity)),
        documents: Some(documents.iter().map(document::write).collect()),
        verified_attributes: content.verified_attributes,
    })
}

/// `HEAD /draft/{registrationId}`.
pub(crate) async fn exists(m: &Idrepo, caller: &Caller, reg_id: &str) -> Result<bool, Failure> {
    caller.require(WRITE)?;
    Ok(repo::draft::find(m.db.read(), reg_id).await.map_err(storage)?.is_some())
}

/// `DELETE /draft/discard/{registrationId}`.
pub(crate) async fn discard(m: &Idrepo, caller: &Caller, reg_id: &str) -> Result<IdentityResponse, Failure> {
    caller.require(DISCARD)?;
    let row = load(m, reg_id).await?;
    let files = repo::file::current(m.db.read(), &row.id).await.map_err(storage)?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    if !repo::draft::remove(&mut tx, reg_id).await.map_err(storage)? {
        return Err(not_found());
    }
    repo::file::remove_all(&mut tx, &row.id).await.map_err(storage)?;
    tx.audit(read::event("IDR-DFT-004", "DRAFT_DISCARDED", &row.uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    files::take_back(m, &files).await;
    if row.identity_id.is_none() {
        let uin = sealed::open_uin(&*m.at_rest, &row.uin_hash, &row.uin_sealed).await?;
        if let Err(error) = m.numbers.release_uin(caller, &uin).await {
            tracing::warn!(code = error.code(), "the UIN of a discarded draft could not be given back");
        }
    }
    Ok(status(DISCARDED))
}

/// `GET /draft/uin/{uin}`.
pub(crate) async fn of_uin(m: &Idrepo, caller: &Caller, text: &str) -> Result<Drafts, Failure> {
    caller.require(RESIDENT)?;
    let uin = Uin::parse(text).map_err(|_| invalid("UIN"))?;
    let hash = m.salts(caller).await?.hash(uin.reveal());
    let rows = repo::draft::of_uin(m.db.read(), &hash).await.map_err(storage)?;
    if rows.is_empty() {
        return Err(not_found());
    }
    let mut drafts = Vec::with_capacity(rows.len());
    for row in rows {
        let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
        let hidden = ["UIN", "IDSchemaVersion", "verifiedAttributes"];
        let attributes =
            content.identity.into_iter().map(|(name, _)| name).filter(|name| !hidden.contains(&name.as_str()));
        drafts.push(DraftInfo {
            attributes: attributes.collect(),
            created_at: types::time::format(row.created_at),
            rid: row.reg_id,
        });
    }
    Ok(Drafts { drafts })
}

/// What a published draft answers.
pub(crate) fn published() -> IdentityResponse {
    status(&read::status_text(IdentityStatus::Activated))
}
