//! Issue what a request asks for. Runs in a job: every step may be repeated.

use credential_api::CredentialError;
use edge::BlobKey;
use idrepo_api::{IdRef, IdentityRecord, IdentityStatus};
use types::{Caller, Failure, Rid, Uin, Vid};

use crate::domain::types::{Kind, kind, status};
use crate::entity::{card, request};
use crate::error::{encryption, files, storage};
use crate::repo::request::Step;
use crate::service::make::{self, Made};
use crate::service::{event, of_person, of_request, request as asked};
use crate::{Credential, repo};

/// Purpose of sealed cards and QR texts.
pub(crate) const CARD: &str = "credential.card";
pub(crate) const QR: &str = "credential.qr";
/// Area of card blobs.
const AREA: &str = "card";

/// Issues one request; one that is not open any more is left alone.
pub(crate) async fn issue(m: &Credential, caller: &Caller, request_id: &str) -> Result<(), Failure> {
    let Some(row) = repo::request::find(m.db.read(), request_id).await.map_err(storage)? else {
        return Err(Failure::of(CredentialError::RequestNotFound));
    };
    if !status::OPEN.contains(&row.status.as_str()) {
        return Ok(());
    }
    let wanted = asked::open(m, &row).await?;
    let id = wanted.id.unwrap_or_default();
    let kind = kind(&row.credential_type);
    let record = match individual(&id) {
        Some(reference) => m.idrepo.find(caller, &reference, kind == Some(Kind::Card)).await?,
        None => None,
    };
    let record = record.filter(|record| record.status == IdentityStatus::Activated);
    let record = record.ok_or_else(|| Failure::of(CredentialError::NoIdentity))?;
    match kind {
        Some(Kind::Card) => {
            let made = make::card(m, caller, &record).await?;
            store(m, caller, &record, made, Some(&row)).await
        }
        // Authentication follows the events about identities by itself; the request is answered by the identity being there.
        Some(Kind::AuthCopy) => {
            let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
            let credential_id = m.db.random().uuid_at(m.db.now()).to_string();
            let step = Step { credential_id: Some(credential_id), ..Step::to(status::ISSUED) };
            repo::request::advance(&mut tx, &row.id, &status::OPEN, step).await.map_err(storage)?;
            tx.audit(event("CRD-ISS-001", "CREDENTIAL_ISSUED", of_request(&row.id))).await.map_err(storage)?;
            tx.commit().await.map_err(storage)
        }
        None => Err(Failure::with(CredentialError::Type, [row.credential_type])),
    }
}

/// A UIN, VID or registration id.
fn individual(id: &str) -> Option<IdRef> {
    let uin = Uin::parse(id).ok().map(IdRef::Uin);
    uin.or_else(|| Vid::parse(id).ok().map(IdRef::Vid)).or_else(|| Rid::parse(id).ok().map(IdRef::Rid))
}

/// Keeps a card as the person's newest, and its request as issued.
pub(crate) async fn store(
    m: &Credential,
    caller: &Caller,
    record: &IdentityRecord,
    made: Made,
    request: Option<&request::Model>,
) -> Result<(), Failure> {
    let now = m.db.now();
    let id = m.db.random().uuid_at(now);
    let credential_id = id.to_string();
    let pdf = m.at_rest.seal(CARD, credential_id.as_bytes(), &made.pdf).await.map_err(encryption)?;
    let qr_sealed = m.at_rest.seal(QR, credential_id.as_bytes(), made.qr.as_bytes()).await.map_err(encryption)?;
    let key = BlobKey::new(AREA, id);
    m.blobs.put(&key, pdf).await.map_err(files)?;
    let before = repo::card::find(m.db.read(), &record.uin_hash).await.map_err(storage)?;

    let written = async {
        let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
        if let Some(request) = request {
            let step = Step { credential_id: Some(credential_id.clone()), ..Step::to(status::ISSUED) };
            if !repo::request::advance(&mut tx, &request.id, &status::OPEN, step).await.map_err(storage)? {
                return Ok(false); // cancelled, or issued by another worker
            }
            tx.audit(event("CRD-ISS-001", "CREDENTIAL_ISSUED", of_request(&request.id))).await.map_err(storage)?;
        }
        let row = card::Model {
            uin_hash: record.uin_hash.clone(),
            credential_id: credential_id.clone(),
            blob_key: key.as_str().to_owned(),
            qr_sealed,
            source_updated_at: record.updated_at,
            issued_at: now,
        };
        repo::card::put(&mut tx, row).await.map_err(storage)?;
        tx.audit(event("CRD-CRD-001", "CARD_MADE", of_person(&record.uin_hash))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(true)
    }
    .await;
    // The card that is not, or no longer, named by a row goes; what cannot be removed is an orphan and swept later.
    let gone = match &written {
        Ok(true) => before.map(|before| BlobKey::stored(&before.blob_key)),
        _ => Some(key),
    };
    if let Some(key) = gone
        && let Err(error) = m.blobs.delete(&key).await
    {
        tracing::warn!(%error, "a card without row stays behind");
    }
    written.map(|_| ())
}

/// Notes why a request was not issued this time: `RETRY` while the job will try again, else `FAILED`.
pub(crate) async fn note_failure(
    m: &Credential,
    caller: &Caller,
    request_id: &str,
    failure: &Failure,
    again: bool,
) -> Result<(), Failure> {
    let to = if again { status::RETRY } else { status::FAILED };
    let comment = failure.faults.first().map(|fault| format!("{}: {}", fault.code.code, fault.code.text));
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    let step = Step { comment, retry: true, ..Step::to(to) };
    repo::request::advance(&mut tx, request_id, &status::OPEN, step).await.map_err(storage)?;
    tx.commit().await.map_err(storage)
}
