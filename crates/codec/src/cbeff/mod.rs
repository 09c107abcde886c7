//! CBEFF biometric information records as MOSIP writes them: XML after ISO/IEC 19785-3, one outer BIR that holds one
//! BIR per finger, iris, face or exception photo.
//!
//! Three dialects are read (the current one; the older `<Others><Key/><Value/></Others>`; the first one with
//! `<FormatOwner>`, `<FormatType>` and a bare number as `<Quality>`), one is written: the current one, in the order of
//! MOSIP's published schema. Document types, entities other than the five of XML, and anything deeper, larger or more
//! numerous than the limits below are refused before memory is spent on them.

mod read;
mod write;

use std::fmt;

pub use read::read;

/// Longest document that is looked at, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 32 * 1024 * 1024;
/// Deepest nesting of elements.
pub const MAX_DEPTH: usize = 16;
/// Most elements in one document.
pub const MAX_ELEMENTS: usize = 20_000;
/// Most biometric records inside the outer one.
pub const MAX_SEGMENTS: usize = 128;

/// The XML namespace of the current dialect.
pub const NAMESPACE: &str = "http://standards.iso.org/iso-iec/19785/-3/ed-2/";

/// Why a document is not an acceptable CBEFF record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the document is {actual} bytes long, more than the {limit} allowed")]
    TooLarge { actual: usize, limit: usize },
    #[error("the document has more than {limit} {what}")]
    TooMany { what: &'static str, limit: usize },
    #[error("the document is not well-formed XML: {0}")]
    Malformed(String),
    #[error("a document type declaration is not accepted")]
    DocumentType,
    #[error("the entity reference &{0}; is not accepted")]
    Entity(String),
    #[error("the outermost element is {0}, not BIR")]
    NotBir(String),
    #[error("{element} is not valid base64")]
    Base64 { element: &'static str },
    #[error("{element} has the value {value:?}, which the schema does not allow")]
    Value { element: &'static str, value: String },
    #[error("{element} contains a character that XML cannot carry")]
    Unwritable { element: &'static str },
}

/// Version of the record or of CBEFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
}

/// An organisation and one of the formats, algorithms or products registered under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryId {
    pub organization: String,
    pub kind: String,
}

/// What is known about a whole record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BirInfo {
    pub creator: Option<String>,
    pub index: Option<String>,
    pub integrity: bool,
    /// `xs:dateTime` as written; MOSIP's own clients write nanoseconds and offsets.
    pub creation_date: Option<String>,
    pub not_valid_before: Option<String>,
    pub not_valid_after: Option<String>,
}

/// What was captured.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Modality {
    Finger,
    Iris,
    Face,
    /// Photo taken when a modality is missing; used by MOSIP although its published schema does not list it.
    ExceptionPhoto,
    /// Any other type of the standard, by name.
    Other(String),
}

impl Modality {
    /// The name in documents.
    pub fn name(&self) -> &str {
        match self {
            Self::Finger => "Finger",
            Self::Iris => "Iris",
            Self::Face => "Face",
            Self::ExceptionPhoto => "ExceptionPhoto",
            Self::Other(name) => name,
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "Finger" => Self::Finger,
            "Iris" => Self::Iris,
            "Face" => Self::Face,
            "ExceptionPhoto" => Self::ExceptionPhoto,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// How far the data has been processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Raw,
    Intermediate,
    Processed,
}

/// What the data was captured for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Verify,
    Identify,
    Enroll,
    EnrollVerify,
    EnrollIdentify,
    Audit,
}

/// How good the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    pub algorithm: Option<RegistryId>,
    /// 0 to 100; `None` when computing it failed.
    pub score: Option<u8>,
}

/// What is known about the biometric data block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BdbInfo {
    pub index: Option<String>,
    pub format: Option<RegistryId>,
    pub encryption: Option<bool>,
    pub creation_date: Option<String>,
    pub not_valid_before: Option<String>,
    pub not_valid_after: Option<String>,
    pub modality: Option<Modality>,
    /// The words of the subtype, e.g. `Left`, `IndexFinger`; empty for a face.
    pub subtype: Vec<String>,
    pub level: Option<Level>,
    pub purpose: Option<Purpose>,
    pub quality: Option<Quality>,
}

impl BdbInfo {
    /// The subtype as one string, e.g. `Left IndexFinger`.
    pub fn subtype_text(&self) -> String {
        self.subtype.join(" ")
    }

    /// MOSIP's attribute name (`leftIndex`, `rightEye`, `face` …) of a single finger, eye or face; `None` for slaps
    /// and unknown positions.
    pub fn attribute(&self) -> Option<&'static str> {
        const FINGERS: [(&str, &str, &str); 5] = [
            ("Thumb", "leftThumb", "rightThumb"),
            ("IndexFinger", "leftIndex", "rightIndex"),
            ("MiddleFinger", "leftMiddle", "rightMiddle"),
            ("RingFinger", "leftRing", "rightRing"),
            ("LittleFinger", "leftLittle", "rightLittle"),
        ];
        let words: Vec<&str> = self.subtype.iter().map(String::as_str).collect();
        match (self.modality.as_ref()?, &words[..]) {
            (Modality::Face, _) => Some("face"),
            (Modality::Iris, ["Left"]) => Some("leftEye"),
            (Modality::Iris, ["Right"]) => Some("rightEye"),
            (Modality::Finger, [side, finger]) => {
                let (_, left, right) = FINGERS.iter().find(|(name, ..)| name == finger)?;
                match *side {
                    "Left" => Some(left),
                    "Right" => Some(right),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// A biometric information record. The outer one of a document holds no data of its own but `segments`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Bir {
    pub version: Option<Version>,
    pub cbeff_version: Option<Version>,
    pub info: BirInfo,
    pub bdb_info: Option<BdbInfo>,
    pub segments: Vec<Bir>,
    /// Biometric data block: usually an ISO/IEC 19794 record.
    pub bdb: Option<Vec<u8>>,
    /// Security block: of a device capture, header and signature of its JWS.
    pub sb: Option<Vec<u8>>,
    /// Key-values beside the standard (`EXCEPTION`, `RETRIES`, `PAYLOAD`, `CONFIGURED` …), in document order.
    pub others: Vec<(String, String)>,
}

// Biometric data must not reach a log by way of `{:?}`.
impl fmt::Debug for Bir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bir")
            .field("bdb_info", &self.bdb_info)
            .field("segments", &self.segments)
            .field("bdb_bytes", &self.bdb.as_ref().map(Vec::len))
            .field("sb_bytes", &self.sb.as_ref().map(Vec::len))
            .field("others", &self.others.iter().map(|(key, _)| key).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Bir {
    /// The value of a key beside the standard, if it is there.
    pub fn other(&self, key: &str) -> Option<&str> {
        self.others.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Whether this segment stands for a biometric that could not be captured.
    pub fn is_exception(&self) -> bool {
        self.other("EXCEPTION").is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

#[cfg(test)]
mod tests;
