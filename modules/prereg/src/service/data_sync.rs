//! Data sync: the desk lists and fetches applications; the processor reports those that became registrations.

use crate::{
    Inner,
    domain::status,
    error::{Error, Result},
    repo,
    service::{
        self, applications, audit, documents,
        record::{self, Family, Record},
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use crypto::{SystemRandom, aead, encoding};
use keymgr_api::KeyRef;
use prereg_api::{
    PreregError, Status,
    datasync::{ConsumedRequest, ConsumedStored, DataSyncRequest, PreRegArchive, PreRegistrationIds},
    permission::{DATA_SYNC, DATA_SYNC_CONSUMED},
};
use serde_json::{Map, Value, json};
use std::io::{Cursor, Write};
use types::{Caller, Failure, MachineId, Prid};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The form of MOSIP's times in this list: milliseconds, no zone.
const TIMES: &str = "%Y-%m-%dT%H:%M:%S%.3f";
/// How many ids one report may hold.
const MOST_IDS: usize = 1_000;

/// POST /sync
pub(crate) async fn list(m: &Inner, caller: &Caller, request: &DataSyncRequest) -> Result<PreRegistrationIds> {
    caller.require(DATA_SYNC)?;
    let center = request.registration_center_id.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let center = center.ok_or(Error::of(PreregError::SyncCenter))?;
    let (from, to) = applications::range(request.from_date.as_deref(), request.to_date.as_deref())?;
    let pairs = applications::booked(m, caller, center, &from, &to).await?;
    if pairs.is_empty() {
        return Err(Error::of(PreregError::NothingBooked));
    }
    Ok(PreRegistrationIds {
        transaction_id: m.db.random().uuid_at(m.db.now()).to_string(),
        count_of_pre_reg_ids: pairs.len().to_string(),
        pre_registration_ids: pairs
            .into_iter()
            .map(|(row, _)| (row.prid, row.updated_at.format(TIMES).to_string()))
            .collect(),
    })
}

/// GET /sync/{prid}[/{machine}]
pub(crate) async fn fetch(m: &Inner, caller: &Caller, prid: &str, machine: Option<&str>) -> Result<PreRegArchive> {
    caller.require(DATA_SYNC)?;
    let record = record::load(m, caller, prid, Family::Demographic).await?;
    if record.status() == Status::Consumed {
        return Err(Error::of(PreregError::SyncConsumed));
    }
    let zip = archive(m, &record).await?;
    let zip_bytes = match machine {
        Some(machine) => seal_for_machine(m, machine, &zip).await?,
        None => {
            let key = KeyRef::new("PRE_REGISTRATION", "");
            encoding::b64url(m.keys.encrypt(caller, &key, &zip, None, None).await?)
        }
    };
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    let booking = booking.filter(|_| record.status() == Status::Booked);

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    if let Some(next) = status::after_fetch(record.status()) {
        repo::application::set_status(&mut tx, &record.row, next, &record.row.application_status).await?;
    }
    let text = "An application was handed to a registration desk";
    tx.audit(audit::about("PRE_SYN_001", "APPLICATION_FETCHED", text, &record.row.key)).await?;
    tx.commit().await?;
    Ok(PreRegArchive {
        zip_filename: record.row.prid.clone(),
        pre_registration_id: record.row.prid,
        registration_client_id: booking.as_ref().map(|b| b.center_id.clone()),
        appointment_date: booking.as_ref().map(|b| b.day.clone()),
        from_time_slot: booking.as_ref().map(|b| b.from_time.clone()),
        to_time_slot: booking.map(|b| b.to_time),
        zip_bytes,
    })
}

/// MOSIP's attribute for a category of documents.
fn attribute_of(category: &str) -> String {
    match category {
        "POA" => "proofOfAddress".into(),
        "POI" => "proofOfIdentity".into(),
        "POR" => "proofOfRelationship".into(),
        "POB" => "proofOfDateOfBirth".into(),
        "POE" => "proofOfException".into(),
        other => format!("proofOf{other}"),
    }
}

/// `ID.json` and one file per document, named `<category>_<file name>`.
async fn archive(m: &Inner, record: &Record) -> Result<Vec<u8>> {
    let mut identity: Map<String, Value> = record.identity().cloned().unwrap_or_default();
    let mut files = Vec::new();
    for (row, name, reference, content) in documents::contents(m, &record.row.prid).await? {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let entry = json!({
            "value": format!("{}_{stem}", row.category),
            "type": row.type_code,
            "format": row.format,
            "refNumber": reference,
        });
        identity.insert(attribute_of(&row.category), entry);
        files.push((format!("{}_{name}", row.category), content));
    }
    let id_json = serde_json::to_vec(&json!({ "identity": identity }))?;
    let broken = |error: std::io::Error| Error::Coded(Failure::of(PreregError::SyncZip).because(error));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, content) in std::iter::once(("ID.json".to_owned(), id_json)).chain(files) {
        zip.start_file(name, options).map_err(|error| broken(std::io::Error::other(error)))?;
        zip.write_all(&content).map_err(broken)?;
    }
    Ok(zip.finish().map_err(|error| broken(std::io::Error::other(error)))?.into_inner())
}

/// The client envelope (spec part 1, 6.2): wrapped key, nonce, associated data, cipher text, as base64url.
async fn seal_for_machine(m: &Inner, machine: &str, plain: &[u8]) -> Result<String> {
    let no_key = || Error::of(PreregError::SyncMachineKey);
    let id = MachineId::parse(machine).map_err(|_| no_key())?;
    let machine = m.master.machine(&id, None).await?.filter(|machine| machine.active).ok_or_else(no_key)?;
    let key = crypto::machine_key::read(&machine.public_key.ok_or_else(no_key)?).ok_or_else(no_key)?;
    let session = aead::AesKey::generate(&SystemRandom);
    let (mut nonce, mut aad) = ([0u8; 12], [0u8; 32]);
    m.db.random().fill(&mut nonce);
    m.db.random().fill(&mut aad);
    let sealed = aead::seal(&session, &nonce, &aad, plain).map_err(Error::internal)?;
    let wrapped = key.encrypt_oaep(session.expose()).map_err(|_| no_key())?;
    Ok(encoding::b64url([wrapped.as_slice(), &nonce, &aad, &sealed].concat()))
}

/// POST /sync/consumedPreRegIds
pub(crate) async fn consumed(m: &Inner, caller: &Caller, request: ConsumedRequest) -> Result<ConsumedStored> {
    caller.require(DATA_SYNC_CONSUMED)?;
    let ids = request.pre_registration_ids.unwrap_or_default();
    let valid = !ids.is_empty() && ids.len() <= MOST_IDS && ids.iter().all(|id| Prid::parse(id).is_ok());
    if !valid {
        return Err(Error::of(PreregError::SyncIds));
    }
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let count = repo::application::consume(&mut tx, &ids).await?;
    let text = format!("{count} applications became registrations");
    tx.audit(audit::batch("PRE_SYN_002", "APPLICATIONS_CONSUMED", text)).await?;
    tx.commit().await?;
    Ok(ConsumedStored {
        transaction_id: m.db.random().uuid_at(m.db.now()).to_string(),
        count_of_stored_pre_reg_ids: ids.len().to_string(),
        pre_registration_ids: ids,
    })
}

/// Base64 as MOSIP sends documents.
pub(crate) fn base64(content: &[u8]) -> String {
    STANDARD.encode(content)
}
