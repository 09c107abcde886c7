//! Who a number belongs to, and whose session it is.

use db::AuditEvent;
use idrepo_api::{IdRef, IdRepoError, IdentityRecord, IdentityStatus};
use types::{Caller, Failure, Permission, caller::AccessError};

use crate::{Resident, authority::on_behalf_of, error::Result, service::cx};

/// The active identity of a number; `None` for a number of nobody, of a VID that is over, of an identity that is not active.
pub(crate) async fn find(m: &Resident, caller: &Caller, number: &IdRef) -> Result<Option<IdentityRecord>> {
    match m.idrepo.find(&on_behalf_of(caller), number, false).await {
        Ok(found) => Ok(found.filter(|record| record.status == IdentityStatus::Activated)),
        Err(failure) if failure.is(IdRepoError::VidStatus) || failure.is(IdRepoError::NotFound) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

/// The identity of the session's holder, who needs the permission. One that is no longer active ends what the session may do.
pub(crate) async fn holder(m: &Resident, caller: &Caller, permission: Permission) -> Result<IdentityRecord> {
    caller.require(permission)?;
    let found = m.idrepo.find_by_hash(&on_behalf_of(caller), caller.user_id(), false).await?;
    let active = found.filter(|record| record.status == IdentityStatus::Activated);
    Ok(active.ok_or_else(|| Failure::of(AccessError::Unauthenticated))?)
}

/// Writes down that something was disclosed or done.
pub(crate) async fn record(m: &Resident, caller: &Caller, event: AuditEvent) -> Result<()> {
    let mut tx = m.db.begin(&cx(caller)).await?;
    tx.audit(event).await?;
    tx.commit().await?;
    Ok(())
}
