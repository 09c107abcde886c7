//! Make and find VIDs.

use idrepo_api::vid::{CREATE, DRAFT, USE, VidInfoItem, VidRequest, VidResponse};
use idrepo_api::{IdRepoError, IdentityEvent, VidInfo};
use types::{Caller, Failure, Timestamp, Uin, Vid};

use crate::domain::vid_policy::{Room, VidPolicy, effective, room, status};
use crate::entity::{identity, vid};
use crate::error::{invalid, missing, not_found, storage};
use crate::service::create::{vid_row, wire_uin};
use crate::service::{announce, read};
use crate::{Idrepo, repo, sealed};

/// Makes a VID of a type under its policy.
pub(crate) async fn create(m: &Idrepo, caller: &Caller, uin: &Uin, vid_type: &str) -> Result<VidInfo, Failure> {
    caller.require(CREATE)?;
    let policies = m.vid_policies().await?;
    let policy = policies.find(vid_type).ok_or_else(|| invalid("vidType"))?;
    let owner = owner(m, caller, uin).await?;
    let new = prepare(m, caller, &owner.uin_hash, policy, status::ACTIVE).await?;

    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    repo::identity::take_turn(&mut tx, &owner.uin_hash).await.map_err(storage)?;
    make_room(m, &mut tx, &owner.uin_hash, policy).await?;
    insert(m, &mut tx, new.row.clone()).await?;
    tx.commit().await.map_err(storage)?;
    Ok(info(new.vid, &new.row, policy))
}

/// A number and its row, ready to be written.
pub(crate) struct Prepared {
    pub vid: Vid,
    pub row: vid::Model,
}

/// Draws a number before the transaction begins.
pub(crate) async fn prepare(
    m: &Idrepo,
    caller: &Caller,
    uin_hash: &str,
    policy: &VidPolicy,
    status: &str,
) -> Result<Prepared, Failure> {
    let expiry = policy.expiry(m.db.now());
    let number = |failure: Failure| Failure::of(IdRepoError::VidGeneration).because(failure);
    let vid = m.numbers.issue_vid(caller, expiry).await.map_err(number)?;
    let row = vid_row(m, caller, uin_hash, &vid, &policy.name, expiry, status).await?;
    Ok(Prepared { vid, row })
}

/// Counts the active VIDs of the type within the transaction that took the person's turn, so that two requests cannot both find
/// the last place free (invariant I8).
async fn make_room(m: &Idrepo, tx: &mut db::Tx, uin_hash: &str, policy: &VidPolicy) -> Result<(), Failure> {
    let active = repo::vid::active(tx.conn(), uin_hash, tx.now()).await.map_err(storage)?;
    let same: Vec<&vid::Model> = active.iter().filter(|vid| vid.vid_type.eq_ignore_ascii_case(&policy.name)).collect();
    match room(policy, same.len()) {
        Room::Free => Ok(()),
        Room::Full => Err(Failure::of(IdRepoError::VidPolicy)),
        Room::ReplaceOldest(status) => {
            let Some(oldest) = same.first() else { return Ok(()) };
            change_status(m, tx, oldest, &status).await
        }
    }
}

/// Changes the status of a VID that was just read; a faster change is told to the caller.
pub(crate) async fn change_status(m: &Idrepo, tx: &mut db::Tx, vid: &vid::Model, to: &str) -> Result<(), Failure> {
    if !repo::vid::set_status(tx, &vid.id, &vid.status, to).await.map_err(storage)? {
        return Err(Failure::of(IdRepoError::Storage));
    }
    let event = IdentityEvent::VidChanged { uin_hash: vid.uin_hash.clone(), vid_hash: vid.vid_hash.clone() };
    announce(m, tx, &vid.uin_hash, &event).await?;
    tx.audit(read::event("IDR-VID-002", "VID_STATUS_CHANGED", &vid.uin_hash)).await.map_err(storage)
}

/// Writes a prepared VID with its event and audit row.
pub(crate) async fn insert(m: &Idrepo, tx: &mut db::Tx, row: vid::Model) -> Result<(), Failure> {
    let (uin_hash, vid_hash) = (row.uin_hash.clone(), row.vid_hash.clone());
    match repo::vid::insert(tx, row).await {
        Err(error) if error.is_taken() => return Err(Failure::of(IdRepoError::VidGeneration).because(error)),
        other => other.map_err(storage)?,
    }
    announce(m, tx, &uin_hash, &IdentityEvent::VidChanged { uin_hash: uin_hash.clone(), vid_hash }).await?;
    tx.audit(read::event("IDR-VID-001", "VID_CREATED", &uin_hash)).await.map_err(storage)
}

/// The identity a UIN belongs to, which has to be active.
pub(crate) async fn owner(m: &Idrepo, caller: &Caller, uin: &Uin) -> Result<identity::Model, Failure> {
    let hash = m.salts(caller).await?.hash(uin.reveal());
    let row = repo::identity::find_by_hash(m.db.read(), &hash).await.map_err(storage)?.ok_or_else(not_found)?;
    active_owner(&row)?;
    Ok(row)
}

fn active_owner(row: &identity::Model) -> Result<(), Failure> {
    if row.status == "ACTIVATED" { Ok(()) } else { Err(Failure::with(IdRepoError::UinStatus, [row.status.as_str()])) }
}

fn info(vid: Vid, row: &vid::Model, policy: &VidPolicy) -> VidInfo {
    VidInfo {
        vid,
        vid_type: policy.name.clone(),
        status: row.status.clone(),
        expiry: row.expires_at,
        transactions_left: policy.transactions,
    }
}

