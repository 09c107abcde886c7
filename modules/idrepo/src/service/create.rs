//! Store a new identity: by the pipeline for a registration, or with a given UIN over REST.

use idrepo_api::identity::{IdentityRequest, IdentityResponse, WRITE};
use idrepo_api::{CreateIdentity, Created, IdRepoError, IdentityDocument, IdentityEvent, IdentityStatus};
use serde_json::{Map, Value};
use types::{Caller, Failure, Rid, Uin, Vid};

use crate::domain::vid_policy::status;
use crate::domain::{document, handle};
use crate::entity::{handle as handle_row, identity, vid};
use crate::error::{invalid, missing, storage};
use crate::jobs::ConfirmNumber;
use crate::sealed::Content;
use crate::service::validate::{self, Operation};
use crate::service::{announce, files, read};
use crate::{Idrepo, repo, sealed};

/// The type of VID every published identity starts with, as MOSIP's pipeline makes it.
pub(crate) const FIRST_VID: &str = "Perpetual";

/// An identity that has been checked.
pub(crate) struct NewIdentity {
    pub uin: Uin,
    pub reg_id: String,
    pub content: Content,
    pub documents: Vec<IdentityDocument>,
    pub handles: Vec<handle::Handle>,
    /// The number of the first VID, where one is to be made.
    pub vid: Option<Vid>,
}

/// Creates the identity of a registration, or answers the one it already made.
pub(super) async fn for_registration(m: &Idrepo, caller: &Caller, command: CreateIdentity) -> Result<Created, Failure> {
    caller.require(WRITE)?;
    if let Some(known) = established(m, &command.rid).await? {
        return Ok(known);
    }
    let Value::Object(mut identity) = command.identity else { return Err(invalid("identity")) };
    let mut documents = command.documents;
    if let Some(bytes) = command.biometrics {
        documents.push(IdentityDocument { category: document::BIOMETRICS.to_owned(), bytes });
    }
    document::check_biometrics(&documents)?;
    let schema = validate::schema_of(m, &identity).await?;

    let uin = m
        .numbers
        .reserve_uin(caller)
        .await
        .map_err(|failure| Failure::of(IdRepoError::UinGeneration).because(failure))?;
    identity.insert("UIN".to_owned(), Value::String(uin.reveal().to_owned()));
    let prepared = async {
        validate::check(m, &schema, &identity, Operation::New).await?;
        let handles = handle::selected(&schema, &identity)?;
        let number = |failure: Failure| Failure::of(IdRepoError::VidGeneration).because(failure);
        let vid = m.numbers.issue_vid(caller, None).await.map_err(number)?;
        let content = Content { identity, verified_attributes: None };
        let reg_id = command.rid.reveal().to_owned();
        let new = NewIdentity { uin: uin.clone(), reg_id, content, documents, handles, vid: Some(vid) };
        store(m, caller, new).await
    };
    match prepared.await {
        Ok(()) => Ok(Created { uin, new: true }),
        Err(failure) => {
            // Nothing was stored under this number: it goes back, whatever the reason.
            if let Err(error) = m.numbers.release_uin(caller, &uin).await {
                tracing::warn!(code = error.code(), "a reserved UIN could not be given back");
            }
            match established(m, &command.rid).await? {
                Some(known) if failure.is(IdRepoError::Exists) => Ok(known), // another worker was faster
                _ => Err(failure),
            }
        }
    }
}

async fn established(m: &Idrepo, rid: &Rid) -> Result<Option<Created>, Failure> {
    let Some(row) = repo::identity::find_by_registration(m.db.read(), rid.reveal()).await.map_err(storage)? else {
        return Ok(None);
    };
    let uin = sealed::open_uin(&*m.at_rest, &row.uin_hash, &row.uin_sealed).await?;
    m.db.durable().await; // the answer restates an earlier success
    Ok(Some(Created { uin, new: false }))
}

/// `POST /identity`: the UIN comes with the request.
pub(crate) async fn over_rest(
    m: &Idrepo,
    caller: &Caller,
    request: IdentityRequest,
) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let reg_id = registration_id(request.registration_id.as_deref())?;
    let Some(Value::Object(identity)) = request.identity else { return Err(missing("identity")) };
    let schema = validate::schema_of(m, &identity).await?;
    validate::check(m, &schema, &identity, Operation::New).await?;
    let uin = uin_of(&identity)?;
    let documents = document::read(request.documents.as_deref().unwrap_or_default(), &identity)?;
    let handles = handle::selected(&schema, &identity)?;

    let hash = m.salts(caller).await?.hash(uin.reveal());
    let taken = repo::identity::find_by_hash(m.db.read(), &hash).await.map_err(storage)?.is_some()
        || repo::identity::registration_exists(m.db.read(), &reg_id).await.map_err(storage)?;
    if taken {
        return Err(Failure::of(IdRepoError::Exists));
    }
    let content = Content { identity, verified_attributes: request.verified_attributes };
    store(m, caller, NewIdentity { uin, reg_id, content, documents, handles, vid: None }).await?;
    Ok(IdentityResponse { status: Some(read::status_text(IdentityStatus::Activated)), ..IdentityResponse::default() })
}

