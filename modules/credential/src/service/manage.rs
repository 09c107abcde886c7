//! Look after requests: status, list, cancel, start again.

use credential_api::CredentialError;
use credential_api::request::{
    CredentialType, CredentialTypes, IssueResponse, Issuer, MANAGE, REQUEST, RequestItem, RequestPage, RequestStatus,
};
use types::{Caller, Failure};

use crate::domain::types::status;
use crate::entity::request::Model;
use crate::error::storage;
use crate::jobs::IssueCredential;
use crate::repo::request::Step;
use crate::service::{event, of_request, request};
use crate::{Credential, repo};

/// Most rows of one page.
const MAX_PAGE: u64 = 500;

async fn load(m: &Credential, id: &str) -> Result<Model, Failure> {
    let row = repo::request::find(m.db.read(), id).await.map_err(storage)?;
    row.ok_or_else(|| Failure::of(CredentialError::RequestNotFound))
}

/// `GET /get/{requestId}`.
pub(crate) async fn read(m: &Credential, caller: &Caller, id: &str) -> Result<RequestStatus, Failure> {
    caller.require(MANAGE)?;
    let row = load(m, id).await?;
    let wanted = request::open(m, &row).await?;
    Ok(RequestStatus { request_id: row.id, id: wanted.id, status_code: row.status, url: None })
}

/// `GET /cancel/{requestId}`: only what nobody has begun.
pub(crate) async fn cancel(m: &Credential, caller: &Caller, id: &str) -> Result<IssueResponse, Failure> {
    caller.require(REQUEST)?;
    let row = load(m, id).await?;
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    if !repo::request::advance(&mut tx, id, &[status::NEW], Step::to(status::CANCELLED)).await.map_err(storage)? {
        return Err(Failure::of(CredentialError::RequestProcessed));
    }
    tx.audit(event("CRD-REQ-002", "CREDENTIAL_REQUEST_CANCELLED", of_request(id))).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(IssueResponse { request_id: row.id, id: None })
}

/// `PUT /retrigger/{requestId}`: what failed, or was issued, is issued again.
pub(crate) async fn retrigger(m: &Credential, caller: &Caller, id: &str) -> Result<IssueResponse, Failure> {
    caller.require(MANAGE)?;
    let row = load(m, id).await?;
    let from = [status::FAILED, status::ISSUED, status::CANCELLED];
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    if !repo::request::advance(&mut tx, id, &from, Step::to(status::NEW)).await.map_err(storage)? {
        return Err(Failure::of(CredentialError::RequestProcessed));
    }
    tx.enqueue(&IssueCredential { request_id: row.id.clone() }).await.map_err(storage)?;
    tx.audit(event("CRD-REQ-003", "CREDENTIAL_REQUEST_RETRIGGERED", of_request(id))).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(IssueResponse { request_id: row.id, id: None })
}

/// What a list is asked for.
pub(crate) struct Listing<'a> {
    pub status: Option<&'a str>,
    pub since: Option<&'a str>,
    pub ascending: bool,
    pub page: u64,
    pub size: u64,
}

/// `GET /getRequestIds`.
pub(crate) async fn list(m: &Credential, caller: &Caller, listing: Listing<'_>) -> Result<RequestPage, Failure> {
    caller.require(MANAGE)?;
    let since = match listing.since.filter(|text| !text.is_empty()) {
        Some(text) => Some(types::time::parse(text).ok_or_else(|| Failure::of(CredentialError::Date))?),
        None => None,
    };
    let size = listing.size.clamp(1, MAX_PAGE);
    let wanted = listing.status.filter(|text| !text.is_empty()).unwrap_or(status::FAILED);
    let (total, rows) = repo::request::page(m.db.read(), wanted, since, listing.ascending, (listing.page, size))
        .await
        .map_err(storage)?;
    if rows.is_empty() {
        return Err(Failure::of(CredentialError::NoRecords));
    }
    let item = |row: Model| RequestItem {
        request_id: row.id,
        credential_type: row.credential_type,
        partner: row.partner,
        status_code: row.status,
        status_comment: row.comment,
        create_date_time: row.created_at,
        update_date_time: row.updated_at,
    };
    let data = rows.into_iter().map(item).collect();
    Ok(RequestPage { page_no: listing.page, total_pages: total.div_ceil(size), total_items: total, data })
}

/// `GET /types`: what can be asked for here.
pub(crate) fn types() -> CredentialTypes {
    let issuer = || vec![Issuer { code: "Tessera".to_owned(), name: "Tessera".to_owned() }];
    let described = [
        ("PDFCard", "Identity card", "Card as PDF with a signed QR code"),
        ("qrcode", "Secure digital QR code", "Claim 169 QR code, readable without network"),
        ("euin", "Electronic UIN card", "Card as PDF with a signed QR code"),
        ("reprint", "Printed card", "The card once more"),
        ("auth", "Authentication", "The copy that authentication keeps"),
    ];
    let credential_types = described
        .map(|(id, name, description)| CredentialType {
            id: id.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            issuers: issuer(),
        })
        .into();
    CredentialTypes { credential_types }
}
