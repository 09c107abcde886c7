//! What was captured, for the eyes of whoever decides a case: details as they stand in the packet, and pictures.

use std::collections::{BTreeMap, BTreeSet};

use biometrics::{SubType, encode, sample};
use codec::cbeff::{Bir, Modality};
use codec::iso19794::{self, FingerPosition, Record};
use db::{AuditEvent, EventType, Reference};
use registration_api::RegistrationError as E;
use registration_api::adjudication::{CapturedField, CapturedPacket, CapturedText, FACE, PictureRef};
use registration_api::wire::endpoints::ADJUDICATE;
use serde_json::Value;
use types::{Caller, Failure, LangCode};

use crate::domain::mapping::DEFAULT;
use crate::entity::registration;
use crate::service::{adjudication, packet as packets};
use crate::{RegistrationModule, error, repo};

/// Attributes that say nothing about a person.
const TECHNICAL: &[&str] = &["IDSchemaVersion", "UIN", "consentText"];

/// Labels and value lists of the schema's fields, in the order a form asks for them.
pub(super) type Labels = Vec<Label>;

/// A field of the UI specification.
pub(super) struct Label {
    id: String,
    by_language: BTreeMap<String, String>,
    /// The dynamic field its codes are from.
    values: Option<String>,
    /// Whether one of a list is chosen: then the value may be a place's code.
    chooses: bool,
}

/// Levels of places that are looked through at most.
const MAX_LEVELS: usize = 8;

/// The labels of the desk's form, else of the online form; none where neither is published.
pub(super) async fn labels(m: &RegistrationModule) -> Labels {
    let mut out = Vec::new();
    for (domain, kind) in [("registration-client", "newProcess"), ("pre-registration", "schema")] {
        if let Ok(spec) = m.master.ui_spec(domain, kind, None).await {
            collect(&spec.json, &mut out);
        }
    }
    out
}

/// Every object with an id and labels by language, wherever it stands; the first of an id counts.
fn collect(value: &Value, out: &mut Labels) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        Value::Object(object) => {
            let id = object.get("id").and_then(Value::as_str);
            let labels = ["label", "labelName"].iter().find_map(|name| object.get(*name)?.as_object());
            if let (Some(id), Some(labels), true) = (id, labels, object.contains_key("controlType")) {
                if out.iter().all(|known| known.id != id) {
                    let of = |(lang, text): (&String, &Value)| Some((lang.clone(), text.as_str()?.to_owned()));
                    let dynamic = object.get("fieldType").and_then(Value::as_str) == Some("dynamic");
                    let values = object.get("subType").and_then(Value::as_str).filter(|_| dynamic);
                    let control = object.get("controlType").and_then(Value::as_str);
                    out.push(Label {
                        chooses: control.is_some_and(|control| control.eq_ignore_ascii_case("dropdown")),
                        id: id.to_owned(),
                        by_language: labels.iter().filter_map(of).collect(),
                        values: values.map(str::to_owned),
                    });
                }
            } else {
                object.values().for_each(|inner| collect(inner, out));
            }
        }
        _ => {}
    }
}

/// A registration's packet as captured. One that cannot be read any more says so; only a failure that may pass is one.
pub(super) async fn packet(
    m: &RegistrationModule,
    caller: &Caller,
    row: &registration::Model,
    labels: &Labels,
) -> Result<CapturedPacket, Failure> {
    let mut captured = CapturedPacket {
        rid: row.rid.clone(),
        received_at: row.created_at,
        fields: Vec::new(),
        fingers: Vec::new(),
        face: false,
        unreadable: None,
    };
    let packet = match packets::load(m, caller, row).await {
        Ok(packet) => packet,
        Err(failure) if error::may_pass(&failure) => return Err(failure),
        Err(failure) => {
            captured.unreadable = Some(failure.code().to_owned());
            return Ok(captured);
        }
    };
    // who it is first, then as the form asks
    let first: Vec<&str> =
        DEFAULT.name.iter().copied().chain([DEFAULT.birth_date, DEFAULT.age, DEFAULT.gender]).collect();
    let place = |id: &str| {
        let in_form = labels.iter().position(|label| label.id == id).unwrap_or(usize::MAX / 2);
        first.iter().position(|one| *one == id).unwrap_or_else(|| first.len().saturating_add(in_form))
    };
    for (id, value) in packet.identity() {
        let mut values = texts(&value);
        if values.is_empty() || TECHNICAL.contains(&id.as_str()) {
            continue;
        }
        let label = labels.iter().find(|label| label.id == id);
        if let Some(list) = label.and_then(|label| label.values.as_deref()) {
            spell_out(m, list, &mut values).await;
        }
        let by_language = label.map(|label| label.by_language.clone()).unwrap_or_default();
        captured.fields.push(CapturedField { id, labels: by_language, values });
    }
    let chosen = |field: &&mut CapturedField| labels.iter().any(|label| label.id == field.id && label.chooses);
    name_places(m, captured.fields.iter_mut().filter(chosen).flat_map(|field| &mut field.values).collect()).await;
    captured.fields.sort_by(|a, b| place(&a.id).cmp(&place(&b.id)).then_with(|| a.id.cmp(&b.id)));
    if let Ok(Some(record)) = packet.biometrics(DEFAULT.biometrics) {
        let has = |finger: FingerPosition| {
            let name = SubType::Finger(finger).name();
            segment(&record, name).is_some().then(|| name.to_owned())
        };
        captured.fingers = FingerPosition::TEN.into_iter().filter_map(has).collect();
        captured.face = segment(&record, FACE).is_some();
    }
    Ok(captured)
}

