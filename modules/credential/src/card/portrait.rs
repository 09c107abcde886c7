//! The photograph: cropped to the card's 26:32, sized for print, and as a thumbnail small enough for the QR.

use image::imageops::{FilterType, crop_imm, resize};
use image::{DynamicImage, ImageEncoder, ImageReader, Limits, RgbImage};
use std::io::Cursor;

use super::CardError;

/// Width and height of the printed photograph in pixels: 450 dots per inch on the card.
const PRINT: (u32, u32) = (416, 512);
/// Width and height of the thumbnail inside the QR, in pixels.
const THUMBNAIL: (u32, u32) = (52, 64);
/// JPEG quality of the printed photograph.
const PRINT_QUALITY: u8 = 84;
/// Largest image taken in, pixels per side; a larger one is refused before it is unpacked.
const MAX_SIDE: u32 = 8192;

/// First bytes of JPEG 2000: of the boxed file, of the bare codestream.
const JPEG2000: [&[u8]; 2] = [b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"];

/// A portrait ready to be printed.
pub struct Portrait {
    jpeg: Vec<u8>,
    cropped: RgbImage,
}

impl Portrait {
    /// Takes an encoded photograph: JPEG 2000 (the form of MOSIP's face records), JPEG, PNG, TIFF or PNM.
    pub fn from_encoded(bytes: &[u8]) -> Result<Portrait, CardError> {
        if JPEG2000.iter().any(|magic| bytes.starts_with(magic)) {
            return Portrait::from_image(&jpeg2000(bytes).ok_or(CardError::Portrait)?);
        }
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| CardError::Portrait)?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        reader.limits(limits);
        let photo = reader.decode().map_err(|_| CardError::Portrait)?;
        Portrait::from_image(&photo.into_rgb8())
    }

    /// Takes unpacked pixels, three bytes each (red, green, blue), row by row from the top.
    pub fn from_rgb(width: u32, height: u32, pixels: Vec<u8>) -> Result<Portrait, CardError> {
        Portrait::from_image(&RgbImage::from_raw(width, height, pixels).ok_or(CardError::Portrait)?)
    }

    fn from_image(photo: &RgbImage) -> Result<Portrait, CardError> {
        let (width, height) = photo.dimensions();
        if width < 16 || height < 16 {
            return Err(CardError::Portrait);
        }
        // The largest 26:32 window: centred sideways; from a taller picture less is cut above the head than below.
        let wide = width.min(height * 26 / 32).max(1);
        let high = height.min(width * 32 / 26).max(1);
        let window = crop_imm(photo, (width - wide) / 2, (height - high) / 5, wide, high).to_image();
        let cropped = if wide > PRINT.0 { resize(&window, PRINT.0, PRINT.1, FilterType::Lanczos3) } else { window };
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, PRINT_QUALITY)
            .write_image(&cropped, cropped.width(), cropped.height(), image::ExtendedColorType::Rgb8)
            .map_err(|_| CardError::Portrait)?;
        Ok(Portrait { jpeg, cropped })
    }

    /// The print as JPEG.
    pub(crate) fn jpeg(&self) -> Vec<u8> {
        self.jpeg.clone()
    }

    /// A grey JPEG of the face in at most `max_bytes`, 52 x 64 pixels, the best quality that fits; `None` when none does. It goes
    /// into claim 169 (62 = face: image, JPEG), so that a checker without network still sees who the card belongs to.
    pub fn thumbnail(&self, max_bytes: usize) -> Option<Vec<u8>> {
        let small = resize(&self.cropped, THUMBNAIL.0, THUMBNAIL.1, FilterType::Lanczos3);
        let grey = DynamicImage::ImageRgb8(small).into_luma8();
        // Quality and size rise together, so the best that fits is found by halving.
        let (mut low, mut high, mut best) = (1u8, 90u8, None);
        while low <= high {
            let quality = low + (high - low) / 2;
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
            encoder.set_optimized_huffman_tables(true);
            encoder.encode(&grey, THUMBNAIL.0 as u16, THUMBNAIL.1 as u16, jpeg_encoder::ColorType::Luma).ok()?;
            if bytes.len() <= max_bytes {
                best = Some(bytes);
                low = quality + 1;
            } else {
                high = quality - 1;
            }
        }
        best
    }
}

/// Unpacks JPEG 2000 in grey or colour; an alpha channel is passed over.
fn jpeg2000(bytes: &[u8]) -> Option<RgbImage> {
    use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
    let image = Image::new(bytes, &DecodeSettings::default()).ok()?;
    let (width, height) = (image.width(), image.height());
    if width > MAX_SIDE || height > MAX_SIDE {
        return None;
    }
    let colours = match image.color_space() {
        ColorSpace::Gray => 1,
        ColorSpace::RGB => 3,
        ColorSpace::CMYK => return None,
        ColorSpace::Icc { num_channels, .. } | ColorSpace::Unknown { num_channels } => usize::from(*num_channels),
    };
    let channels = colours + usize::from(image.has_alpha());
    let mut context = DecoderContext::default();
    let samples = image.decode(&mut context).ok()?.data_u8();
    let pixels = samples
        .chunks_exact(channels)
        .flat_map(|pixel| match (colours, pixel) {
            (3, [red, green, blue, ..]) => [*red, *green, *blue],
            (_, [grey, ..]) => [*grey; 3],
            (_, []) => [255; 3],
        })
        .collect();
    RgbImage::from_raw(width, height, pixels)
}
