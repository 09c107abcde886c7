//! ISO/IEC 19794-4 finger image records, editions of 2005 (`010`) and 2011 (`020`).

use super::bytes::{Reader, Writer};
use super::{
    Capture, Deviation, Error, ImageCodec, Quality, check_dimensions, check_representation_length,
    check_representations,
};

const PART: &str = "FIR";

/// Which edition of ISO/IEC 19794-4 a record follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FingerEdition {
    /// `010`, the edition of 2005.
    V2005,
    /// `020`, the edition of 2011, which MOSIP's device specification asks for.
    V2011,
}

/// Which finger or fingers an image shows; numbers as in the standard (and in NIST ANSI/ITL).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FingerPosition {
    Unknown,
    RightThumb,
    RightIndex,
    RightMiddle,
    RightRing,
    RightLittle,
    LeftThumb,
    LeftIndex,
    LeftMiddle,
    LeftRing,
    LeftLittle,
    /// Palms and groups of fingers (13 right four, 14 left four, 15 both thumbs …), by number.
    Other(u8),
}

impl FingerPosition {
    /// The ten single fingers in the order of their codes 1 to 10.
    pub const TEN: [Self; 10] = [
        Self::RightThumb,
        Self::RightIndex,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftIndex,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
    ];

    /// The position with this code; codes 11 and above are kept as numbers.
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Unknown,
            1..=10 => Self::TEN[usize::from(code) - 1],
            other => Self::Other(other),
        }
    }

    /// The code of this position in records.
    pub fn code(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Other(code) => code,
            single => Self::TEN.iter().zip(1u8..).find(|(finger, _)| **finger == single).map_or(0, |(_, code)| code),
        }
    }
}

/// One finger image with what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerImage {
    pub capture: Capture,
    pub position: FingerPosition,
    /// View (2005, from 1) or representation number (2011, from 0).
    pub number: u8,
    /// Score 0 to 100; the first quality block of a 2011 record. `None` where none is stated or it failed (255).
    pub quality: Option<u8>,
    /// Pixels per inch of the image, horizontally and vertically (converted where the record counts per centimetre).
    pub dpi: (u16, u16),
    pub bit_depth: u8,
    /// The compression code as stated; its meaning depends on the edition.
    pub compression: u8,
    pub impression: u8,
    pub width: u16,
    pub height: u16,
    /// How `data` is stored, by its signature where it has one.
    pub codec: ImageCodec,
    pub data: Vec<u8>,
}

/// A finger image record: one or several images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerImageRecord {
    pub edition: FingerEdition,
    pub images: Vec<FingerImage>,
}

fn declared_codec(edition: FingerEdition, compression: u8) -> ImageCodec {
    match (edition, compression) {
        (_, 0) => ImageCodec::Raw,
        (_, 2) => ImageCodec::Wsq,
        (_, 3) => ImageCodec::Jpeg,
        (_, 4) | (FingerEdition::V2011, 5) => ImageCodec::Jpeg2000,
        (FingerEdition::V2005, 5) | (FingerEdition::V2011, 6) => ImageCodec::Png,
        _ => ImageCodec::Unknown,
    }
}

/// Names the codec. A signature outranks the declared code, except for raw pixels of exactly the stated size, which
/// may begin with any bytes.
fn codec_of(edition: FingerEdition, compression: u8, raw_bytes: usize, data: &[u8]) -> Result<ImageCodec, Error> {
    let declared = declared_codec(edition, compression);
    if declared != ImageCodec::Raw {
        return Ok(ImageCodec::sniff(data).unwrap_or(ImageCodec::Unknown));
    }
    if data.len() == raw_bytes {
        return Ok(ImageCodec::Raw);
    }
    ImageCodec::sniff(data).ok_or(Error::RawImageSize { expected: raw_bytes, actual: data.len() })
}

fn raw_bytes(width: u16, height: u16, bit_depth: u8) -> usize {
    usize::from(width) * usize::from(height) * usize::from(bit_depth).div_ceil(8)
}

fn per_inch(units: u8, value: u16) -> Result<u16, Error> {
    match units {
        1 => Ok(value),
        // 1 inch = 2.54 cm, rounded to the nearest
        2 => Ok(u16::try_from((u32::from(value) * 254 + 50) / 100).unwrap_or(u16::MAX)),
        other => Err(Error::Value { field: "scale units", value: u64::from(other) }),
    }
}

