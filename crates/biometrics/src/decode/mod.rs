//! Compressed images to 8-bit grey: JPEG 2000, WSQ, PNG, JPEG, TIFF, PNM and raw samples.
//!
//! The size stated in a header is held against [`Limits`] before anything of that size is allocated, so a small file
//! that announces a huge image costs nothing.

mod jp2;
mod wsq;

use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use thiserror::Error;

use crate::raster::{GreyImage, RasterError};

/// How an image is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Unpacked 8-bit grey samples without any header.
    Raw,
    /// FBI wavelet scalar quantisation.
    Wsq,
    /// JPEG (baseline or progressive).
    Jpeg,
    /// JPEG 2000, as JP2 file or bare codestream.
    Jpeg2000,
    /// PNG.
    Png,
    /// TIFF.
    Tiff,
    /// PGM, PPM and their kin.
    Pnm,
}

/// What a decoder accepts.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest side in pixels.
    pub max_side: usize,
    /// Most pixels in all.
    pub max_pixels: usize,
    /// Most bytes of compressed input.
    pub max_bytes: usize,
}

impl Default for Limits {
    /// Large enough for a four-finger slap at 1000 ppi, small enough to decode in memory.
    fn default() -> Self {
        Self { max_side: 6000, max_pixels: 16_000_000, max_bytes: 16 << 20 }
    }
}

/// Why bytes are not an image.
#[derive(Debug, Error)]
pub enum DecodeError {
    /// No known signature at the start.
    #[error("the bytes are in no known image format")]
    UnknownFormat,
    /// More bytes than [`Limits::max_bytes`].
    #[error("the image has {bytes} bytes, at most {max} are read")]
    TooManyBytes {
        /// Size of the input.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// The header announces an image beyond the limits.
    #[error("an image of {width} x {height} is larger than is read")]
    TooLarge {
        /// Columns announced.
        width: usize,
        /// Rows announced.
        height: usize,
    },
    /// The compressed data break the rules of their format.
    #[error("the {codec:?} data are damaged: {reason}")]
    Damaged {
        /// The format that was being read.
        codec: Codec,
        /// What was wrong, without any sample values.
        reason: String,
    },
    /// Correct, but a variant that nobody uses for biometrics and that is not read.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The samples do not fit the stated size.
    #[error(transparent)]
    Shape(#[from] RasterError),
}

impl Limits {
    pub(crate) fn check(&self, width: usize, height: usize) -> Result<(), DecodeError> {
        let pixels = width.checked_mul(height);
        if width > self.max_side || height > self.max_side || pixels.is_none_or(|p| p > self.max_pixels) {
            return Err(DecodeError::TooLarge { width, height });
        }
        Ok(())
    }
}

/// The format by the signature at the start of the data.
pub fn sniff(data: &[u8]) -> Option<Codec> {
    match data {
        [0x00, 0x00, 0x00, 0x0C, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => Some(Codec::Jpeg2000),
        [0xFF, 0xA0, 0xFF, 0xA2..=0xA8, ..] => Some(Codec::Wsq),
        [0xFF, 0xD8, 0xFF, ..] => Some(Codec::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Codec::Png),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Codec::Tiff),
        [b'P', b'1'..=b'6', b' ' | b'\n' | b'\r' | b'\t', ..] => Some(Codec::Pnm),
        _ => None,
    }
}

/// Decodes an image of any known format to 8-bit grey at a stated 500 ppi; colours are weighted as in BT.601, an alpha
/// channel is laid over white.
pub fn decode(data: &[u8], limits: &Limits) -> Result<GreyImage, DecodeError> {
    if data.len() > limits.max_bytes {
        return Err(DecodeError::TooManyBytes { bytes: data.len(), max: limits.max_bytes });
    }
    match sniff(data).ok_or(DecodeError::UnknownFormat)? {
        Codec::Jpeg2000 => jp2::decode(data, limits),
        Codec::Wsq => wsq::decode(data, limits),
        Codec::Jpeg => by_crate(data, ImageFormat::Jpeg, Codec::Jpeg, limits),
        Codec::Png => by_crate(data, ImageFormat::Png, Codec::Png, limits),
        Codec::Tiff => by_crate(data, ImageFormat::Tiff, Codec::Tiff, limits),
        Codec::Pnm => by_crate(data, ImageFormat::Pnm, Codec::Pnm, limits),
        Codec::Raw => Err(DecodeError::UnknownFormat),
    }
}

/// Takes unpacked 8-bit samples of a record that states their size.
pub fn decode_raw(data: &[u8], width: usize, height: usize, limits: &Limits) -> Result<GreyImage, DecodeError> {
    limits.check(width, height)?;
    Ok(GreyImage::new(width, height, 500, data.to_vec())?)
}

fn by_crate(data: &[u8], format: ImageFormat, codec: Codec, limits: &Limits) -> Result<GreyImage, DecodeError> {
    let damaged = |e: image::ImageError| DecodeError::Damaged { codec, reason: e.to_string() };
    let (width, height) = ImageReader::with_format(Cursor::new(data), format).into_dimensions().map_err(damaged)?;
    limits.check(width as usize, height as usize)?;
    let mut reader = ImageReader::with_format(Cursor::new(data), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.max_pixels as u64 * 16);
    reader.limits(bounds);
    let decoded = reader.decode().map_err(damaged)?;
    let pixels = match decoded.color().channel_count() {
        1 => decoded.into_luma8().into_raw(),
        2 => decoded.into_luma_alpha8().chunks_exact(2).map(|p| over_white(p[0], p[1])).collect(),
        3 => decoded.into_rgb8().chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect(),
        _ => decoded.into_rgba8().chunks_exact(4).map(|p| over_white(luma(p[0], p[1], p[2]), p[3])).collect(),
    };
    Ok(GreyImage::new(width as usize, height as usize, 500, pixels)?)
}

pub(crate) fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
}

pub(crate) fn over_white(grey: u8, alpha: u8) -> u8 {
    let (grey, alpha) = (u32::from(grey), u32::from(alpha));
    ((grey * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}
