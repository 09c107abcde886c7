//! JPEG 2000 by `hayro-jpeg2000`, with the image and tile sizes checked before the decoder sees the data.

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};

use super::{Codec, DecodeError, Limits, luma, over_white};
use crate::raster::GreyImage;

/// A real capture is one tile or a few; more only makes a decoder allocate.
const MAX_TILES: u64 = 1024;

pub(super) fn decode(data: &[u8], limits: &Limits) -> Result<GreyImage, DecodeError> {
    check_size(data, limits)?;
    let image = Image::new(data, &DecodeSettings::default()).map_err(|e| damaged(&e.to_string()))?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    limits.check(width, height)?;
    let alpha = image.has_alpha();
    let colours = match image.color_space() {
        ColorSpace::Gray => 1,
        ColorSpace::RGB => 3,
        ColorSpace::CMYK => return Err(DecodeError::Unsupported("JPEG 2000 in CMYK is not read")),
        ColorSpace::Icc { num_channels, .. } | ColorSpace::Unknown { num_channels } => usize::from(*num_channels),
    };
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|e| damaged(&e.to_string()))?;
    let samples = decoded.data_u8();
    let channels = colours + usize::from(alpha);
    if samples.len() != width * height * channels {
        return Err(damaged("the number of samples does not fit the size"));
    }
    let pixels = samples.chunks_exact(channels).map(|p| match *p {
        [grey] => grey,
        [grey, a] => over_white(grey, a),
        [r, g, b] => luma(r, g, b),
        [r, g, b, a, ..] => over_white(luma(r, g, b), a),
        [] => 255,
    });
    Ok(GreyImage::new(width, height, 500, pixels.collect())?)
}

fn damaged(reason: &str) -> DecodeError {
    DecodeError::Damaged { codec: Codec::Jpeg2000, reason: reason.to_owned() }
}

/// Reads the SIZ segment of the codestream (ISO/IEC 15444-1 A.5.1), which states image and tile sizes.
fn check_size(data: &[u8], limits: &Limits) -> Result<(), DecodeError> {
    let stream = codestream(data)?;
    let word = |at: usize| -> Result<u64, DecodeError> {
        let bytes = stream.get(at..at + 4).ok_or_else(|| damaged("the size segment is cut off"))?;
        Ok(bytes.iter().fold(0, |sum, &b| sum << 8 | u64::from(b)))
    };
    let (right, bottom, left, top) = (word(8)?, word(12)?, word(16)?, word(20)?);
    let (tile_width, tile_height) = (word(24)?, word(28)?);
    let width = right.checked_sub(left).filter(|&w| w > 0);
    let height = bottom.checked_sub(top).filter(|&h| h > 0);
    let (Some(width), Some(height)) = (width, height) else {
        return Err(damaged("the image area is empty"));
    };
    // Offsets count too: the reference grid reaches from the origin to the right bottom corner.
    limits.check(right as usize, bottom as usize)?;
    if tile_width == 0 || tile_height == 0 {
        return Err(damaged("the tiles are empty"));
    }
    if width.div_ceil(tile_width) * height.div_ceil(tile_height) > MAX_TILES {
        return Err(damaged("there are more tiles than are read"));
    }
    let components = word(38)? & 0xFFFF;
    match components {
        1..=4 => Ok(()),
        _ => Err(DecodeError::Unsupported("JPEG 2000 with more than four components is not read")),
    }
}

/// The contiguous codestream: the file itself, or the content of its `jp2c` box.
fn codestream(data: &[u8]) -> Result<&[u8], DecodeError> {
    if data.starts_with(&[0xFF, 0x4F]) {
        return Ok(data);
    }
    let mut rest = data;
    while let [a, b, c, d, kind @ ..] = rest {
        let Some(kind) = kind.get(..4) else { break };
        let stated = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let (header, length) = match stated {
            0 => (8, rest.len()),
            1 => {
                let wide = rest.get(8..16).ok_or_else(|| damaged("a box header is cut off"))?;
                (16, wide.iter().fold(0u64, |sum, &b| sum << 8 | u64::from(b)).min(usize::MAX as u64) as usize)
            }
            _ => (8, stated),
        };
        if kind == b"jp2c" {
            let content = rest.get(header..).unwrap_or_default();
            return if content.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]) {
                Ok(content)
            } else {
                Err(damaged("the codestream does not start with its size"))
            };
        }
        if length < header {
            return Err(damaged("a box is shorter than its header"));
        }
        rest = rest.get(length..).ok_or_else(|| damaged("a box is longer than the file"))?;
    }
    Err(damaged("there is no codestream"))
}
