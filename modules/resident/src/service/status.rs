//! Where a registration is (RES-27).

use idrepo_api::IdRef;
use resident_api::{RegistrationStatus, ResidentError, permission::STATUS};
use types::Caller;

use crate::{
    Resident,
    domain::{number, progress},
    error::Result,
    rules,
};

pub(crate) async fn of_registration(m: &Resident, caller: &Caller, typed: &str) -> Result<Option<RegistrationStatus>> {
    caller.require(STATUS)?;
    let Some(IdRef::Rid(rid)) = number::parse(typed) else { return Err(ResidentError::RegistrationNumber.into()) };
    let Some((key, since)) = m.registrations.public_status(caller, &rid).await? else { return Ok(None) };
    let since = rules::clock(m).await?.local(since);
    Ok(Some(RegistrationStatus { progress: progress::of_registration(&key), since }))
}
