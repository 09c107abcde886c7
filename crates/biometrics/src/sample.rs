//! One biometric sample as it travels: what it is of, and its bytes.

use codec::iso19794::{self, FingerImage, FingerPosition, ImageCodec, Record};
use thiserror::Error;

use crate::decode::{self, DecodeError, Limits};
use crate::finger::template::{Template, TemplateError};
use crate::finger::{ExtractError, extract};
use crate::raster::GreyImage;

/// MOSIP's biometric type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// Fingerprint.
    Finger,
    /// Iris.
    Iris,
    /// Face.
    Face,
    /// Photo of a missing finger or eye; never compared.
    ExceptionPhoto,
}

impl Modality {
    /// The name of the JSON interfaces: `FINGER`, `IRIS`, `FACE`, `EXCEPTION_PHOTO`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Finger => "FINGER",
            Self::Iris => "IRIS",
            Self::Face => "FACE",
            Self::ExceptionPhoto => "EXCEPTION_PHOTO",
        }
    }

    /// Reads either the JSON name or CBEFF's (`Finger`, `Iris`, `Face`, `ExceptionPhoto`), in any case.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "FINGER" => Some(Self::Finger),
            "IRIS" => Some(Self::Iris),
            "FACE" => Some(Self::Face),
            "EXCEPTION_PHOTO" | "EXCEPTIONPHOTO" => Some(Self::ExceptionPhoto),
            _ => None,
        }
    }
}

/// Which finger or eye; MOSIP's biometric subtype.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubType {
    /// Not stated: compared with every finger or eye of the other side.
    Unknown,
    /// One of the ten fingers.
    Finger(FingerPosition),
    /// The left eye.
    LeftEye,
    /// The right eye.
    RightEye,
}

const FINGER_NAMES: [&str; 10] = [
    "Right Thumb",
    "Right IndexFinger",
    "Right MiddleFinger",
    "Right RingFinger",
    "Right LittleFinger",
    "Left Thumb",
    "Left IndexFinger",
    "Left MiddleFinger",
    "Left RingFinger",
    "Left LittleFinger",
];

impl SubType {
    /// MOSIP's name: `Left IndexFinger`, `Right Thumb`, `Left`, `Right`, `UNKNOWN`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Finger(position) => {
                let single = usize::from(position.code()).checked_sub(1).and_then(|i| FINGER_NAMES.get(i));
                single.copied().unwrap_or("UNKNOWN")
            }
            Self::LeftEye => "Left",
            Self::RightEye => "Right",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Reads MOSIP's name; anything else is `None`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "UNKNOWN" | "" => Some(Self::Unknown),
            "Left" => Some(Self::LeftEye),
            "Right" => Some(Self::RightEye),
            _ => {
                let i = FINGER_NAMES.iter().position(|n| *n == name)?;
                Some(Self::Finger(FingerPosition::TEN[i]))
            }
        }
    }

    /// Whether two samples may be of the same finger or eye.
    pub fn may_equal(self, other: Self) -> bool {
        self == other || self.is_unknown() || other.is_unknown()
    }

    fn is_unknown(self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Finger(position) => !(1..=10).contains(&position.code()),
            Self::LeftEye | Self::RightEye => false,
        }
    }
}

/// A biometric data block with its type: an ISO 19794 record, or our own template.
#[derive(Clone, PartialEq, Eq)]
pub struct Sample {
    /// What it is of.
    pub modality: Modality,
    /// Which finger or eye.
    pub sub_type: SubType,
    /// ISO/IEC 19794 record or template bytes.
    pub data: Vec<u8>,
}

impl std::fmt::Debug for Sample {
    /// Says what and how large; the bytes are personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sample({} {}, {} bytes)", self.modality.name(), self.sub_type.name(), self.data.len())
    }
}

/// Why a sample could not be used.
#[derive(Debug, Error)]
pub enum SampleError {
    /// Not a readable ISO 19794 record.
    #[error(transparent)]
    Record(#[from] iso19794::Error),
    /// The image inside could not be read.
    #[error(transparent)]
    Image(#[from] DecodeError),
    /// No finger in the image.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// A damaged template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The image inside has another size than the record states.
    #[error("the record states {stated:?} pixels, its image has {actual:?}")]
    Size {
        /// Width and height in the record.
        stated: (usize, usize),
        /// Width and height of the image.
        actual: (usize, usize),
    },
    /// A record of another kind than the modality needs.
    #[error("the record is not of a {0}")]
    Kind(&'static str),
    /// This build does not compare the modality.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
}

/// Decodes the image of a finger record to grey at the resolution the record states, and holds its size against it.
pub fn finger_image(image: &FingerImage) -> Result<GreyImage, SampleError> {
    let stated = (usize::from(image.width), usize::from(image.height));
    let decoded = record_image(image.codec, &image.data, stated, image.bit_depth)?;
    Ok(decoded.with_ppi(image.dpi.0))
}

/// Decodes an image that lies in a record which states its size.
pub fn record_image(
    codec: ImageCodec,
    data: &[u8],
    stated: (usize, usize),
    bit_depth: u8,
) -> Result<GreyImage, SampleError> {
    let limits = Limits::default();
    limits.check(stated.0, stated.1)?;
    let decoded = match codec {
        ImageCodec::Raw if bit_depth == 8 => decode::decode_raw(data, stated.0, stated.1, &limits)?,
        ImageCodec::Raw => return Err(DecodeError::Unsupported("raw images are read with 8 bits only").into()),
        _ => decode::decode(data, &limits)?,
    };
    let actual = (decoded.width(), decoded.height());
    if actual == stated { Ok(decoded) } else { Err(SampleError::Size { stated, actual }) }
}

/// The templates of a finger sample: those of an image record's images, of a minutiae record's views, or itself.
///
/// Records are read leniently, because real devices write wrong lengths.
pub fn finger_templates(sample: &Sample) -> Result<Vec<(SubType, Template)>, SampleError> {
    if sample.modality != Modality::Finger {
        return Err(SampleError::Kind("finger"));
    }
    if sample.data.starts_with(b"TFP\0") {
        return Ok(vec![(sample.sub_type, Template::from_bytes(&sample.data)?)]);
    }
    // What the sample says counts; only when it says nothing, the record's own position.
    let place = |position: FingerPosition| {
        if sample.sub_type.is_unknown() { SubType::Finger(position) } else { sample.sub_type }
    };
    match iso19794::read_lenient(&sample.data)?.0 {
        Record::Finger(record) => {
            record.images.iter().map(|i| Ok((place(i.position), extract(&finger_image(i)?)?))).collect()
        }
        Record::Minutiae(record) => {
            record.views.iter().map(|v| Ok((place(v.position), Template::from_iso(&record, v)?))).collect()
        }
        Record::Face(_) | Record::Iris(_) => Err(SampleError::Kind("finger")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtype_names_are_mosips_and_read_back() {
        for position in FingerPosition::TEN {
            let sub_type = SubType::Finger(position);
            assert_eq!(SubType::parse(sub_type.name()), Some(sub_type));
        }
        assert_eq!(SubType::Finger(FingerPosition::LeftIndex).name(), "Left IndexFinger");
        assert_eq!(SubType::Finger(FingerPosition::RightThumb).name(), "Right Thumb");
        assert_eq!(SubType::parse("Left Toe"), None);
        assert!(SubType::Unknown.may_equal(SubType::LeftEye));
        assert!(!SubType::RightEye.may_equal(SubType::LeftEye));
        assert_eq!(Modality::parse("ExceptionPhoto"), Some(Modality::ExceptionPhoto));
    }
}
