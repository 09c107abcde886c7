//! Adjudication: is a registration of somebody who is registered already?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use types::Timestamp;

/// One finger against the finger of a candidate that fits it best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartScore {
    /// The registration's finger, such as `Right IndexFinger`.
    pub probe: String,
    /// The candidate's finger.
    pub reference: String,
    /// 0 to 100.
    pub score: f64,
}

/// A person a registration may be the same as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub rid: String,
    /// 0 to 100; 0 where only the details are alike.
    pub score: f64,
    pub parts: Vec<PartScore>,
}

/// Why a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseKind {
    /// Fingers fit somebody else's.
    Biometric,
    /// Nothing was captured that could be searched by.
    Verification,
}

/// A decision on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Decision {
    /// A different person: go on to a number.
    Approve,
    /// The same person: never a second number.
    Reject,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub decision: Decision,
    /// User name.
    pub by: String,
    pub reason: String,
    #[serde(with = "types::time::wire_option")]
    pub at: Option<Timestamp>,
}

/// A registration that waits, or waited, for a person's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjudicationCase {
    pub id: String,
    pub rid: String,
    pub kind: CaseKind,
    #[serde(with = "types::time::wire")]
    pub opened_at: Timestamp,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Absent while it is open.
    pub outcome: Option<Outcome>,
}

/// A page of open cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseList {
    /// Oldest first.
    pub cases: Vec<AdjudicationCase>,
    /// How many are open in all.
    pub open: u64,
    #[serde(with = "types::time::wire")]
    pub now: Timestamp,
}

/// A value as it was captured; the language is absent where the value has none.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedText {
    pub language: Option<String>,
    pub text: String,
}

/// A field of the identity schema with its labels by language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedField {
    /// The schema's name, such as `dateOfBirth`.
    pub id: String,
    /// By ISO 639-3 code; empty when the UI specification has none.
    pub labels: BTreeMap<String, String>,
    pub values: Vec<CapturedText>,
}

/// One packet as captured. Personal: no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedPacket {
    pub rid: String,
    #[serde(with = "types::time::wire")]
    pub received_at: Timestamp,
    pub fields: Vec<CapturedField>,
    /// Fingers an image can be asked for, such as `Right IndexFinger`, in the order of the hand.
    pub fingers: Vec<String>,
    /// Whether there is a photo of the face.
    pub face: bool,
    /// Code of the failure when the packet cannot be read any more; then there is nothing else.
    pub unreadable: Option<String>,
}

/// How alike two captured values are. A hint for the eye, never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likeness {
    /// Equal but for case, blanks and marks.
    Same,
    /// A few letters apart, or the same parts in another order.
    Close,
    Different,
    /// Only one of the two says anything.
    OneSided,
}

/// A field on both sides.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedField {
    pub id: String,
    pub labels: BTreeMap<String, String>,
    pub new: Vec<CapturedText>,
    pub earlier: Vec<CapturedText>,
    pub likeness: Likeness,
}

/// A finger on both sides; absent where it was not captured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedFinger {
    pub new: Option<String>,
    pub earlier: Option<String>,
    /// 0 to 100; absent where the two were not compared.
    pub score: Option<f64>,
}

/// A candidate beside the new registration.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedCandidate {
    /// For [`PictureRef::side`].
    pub side: u32,
    pub packet: CapturedPacket,
    /// 0 to 100.
    pub score: f64,
    pub fields: Vec<ComparedField>,
    pub fingers: Vec<ComparedFinger>,
}

/// An open case with the packets behind it, or a decided one without them. Personal: no `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub case: AdjudicationCase,
    /// Absent once the case is decided: there is no more reason to look.
    pub new: Option<CapturedPacket>,
    pub candidates: Vec<ComparedCandidate>,
    /// Another case that is open, the oldest.
    pub next: Option<String>,
    /// How many others are open.
    pub others: u64,
}

/// A picture of one packet of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureRef<'a> {
    /// 0 for the new registration, then the candidates in the order of the case.
    pub side: u32,
    /// A finger's name, or [`FACE`].
    pub part: &'a str,
}

/// The part that stands for the face's photo.
pub const FACE: &str = "Face";
