//! Take the list of packets a machine is going to upload (sync and syncV2).

use chrono::{NaiveDateTime, TimeDelta};
use crypto::encoding;
use db::{AuditEvent, EventType, Reference};
use registration_api::RegistrationError as E;
use registration_api::wire::endpoints::SYNC;
use registration_api::wire::{SyncFailure, SyncList, SyncRecord, SyncSuccess};
use types::{Caller, Failure, Fault};

use crate::domain::flow::KNOWN_PROCESSES;
use crate::entity::announced;
use crate::service::contact::{self, Contact};
use crate::service::{lost, packet};
use crate::{RegistrationModule, entity, error, repo};

/// Most records of one list.
const MAX_RECORDS: usize = 100;

/// What became of a list.
#[derive(Debug, Default)]
pub(crate) struct Announced {
    pub(crate) accepted: Vec<SyncSuccess>,
    pub(crate) refused: Vec<SyncFailure>,
}

/// Decrypts, checks and stores a list. Refused records do not hinder the others.
pub(crate) async fn announce(
    m: &RegistrationModule,
    caller: &Caller,
    v2: bool,
    ref_id: &str,
    body: &[u8],
) -> Result<Announced, Failure> {
    caller.require(SYNC)?;
    let list = open(m, caller, ref_id, body).await?;
    check_envelope(m, &list).await?;
    if list.request.is_empty() || list.request.len() > MAX_RECORDS {
        return Err(E::Input.into());
    }
    let mut outcome = Announced::default();
    let mut rows = Vec::new();
    let mut found_by = Vec::new();
    for record in &list.request {
        match check(record, v2, ref_id) {
            Ok(row) => {
                let contact = contact::seal(m, &row.packet_id, &Contact::from(record)).await?;
                found_by.push(lost::of_record(m, &row.packet_id, &row.rid, record).await?);
                let packet_id = v2.then(|| row.packet_id.clone());
                outcome.accepted.push(SyncSuccess {
                    registration_id: row.rid.clone(),
                    packet_id,
                    status: "SUCCESS".into(),
                });
                rows.push(announced::Model { contact_sealed: contact, ..row });
            }
            Err(fault) => outcome.refused.push(SyncFailure {
                registration_id: record.registration_id.clone(),
                packet_id: record.packet_id.clone().filter(|_| v2),
                status: "FAILURE".into(),
                error_code: fault.code.code.to_owned(),
                message: fault.message,
            }),
        }
    }
    db::retry(|| store(m, caller, rows.clone(), found_by.clone())).await.map_err(|Failed(failure)| failure)?;
    Ok(outcome)
}

/// Stores one record that did not come in a machine's list.
pub(crate) async fn one(
    m: &RegistrationModule,
    caller: &Caller,
    ref_id: &str,
    source: &str,
    record: &SyncRecord,
) -> Result<(), Failure> {
    caller.require(SYNC)?;
    let row = announced::Model { source: source.to_owned(), ..check(record, true, ref_id)? };
    let found_by = lost::of_record(m, &row.packet_id, &row.rid, record).await?;
    db::retry(|| store(m, caller, vec![row.clone()], vec![found_by.clone()])).await.map_err(|Failed(failure)| failure)
}

/// A failure with the database's word on whether trying again helps.
pub(crate) struct Failed(pub(crate) Failure);

