//! Lock and unlock the factors of a person.

use idrepo_api::identity::{AuthTypeRequest, AuthTypes, IdentityResponse, RESIDENT};
use idrepo_api::{AuthTypeLock, IdRef, IdentityEvent};
use types::{Caller, Failure, Uin, Vid};

use crate::domain::lock;
use crate::entity::{auth_lock, identity};
use crate::error::{invalid, missing, not_found, storage};
use crate::service::{announce, read};
use crate::{Idrepo, repo};

/// `POST /authtypes/status`.
pub(crate) async fn change(m: &Idrepo, caller: &Caller, request: AuthTypeRequest) -> Result<IdentityResponse, Failure> {
    caller.require(RESIDENT)?;
    let id = request.individual_id.as_deref().unwrap_or_default();
    if id.is_empty() {
        return Err(missing("individualId"));
    }
    let row = individual(m, caller, id, request.individual_id_type.as_deref()).await?;
    let wanted = request.request.unwrap_or_default();
    let locks = lock::read(&wanted, m.db.now())?;

    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    repo::identity::take_turn(&mut tx, &row.uin_hash).await.map_err(storage)?;
    for (lock, wanted) in locks.into_iter().zip(wanted) {
        let lock = auth_lock::Model {
            uin_hash: row.uin_hash.clone(),
            auth_type: lock.auth_type,
            locked: lock.locked,
            unlock_until: lock.unlock_until,
            request_id: wanted.request_id,
            requested_at: tx.now(),
        };
        repo::lock::put(&mut tx, lock).await.map_err(storage)?;
    }
    announce(m, &mut tx, &row.uin_hash, &IdentityEvent::LocksChanged { uin_hash: row.uin_hash.clone() }).await?;
    tx.audit(read::event("IDR-LCK-001", "AUTH_TYPE_STATUS_CHANGED", &row.uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(IdentityResponse { status: Some("Success".to_owned()), ..IdentityResponse::default() })
}

/// The locks of a person, for another module.
pub(crate) async fn of(m: &Idrepo, caller: &Caller, uin: &Uin) -> Result<Vec<AuthTypeLock>, Failure> {
    let hash = m.salts(caller).await?.hash(uin.reveal());
    let rows = repo::lock::of(m.db.read(), &hash).await.map_err(storage)?;
    Ok(rows.into_iter().map(contract).collect())
}

fn contract(row: auth_lock::Model) -> AuthTypeLock {
    AuthTypeLock { auth_type: row.auth_type, locked: row.locked, unlock_until: row.unlock_until }
}

/// `GET /authtypes/status/{id}`.
pub(crate) async fn over_rest(
    m: &Idrepo,
    caller: &Caller,
    id: &str,
    id_type: Option<&str>,
) -> Result<AuthTypes, Failure> {
    caller.require(RESIDENT)?;
    let row = individual(m, caller, id, id_type).await?;
    let now = m.db.now();
    let rows = repo::lock::of(m.db.read(), &row.uin_hash).await.map_err(storage)?;
    Ok(AuthTypes { auth_types: rows.into_iter().map(|row| lock::write(&contract(row), now)).collect() })
}

/// A person by UIN or VID; anything else is no individual.
async fn individual(m: &Idrepo, caller: &Caller, id: &str, id_type: Option<&str>) -> Result<identity::Model, Failure> {
    let wrong = || invalid("individualId");
    let reference = match id_type.map(str::to_ascii_uppercase).as_deref() {
        Some("UIN") => IdRef::Uin(Uin::parse(id).map_err(|_| wrong())?),
        Some("VID") => IdRef::Vid(Vid::parse(id).map_err(|_| wrong())?),
        Some("") | None => match (Uin::parse(id), Vid::parse(id)) {
            (Ok(uin), _) => IdRef::Uin(uin),
            (_, Ok(vid)) => IdRef::Vid(vid),
            _ => return Err(wrong()),
        },
        Some(_) => return Err(invalid("individualIdType")),
    };
    read::row(m, caller, &reference).await?.ok_or_else(not_found)
}
