//! Read an identity.

use db::{AuditEvent, EventType, Reference};
use idrepo_api::identity::{IdentityQuery, IdentityResponse, READ};
use idrepo_api::{IdRef, IdRepoError, IdentityRecord, IdentityStatus};
use serde_json::Value;
use types::{Caller, Failure, Rid, Uin, Vid};

use crate::domain::document;
use crate::domain::vid_policy::{effective, status};
use crate::entity::identity;
use crate::error::{invalid, missing, not_found, storage};
use crate::service::files;
use crate::{Idrepo, repo, sealed};

/// The row an id leads to. A VID has to be active.
pub(crate) async fn row(m: &Idrepo, caller: &Caller, id: &IdRef) -> Result<Option<identity::Model>, Failure> {
    match id {
        IdRef::Uin(uin) => {
            let hash = m.salts(caller).await?.hash(uin.reveal());
            repo::identity::find_by_hash(m.db.read(), &hash).await.map_err(storage)
        }
        IdRef::Vid(vid) => {
            let hash = m.salts(caller).await?.hash(vid.reveal());
            let Some(vid) = repo::vid::find(m.db.read(), &hash).await.map_err(storage)? else { return Ok(None) };
            let now = effective(&vid.status, vid.expires_at, m.db.now());
            if now != status::ACTIVE {
                return Err(Failure::with(IdRepoError::VidStatus, [now]));
            }
            repo::identity::find_by_hash(m.db.read(), &vid.uin_hash).await.map_err(storage)
        }
        IdRef::Rid(rid) => repo::identity::find_by_registration(m.db.read(), rid.reveal()).await.map_err(storage),
    }
}

/// Opens a row for another module.
pub(crate) async fn record(m: &Idrepo, row: identity::Model, with_documents: bool) -> Result<IdentityRecord, Failure> {
    let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    let uin = sealed::open_uin(&*m.at_rest, &row.uin_hash, &row.uin_sealed).await?;
    let mut documents = if with_documents { files::open(m, &row.id).await? } else { Vec::new() };
    let biometrics = documents.iter().position(|one| one.category == document::BIOMETRICS);
    let biometrics = biometrics.map(|at| documents.remove(at).bytes);
    Ok(IdentityRecord {
        uin,
        rid: Rid::parse(&row.reg_id).map_err(|error| Failure::of(IdRepoError::Integrity).because(error))?,
        status: status_of(&row.status)?,
        uin_hash: row.uin_hash,
        identity: Value::Object(content.identity),
        documents,
        biometrics,
        updated_at: row.updated_at,
    })
}

/// Which parts of an identity are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    pub demo: bool,
    pub bio: bool,
    pub all: bool,
}

impl Asked {
    /// `demo`, `bio`, `metadata`, `all`, comma-separated; nothing asks for the status alone as MOSIP does.
    pub fn parse(text: Option<&str>) -> Result<Option<Asked>, Failure> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
        let mut asked = Asked::default();
        for part in text.split(',') {
            match part.trim().to_ascii_lowercase().as_str() {
                "demo" => asked.demo = true,
                "bio" => asked.bio = true,
                "metadata" => {}
                "all" => asked.all = true,
                _ => return Err(invalid("type")),
            }
        }
        Ok(Some(asked))
    }
}