pub(super) fn read(
    edition: [u8; 4],
    reader: Reader<'_>,
    deviations: &mut Vec<Deviation>,
) -> Result<FingerImageRecord, Error> {
    match &edition {
        b"010\0" => read_2005(reader, deviations),
        b"020\0" => read_2011(reader, deviations),
        _ => Err(Error::UnknownEdition { format: PART, edition }),
    }
}

fn read_2005(mut reader: Reader<'_>, deviations: &mut Vec<Deviation>) -> Result<FingerImageRecord, Error> {
    let edition = FingerEdition::V2005;
    let length: [u8; 6] = reader.array("record length")?;
    let stated = length.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    let stated = usize::try_from(stated).unwrap_or(usize::MAX);
    reader.limit(stated, deviations)?;
    let device = reader.u16("capture device id")?;
    let _acquisition_level = reader.u16("image acquisition level")?;
    let fingers = usize::from(reader.u8("number of fingers")?);
    check_representations(fingers)?;
    let units = reader.u8("scale units")?;
    let _scan = (reader.u16("scan resolution")?, reader.u16("scan resolution")?);
    let dpi = (per_inch(units, reader.u16("image resolution")?)?, per_inch(units, reader.u16("image resolution")?)?);
    let bit_depth = reader.u8("pixel depth")?;
    let compression = reader.u8("compression algorithm")?;
    let _reserved = reader.u16("reserved bytes")?;

    let mut images = Vec::new();
    // "number of fingers" counts positions, each of which may hold several views: the record's end decides
    while images.is_empty() || reader.left() > 0 {
        check_representations(images.len() + 1)?;
        let index = images.len();
        let start = reader.position();
        let block = reader.length("finger data block length")?;
        let position = FingerPosition::from_code(reader.u8("finger position")?);
        let _views = reader.u8("number of views")?;
        let number = reader.u8("view number")?;
        let quality = reader.u8("finger image quality")?;
        let impression = reader.u8("impression type")?;
        let (width, height) = (reader.u16("line length")?, reader.u16("number of lines")?);
        check_dimensions(width, height)?;
        let _reserved = reader.u8("reserved byte")?;
        let header = reader.position() - start;
        // The 2005 header has no image length: the block length is the only statement, so it has to be believed
        // and cannot contradict anything but the end of the record.
        let data = block
            .checked_sub(header)
            .ok_or(Error::RepresentationLength { index, stated: block, actual: header })
            .and_then(|bytes| reader.take(bytes, "image data"))?;
        images.push(FingerImage {
            capture: Capture { vendor: 0, device_type: device, ..Capture::default() },
            position,
            number,
            quality: (quality <= 100).then_some(quality),
            dpi,
            bit_depth,
            compression,
            impression,
            width,
            height,
            codec: codec_of(edition, compression, raw_bytes(width, height, bit_depth), data)?,
            data: data.to_vec(),
        });
    }
    if images.len() < fingers {
        return Err(Error::Representations { stated: fingers, limit: images.len() });
    }
    Ok(FingerImageRecord { edition, images })
}

fn read_2011(mut reader: Reader<'_>, deviations: &mut Vec<Deviation>) -> Result<FingerImageRecord, Error> {
    let edition = FingerEdition::V2011;
    let stated = reader.length("record length")?;
    reader.limit(stated, deviations)?;
    let count = usize::from(reader.u16("number of representations")?);
    check_representations(count)?;
    let certified = reader.u8("certification flag")? != 0;
    let _positions = reader.u8("number of finger positions")?;
    let mut images = Vec::new();
    for index in 0..count {
        let start = reader.position();
        let stated = reader.length("representation length")?;
        let mut capture = reader.capture()?;
        if certified {
            capture.certifications = reader.certifications()?;
        }
        let position = FingerPosition::from_code(reader.u8("finger position")?);
        let number = reader.u8("representation number")?;
        let units = reader.u8("scale units")?;
        let _capture_sampling = (reader.u16("capture sampling rate")?, reader.u16("capture sampling rate")?);
        let dpi = (
            per_inch(units, reader.u16("image sampling rate")?)?,
            per_inch(units, reader.u16("image sampling rate")?)?,
        );
        let bit_depth = reader.u8("bit depth")?;
        let compression = reader.u8("compression algorithm")?;
        let impression = reader.u8("impression type")?;
        let (width, height) = (reader.u16("line length")?, reader.u16("number of lines")?);
        check_dimensions(width, height)?;
        let length = reader.length("image data length")?;
        let data = reader.take(length, "image data")?;
        let used = reader.position() - start;
        // segmentation, annotation and comment blocks may follow the image; they are stepped over
        if stated > used && (index + 1 < count || stated - used <= reader.left()) && reader.left() > 0 {
            reader.take(stated - used, "extended data")?;
        } else {
            check_representation_length(index, stated, used, reader.left() == 0, deviations)?;
        }
        images.push(FingerImage {
            quality: first_score(&capture.quality),
            capture,
            position,
            number,
            dpi,
            bit_depth,
            compression,
            impression,
            width,
            height,
            codec: codec_of(edition, compression, raw_bytes(width, height, bit_depth), data)?,
            data: data.to_vec(),
        });
    }
    reader.finish()?;
    Ok(FingerImageRecord { edition, images })
}

