//! Ask for a one-time code.
//!
//! Nothing here looks the number up: whether it belongs to somebody shows in the job that sends the code, after the answer left.

use chrono::TimeDelta;
use idrepo_api::IdRef;
use resident_api::{CodeSent, PendingSignIn, ResidentError, permission::SIGN_IN};
use types::{Caller, Failure, LangCode};

use crate::{
    Resident,
    domain::{
        asking::{self, Answer, Asked},
        number,
    },
    entity::code::Model,
    error::{Error, Result},
    jobs::send_code::SendCode,
    repo, rules,
    service::{cx, event},
};

const PURPOSE: &str = "resident.number";

/// The index a number's request is kept under.
pub(crate) async fn index(m: &Resident, number: &IdRef) -> Result<String> {
    Ok(hex::encode(m.at_rest.blind_index(PURPOSE, number::reveal(number).as_bytes()).await?))
}

/// The kernel's key for a number's code: nothing personal, at most 64 characters.
pub(crate) fn code_key(number_index: &str) -> String {
    format!("resident-{}", &number_index[..number_index.len().min(48)])
}

/// The number of a request.
pub(crate) async fn open(m: &Resident, row: &Model) -> Result<IdRef> {
    let digits = m.at_rest.open(PURPOSE, row.number_index.as_bytes(), &row.number_sealed).await?;
    let digits = std::str::from_utf8(&digits).ok();
    let number = digits.and_then(number::parse);
    let unreadable = || Failure::of(ResidentError::Internal).because(std::io::Error::other("a number is unreadable"));
    Ok(number.ok_or_else(unreadable)?)
}

/// POST of the first page.
pub(crate) async fn by_number(m: &Resident, caller: &Caller, typed: &str, language: LangCode) -> Result<CodeSent> {
    caller.require(SIGN_IN)?;
    let number = number::parse(typed).ok_or(ResidentError::Number)?;
    db::retry(|| ask(m, caller, &number, language)).await
}

/// POST of "send again".
pub(crate) async fn again(m: &Resident, caller: &Caller, ticket: &str, language: LangCode) -> Result<CodeSent> {
    caller.require(SIGN_IN)?;
    let row = under_way(m, ticket).await?.ok_or(ResidentError::CodeWrong)?;
    let number = open(m, &row).await?;
    db::retry(|| ask(m, caller, &number, language)).await
}

/// The request a ticket stands for, while it does.
pub(crate) async fn under_way(m: &Resident, ticket: &str) -> Result<Option<Model>> {
    let row = repo::of_ticket(m.db.read(), ticket).await?;
    Ok(row.filter(|row| asking::is_under_way(row.requested_at, m.db.now())))
}

/// What the second page shows.
pub(crate) async fn pending(m: &Resident, caller: &Caller, ticket: &str) -> Result<Option<PendingSignIn>> {
    caller.require(SIGN_IN)?;
    let Some(row) = under_way(m, ticket).await? else { return Ok(None) };
    let number = open(m, &row).await?;
    Ok(Some(PendingSignIn {
        ending: number::ending(number::reveal(&number)),
        valid_secs: asking::seconds(rules::code_life(m).await?),
        resend_after_secs: asking::seconds(row.next_at - m.db.now()),
    }))
}

async fn ask(m: &Resident, caller: &Caller, number: &IdRef, language: LangCode) -> Result<CodeSent> {
    let number_index = index(m, number).await?;
    let life = rules::code_life(m).await?;
    let number_sealed = m.at_rest.seal(PURPOSE, number_index.as_bytes(), number::reveal(number).as_bytes()).await?;
    let ticket = m.db.random().uuid().simple().to_string();

    let mut tx = m.db.begin(&cx(caller)).await?;
    let last = repo::find(tx.conn(), &number_index).await?;
    let asked = match asking::judge(last.as_ref().map(asked).as_ref(), life, tx.now()) {
        Answer::Send(asked) => asked,
        Answer::Still { wait } => {
            return Ok(sent(last.map_or(ticket, |row| row.ticket), false, life, wait));
        }
        Answer::Blocked { wait } => return Err(waiting(ResidentError::CodeBlocked, wait)),
        Answer::TooMany { wait } => return Err(waiting(ResidentError::TooManyCodes, wait)),
    };
    let row = Model {
        number_index: number_index.clone(),
        number_sealed,
        ticket: ticket.clone(),
        language: language.as_str().to_owned(),
        requested_at: asked.requested_at,
        next_at: asked.next_at,
        blocked: asked.blocked,
        hour_from: asked.hour_from,
        hour_count: asked.hour_count,
    };
    let kept = match &last {
        None => repo::insert(&mut tx, row).await?,
        Some(last) => repo::replace(&mut tx, &last.ticket, row).await?,
    };
    if !kept {
        return Err(Error::Changed);
    }
    tx.enqueue(&SendCode { number_index, ticket: ticket.clone() }).await?;
    tx.audit(event("RES-SGN-001", "CODE_REQUESTED", "A one-time code was asked for")).await?;
    tx.commit().await?;
    Ok(sent(ticket, true, life, life))
}

fn asked(row: &Model) -> Asked {
    Asked {
        requested_at: row.requested_at,
        next_at: row.next_at,
        blocked: row.blocked,
        hour_from: row.hour_from,
        hour_count: row.hour_count,
    }
}

fn sent(ticket: String, fresh: bool, life: TimeDelta, wait: TimeDelta) -> CodeSent {
    CodeSent { ticket, fresh, valid_secs: asking::seconds(life), resend_after_secs: asking::seconds(wait) }
}

/// A refusal that says how long to wait.
pub(crate) fn waiting(code: ResidentError, wait: TimeDelta) -> Error {
    Error::Coded(Failure::with(code, [asking::minutes(wait)]))
}
