//! Reads of the packet manager: fields, documents, biometrics and meta information of stored packets.

use codec::cbeff::{Bir, Level, Purpose};
use codec::packet::{Packet, SubPacket};
use crypto::encoding;
use registration_api::RegistrationError as E;
use registration_api::wire::PacketRead;
use registration_api::wire::endpoints::{PACKET_BIOMETRIC, PACKET_DATA, PACKET_DOCUMENT, PACKET_META, PACKET_VALIDATE};
use serde_json::{Map, Value, json};
use types::{Caller, Failure};

use crate::entity::registration;
use crate::service::packet;
use crate::{RegistrationModule, error, repo};

async fn row(m: &RegistrationModule, request: &PacketRead) -> Result<registration::Model, Failure> {
    let row = match request.process.as_deref().filter(|process| !process.is_empty()) {
        Some(process) => repo::registrations::of_process(m.db.read(), &request.id, process).await?,
        None => repo::registrations::of_rid(m.db.read(), &request.id).await?,
    };
    let source = request.source.as_deref().filter(|source| !source.is_empty());
    row.filter(|row| source.is_none_or(|source| source == row.source)).ok_or_else(|| E::PacketMissing.into())
}

async fn load(m: &RegistrationModule, caller: &Caller, request: &PacketRead) -> Result<Packet, Failure> {
    packet::load(m, caller, &row(m, request).await?).await
}

/// `fields` with the values asked for; absent ones are null.
pub(crate) async fn fields(m: &RegistrationModule, caller: &Caller, request: &PacketRead) -> Result<Value, Failure> {
    caller.require(PACKET_DATA)?;
    let packet = load(m, caller, request).await?;
    let wanted = request.field.iter().chain(&request.fields);
    let fields: Map<String, Value> = wanted.map(|name| (name.clone(), text(packet.field(name)))).collect();
    Ok(json!({ "fields": fields }))
}

/// MOSIP's packet manager answers every field as text; structures as their JSON.
fn text(value: Option<&Value>) -> Value {
    match value {
        None | Some(Value::Null) => Value::Null,
        Some(Value::String(text)) => Value::String(text.clone()),
        Some(other) => Value::String(other.to_string()),
    }
}

/// A document with its bytes.
pub(crate) async fn document(m: &RegistrationModule, caller: &Caller, request: &PacketRead) -> Result<Value, Failure> {
    caller.require(PACKET_DOCUMENT)?;
    let packet = load(m, caller, request).await?;
    let name = request.document_name.as_deref().unwrap_or_default();
    let Some(document) = packet.document(name).map_err(error::packet)? else { return Ok(Value::Null) };
    Ok(json!({
        "document": encoding::b64std(&document.data),
        "value": document.value,
        "type": document.kind,
        "format": document.format,
        "refNumber": document.reference,
    }))
}

/// The biometric record of a field, restricted to modalities where some are named.
pub(crate) async fn biometrics(
    m: &RegistrationModule,
    caller: &Caller,
    request: &PacketRead,
) -> Result<Value, Failure> {
    caller.require(PACKET_BIOMETRIC)?;
    let packet = load(m, caller, request).await?;
    let person = request.person.as_deref().unwrap_or_default();
    let record = packet.biometrics(person).map_err(error::packet)?.ok_or(E::FieldMissing)?;
    let wanted = |segment: &&Bir| {
        let name = segment.bdb_info.as_ref().and_then(|info| info.modality.as_ref()).map(|modality| modality.name());
        request.modalities.is_empty()
            || name.is_some_and(|name| request.modalities.iter().any(|one| one.eq_ignore_ascii_case(name)))
    };
    let segments: Vec<Value> = record.segments.iter().filter(wanted).map(segment).collect();
    Ok(json!({ "segments": segments, "others": others(&record) }))
}

fn others(bir: &Bir) -> Value {
    bir.others.iter().map(|(key, value)| (key.clone(), Value::String(value.clone()))).collect::<Map<_, _>>().into()
}

/// A segment in the form of MOSIP's Java objects.
fn segment(bir: &Bir) -> Value {
    let info = bir.bdb_info.as_ref();
    let quality = info.and_then(|info| info.quality.as_ref());
    let pair = |id: Option<&codec::cbeff::RegistryId>| {
        id.map(|id| json!({ "organization": id.organization, "type": id.kind }))
    };
    let version = |v: Option<codec::cbeff::Version>| v.map(|v| json!({ "major": v.major, "minor": v.minor }));
    json!({
        "version": version(bir.version),
        "cbeffversion": version(bir.cbeff_version),
        "birInfo": { "integrity": bir.info.integrity, "creationDate": bir.info.creation_date },
        "bdbInfo": info.map(|info| json!({
            "index": info.index,
            "format": pair(info.format.as_ref()),
            "creationDate": info.creation_date,
            "type": info.modality.as_ref().map(|modality| vec![modality.name().to_uppercase()]),
            "subtype": info.subtype,
            "level": info.level.map(|level| match level {
                Level::Raw => "RAW",
                Level::Intermediate => "INTERMEDIATE",
                Level::Processed => "PROCESSED",
            }),
            "purpose": info.purpose.map(|purpose| match purpose {
                Purpose::Verify => "VERIFY",
                Purpose::Identify => "IDENTIFY",
                Purpose::Enroll => "ENROLL",
                Purpose::EnrollVerify => "ENROLL_VERIFY",
                Purpose::EnrollIdentify => "ENROLL_IDENTIFY",
                Purpose::Audit => "AUDIT",
            }),
            "quality": quality.map(|quality| json!({
                "algorithm": pair(quality.algorithm.as_ref()),
                "score": quality.score,
            })),
        })),
        "bdb": bir.bdb.as_ref().map(encoding::b64std),
        "sb": bir.sb.as_ref().map(encoding::b64std),
        "others": others(bir),
    })
}

/// Meta information; values are JSON texts.
pub(crate) async fn meta(m: &RegistrationModule, caller: &Caller, request: &PacketRead) -> Result<Value, Failure> {
    caller.require(PACKET_META)?;
    let packet = load(m, caller, request).await?;
    let fields: Map<String, Value> =
        packet.meta().0.iter().map(|(key, value)| (key.clone(), text(Some(value)))).collect();
    Ok(json!({ "fields": fields }))
}

/// Whether a packet's parts are readable and have the hashes they state.
pub(crate) async fn validate(m: &RegistrationModule, caller: &Caller, request: &PacketRead) -> Result<Value, Failure> {
    caller.require(PACKET_VALIDATE)?;
    let opened = packet::opened(m, caller, &row(m, request).await?).await?;
    let sound = |part: &packet::Opened| SubPacket::read(part.kind, &part.plain).and_then(|sub| sub.verify_hashes());
    let valid = opened.iter().all(|part| sound(part).is_ok());
    Ok(json!({ "valid": valid }))
}
