//! Packets as a desk makes them, of synthetic people.

use codec::cbeff::{BdbInfo, Bir, Modality, Quality};
use codec::iso19794::{Capture, FingerEdition, FingerImage, FingerImageRecord, FingerPosition, ImageCodec};
use codec::packet::{Builder, Category, Header, Value, seal};
use crypto::Algorithm;
use serde_json::json;
use testkit::fingers::{Finger, seed_of};

use super::doubles::Doubles;

/// A packet ready to be sent.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) rid: String,
    pub(crate) packet_id: String,
    pub(crate) sealed: Vec<u8>,
}

impl Made {
    pub(crate) fn hash(&self) -> String {
        hex::encode_upper(crypto::digest::sha256(&self.sealed))
    }
}

/// What a packet is made of.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) number: u64,
    /// Which capture of the person's fingers.
    pub(crate) capture: u64,
    pub(crate) name: &'static str,
    pub(crate) born: &'static str,
    pub(crate) fingers: &'static [u8],
    pub(crate) officer_password: &'static str,
    pub(crate) consent: &'static str,
}

pub(crate) fn person(number: u64, capture: u64, name: &'static str) -> Person {
    Person { number, capture, name, born: "1985/12/10", fingers: &[2, 7], officer_password: "true", consent: "Y" }
}

fn finger(person: &Person, position: u8) -> Bir {
    let capture = Finger::grow(seed_of(person.number, position)).capture(person.capture);
    let image = FingerImage {
        capture: Capture::default(),
        position: FingerPosition::from_code(position),
        number: 0,
        quality: None,
        dpi: (500, 500),
        bit_depth: 8,
        compression: 0,
        impression: 0,
        width: u16::try_from(capture.width).unwrap(),
        height: u16::try_from(capture.height).unwrap(),
        codec: ImageCodec::Raw,
        data: capture.pixels,
    };
    let record = FingerImageRecord { edition: FingerEdition::V2011, images: vec![image] }.write().unwrap();
    let name = biometrics::SubType::Finger(FingerPosition::from_code(position)).name();
    Bir {
        bdb_info: Some(BdbInfo {
            modality: Some(Modality::Finger),
            subtype: name.split(' ').map(str::to_owned).collect(),
            quality: Some(Quality { algorithm: None, score: Some(80) }),
            ..BdbInfo::default()
        }),
        bdb: Some(record),
        others: vec![("EXCEPTION".into(), "false".into())],
        ..Bir::default()
    }
}

/// The registration id of the `sequence`-th person at this desk.
pub(crate) fn rid(sequence: u32) -> String {
    format!("1000110077{sequence:05}20261123093000")
}

pub(crate) fn builder(rid: &str, person: &Person) -> Builder {
    let text = |value: &str| json!([{ "language": "eng", "value": value }]);
    let builder = Builder::new(rid, 0.1, "2026-11-23T09:30:00.000Z")
        .field("fullName", Category::Pvt, Value::Plain(text(person.name)))
        .field("gender", Category::Pvt, Value::Plain(text("FLE")))
        .field("dateOfBirth", Category::Pvt, Value::Plain(json!(person.born)))
        .field("email", Category::Pvt, Value::Plain(json!("ada@example.com")))
        .field("consent", Category::Evidence, Value::Plain(json!(person.consent)))
        .field(
            "proofOfIdentity",
            Category::Pvt,
            Value::Document {
                data: b"%PDF-1.4".to_vec(),
                kind: "DOC001".into(),
                format: "pdf".into(),
                reference: None,
            },
        )
        .labelled("metaData", &[("centerId", Some("10001")), ("machineId", Some("10077"))])
        .labelled(
            "operationsData",
            &[
                ("officerId", Some("110011")),
                ("officerPassword", Some(person.officer_password)),
                ("supervisorId", Some("110012")),
                ("supervisorPassword", Some("true")),
            ],
        )
        .audit(json!({ "eventId": "REG-EVT-001" }));
    if person.fingers.is_empty() {
        return builder;
    }
    let segments = person.fingers.iter().map(|position| finger(person, *position)).collect();
    builder.field(
        "individualBiometrics",
        Category::Pvt,
        Value::Biometrics(Box::new(Bir { segments, ..Bir::default() })),
    )
}

/// A packet of a person.
pub(crate) fn make(doubles: &Doubles, sequence: u32, person: &Person) -> Made {
    let rid = rid(sequence);
    let parts = builder(&rid, person).build().unwrap();
    make_of(doubles, &rid, &parts)
}

/// A packet of given plain sub-packets, rightly signed and encrypted.
pub(crate) fn make_of(doubles: &Doubles, rid: &str, parts: &[(codec::packet::Kind, Vec<u8>)]) -> Made {
    make_signed(doubles, &doubles.machine_key, rid, parts)
}

pub(crate) fn make_signed(
    doubles: &Doubles,
    signer: &crypto::PrivateKey,
    rid: &str,
    parts: &[(codec::packet::Kind, Vec<u8>)],
) -> Made {
    let header = Header {
        id: rid.to_owned(),
        source: "REGISTRATION_CLIENT".into(),
        process: "NEW".into(),
        schema_version: 0.1,
        creation_date: "2026-11-23T09:30:00.000Z".into(),
        ref_id: Some(super::REF_ID.into()),
    };
    let outer =
        seal(&header, parts, |plain| signer.sign(Algorithm::Rs256, plain), |plain| Ok(doubles.seal(plain))).unwrap();
    Made {
        rid: rid.to_owned(),
        packet_id: format!("{rid}-{}-20261123093000", super::REF_ID),
        sealed: doubles.seal(&outer),
    }
}
