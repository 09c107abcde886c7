//! ISO/IEC 19794 biometric data records: finger images (part 4), face images (part 5), iris images (part 6) and
//! finger minutiae (part 2), in the editions MOSIP devices produce.
//!
//! | part | magic | editions read | written |
//! |---|---|---|---|
//! | 2 minutiae | `FMR\0` | ` 20\0` (2005) | yes |
//! | 4 finger image | `FIR\0` | `010\0` (2005), `020\0` (2011) | both |
//! | 5 face image | `FAC\0` | `010\0` (2005), `030\0` (2011) | no |
//! | 6 iris image | `IIR\0` | `010\0` (2005), `020\0` (2011) | no |
//!
//! Real devices write records that contradict themselves. [`read`] refuses every contradiction; [`read_lenient`]
//! accepts the kinds met in the field ([`Deviation`]), as long as each field still lies inside the bytes
//! given, and says which it met.

mod bytes;
mod face;
mod finger;
mod iris;
mod minutiae;

pub use face::{FaceImage, FaceImageRecord, Landmark};
pub use finger::{FingerEdition, FingerImage, FingerImageRecord, FingerPosition};
pub use iris::{Eye, IrisImage, IrisImageRecord};
pub use minutiae::{FingerView, Minutia, MinutiaKind, MinutiaeRecord};

use bytes::Reader;

/// Longest record that is looked at, in bytes; longer input is refused unread.
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;
/// Most representations (images, views) in one record.
pub const MAX_REPRESENTATIONS: usize = 64;
/// Largest image edge in pixels; a record stating more is refused before anybody allocates for it.
pub const MAX_EDGE_PIXELS: u16 = 8192;

/// Why bytes are not an acceptable ISO/IEC 19794 record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the record is {actual} bytes long, more than the {limit} allowed")]
    TooLarge { actual: usize, limit: usize },
    #[error("the format identifier {0:02x?} is not one of FIR, FAC, IIR, FMR")]
    UnknownFormat([u8; 4]),
    #[error("{format} edition {edition:02x?} is not supported")]
    UnknownEdition { format: &'static str, edition: [u8; 4] },
    #[error("the record ends inside {field}: {needed} bytes needed, {left} left")]
    Truncated { field: &'static str, needed: usize, left: usize },
    #[error("the record states a length of {stated} bytes but {actual} are there")]
    RecordLength { stated: usize, actual: usize },
    #[error("representation {index} states a length of {stated} bytes, its fields take {actual}")]
    RepresentationLength { index: usize, stated: usize, actual: usize },
    #[error("{field} has the value {value}, which the standard does not define")]
    Value { field: &'static str, value: u64 },
    #[error("the record states {stated} representations; 1 to {limit} are allowed")]
    Representations { stated: usize, limit: usize },
    #[error("the image states {width} x {height} pixels; 1 to {limit} each are allowed")]
    Dimensions { width: u16, height: u16, limit: u16 },
    #[error("an uncompressed image of {expected} bytes is stated, {actual} are there")]
    RawImageSize { expected: usize, actual: usize },
    #[error("{field} does not fit the record: {value}")]
    Unwritable { field: &'static str, value: usize },
}

/// A contradiction inside a record that [`read_lenient`] lets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deviation {
    /// Zero bytes follow the record (storage padding). [`read`] accepts this one too.
    Padding { bytes: usize },
    /// Bytes other than zero follow the end the record states.
    TrailingBytes { bytes: usize },
    /// The only representation ends exactly where the record ends, but states another length.
    RepresentationLength { stated: usize, actual: usize },
    /// The optional extended data of the last minutiae view is cut off by the end of the record.
    ShortExtendedData { stated: usize, actual: usize },
    /// A 2011 face record with two surplus bytes in its facial information block, as MOSIP's own library writes it.
    /// [`read`] accepts this one too: it is what the whole ecosystem produces.
    WideFacialInformation,
}

/// How an image inside a record is stored, as its first bytes say (declared codes are kept beside it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageCodec {
    /// Rows of pixels, nothing else; `bit_depth` bits each.
    Raw,
    Wsq,
    Jpeg,
    Jpeg2000,
    Png,
    /// No known signature, and the record does not say it is raw.
    Unknown,
}

impl ImageCodec {
    /// Recognises a codec by its signature; `None` where there is none (raw pixels have none).
    pub fn sniff(data: &[u8]) -> Option<Self> {
        const SIGNATURES: [(&[u8], ImageCodec); 6] = [
            (&[0xff, 0xa0, 0xff], ImageCodec::Wsq),
            (&[0xff, 0xd8, 0xff], ImageCodec::Jpeg),
            (&[0, 0, 0, 0x0c, b'j', b'P', b' ', b' '], ImageCodec::Jpeg2000),
            (&[0, 0, 0, 0x0c, b'j', b'P', 0x1a, 0x1a], ImageCodec::Jpeg2000),
            (&[0xff, 0x4f, 0xff, 0x51], ImageCodec::Jpeg2000),
            (&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a], ImageCodec::Png),
        ];
        SIGNATURES.iter().find(|(signature, _)| data.starts_with(signature)).map(|(_, codec)| *codec)
    }
}

