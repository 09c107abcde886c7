//! Who used an identity.

use auth_api::wire::{AuthTransaction, AuthTransactions, RESIDENT};
use auth_api::{AuthError as E, AuthUse};
use types::{Caller, Failure, Fault, Uin};

use crate::domain::individual;
use crate::entity::transaction;
use crate::error::{Outcome, Refusal, storage};
use crate::service::event;
use crate::{AuthModule, repo, sealed};

/// The most rows of one answer.
const MOST: u64 = 500;

/// For this platform's portals.
pub(crate) async fn of_person(m: &AuthModule, caller: &Caller, uin: &Uin, limit: u32) -> Result<Vec<AuthUse>, Failure> {
    caller.require(RESIDENT)?;
    let hash = sealed::number_hash(&*m.at_rest, uin.reveal()).await?;
    let Some(number) = repo::number::find(m.db.read(), &hash).await.map_err(storage)? else { return Ok(Vec::new()) };
    disclosed(m, caller, &number.uin_hash).await?;
    let limit = u64::from(limit).min(MOST);
    let rows = repo::transaction::newest(m.db.read(), &number.uin_hash, 0, limit).await.map_err(storage)?;
    Ok(rows
        .into_iter()
        .map(|row| AuthUse {
            at: row.created_at,
            partner: row.partner_name,
            kind: row.kind,
            succeeded: row.succeeded,
            transaction_id: row.transaction_id,
            disclosed: serde_json::from_str(&row.disclosed).unwrap_or_default(),
        })
        .collect())
}

/// `GET /internal/authTransactions/individualId/{id}`. Numbers out of use still lead to the history.
pub(crate) async fn over_rest(
    m: &AuthModule,
    caller: &Caller,
    id: &str,
    kind: Option<&str>,
    page: Option<&str>,
    size: Option<&str>,
) -> Outcome<AuthTransactions> {
    let fault = |fault| Refusal::Checks(vec![fault]);
    let kind = kind.filter(|kind| !kind.trim().is_empty());
    let individual = individual::read(Some(id), kind, true).map_err(fault)?;
    let number = |name: &str, text: Option<&str>, default: u64| match text.filter(|text| !text.is_empty()) {
        None => Ok(default),
        Some(text) => match text.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(fault(Fault::new(E::Invalid, [name]))),
        },
    };
    let page = number("pageStart", page, 1)?;
    let size = number("pageFetch", size, 10)?.min(MOST);
    let hash = sealed::number_hash(&*m.at_rest, &individual.text).await?;
    let found = repo::number::find(m.db.read(), &hash).await?.filter(|row| row.kind == individual.kind.name());
    let Some(number) = found else {
        return Err(fault(Fault::new(E::NotAvailable, [individual.kind.name()])));
    };
    disclosed(m, caller, &number.uin_hash).await?;
    let skip = (page - 1).saturating_mul(size).min(u64::from(u32::MAX));
    let rows = repo::transaction::newest(m.db.read(), &number.uin_hash, skip, size).await?;
    Ok(AuthTransactions { auth_transactions: rows.into_iter().map(wire).collect() })
}

/// Audits that somebody's history is shown.
async fn disclosed(m: &AuthModule, caller: &Caller, uin_hash: &str) -> Result<(), Failure> {
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(event("IDA-HIS-001", "AUTHENTICATION_HISTORY_READ", uin_hash)).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}

fn wire(row: transaction::Model) -> AuthTransaction {
    AuthTransaction {
        transaction_id: row.transaction_id,
        requestdatetime: types::time::format(row.requested_at),
        authtype_code: row.kind,
        status_code: if row.succeeded { "Y" } else { "N" }.to_owned(),
        status_comment: row.comment,
        reference_id_type: row.id_type,
        entity_name: row.partner_name,
        request_signature: None,
        response_signature: None,
        token_id: row.token,
        entity_id: row.partner_id,
        individual_id: row.number_hash,
    }
}
