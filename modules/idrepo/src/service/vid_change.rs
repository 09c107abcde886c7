//! Change the status of VIDs: revoke, use up, expire, regenerate, put to sleep and wake.

use idrepo_api::IdRepoError;
use idrepo_api::vid::{MANAGE, USE, VidRequest, VidResponse};
use types::{Caller, Failure};

use crate::domain::vid_policy::{VidPolicy, effective, status};
use crate::error::{invalid, missing, not_found, storage};
use crate::service::vid::{Prepared, change_status, find, insert, owner, prepare, requested_uin};
use crate::{Idrepo, repo};

fn status_response(status: &str, restored: Option<Prepared>) -> VidResponse {
    let restored = restored.map(|new| {
        let vid = Some(new.vid.reveal().to_owned());
        Box::new(VidResponse { vid, status: Some(new.row.status), ..VidResponse::default() })
    });
    VidResponse { status: Some(status.to_owned()), restored, ..VidResponse::default() }
}

/// `PATCH /vid/{vid}`.
pub(crate) async fn update(
    m: &Idrepo,
    caller: &Caller,
    text: &str,
    request: VidRequest,
) -> Result<VidResponse, Failure> {
    caller.require(USE)?;
    let wanted = request.status.as_deref().filter(|text| !text.is_empty()).ok_or_else(|| missing("vidStatus"))?;
    let to = *status::SETTABLE.iter().find(|known| **known == wanted).ok_or_else(|| invalid("vidStatus"))?;
    let row = find(m, caller, text).await?;
    let now = effective(&row.status, row.expires_at, m.db.now());
    if now != status::ACTIVE {
        return Err(Failure::with(IdRepoError::VidStatus, [now]));
    }
    let policies = m.vid_policies().await?;
    let policy = policies.find(&row.vid_type);
    if to == status::USED && policy.is_some_and(|policy| policy.transactions.is_none()) {
        return Ok(status_response(&row.status, None)); // a VID without limit is never used up
    }
    let restores = |policy: &&VidPolicy| policy.auto_restore && policy.restore_on.eq_ignore_ascii_case(to);
    let restored = match policy.filter(restores) {
        Some(policy) => Some(prepare(m, caller, &row.uin_hash, policy, status::ACTIVE).await?),
        None => None,
    };
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    repo::identity::take_turn(&mut tx, &row.uin_hash).await.map_err(storage)?;
    change_status(m, &mut tx, &row, to).await?;
    if let Some(new) = &restored {
        insert(m, &mut tx, new.row.clone()).await?;
    }
    tx.commit().await.map_err(storage)?;
    Ok(status_response(to, restored))
}

/// `POST /vid/{vid}/regenerate`.
pub(crate) async fn regenerate(m: &Idrepo, caller: &Caller, text: &str) -> Result<VidResponse, Failure> {
    caller.require(MANAGE)?;
    let row = find(m, caller, text).await?;
    let policies = m.vid_policies().await?;
    let policy = policies.find(&row.vid_type).ok_or_else(|| Failure::of(IdRepoError::VidPolicy))?;
    if policy.auto_restore {
        return Err(Failure::of(IdRepoError::VidPolicy));
    }
    let now = effective(&row.status, row.expires_at, m.db.now());
    if !status::REGENERABLE.contains(&now) {
        return Err(Failure::with(IdRepoError::VidStatus, [now]));
    }
    let owner =
        repo::identity::find_by_hash(m.db.read(), &row.uin_hash).await.map_err(storage)?.ok_or_else(not_found)?;
    if owner.status != "ACTIVATED" {
        return Err(Failure::with(IdRepoError::UinStatus, [owner.status]));
    }
    let new = prepare(m, caller, &row.uin_hash, policy, status::ACTIVE).await?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    repo::identity::take_turn(&mut tx, &row.uin_hash).await.map_err(storage)?;
    if now != status::ACTIVE {
        // an inactive one gives no place back: the new one needs its own
        let active = repo::vid::active(tx.conn(), &row.uin_hash, tx.now()).await.map_err(storage)?;
        let same = active.iter().filter(|vid| vid.vid_type.eq_ignore_ascii_case(&policy.name)).count();
        if same >= policy.instances as usize {
            return Err(Failure::of(IdRepoError::VidPolicy));
        }
    }
    change_status(m, &mut tx, &row, status::INVALIDATED).await?;
    insert(m, &mut tx, new.row.clone()).await?;
    tx.commit().await.map_err(storage)?;
    Ok(status_response(status::INVALIDATED, Some(new)))
}

/// `POST /vid/deactivate`: all active VIDs of a person sleep.
pub(crate) async fn deactivate(m: &Idrepo, caller: &Caller, request: VidRequest) -> Result<VidResponse, Failure> {
    caller.require(MANAGE)?;
    all(m, caller, &request, status::ACTIVE, status::DEACTIVATED).await
}

/// `POST /vid/reactivate`: all sleeping VIDs of a person that have not expired wake.
pub(crate) async fn reactivate(m: &Idrepo, caller: &Caller, request: VidRequest) -> Result<VidResponse, Failure> {
    caller.require(MANAGE)?;
    all(m, caller, &request, status::DEACTIVATED, status::ACTIVE).await
}

async fn all(m: &Idrepo, caller: &Caller, request: &VidRequest, from: &str, to: &str) -> Result<VidResponse, Failure> {
    let uin = requested_uin(request)?;
    let hash = m.salts(caller).await?.hash(uin.reveal());
    if to == status::ACTIVE {
        owner(m, caller, &uin).await?;
    }
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    if !repo::identity::take_turn(&mut tx, &hash).await.map_err(storage)? {
        return Err(not_found());
    }
    let now = tx.now();
    let rows = repo::vid::of_status(tx.conn(), &hash, from).await.map_err(storage)?;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.expires_at.is_none_or(|at| at > now)).collect();
    if rows.is_empty() {
        return Err(not_found());
    }
    for row in &rows {
        change_status(m, &mut tx, row, to).await?;
    }
    tx.commit().await.map_err(storage)?;
    Ok(status_response(to, None))
}