impl db::Transient for Failed {
    fn is_transient(&self) -> bool {
        self.0.is(E::Busy)
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<db::DbError> for Failed {
    fn from(error: db::DbError) -> Self {
        Self(error::storage(error))
    }
}

async fn store(
    m: &RegistrationModule,
    caller: &Caller,
    rows: Vec<announced::Model>,
    found_by: Vec<entity::lost::Model>,
) -> Result<(), Failed> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut tx = m.db.begin(caller.cx()).await?;
    for mut row in rows {
        row.workflow_instance_id = m.db.random().uuid().to_string();
        row.created_at = tx.now();
        row.updated_at = tx.now();
        let packet = row.packet_id.clone();
        repo::announced::upsert(&mut tx, row).await?;
        let event = AuditEvent::new("RPR_407", "ADD", EventType::Business)
            .describe("a packet was announced")
            .about(Reference::new("PACKET", crypto::digest::sha256_hex(packet.as_bytes())))
            .module("RPR-RGS");
        tx.audit(event).await?;
    }
    for mut row in found_by {
        row.synced_at = tx.now();
        repo::lost::upsert(&mut tx, row).await?;
    }
    Ok(tx.commit().await?)
}

async fn open(m: &RegistrationModule, caller: &Caller, ref_id: &str, body: &[u8]) -> Result<SyncList, Failure> {
    let text = std::str::from_utf8(body).map_err(|_| Failure::of(E::Input))?.trim();
    // MOSIP's client sends the base64 as a JSON string; a bare one is as clear
    let encoded = serde_json::from_str::<String>(text).unwrap_or_else(|_| text.to_owned());
    let sealed = encoding::b64_lenient(encoded.trim()).map_err(|_| Failure::of(E::Decryption))?;
    let plain = packet::open(m, caller, ref_id, &sealed).await.map_err(|failure| {
        if error::may_pass(&failure) { failure } else { Failure::of(E::Decryption).because(failure) }
    })?;
    serde_json::from_slice(&plain).map_err(|_| E::Json.into())
}

async fn check_envelope(m: &RegistrationModule, list: &SyncList) -> Result<(), Failure> {
    match list.id.as_deref() {
        None | Some("") => return Err(E::IdMissing.into()),
        Some("mosip.registration.sync") => {}
        Some(_) => return Err(E::Id.into()),
    }
    match list.version.as_deref() {
        None | Some("") => return Err(E::VersionMissing.into()),
        Some("1.0") => {}
        Some(_) => return Err(E::Version.into()),
    }
    let time = list.requesttime.as_deref().filter(|time| !time.is_empty()).ok_or(E::TimeMissing)?;
    let time = types::time::parse_lenient(time).ok_or(E::Time)?;
    let grace = m.number("mosip.registration.processor.grace.period", 10_800).await?;
    if (m.db.now() - time).abs() > TimeDelta::seconds(grace) { Err(E::Time.into()) } else { Ok(()) }
}

fn present(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// A record as a row, or why not. Ids and times are filled in when it is stored.
fn check(record: &SyncRecord, v2: bool, ref_id: &str) -> Result<announced::Model, Fault> {
    let fault = |code: E| Fault::new(code, std::iter::empty::<String>());
    let rid = present(&record.registration_id).ok_or_else(|| fault(E::RidMissing))?;
    check_rid(rid).map_err(fault)?;
    if format!("{}_{}", &rid[..5], &rid[5..10]) != ref_id {
        return Err(Fault::new(E::Invalid, ["registrationId"]));
    }
    let packet_id = match (v2, present(&record.packet_id)) {
        (true, None) => return Err(Fault::new(E::Missing, ["packetId"])),
        (true, Some(id)) => id,
        (false, id) => id.unwrap_or(rid),
    };
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if packet_id.len() > 100 || !packet_id.bytes().all(sound) {
        return Err(Fault::new(E::Invalid, ["packetId"]));
    }
    let language = present(&record.lang_code).filter(|code| code.len() == 3).ok_or_else(|| fault(E::Language))?;
    let process = present(&record.registration_type).map(str::to_uppercase).unwrap_or_default();
    if !KNOWN_PROCESSES.contains(&process.as_str()) {
        return Err(fault(E::SyncType));
    }
    let hash = present(&record.packet_hash_value).ok_or_else(|| fault(E::HashMissing))?;
    let status = present(&record.supervisor_status).map(str::to_uppercase).unwrap_or_default();
    if !["APPROVED", "REJECTED"].contains(&status.as_str()) {
        return Err(fault(E::SupervisorStatus));
    }
    let size = record.packet_size.and_then(|size| i64::try_from(size).ok());
    Ok(announced::Model {
        workflow_instance_id: String::new(),
        packet_id: packet_id.to_owned(),
        rid: rid.to_owned(),
        process,
        packet_hash: hash.to_uppercase(),
        packet_size: size.ok_or_else(|| Fault::new(E::Missing, ["packetSize"]))?,
        supervisor_status: status,
        supervisor_comment: record.supervisor_comment.clone(),
        contact_sealed: None,
        lang_code: language.to_lowercase(),
        ref_id: ref_id.to_owned(),
        source: "REGISTRATION_CLIENT".to_owned(),
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    })
}

fn check_rid(rid: &str) -> Result<(), E> {
    if !rid.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(E::RidDigits);
    }
    if rid.len() != 29 {
        return Err(E::RidLength);
    }
    NaiveDateTime::parse_from_str(&rid[15..], "%Y%m%d%H%M%S").map(|_| ()).map_err(|_| E::RidTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> SyncRecord {
        SyncRecord {
            registration_id: Some("10001100010000120261123101502".into()),
            packet_id: Some("10001100010000120261123101502-10001_10001-20261123101502".into()),
            registration_type: Some("new".into()),
            packet_hash_value: Some("ab".into()),
            packet_size: Some(7),
            supervisor_status: Some("APPROVED".into()),
            lang_code: Some("eng".into()),
            ..SyncRecord::default()
        }
    }

    fn refusal(change: impl FnOnce(&mut SyncRecord)) -> &'static str {
        let mut record = record();
        change(&mut record);
        check(&record, true, "10001_10001").map(|_| ()).unwrap_err().code.code
    }

    // RPR-01
    #[test]
    fn each_missing_or_wrong_value_has_its_code() {
        let row = check(&record(), true, "10001_10001").unwrap();
        assert_eq!((row.process.as_str(), row.packet_hash.as_str()), ("NEW", "AB"));
        assert_eq!(refusal(|r| r.registration_id = None), "RPR-RGS-006");
        assert_eq!(refusal(|r| r.registration_id = Some("1000110001000012026112310150x".into())), "RPR-RGS-008");
        assert_eq!(refusal(|r| r.registration_id = Some("1".into())), "RPR-RGS-009");
        assert_eq!(refusal(|r| r.registration_id = Some("10001100010000120261323101502".into())), "RPR-RGS-007");
        assert_eq!(refusal(|r| r.registration_id = Some("10002100010000120261123101502".into())), "RPR-RGS-014");
        assert_eq!(refusal(|r| r.packet_id = None), "RPR-RGS-013");
        assert_eq!(refusal(|r| r.packet_id = Some("../x".into())), "RPR-RGS-014");
        assert_eq!(refusal(|r| r.lang_code = Some("en".into())), "RPR-RGS-004");
        assert_eq!(refusal(|r| r.registration_type = Some("OLD".into())), "RPR-RGS-003");
        assert_eq!(refusal(|r| r.packet_hash_value = None), "RPR-RGS-027");
        assert_eq!(refusal(|r| r.supervisor_status = Some("PERHAPS".into())), "RPR-RGS-026");
        let first = SyncRecord { packet_id: None, ..record() };
        assert_eq!(check(&first, false, "10001_10001").unwrap().packet_id, "10001100010000120261123101502");
    }
}