/// When a representation was captured, in UTC, as the record states it; fields are not checked against a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaptureTime {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub millisecond: u16,
}

/// One quality statement: score 0 to 100 (255: computing it failed) and the algorithm that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    pub score: u8,
    pub vendor: u16,
    pub algorithm: u16,
}

/// One certification statement of a capture device: authority and scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certification {
    pub authority: u16,
    pub scheme: u8,
}

/// What a representation header says about the capture, in the 2011 editions; the 2005 editions leave it empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capture {
    pub time: Option<CaptureTime>,
    pub technology: u8,
    pub vendor: u16,
    pub device_type: u16,
    pub quality: Vec<Quality>,
    pub certifications: Vec<Certification>,
}

/// A record of any of the four parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    Finger(FingerImageRecord),
    Face(FaceImageRecord),
    Iris(IrisImageRecord),
    Minutiae(MinutiaeRecord),
}

/// Reads a record of any part, refusing every contradiction between its lengths and its content.
///
/// # Errors
/// Any [`Error`]; nothing is returned from a record that is only partly sound.
pub fn read(bytes: &[u8]) -> Result<Record, Error> {
    let (record, deviations) = read_lenient(bytes)?;
    for deviation in deviations {
        match deviation {
            Deviation::TrailingBytes { bytes: extra } => {
                return Err(Error::RecordLength { stated: bytes.len() - extra, actual: bytes.len() });
            }
            Deviation::RepresentationLength { stated, actual } => {
                return Err(Error::RepresentationLength { index: 0, stated, actual });
            }
            Deviation::ShortExtendedData { stated, actual } => {
                return Err(Error::Truncated { field: "extended data", needed: stated, left: actual });
            }
            Deviation::Padding { .. } | Deviation::WideFacialInformation => {}
        }
    }
    Ok(record)
}

/// Reads a record of any part, letting pass the known kinds of contradiction and naming those met.
///
/// # Errors
/// Any [`Error`] that is not one of the [`Deviation`]s.
pub fn read_lenient(bytes: &[u8]) -> Result<(Record, Vec<Deviation>), Error> {
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(Error::TooLarge { actual: bytes.len(), limit: MAX_RECORD_BYTES });
    }
    let mut reader = Reader::new(bytes);
    let format: [u8; 4] = reader.array("format identifier")?;
    let edition: [u8; 4] = reader.array("version")?;
    let mut deviations = Vec::new();
    let record = match &format {
        b"FIR\0" => Record::Finger(finger::read(edition, reader, &mut deviations)?),
        b"FAC\0" => Record::Face(face::read(edition, reader, &mut deviations)?),
        b"IIR\0" => Record::Iris(iris::read(edition, reader, &mut deviations)?),
        b"FMR\0" => Record::Minutiae(minutiae::read(edition, reader, &mut deviations)?),
        _ => return Err(Error::UnknownFormat(format)),
    };
    Ok((record, deviations))
}

/// Checks stated pixel dimensions before anything is computed from them.
fn check_dimensions(width: u16, height: u16) -> Result<(), Error> {
    let sound = |edge: u16| (1..=MAX_EDGE_PIXELS).contains(&edge);
    if sound(width) && sound(height) {
        Ok(())
    } else {
        Err(Error::Dimensions { width, height, limit: MAX_EDGE_PIXELS })
    }
}

fn check_representations(stated: usize) -> Result<(), Error> {
    if (1..=MAX_REPRESENTATIONS).contains(&stated) {
        Ok(())
    } else {
        Err(Error::Representations { stated, limit: MAX_REPRESENTATIONS })
    }
}

/// Compares what a representation's fields took with the length it states. One lone representation that ends where
/// the record ends is understood either way; in every other case the next header could not be found safely.
fn check_representation_length(
    index: usize,
    stated: usize,
    actual: usize,
    ends_record: bool,
    deviations: &mut Vec<Deviation>,
) -> Result<(), Error> {
    if stated == actual {
        Ok(())
    } else if index == 0 && ends_record {
        deviations.push(Deviation::RepresentationLength { stated, actual });
        Ok(())
    } else {
        Err(Error::RepresentationLength { index, stated, actual })
    }
}

#[cfg(test)]
mod tests;
