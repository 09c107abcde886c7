//! Is the packet sound: signature of the machine, hashes, schema, consent, documents, biometrics files.

use codec::packet::{Error as PacketError, Packet, SubPacket};
use schema::{CivilDate, IdObjectError, IdObjectRules, IdentitySchema};
use serde_json::{Value, json};
use types::MachineId;

use super::unreadable;
use super::upload::refused;
use crate::domain::mapping::{DEFAULT, NoticeKind};
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Next, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::service::{machine_key, packet};
use crate::{RegistrationModule, repo};

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let announced = repo::announced::of_instance(m.db.read(), work.instance()).await?;
    if announced.is_none_or(|row| row.supervisor_status != "APPROVED") {
        return Ok(Verdict::new(Next::Reject, sub_status::SUPERVISOR_REJECTED));
    }
    let opened = match packet::opened(m, &work.caller, &work.row).await {
        Ok(opened) => opened,
        Err(failure) => return unreadable(failure),
    };
    // the machine's own statement first: nothing inside is believed before
    if let Some(refusal) = signatures(m, work, &opened).await? {
        return Ok(refusal);
    }
    let mut parts = Vec::new();
    for part in &opened {
        match SubPacket::read(part.kind, &part.plain).and_then(|sub| sub.verify_hashes().map(|()| sub)) {
            Ok(sub) => parts.push(sub),
            Err(failure) => return Ok(refused(sub_status::PACKET_MANAGER_VALIDATION, &failure)),
        }
    }
    let packet = match Packet::new(parts) {
        Ok(packet) => packet,
        Err(failure) => return Ok(refused(sub_status::FILE_VALIDATION, &failure)),
    };
    if packet.meta().registration_id().is_some_and(|rid| rid != work.row.rid) {
        return Ok(Verdict::invalid(sub_status::RID_AND_TYPE));
    }
    if let Some(refusal) = object(m, work, &packet).await? {
        return Ok(refusal);
    }
    if packet.text(DEFAULT.consent, None).is_some_and(|consent| consent.trim().eq_ignore_ascii_case("N")) {
        return Ok(Verdict::invalid(sub_status::CONSENT));
    }
    if let Some(refusal) = files(&packet) {
        return Ok(refusal);
    }
    let mut verdict = Verdict::forward(sub_status::PACKET_VALID)
        .effect(Effect::EraseContact)
        .effect(Effect::Notify(NoticeKind::Accepted));
    if let Some(created) = packet.meta().creation_date().and_then(types::time::parse_lenient) {
        verdict = verdict.effect(Effect::PacketCreated(created));
    }
    Ok(verdict)
}

/// Every sub-packet carries a signature of the registering machine over its plain bytes.
async fn signatures(
    m: &RegistrationModule,
    work: &Work,
    opened: &[packet::Opened],
) -> Result<Option<Verdict>, Trouble> {
    let refuse = |why: &str| Ok(Some(Verdict::invalid(sub_status::PACKET_MANAGER_VALIDATION).particulars(why)));
    let machine = &work.row.rid[5..10];
    let at = opened.first().and_then(|part| types::time::parse_lenient(&part.info.creation_date));
    let Ok(id) = MachineId::parse(machine) else { return refuse("KER-PUT-019: machine id") };
    let Some(machine) = m.master.machine(&id, at).await? else {
        return Ok(Some(Verdict::invalid(sub_status::MACHINE_NOT_FOUND).particulars(machine)));
    };
    let Some(key) = machine.sign_public_key.as_deref().and_then(machine_key::read) else {
        return refuse("KER-PUT-019: the machine has no readable signing key");
    };
    for part in opened {
        let sound =
            part.info.signature_bytes().is_ok_and(|signature| machine_key::verify(&key, &part.plain, &signature));
        if !sound {
            return refuse(&format!("KER-PUT-019: signature of the {} sub-packet", part.kind));
        }
    }
    Ok(None)
}

/// The identity object fits the schema version it names.
async fn object(m: &RegistrationModule, work: &Work, packet: &Packet) -> Result<Option<Verdict>, Trouble> {
    let refuse = |why: String| Ok(Some(Verdict::invalid(sub_status::PACKET_MANAGER_VALIDATION).particulars(why)));
    let identity = Value::Object(packet.identity());
    let version = packet.field("IDSchemaVersion").and_then(Value::as_f64);
    let published = match m.master.identity_schema(version).await {
        Ok(published) => published,
        Err(failure) if crate::error::may_pass(&failure) => return Err(failure.into()),
        Err(failure) => return refuse(format!("identity schema: {}", failure.code())),
    };
    let Ok(schema) = IdentitySchema::from_json(published.schema.clone()) else {
        return Err(Trouble::new("the published identity schema cannot be read"));
    };
    let today = CivilDate::parse(&work.now.format("%Y-%m-%d").to_string());
    let mut rules =
        IdObjectRules { today, birth_dates: vec![DEFAULT.birth_date.to_owned()], ..IdObjectRules::default() };
    let mandatory = "mosip.kernel.idobjectvalidator.mandatory-attributes.reg-processor.new-registration";
    if let Some(list) = m.master.setting(mandatory).await? {
        rules.required =
            Some(list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect());
    } else {
        // the packet's own fields are given by the desk's form; what the schema demands of the platform is not in it yet
        rules.required =
            Some(schema.fields().iter().filter(|f| f.required && f.id != "UIN").map(|f| f.id.clone()).collect());
    }
    let mistakes: Vec<IdObjectError> = schema.validate(&json!({ "identity": identity }), &rules);
    Ok(match mistakes.first() {
        None => None,
        // paths name attributes, not values
        Some(first) => refuse(format!("{} {}", first.code(), first.path()))?,
    })
}

/// Every document and biometrics file a field names is there and readable.
fn files(packet: &Packet) -> Option<Verdict> {
    for (field, value) in packet.identity() {
        if !value.is_object() {
            continue;
        }
        match packet.document(&field) {
            Ok(Some(document)) if document.data.is_empty() => {
                return Some(Verdict::invalid(sub_status::DOCUMENT_VALIDATION).particulars(field));
            }
            Ok(_) => {}
            Err(_) => return Some(Verdict::invalid(sub_status::DOCUMENT_VALIDATION).particulars(field)),
        }
        match packet.biometrics(&field) {
            Ok(Some(record)) if record.segments.is_empty() => {
                return Some(Verdict::invalid(sub_status::BIOMETRICS_VALIDATION).particulars(field));
            }
            Ok(_) => {}
            Err(failure @ PacketError::Biometrics { .. }) => {
                return Some(refused(sub_status::XSD_VALIDATION, &failure));
            }
            Err(_) => return Some(Verdict::invalid(sub_status::BIOMETRICS_VALIDATION).particulars(field)),
        }
    }
    packet.operator_biometrics().err().map(|failure| refused(sub_status::XSD_VALIDATION, &failure))
}