/// Writes a checked identity with its files, handles, first VID, event and audit row. `Exists` when its UIN or registration is taken.
pub(crate) async fn store(m: &Idrepo, caller: &Caller, new: NewIdentity) -> Result<(), Failure> {
    let salts = m.salts(caller).await?;
    let id = m.new_id();
    let uin_hash = salts.hash(new.uin.reveal());
    let row = {
        let now = m.db.now();
        identity::Model {
            id: id.clone(),
            uin_hash: uin_hash.clone(),
            uin_sealed: sealed::seal_uin(&*m.at_rest, &uin_hash, &new.uin).await?,
            reg_id: new.reg_id.clone(),
            data: sealed::seal_content(&*m.at_rest, &id, &new.content).await?,
            status: read::status_text(IdentityStatus::Activated),
            revision: 1,
            vid_turn: 0,
            created_by: caller.cx().actor().to_owned(),
            created_at: now,
            updated_at: now,
        }
    };
    let handles = handle_rows(m, caller, &id, &new.handles).await?;
    let vid = match &new.vid {
        Some(vid) => Some(vid_row(m, caller, &uin_hash, vid, FIRST_VID, None, status::ACTIVE).await?),
        None => None,
    };
    let files = files::put(m, &id, &new.documents).await?;
    let written = write(m, caller, row, handles, vid, &files).await;
    if written.is_err() {
        files::take_back(m, &files).await;
    }
    written
}

async fn write(
    m: &Idrepo,
    caller: &Caller,
    row: identity::Model,
    handles: Vec<handle_row::Model>,
    vid: Option<vid::Model>,
    files: &[crate::entity::file::Model],
) -> Result<(), Failure> {
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    let (id, uin_hash) = (row.id.clone(), row.uin_hash.clone());
    match repo::identity::insert(&mut tx, row).await {
        Err(error) if error.is_taken() => return Err(Failure::of(IdRepoError::Exists).because(error)),
        other => other.map_err(storage)?,
    }
    for file in files {
        repo::file::put(&mut tx, file.clone()).await.map_err(storage)?;
    }
    insert_handles(&mut tx, handles).await?;
    if let Some(vid) = vid {
        let vid_hash = vid.vid_hash.clone();
        repo::vid::insert(&mut tx, vid).await.map_err(storage)?;
        announce(m, &mut tx, &uin_hash, &IdentityEvent::VidChanged { uin_hash: uin_hash.clone(), vid_hash }).await?;
    }
    announce(m, &mut tx, &uin_hash, &IdentityEvent::Changed { uin_hash: uin_hash.clone(), revision: 1 }).await?;
    tx.enqueue(&ConfirmNumber { identity_id: id }).await.map_err(storage)?;
    tx.audit(crate::service::read::event("IDR-CRT-001", "IDENTITY_CREATED", &uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}

/// Handles ready to be written; one that is somebody's is refused by its field.
pub(crate) async fn handle_rows(
    m: &Idrepo,
    caller: &Caller,
    identity_id: &str,
    handles: &[handle::Handle],
) -> Result<Vec<handle_row::Model>, Failure> {
    let salts = m.salts(caller).await?;
    let mut rows = Vec::with_capacity(handles.len());
    for handle in handles {
        let handle_hash = salts.hash(&handle.value);
        let owner = repo::handle::find(m.db.read(), &handle_hash).await.map_err(storage)?;
        if owner.is_some_and(|owner| owner.identity_id != identity_id) {
            return Err(Failure::with(IdRepoError::HandleExists, [handle.field.as_str()]));
        }
        rows.push(handle_row::Model {
            handle_sealed: sealed::seal_handle(&*m.at_rest, &handle_hash, &handle.value).await?,
            handle_hash,
            identity_id: identity_id.to_owned(),
            field: handle.field.clone(),
            created_at: m.db.now(),
        });
    }
    Ok(rows)
}

/// Writes handles; one that somebody took meanwhile is refused by its field.
pub(crate) async fn insert_handles(tx: &mut db::Tx, rows: Vec<handle_row::Model>) -> Result<(), Failure> {
    for row in rows {
        let field = row.field.clone();
        match repo::handle::insert(tx, row).await {
            Err(error) if error.is_taken() => {
                return Err(Failure::with(IdRepoError::HandleExists, [field]).because(error));
            }
            other => other.map_err(storage)?,
        }
    }
    Ok(())
}

/// A VID ready to be written.
pub(crate) async fn vid_row(
    m: &Idrepo,
    caller: &Caller,
    uin_hash: &str,
    vid: &Vid,
    vid_type: &str,
    expires_at: Option<types::Timestamp>,
    status: &str,
) -> Result<vid::Model, Failure> {
    let vid_hash = m.salts(caller).await?.hash(vid.reveal());
    let now = m.db.now();
    Ok(vid::Model {
        id: m.new_id(),
        vid_sealed: sealed::seal_vid(&*m.at_rest, &vid_hash, vid).await?,
        vid_hash,
        uin_hash: uin_hash.to_owned(),
        vid_type: vid_type.to_uppercase(),
        status: status.to_owned(),
        generated_at: now,
        expires_at,
        updated_at: now,
    })
}

/// The registration id of a request, checked.
pub(crate) fn registration_id(text: Option<&str>) -> Result<String, Failure> {
    let text = text.unwrap_or_default();
    if text.is_empty() {
        return Err(missing("registrationId"));
    }
    Rid::parse(text).map(|rid| rid.reveal().to_owned()).map_err(|error| invalid("registrationId").because(error))
}

/// The UIN inside an identity: text or, from old clients, a number.
pub(crate) fn uin_of(identity: &Map<String, Value>) -> Result<Uin, Failure> {
    match identity.get("UIN") {
        None | Some(Value::Null) => Err(missing("identity/UIN")),
        Some(value) => wire_uin(value).ok_or_else(|| invalid("identity/UIN")),
    }
}

/// A UIN as text or number.
pub(crate) fn wire_uin(value: &Value) -> Option<Uin> {
    match value {
        Value::String(text) => Uin::parse(text).ok(),
        Value::Number(number) => Uin::parse(&number.to_string()).ok(),
        _ => None,
    }
}
