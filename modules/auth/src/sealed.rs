//! What is sealed of an identity: under the person's hash, so that sealed values cannot change places.

use biometrics::{Modality, Sample, SubType};
use crypto::encoding::{b64_lenient, b64std};
use keymgr_api::AtRest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use types::Failure;
use zeroize::Zeroizing;

use crate::error::integrity;

const DATA: &str = "auth.identity";
const BIOMETRICS: &str = "auth.biometrics";
const NUMBER: &str = "auth.number";

/// What is known of a person.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Content {
    pub identity: Map<String, Value>,
    /// The identity's own token, from which partners' tokens are made.
    pub token: String,
}

/// What a person can be recognised by.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Templates {
    fingers: Vec<Finger>,
    /// Standard base64 of the ISO 19794-5 record, for e-KYC.
    pub face: Option<String>,
    /// What was enrolled besides fingers: CBEFF subtypes of irises, `FACE`.
    pub others: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Finger {
    sub_type: String,
    template: String,
}

impl Templates {
    /// Adds a finger's template.
    pub fn add(&mut self, sample: &Sample) {
        self.fingers.push(Finger { sub_type: sample.sub_type.name().to_owned(), template: b64std(&sample.data) });
    }

    /// The fingers, ready to be compared.
    pub fn fingers(&self) -> Result<Vec<Sample>, Failure> {
        let read = |finger: &Finger| {
            Ok(Sample {
                modality: Modality::Finger,
                sub_type: SubType::parse(&finger.sub_type).unwrap_or(SubType::Unknown),
                data: b64_lenient(&finger.template).map_err(integrity)?,
            })
        };
        self.fingers.iter().map(read).collect()
    }
}

pub(crate) async fn seal_content(at_rest: &dyn AtRest, uin_hash: &str, content: &Content) -> Result<Vec<u8>, Failure> {
    let json = Zeroizing::new(serde_json::to_vec(content).map_err(integrity)?);
    at_rest.seal(DATA, uin_hash.as_bytes(), &json).await
}

pub(crate) async fn open_content(at_rest: &dyn AtRest, uin_hash: &str, sealed: &[u8]) -> Result<Content, Failure> {
    let json = at_rest.open(DATA, uin_hash.as_bytes(), sealed).await?;
    serde_json::from_slice(&json).map_err(integrity)
}

pub(crate) async fn seal_templates(
    at_rest: &dyn AtRest,
    uin_hash: &str,
    templates: &Templates,
) -> Result<Vec<u8>, Failure> {
    let json = Zeroizing::new(serde_json::to_vec(templates).map_err(integrity)?);
    at_rest.seal(BIOMETRICS, uin_hash.as_bytes(), &json).await
}

pub(crate) async fn open_templates(at_rest: &dyn AtRest, uin_hash: &str, sealed: &[u8]) -> Result<Templates, Failure> {
    let json = at_rest.open(BIOMETRICS, uin_hash.as_bytes(), sealed).await?;
    serde_json::from_slice(&json).map_err(integrity)
}

/// How a number or handle is found.
pub(crate) async fn number_hash(at_rest: &dyn AtRest, number: &str) -> Result<String, Failure> {
    Ok(hex::encode(at_rest.blind_index(NUMBER, number.as_bytes()).await?))
}

/// Tells whether a biometric document is the one that was read before.
pub(crate) async fn document_mark(at_rest: &dyn AtRest, document: &[u8]) -> Result<String, Failure> {
    Ok(hex::encode(at_rest.blind_index(BIOMETRICS, document).await?))
}
