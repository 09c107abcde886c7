//! Fetch a card.

use credential_api::request::{CARD, DigitalCard};
use credential_api::{Card, CredentialError};
use edge::BlobKey;
use idrepo_api::{IdRef, IdentityRecord, IdentityStatus};
use types::{Caller, Failure, Rid, Uin};

use crate::entity::card;
use crate::error::{encryption, files, storage};
use crate::service::{event, issue, make, of_person, request};
use crate::{Credential, repo};

/// A person's card; made anew when the identity changed since. `None` while none was issued.
pub(crate) async fn card(m: &Credential, caller: &Caller, uin: &Uin) -> Result<Option<Card>, Failure> {
    caller.require(CARD)?;
    let system = inside(caller);
    let Some(record) = m.idrepo.find(&system, &IdRef::Uin(uin.clone()), false).await? else { return Ok(None) };
    of_record(m, caller, record).await
}

/// A person's photograph as on the card.
pub(crate) async fn portrait(m: &Credential, caller: &Caller, uin: &Uin) -> Result<Option<Vec<u8>>, Failure> {
    caller.require(CARD)?;
    let Some(record) = m.idrepo.find(&inside(caller), &IdRef::Uin(uin.clone()), true).await? else { return Ok(None) };
    let Some(cbeff) = record.biometrics.filter(|_| record.status == IdentityStatus::Activated) else { return Ok(None) };
    let Some(portrait) = make::portrait(cbeff.to_vec()).await else { return Ok(None) };
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(event("CRD-CRD-003", "PORTRAIT_DISCLOSED", of_person(&record.uin_hash))).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(Some(portrait.jpeg()))
}

/// Reading identities is the module's own right; the caller's was checked.
fn inside(caller: &Caller) -> Caller {
    Caller::system(&types::Seal::of_edge(), caller.cx().clone())
}

async fn of_record(m: &Credential, caller: &Caller, record: IdentityRecord) -> Result<Option<Card>, Failure> {
    if record.status != IdentityStatus::Activated {
        return Ok(None);
    }
    let Some(row) = repo::card::find(m.db.read(), &record.uin_hash).await.map_err(storage)? else { return Ok(None) };
    let card = if row.source_updated_at == record.updated_at {
        open(m, &row).await?
    } else {
        let system = inside(caller);
        let whole = m.idrepo.find_by_hash(&system, &record.uin_hash, true).await?;
        let whole = whole.ok_or_else(|| Failure::of(CredentialError::NoIdentity))?;
        let made = make::card(m, &system, &whole).await?;
        let card = Card { pdf: made.pdf.clone(), qr: made.qr.clone() };
        issue::store(m, caller, &whole, made, None).await?;
        card
    };
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    tx.audit(event("CRD-CRD-002", "CARD_DISCLOSED", of_person(&record.uin_hash))).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(Some(card))
}

async fn open(m: &Credential, row: &card::Model) -> Result<Card, Failure> {
    let context = row.credential_id.as_bytes();
    let sealed = m.blobs.get(&BlobKey::stored(&row.blob_key)).await.map_err(files)?;
    let pdf = m.at_rest.open(issue::CARD, context, &sealed).await.map_err(encryption)?;
    let qr = m.at_rest.open(issue::QR, context, &row.qr_sealed).await.map_err(encryption)?;
    Ok(Card { pdf: pdf.to_vec(), qr: String::from_utf8_lossy(&qr).into_owned() })
}

/// `GET /digitalcard/{rid}`.
pub(crate) async fn digital_card(m: &Credential, caller: &Caller, rid: &str) -> Result<DigitalCard, Failure> {
    caller.require(CARD)?;
    let parsed = Rid::parse(rid).map_err(|_| Failure::of(CredentialError::NoIdentity))?;
    let request = request::of_registration(m, &parsed).await?;
    let request = request.ok_or_else(|| Failure::of(CredentialError::NoIdentity))?;
    let ready = request.issued_at.is_some();
    let status_code = if ready { "AVAILABLE" } else { "NEW" };
    let url = ready.then(|| format!("{}/v1/digitalcard/{rid}/pdf", m.settings.issuer));
    Ok(DigitalCard { id: rid.to_owned(), status_code: status_code.to_owned(), url })
}

/// `GET /digitalcard/{rid}/pdf`.
pub(crate) async fn download(m: &Credential, caller: &Caller, rid: &str) -> Result<Vec<u8>, Failure> {
    caller.require(CARD)?;
    let rid = Rid::parse(rid).map_err(|_| Failure::of(CredentialError::NoIdentity))?;
    let record = m.idrepo.find(&inside(caller), &IdRef::Rid(rid), false).await?;
    let record = record.ok_or_else(|| Failure::of(CredentialError::NoIdentity))?;
    let card = of_record(m, caller, record).await?;
    Ok(card.ok_or_else(|| Failure::of(CredentialError::CardNotReady))?.pdf)
}