/// Codes of a value list as the words of their language.
async fn spell_out(m: &RegistrationModule, list: &str, values: &mut [CapturedText]) {
    for value in values {
        let language = value.language.as_deref().and_then(|code| LangCode::parse(code).ok()).unwrap_or(LangCode::ENG);
        let names = m.master.dynamic_field(list, language).await.unwrap_or_default();
        if let Some((_, name)) = names.into_iter().find(|(code, _)| *code == value.text) {
            value.text = name;
        }
    }
}

/// Codes of places as their names, from the country downwards: each level is looked for below the place found above it.
async fn name_places(m: &RegistrationModule, mut values: Vec<&mut CapturedText>) {
    let languages: BTreeSet<String> = values.iter().filter_map(|value| value.language.clone()).collect();
    for code in languages {
        let Ok(language) = LangCode::parse(&code) else { continue };
        let mut parent: Option<String> = None;
        for _ in 0..MAX_LEVELS {
            let nodes = m.master.locations(parent.as_deref(), language).await.unwrap_or_default();
            let of_language = |value: &&mut &mut CapturedText| value.language.as_deref() == Some(code.as_str());
            let found = nodes.iter().find_map(|node| {
                let value = values.iter_mut().filter(of_language).find(|value| value.text == node.code)?;
                value.text = node.name.clone();
                Some(node.code.clone())
            });
            // the country itself is not asked for
            let only = || nodes.first().filter(|_| nodes.len() == 1).map(|node| node.code.clone());
            parent = found.or_else(only);
            if parent.is_none() {
                break;
            }
        }
    }
}

/// A field's value as texts; documents and biometrics have none.
fn texts(value: &Value) -> Vec<CapturedText> {
    let plain = |text: String| vec![CapturedText { language: None, text }];
    match value {
        Value::String(text) if !text.trim().is_empty() => plain(text.clone()),
        Value::Number(number) => plain(number.to_string()),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| {
                let text = item.get("value").or(Some(item)).and_then(Value::as_str)?.to_owned();
                let language = item.get("language").and_then(Value::as_str).map(str::to_owned);
                (!text.trim().is_empty()).then_some(CapturedText { language, text })
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The segment of a finger by name, or of the face; not one that only says why something is missing.
fn segment<'a>(record: &'a Bir, part: &str) -> Option<&'a Bir> {
    record.segments.iter().find(|segment| {
        let Some(info) = segment.bdb_info.as_ref() else { return false };
        let fits = match info.modality {
            Some(Modality::Face) => part == FACE,
            Some(Modality::Finger) => info.subtype_text() == part,
            _ => false,
        };
        fits && !segment.is_exception() && segment.bdb.as_ref().is_some_and(|data| !data.is_empty())
    })
}

/// A picture of a packet of an open case, as a grey PNG.
pub(crate) async fn picture(
    m: &RegistrationModule,
    caller: &Caller,
    case_id: &str,
    wanted: PictureRef<'_>,
) -> Result<Option<Vec<u8>>, Failure> {
    caller.require(ADJUDICATE)?;
    let (case, own) = adjudication::open_case(m, case_id).await?;
    let row = match wanted.side.checked_sub(1) {
        None => own,
        Some(candidate) => {
            let candidates: Vec<registration_api::Candidate> =
                serde_json::from_value(case.candidates).unwrap_or_default();
            let Some(candidate) = candidates.get(candidate as usize) else { return Ok(None) };
            match repo::registrations::of_rid(m.db.read(), &candidate.rid).await? {
                Some(row) => row,
                None => return Ok(None),
            }
        }
    };
    let packet = packets::load(m, caller, &row).await?;
    let record = packet.biometrics(DEFAULT.biometrics).map_err(error::packet)?;
    let Some(data) = record.as_ref().and_then(|record| segment(record, wanted.part)?.bdb.clone()) else {
        return Ok(None);
    };
    let drawn = tokio::task::spawn_blocking(move || draw(&data)).await;
    let Some(png) = drawn.map_err(|gone| Failure::of(E::ReceiverInternal).because(gone))? else { return Ok(None) };
    let mut tx = m.db.begin(caller.cx()).await.map_err(error::storage)?;
    let event = AuditEvent::new("RPR_401", "GET", EventType::User)
        .describe(format!("a picture was shown to decide a case: {}", wanted.part))
        .about(Reference::new("REGISTRATION", row.workflow_instance_id))
        .module("RPR-MVS");
    tx.audit(event).await.map_err(error::storage)?;
    tx.commit().await.map_err(error::storage)?;
    Ok(Some(png))
}

/// The first image of an ISO 19794 record as a grey PNG; `None` for what is no image.
fn draw(data: &[u8]) -> Option<Vec<u8>> {
    let image = match iso19794::read_lenient(data).ok()?.0 {
        Record::Finger(record) => sample::finger_image(record.images.first()?).ok()?,
        Record::Face(record) => {
            let image = record.images.first()?;
            let stated = (usize::from(image.width), usize::from(image.height));
            sample::record_image(image.codec, &image.data, stated, 8).ok()?
        }
        Record::Iris(_) | Record::Minutiae(_) => return None,
    };
    encode::png(&image).ok()
}