/// `GET /idvid/{id}` and `POST /idvid/`.
pub(crate) async fn over_rest(m: &Idrepo, caller: &Caller, query: IdentityQuery) -> Result<IdentityResponse, Failure> {
    caller.require(READ)?;
    let asked = Asked::parse(query.parts.as_deref())?;
    let extracts = [&query.finger_extraction_format, &query.iris_extraction_format, &query.face_extraction_format];
    if extracts.iter().any(|format| format.as_deref().is_some_and(|format| !format.is_empty())) {
        match asked {
            None => return Err(missing("type")),
            Some(asked) if !asked.bio && !asked.all => return Err(invalid("type")),
            Some(_) => {}
        }
    }
    let id = query.id.as_deref().unwrap_or_default();
    if id.is_empty() {
        return Err(missing("id"));
    }
    let row = by_text(m, caller, id, query.id_type.as_deref()).await?.ok_or_else(not_found)?;
    let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    let asked = asked.unwrap_or(Asked { demo: true, ..Asked::default() });
    let mut response = IdentityResponse { status: Some(row.status.clone()), ..IdentityResponse::default() };
    if asked.demo || asked.all {
        response.identity = Some(Value::Object(content.identity));
        response.verified_attributes = content.verified_attributes;
    }
    if asked.bio || asked.all {
        let opened = files::open(m, &row.id).await?;
        let wanted = opened.iter().filter(|one| asked.all || one.category == document::BIOMETRICS);
        response.documents = Some(wanted.map(document::write).collect());
    }
    disclosed(m, caller, &row.uin_hash).await?;
    Ok(response)
}

/// The row a text leads to: by the type that is said, else by what the text can be.
pub(crate) async fn by_text(
    m: &Idrepo,
    caller: &Caller,
    id: &str,
    id_type: Option<&str>,
) -> Result<Option<identity::Model>, Failure> {
    let id_type = id_type.unwrap_or_default().to_ascii_uppercase();
    let reference = match id_type.as_str() {
        "UIN" => IdRef::Uin(Uin::parse(id).map_err(|_| invalid("UIN"))?),
        "VID" => IdRef::Vid(Vid::parse(id).map_err(|_| invalid("VID"))?),
        "HANDLE" => {
            let hash = m.salts(caller).await?.hash(&id.to_lowercase());
            let Some(handle) = repo::handle::find(m.db.read(), &hash).await.map_err(storage)? else { return Ok(None) };
            return repo::identity::find(m.db.read(), &handle.identity_id).await.map_err(storage);
        }
        "ID" | "RID" => match Rid::parse(id) {
            Ok(rid) => IdRef::Rid(rid),
            Err(_) => return Ok(None),
        },
        "" => match (Uin::parse(id), Vid::parse(id), Rid::parse(id)) {
            (Ok(uin), ..) => IdRef::Uin(uin),
            (_, Ok(vid), _) => IdRef::Vid(vid),
            (.., Ok(rid)) => IdRef::Rid(rid),
            _ => return Ok(None),
        },
        _ => return Err(invalid("idType")),
    };
    row(m, caller, &reference).await
}

/// Audits that personal data leaves.
async fn disclosed(m: &Idrepo, caller: &Caller, uin_hash: &str) -> Result<(), Failure> {
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(event("IDR-RET-001", "IDENTITY_DISCLOSED", uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}

/// The registration id of a person, for residents' services.
pub(crate) async fn registration_of(
    m: &Idrepo,
    caller: &Caller,
    id: &str,
    id_type: Option<&str>,
) -> Result<String, Failure> {
    caller.require(idrepo_api::identity::RESIDENT)?;
    Ok(by_text(m, caller, id, id_type).await?.ok_or_else(not_found)?.reg_id)
}

/// An audit event about an identity.
pub(crate) fn event(id: &'static str, name: &'static str, uin_hash: &str) -> AuditEvent {
    AuditEvent::new(id, name, EventType::System)
        .about(Reference::new("UIN_HASH", uin_hash.to_owned()))
        .module("IDR-IDS")
}

/// MOSIP's word for a status.
pub(crate) fn status_text(status: IdentityStatus) -> String {
    match status {
        IdentityStatus::Activated => "ACTIVATED",
        IdentityStatus::Deactivated => "DEACTIVATED",
        IdentityStatus::Blocked => "BLOCKED",
    }
    .to_owned()
}

/// A status by MOSIP's word.
pub(crate) fn status_of(text: &str) -> Result<IdentityStatus, Failure> {
    match text {
        "ACTIVATED" => Ok(IdentityStatus::Activated),
        "DEACTIVATED" => Ok(IdentityStatus::Deactivated),
        "BLOCKED" => Ok(IdentityStatus::Blocked),
        _ => Err(invalid("status")),
    }
}