/// The first quality score that is one (0 to 100).
pub(super) fn first_score(blocks: &[Quality]) -> Option<u8> {
    blocks.iter().map(|block| block.score).find(|score| *score <= 100)
}

impl FingerImageRecord {
    /// Writes the record in its edition.
    ///
    /// A 2005 record has one set of resolution, depth and compression for all images: the first image's is written.
    ///
    /// # Errors
    /// [`Error::Representations`] without images or with too many, [`Error::Dimensions`], [`Error::Unwritable`] when
    /// a count or length does not fit its field, or images of a 2005 record differ in what it states once.
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        check_representations(self.images.len())?;
        for image in &self.images {
            check_dimensions(image.width, image.height)?;
        }
        match self.edition {
            FingerEdition::V2005 => self.write_2005(),
            FingerEdition::V2011 => self.write_2011(),
        }
    }

    fn write_2005(&self) -> Result<Vec<u8>, Error> {
        let first = &self.images[0];
        let shared = |image: &FingerImage| (image.dpi, image.bit_depth, image.compression);
        if let Some(index) = self.images.iter().position(|image| shared(image) != shared(first)) {
            return Err(Error::Unwritable { field: "image resolution, depth or compression", value: index });
        }
        let length = 32 + self.images.iter().map(|image| 14 + image.data.len()).sum::<usize>();
        let mut out = Writer::default();
        out.bytes(b"FIR\x00010\x00\x00\x00").length(length, "record length")?;
        // acquisition level 30: 500 dpi, 8 bits, the lowest level meant for matching
        out.u16(first.capture.device_type).u16(30).count8(self.images.len(), "number of fingers")?;
        out.u8(1).u16(first.dpi.0).u16(first.dpi.1).u16(first.dpi.0).u16(first.dpi.1);
        out.u8(first.bit_depth).u8(first.compression).u16(0);
        for image in &self.images {
            out.length(14 + image.data.len(), "finger data block length")?;
            out.u8(image.position.code()).u8(1).u8(image.number).u8(image.quality.unwrap_or(254));
            out.u8(image.impression).u16(image.width).u16(image.height).u8(0).bytes(&image.data);
        }
        Ok(out.out)
    }

    fn write_2011(&self) -> Result<Vec<u8>, Error> {
        let certified = self.images.iter().any(|image| !image.capture.certifications.is_empty());
        let mut body = Writer::default();
        for image in &self.images {
            let mut one = Writer::default();
            one.capture(&image.capture)?;
            if certified {
                one.count8(image.capture.certifications.len(), "number of certification blocks")?;
                for block in &image.capture.certifications {
                    one.u16(block.authority).u8(block.scheme);
                }
            }
            one.u8(image.position.code()).u8(image.number).u8(1);
            one.u16(image.dpi.0).u16(image.dpi.1).u16(image.dpi.0).u16(image.dpi.1);
            one.u8(image.bit_depth).u8(image.compression).u8(image.impression).u16(image.width).u16(image.height);
            one.length(image.data.len(), "image data length")?.bytes(&image.data);
            body.length(4 + one.out.len(), "representation length")?.bytes(&one.out);
        }
        let positions: std::collections::BTreeSet<_> = self.images.iter().map(|image| image.position).collect();
        let mut out = Writer::default();
        out.bytes(b"FIR\x00020\x00").length(16 + body.out.len(), "record length")?;
        out.count16(self.images.len(), "number of representations")?.u8(u8::from(certified));
        out.count8(positions.len(), "number of finger positions")?.bytes(&body.out);
        Ok(out.out)
    }
}
