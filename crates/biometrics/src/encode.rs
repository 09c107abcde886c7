//! Grey images to files: PNG and lossless JPEG 2000, the two forms simulated captures are delivered in.

use std::io::Cursor;

use dicom_toolkit_jpeg2000::EncodeOptions;
use image::{ExtendedColorType, ImageEncoder as _};
use thiserror::Error;

use crate::raster::GreyImage;

/// The encoder refused an image.
#[derive(Debug, Error)]
#[error("the image could not be written: {0}")]
pub struct EncodeError(String);

/// An 8-bit grey PNG.
pub fn png(image: &GreyImage) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    image::codecs::png::PngEncoder::new(Cursor::new(&mut out))
        .write_image(image.pixels(), image.width() as u32, image.height() as u32, ExtendedColorType::L8)
        .map_err(|e| EncodeError(e.to_string()))?;
    Ok(out)
}

/// An 8-bit grey JPEG of a quality from 1 to 100, for pictures that are only looked at.
pub fn jpeg(image: &GreyImage, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(Cursor::new(&mut out), quality)
        .write_image(image.pixels(), image.width() as u32, image.height() as u32, ExtendedColorType::L8)
        .map_err(|e| EncodeError(e.to_string()))?;
    Ok(out)
}

/// An 8-bit grey JP2 file with a reversible (lossless) codestream.
pub fn jp2(image: &GreyImage) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = (image.width() as u32, image.height() as u32);
    // Without wavelet levels the codestream is lossless; with them this encoder's reversible transform does not round
    // as the standard says and comes back a few grey levels off. Files are then about as large as registration images
    // of real devices.
    let options = EncodeOptions { num_decomposition_levels: 0, ..EncodeOptions::default() };
    let stream = dicom_toolkit_jpeg2000::encode(image.pixels(), width, height, 1, 8, false, &options)
        .map_err(|e| EncodeError(e.to_owned()))?;
    let mut header = Vec::new();
    let mut size = Vec::from(height.to_be_bytes());
    size.extend(width.to_be_bytes());
    // One component of 8 bits, compression type 7 (the only one), colour space known, no rights.
    size.extend([0, 1, 7, 7, 0, 0]);
    push_box(&mut header, b"ihdr", &size);
    // Enumerated colour space 17 is grey.
    push_box(&mut header, b"colr", &[1, 0, 0, 0, 0, 0, 17]);
    let mut file = Vec::with_capacity(stream.len() + 100);
    push_box(&mut file, b"jP  ", &[0x0D, 0x0A, 0x87, 0x0A]);
    push_box(&mut file, b"ftyp", b"jp2 \0\0\0\0jp2 ");
    push_box(&mut file, b"jp2h", &header);
    push_box(&mut file, b"jp2c", &stream);
    Ok(file)
}

fn push_box(file: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    file.extend((content.len() as u32 + 8).to_be_bytes());
    file.extend(kind);
    file.extend(content);
}
