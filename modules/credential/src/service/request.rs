//! Take a request for a credential.

use credential_api::request::{IssueRequest, IssueResponse, REQUEST};
use credential_api::{CredentialError, CredentialState};
use types::{Caller, Failure, Rid, Uin};
use zeroize::Zeroizing;

use crate::domain::types::{kind, status};
use crate::entity::request;
use crate::error::{encryption, storage};
use crate::jobs::IssueCredential;
use crate::service::{event, of_request};
use crate::{Credential, repo};

/// Purpose of sealed requests.
const SEAL: &str = "credential.request";
/// Purpose of the index over natural keys.
const KEY: &str = "credential.natural_key";
/// The type of credential the pipeline asks for.
const CARD_TYPE: &str = "PDFCard";

/// Asks for the card of a registration; a second time answers the first request.
pub(crate) async fn card_of_registration(
    m: &Credential,
    caller: &Caller,
    rid: &Rid,
    uin: &Uin,
) -> Result<CredentialState, Failure> {
    caller.require(REQUEST)?;
    let wanted = IssueRequest {
        id: Some(uin.reveal().to_owned()),
        credential_type: Some(CARD_TYPE.to_owned()),
        issuer: Some("mpartner-default-digitalcard".to_owned()),
        ..IssueRequest::default()
    };
    let row = store(m, caller, wanted, Some(registration_key(rid.reveal()))).await?;
    Ok(state(row))
}

/// Where the card of a registration stands.
pub(crate) async fn state_of_registration(
    m: &Credential,
    caller: &Caller,
    rid: &Rid,
) -> Result<Option<CredentialState>, Failure> {
    caller.require(credential_api::request::CARD)?;
    Ok(of_registration(m, rid).await?.map(state))
}

/// The request a registration made.
pub(crate) async fn of_registration(m: &Credential, rid: &Rid) -> Result<Option<request::Model>, Failure> {
    let key = index(m, &registration_key(rid.reveal())).await?;
    repo::request::find_by_key(m.db.read(), &key).await.map_err(storage)
}

fn registration_key(rid: &str) -> String {
    format!("card:{rid}")
}

fn state(row: request::Model) -> CredentialState {
    CredentialState { request_id: row.id, status: row.status, updated_at: row.updated_at }
}

async fn index(m: &Credential, key: &str) -> Result<String, Failure> {
    Ok(hex::encode(m.at_rest.blind_index(KEY, key.as_bytes()).await.map_err(encryption)?))
}

/// `POST /requestgenerator`, and version 2 with the caller's own request id.
pub(crate) async fn over_rest(
    m: &Credential,
    caller: &Caller,
    wanted: IssueRequest,
    natural: Option<String>,
) -> Result<IssueResponse, Failure> {
    caller.require(REQUEST)?;
    let id = wanted.id.clone();
    let row = store(m, caller, wanted, natural.map(|natural| format!("v2:{natural}"))).await?;
    Ok(IssueResponse { request_id: row.id, id })
}

/// Writes a request and leaves the job that issues it. A natural key that is known answers the request it belongs to.
async fn store(
    m: &Credential,
    caller: &Caller,
    wanted: IssueRequest,
    natural: Option<String>,
) -> Result<request::Model, Failure> {
    let text = |value: &Option<String>, name: &str| {
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        value.ok_or_else(|| Failure::with(CredentialError::Missing, [name]))
    };
    text(&wanted.id, "id")?;
    let partner = text(&wanted.issuer, "issuer")?;
    let credential_type = text(&wanted.credential_type, "credentialType")?;
    if kind(&credential_type).is_none() {
        return Err(Failure::with(CredentialError::Type, [credential_type]));
    }
    let natural_key = match &natural {
        Some(natural) => Some(index(m, natural).await?),
        None => None,
    };
    if let Some(known) = known(m, natural_key.as_deref()).await? {
        return Ok(known);
    }

    let now = m.db.now();
    let id = m.db.random().uuid_at(now).to_string();
    let row = request::Model {
        sealed: seal(m, &id, &wanted).await?,
        id: id.clone(),
        natural_key: natural_key.clone(),
        credential_type,
        partner,
        status: status::NEW.to_owned(),
        comment: None,
        credential_id: None,
        retries: 0,
        created_at: now,
        updated_at: now,
        issued_at: None,
    };
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    match repo::request::insert(&mut tx, row.clone()).await {
        Err(error) if error.is_taken() => {
            drop(tx);
            return known(m, natural_key.as_deref()).await?.ok_or_else(|| storage(error)); // another was faster
        }
        other => other.map_err(storage)?,
    }
    tx.enqueue(&IssueCredential { request_id: id.clone() }).await.map_err(storage)?;
    tx.audit(event("CRD-REQ-001", "CREDENTIAL_REQUESTED", of_request(&id))).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(row)
}

async fn known(m: &Credential, natural_key: Option<&str>) -> Result<Option<request::Model>, Failure> {
    let Some(key) = natural_key else { return Ok(None) };
    let found = repo::request::find_by_key(m.db.read(), key).await.map_err(storage)?;
    if found.is_some() {
        m.db.durable().await; // the answer restates an earlier success
    }
    Ok(found)
}

async fn seal(m: &Credential, id: &str, wanted: &IssueRequest) -> Result<Vec<u8>, Failure> {
    let json = serde_json::to_vec(wanted).map_err(|error| Failure::of(CredentialError::Encryption).because(error))?;
    m.at_rest.seal(SEAL, id.as_bytes(), &Zeroizing::new(json)).await.map_err(encryption)
}

/// What was asked for.
pub(crate) async fn open(m: &Credential, row: &request::Model) -> Result<IssueRequest, Failure> {
    let json = m.at_rest.open(SEAL, row.id.as_bytes(), &row.sealed).await.map_err(encryption)?;
    serde_json::from_slice(&json).map_err(|error| Failure::of(CredentialError::Encryption).because(error))
}
