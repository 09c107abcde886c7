//! ISO/IEC 19794-5 face image records, editions of 2005 (`010`) and 2011 (`030`), read only.

use super::bytes::Reader;
use super::finger::first_score;
use super::{
    Capture, Deviation, Error, ImageCodec, check_dimensions, check_representation_length, check_representations,
};

/// One landmark point of a face, as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landmark {
    pub kind: u8,
    pub code: u8,
    pub x: u16,
    pub y: u16,
    /// Depth, or the reserved field of the 2005 edition.
    pub z: u16,
}

/// One face image with what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceImage {
    pub capture: Capture,
    pub landmarks: Vec<Landmark>,
    /// 0 unspecified, 1 male, 2 female, 255 unknown.
    pub gender: u8,
    pub face_image_type: u8,
    /// The image data type as stated; its meaning depends on the edition.
    pub image_data_type: u8,
    pub colour_space: u8,
    /// Score 0 to 100 where stated.
    pub quality: Option<u8>,
    pub width: u16,
    pub height: u16,
    pub codec: ImageCodec,
    pub data: Vec<u8>,
}

/// A face image record: one or several images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceImageRecord {
    /// `010` (2005) or `030` (2011).
    pub edition: &'static str,
    pub images: Vec<FaceImage>,
}

pub(super) fn read(
    edition: [u8; 4],
    mut reader: Reader<'_>,
    deviations: &mut Vec<Deviation>,
) -> Result<FaceImageRecord, Error> {
    let v2011 = match &edition {
        b"010\0" => false,
        b"030\0" => true,
        _ => return Err(Error::UnknownEdition { format: "FAC", edition }),
    };
    let stated = reader.length("record length")?;
    reader.limit(stated, deviations)?;
    let count = usize::from(reader.u16("number of representations")?);
    check_representations(count)?;
    if v2011 {
        let certified = reader.u8("certification flag")?;
        if certified != 0 {
            return Err(Error::Value { field: "certification flag", value: u64::from(certified) });
        }
        let _temporal_semantics = reader.u16("temporal semantics")?;
    }
    let mut images = Vec::new();
    for index in 0..count {
        images.push(if v2011 { read_2011(&mut reader, index, deviations)? } else { read_2005(&mut reader, index)? });
    }
    reader.finish()?;
    Ok(FaceImageRecord { edition: if v2011 { "030" } else { "010" }, images })
}

fn landmarks(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Landmark>, Error> {
    (0..count)
        .map(|_| {
            Ok(Landmark {
                kind: reader.u8("landmark type")?,
                code: reader.u8("landmark code")?,
                x: reader.u16("landmark x")?,
                y: reader.u16("landmark y")?,
                z: reader.u16("landmark z")?,
            })
        })
        .collect()
}

fn read_2005(reader: &mut Reader<'_>, index: usize) -> Result<FaceImage, Error> {
    let start = reader.position();
    let stated = reader.length("facial record data length")?;
    let points = usize::from(reader.u16("number of feature points")?);
    let gender = reader.u8("gender")?;
    reader.take(1 + 1 + 3 + 2 + 3 + 3, "facial information")?;
    let landmarks = landmarks(reader, points)?;
    let face_image_type = reader.u8("face image type")?;
    let image_data_type = reader.u8("image data type")?;
    let (width, height) = (reader.u16("width")?, reader.u16("height")?);
    check_dimensions(width, height)?;
    let colour_space = reader.u8("image colour space")?;
    reader.take(1 + 2 + 2, "image source, device and quality")?;
    // no image length of its own: what is left of the facial record
    let header = reader.position() - start;
    let data = stated
        .checked_sub(header)
        .ok_or(Error::RepresentationLength { index, stated, actual: header })
        .and_then(|bytes| reader.take(bytes, "image data"))?;
    Ok(FaceImage {
        capture: Capture::default(),
        landmarks,
        gender,
        face_image_type,
        image_data_type,
        colour_space,
        quality: None,
        width,
        height,
        codec: ImageCodec::sniff(data).unwrap_or(ImageCodec::Unknown),
        data: data.to_vec(),
    })
}

fn read_2011(reader: &mut Reader<'_>, index: usize, deviations: &mut Vec<Deviation>) -> Result<FaceImage, Error> {
    let start = reader.position();
    let stated = reader.length("representation length")?;
    let capture = reader.capture()?;
    let points = usize::from(reader.u16("number of landmark points")?);
    let gender = reader.u8("gender")?;
    // eye and hair colour, height, property mask, expression, pose angle and its uncertainty
    reader.take(1 + 1 + 1 + 3 + 2 + 3 + 3, "facial information")?;
    // MOSIP's library writes two bytes more here. Only one of the two layouts makes the image end where the
    // representation does, so the standard's is tried first and the other only when that one does not.
    let after_information = reader.clone();
    let standard = tail_2011(reader, points);
    let ends = |reader: &Reader<'_>| reader.position() - start == stated;
    let (landmarks, image) = if standard.is_ok() && ends(reader) {
        standard?
    } else {
        let mut wide = after_information;
        wide.take(2, "facial information")?;
        match tail_2011(&mut wide, points) {
            Ok(tail) if ends(&wide) => {
                deviations.push(Deviation::WideFacialInformation);
                *reader = wide;
                tail
            }
            _ => standard?,
        }
    };
    check_representation_length(index, stated, reader.position() - start, reader.left() == 0, deviations)?;
    Ok(FaceImage {
        quality: first_score(&capture.quality),
        capture,
        landmarks,
        gender,
        face_image_type: image.face_image_type,
        image_data_type: image.image_data_type,
        colour_space: image.colour_space,
        width: image.width,
        height: image.height,
        codec: ImageCodec::sniff(image.data).unwrap_or(ImageCodec::Unknown),
        data: image.data.to_vec(),
    })
}

struct ImageBlock<'a> {
    face_image_type: u8,
    image_data_type: u8,
    colour_space: u8,
    width: u16,
    height: u16,
    data: &'a [u8],
}

fn tail_2011<'a>(reader: &mut Reader<'a>, points: usize) -> Result<(Vec<Landmark>, ImageBlock<'a>), Error> {
    let landmarks = landmarks(reader, points)?;
    let face_image_type = reader.u8("face image type")?;
    let image_data_type = reader.u8("image data type")?;
    let (width, height) = (reader.u16("width")?, reader.u16("height")?);
    check_dimensions(width, height)?;
    let _sampling = reader.u8("spatial sampling rate level")?;
    let _processing = reader.u16("post-acquisition processing")?;
    let _cross_reference = reader.u8("cross reference")?;
    let colour_space = reader.u8("image colour space")?;
    let length = reader.length("image data length")?;
    let data = reader.take(length, "image data")?;
    Ok((landmarks, ImageBlock { face_image_type, image_data_type, colour_space, width, height, data }))
}