/// A person's active VIDs, oldest first, with the time each was made.
pub(crate) async fn active(m: &Idrepo, caller: &Caller, uin: &Uin) -> Result<Vec<(VidInfo, Timestamp)>, Failure> {
    let hash = m.salts(caller).await?.hash(uin.reveal());
    let policies = m.vid_policies().await?;
    let mut listed = Vec::new();
    for row in repo::vid::active(m.db.read(), &hash, m.db.now()).await.map_err(storage)? {
        let vid = sealed::open_vid(&*m.at_rest, &row.vid_hash, &row.vid_sealed).await?;
        let policy = policies.find(&row.vid_type);
        let item = VidInfo {
            vid,
            vid_type: policy.map_or_else(|| row.vid_type.clone(), |policy| policy.name.clone()),
            status: row.status,
            expiry: row.expires_at,
            transactions_left: policy.and_then(|policy| policy.transactions),
        };
        listed.push((item, row.generated_at));
    }
    Ok(listed)
}

/// The UIN of a request: text or number.
pub(crate) fn requested_uin(request: &VidRequest) -> Result<Uin, Failure> {
    match &request.uin {
        None | Some(serde_json::Value::Null) => Err(missing("UIN")),
        Some(value) => wire_uin(value).ok_or_else(|| invalid("UIN")),
    }
}

/// `POST /vid`.
pub(crate) async fn create_over_rest(m: &Idrepo, caller: &Caller, request: VidRequest) -> Result<VidResponse, Failure> {
    caller.require(CREATE)?;
    let vid_type = request.vid_type.as_deref().filter(|text| !text.is_empty()).ok_or_else(|| missing("vidType"))?;
    if m.vid_policies().await?.find(vid_type).is_none() {
        return Err(invalid("vidType"));
    }
    let made = create(m, caller, &requested_uin(&request)?, vid_type).await?;
    Ok(VidResponse { vid: Some(made.vid.reveal().to_owned()), status: Some(made.status), ..VidResponse::default() })
}

/// `POST /draft/vid`: a VID of a UIN that is not published yet.
pub(crate) async fn create_draft(m: &Idrepo, caller: &Caller, request: VidRequest) -> Result<VidResponse, Failure> {
    caller.require(DRAFT)?;
    let policies = m.vid_policies().await?;
    let vid_type = request.vid_type.as_deref().filter(|text| !text.is_empty()).ok_or_else(|| missing("vidType"))?;
    let policy = policies.find(vid_type).ok_or_else(|| invalid("vidType"))?;
    let uin = requested_uin(&request)?;
    let hash = m.salts(caller).await?.hash(uin.reveal());
    if repo::draft::of_uin(m.db.read(), &hash).await.map_err(storage)?.is_empty() {
        return Err(not_found());
    }
    let new = prepare(m, caller, &hash, policy, status::DRAFT).await?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    insert(m, &mut tx, new.row).await?;
    tx.commit().await.map_err(storage)?;
    let number = new.vid.reveal().to_owned();
    Ok(VidResponse { vid: Some(number), status: Some(status::DRAFT.to_owned()), ..VidResponse::default() })
}

/// `GET /vid/{vid}`: the UIN behind an active VID.
pub(crate) async fn uin_behind(m: &Idrepo, caller: &Caller, text: &str) -> Result<VidResponse, Failure> {
    caller.require(USE)?;
    let row = find(m, caller, text).await?;
    let now = effective(&row.status, row.expires_at, m.db.now());
    if now != status::ACTIVE {
        return Err(Failure::with(IdRepoError::VidStatus, [now]));
    }
    let owner =
        repo::identity::find_by_hash(m.db.read(), &row.uin_hash).await.map_err(storage)?.ok_or_else(not_found)?;
    active_owner(&owner)?;
    let uin = sealed::open_uin(&*m.at_rest, &owner.uin_hash, &owner.uin_sealed).await?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(read::event("IDR-VID-003", "VID_RESOLVED", &row.uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    let status = Some(row.status);
    Ok(VidResponse { uin: Some(uin.reveal().to_owned()), status, ..VidResponse::default() })
}

/// The row of a VID given as text.
pub(crate) async fn find(m: &Idrepo, caller: &Caller, text: &str) -> Result<vid::Model, Failure> {
    let vid = Vid::parse(text).map_err(|_| invalid("VID"))?;
    let hash = m.salts(caller).await?.hash(vid.reveal());
    repo::vid::find(m.db.read(), &hash).await.map_err(storage)?.ok_or_else(not_found)
}

/// `GET /vid/uin/{uin}`.
pub(crate) async fn list_over_rest(m: &Idrepo, caller: &Caller, text: &str) -> Result<Vec<VidInfoItem>, Failure> {
    caller.require(CREATE)?;
    let uin = Uin::parse(text).map_err(|_| invalid("UIN"))?;
    let listed = active(m, caller, &uin).await?;
    if listed.is_empty() {
        return Err(not_found());
    }
    let item = |(info, made): (VidInfo, Timestamp)| VidInfoItem {
        vid: info.vid.reveal().to_owned(),
        vid_type: info.vid_type,
        expiry_timestamp: info.expiry,
        generated_on_timestamp: made,
        transaction_limit: info.transactions_left,
        hash_attributes: None,
    };
    Ok(listed.into_iter().map(item).collect())
}
