//! ISO/IEC 19794-6 iris image records, editions of 2005 (`010`) and 2011 (`020`), read only.

use super::bytes::Reader;
use super::finger::first_score;
use super::{
    Capture, Deviation, Error, ImageCodec, check_dimensions, check_representation_length, check_representations,
};

/// Which eye an image shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Eye {
    Undefined,
    Right,
    Left,
}

/// One iris image with what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrisImage {
    pub capture: Capture,
    pub eye: Eye,
    pub number: u16,
    /// Score 0 to 100 where stated.
    pub quality: Option<u8>,
    /// 1 uncropped, 2 VGA, 3 cropped, 7 cropped and masked (2011 only, else 0).
    pub image_type: u8,
    /// The image format code as stated.
    pub image_format: u16,
    pub bit_depth: u8,
    pub width: u16,
    pub height: u16,
    pub codec: ImageCodec,
    pub data: Vec<u8>,
}

/// An iris image record: one or several images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrisImageRecord {
    /// `010` (2005) or `020` (2011).
    pub edition: &'static str,
    pub images: Vec<IrisImage>,
}

fn eye(code: u8) -> Result<Eye, Error> {
    match code {
        0 => Ok(Eye::Undefined),
        1 => Ok(Eye::Right),
        2 => Ok(Eye::Left),
        other => Err(Error::Value { field: "eye label", value: u64::from(other) }),
    }
}

/// Names the codec by signature; formats 2 and 4 of both editions are raw grey and raw RGB of exactly known size.
fn codec_of(format: u16, width: u16, height: u16, bit_depth: u8, data: &[u8]) -> Result<ImageCodec, Error> {
    let samples = match format {
        2 => 1,
        4 => 3,
        _ => return Ok(ImageCodec::sniff(data).unwrap_or(ImageCodec::Unknown)),
    };
    let expected = usize::from(width) * usize::from(height) * samples * usize::from(bit_depth).div_ceil(8);
    if data.len() == expected {
        Ok(ImageCodec::Raw)
    } else {
        ImageCodec::sniff(data).ok_or(Error::RawImageSize { expected, actual: data.len() })
    }
}

pub(super) fn read(
    edition: [u8; 4],
    mut reader: Reader<'_>,
    deviations: &mut Vec<Deviation>,
) -> Result<IrisImageRecord, Error> {
    let stated = match &edition {
        b"010\0" | b"020\0" => reader.length("record length")?,
        _ => return Err(Error::UnknownEdition { format: "IIR", edition }),
    };
    reader.limit(stated, deviations)?;
    if &edition == b"010\0" { read_2005(reader) } else { read_2011(reader, deviations) }
}

fn read_2005(mut reader: Reader<'_>) -> Result<IrisImageRecord, Error> {
    let device_type = reader.u16("capture device id")?;
    let eyes = usize::from(reader.u8("number of eyes")?);
    check_representations(eyes)?;
    let header = reader.u16("record header length")?;
    if header != 45 {
        return Err(Error::Value { field: "record header length", value: u64::from(header) });
    }
    let _properties = reader.u16("iris image properties")?;
    let _diameter = reader.u16("iris diameter")?;
    let image_format = reader.u16("image format")?;
    let (width, height) = (reader.u16("width")?, reader.u16("height")?);
    check_dimensions(width, height)?;
    let bit_depth = reader.u8("intensity depth")?;
    let _transformation = reader.u8("image transformation")?;
    let _device = reader.take(16, "device unique id")?;
    let mut images = Vec::new();
    for _ in 0..eyes {
        let eye = eye(reader.u8("eye label")?)?;
        let count = usize::from(reader.u16("number of images")?);
        check_representations(count)?;
        for _ in 0..count {
            check_representations(images.len() + 1)?;
            let number = reader.u16("image number")?;
            let quality = reader.u8("image quality")?;
            reader.take(4, "rotation angle")?;
            let length = reader.length("image length")?;
            let data = reader.take(length, "image data")?;
            images.push(IrisImage {
                capture: Capture { device_type, ..Capture::default() },
                eye,
                number,
                quality: (quality <= 100).then_some(quality),
                image_type: 0,
                image_format,
                bit_depth,
                width,
                height,
                codec: codec_of(image_format, width, height, bit_depth, data)?,
                data: data.to_vec(),
            });
        }
    }
    reader.finish()?;
    Ok(IrisImageRecord { edition: "010", images })
}

fn read_2011(mut reader: Reader<'_>, deviations: &mut Vec<Deviation>) -> Result<IrisImageRecord, Error> {
    let count = usize::from(reader.u16("number of representations")?);
    check_representations(count)?;
    let certified = reader.u8("certification flag")?;
    if certified != 0 {
        return Err(Error::Value { field: "certification flag", value: u64::from(certified) });
    }
    let _eyes = reader.u8("number of eyes")?;
    let mut images = Vec::new();
    for index in 0..count {
        let start = reader.position();
        let stated = reader.length("representation length")?;
        let capture = reader.capture()?;
        let number = reader.u16("representation number")?;
        let eye = eye(reader.u8("eye label")?)?;
        let image_type = reader.u8("image type")?;
        let image_format = u16::from(reader.u8("image format")?);
        let _properties = reader.u8("iris image properties")?;
        let (width, height) = (reader.u16("width")?, reader.u16("height")?);
        check_dimensions(width, height)?;
        let bit_depth = reader.u8("bit depth")?;
        // range, roll angle and its uncertainty, centre and diameter ranges
        reader.take(2 + 2 + 2 + 4 + 4 + 4, "iris geometry")?;
        let length = reader.length("image length")?;
        let data = reader.take(length, "image data")?;
        check_representation_length(index, stated, reader.position() - start, reader.left() == 0, deviations)?;
        images.push(IrisImage {
            quality: first_score(&capture.quality),
            capture,
            eye,
            number,
            image_type,
            image_format,
            bit_depth,
            width,
            height,
            codec: codec_of(image_format, width, height, bit_depth, data)?,
            data: data.to_vec(),
        });
    }
    reader.finish()?;
    Ok(IrisImageRecord { edition: "020", images })
}
