//! Bring a one-time code back and open a session.

use iam_api::PortalSession;
use kernel_api::OtpVerdict;
use resident_api::{
    ResidentError,
    permission::{HOLDER, SIGN_IN},
};
use types::{Caller, CallerKind};

use crate::{
    Resident,
    authority::on_behalf_of,
    entity::code::Model,
    error::{Error, Result},
    repo, rules,
    service::{cx, event, of_holder, person, request_code},
};

/// Whether the code is right shows only together with whose number it is: a code that was made for nobody's number and guessed
/// is a wrong one like any other.
pub(crate) async fn sign_in(m: &Resident, caller: &Caller, ticket: &str, code: &str) -> Result<PortalSession> {
    caller.require(SIGN_IN)?;
    let row = request_code::under_way(m, ticket).await?.ok_or(ResidentError::CodeWrong)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let verdict = m.codes.validate(caller, &request_code::code_key(&row.number_index), &code).await;
    match verdict {
        Ok(OtpVerdict::Valid) => {}
        Ok(OtpVerdict::Blocked) => return Err(blocked(m, caller, &row).await?),
        // the kernel says "no code was made for this key" as a failure; to the person it is a wrong code like any other
        Ok(OtpVerdict::Wrong | OtpVerdict::Expired) => return Err(refused(m, caller).await?),
        Err(failure) if failure.status() < 500 => return Err(refused(m, caller).await?),
        Err(failure) => return Err(failure.into()),
    }
    let number = request_code::open(m, &row).await?;
    let Some(record) = person::find(m, caller, &number).await? else { return Err(refused(m, caller).await?) };

    let mut tx = m.db.begin(&cx(caller)).await?;
    repo::forget(&mut tx, &row.number_index).await?;
    tx.audit(of_holder("RES-SGN-002", "SIGNED_IN", "A person signed in with a one-time code", &record.uin_hash))
        .await?;
    tx.commit().await?;
    let session = m.iam.open_session(&on_behalf_of(caller), CallerKind::Resident, &record.uin_hash, &[HOLDER]).await?;
    Ok(session)
}

async fn refused(m: &Resident, caller: &Caller) -> Result<Error> {
    let told = event("RES-SGN-003", "SIGN_IN_REFUSED", "A one-time code was wrong or expired");
    person::record(m, caller, told).await?;
    Ok(ResidentError::CodeWrong.into())
}

async fn blocked(m: &Resident, caller: &Caller, row: &Model) -> Result<Error> {
    let freeze = rules::freeze(m).await?;
    // the kernel froze the number with this answer, or did so before: then the wait that was noted stands
    let wait = if row.blocked { row.next_at - m.db.now() } else { freeze };
    let mut tx = m.db.begin(&cx(caller)).await?;
    if !row.blocked {
        let until = tx.now() + freeze;
        repo::block(&mut tx, &row.number_index, until).await?;
    }
    tx.audit(event("RES-SGN-004", "SIGN_IN_BLOCKED", "Too many wrong one-time codes: the number is frozen")).await?;
    tx.commit().await?;
    Ok(request_code::waiting(ResidentError::CodeBlocked, wait))
}
