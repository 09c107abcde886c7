//! WSQ: the FBI's wavelet scalar quantisation (IAFIS-IC-0110, version 3.1), decoder only.
//!
//! A grey image is split by a 9/7 wavelet into 64 subbands of fixed geometry, quantised with a dead zone and coded in
//! three blocks of Huffman symbols. Decoding undoes these: symbols, bins, then the inverse wavelet from the smallest
//! node to the whole image.

mod entropy;
mod subbands;
mod wavelet;

use entropy::{HuffmanTable, read_block};
use subbands::Layout;
use wavelet::Filters;

use super::{Codec, DecodeError, Limits};
use crate::raster::GreyImage;

const SOI: u16 = 0xFFA0;
const EOI: u16 = 0xFFA1;
const SOF: u16 = 0xFFA2;
const SOB: u16 = 0xFFA3;
const DTT: u16 = 0xFFA4;
const DQT: u16 = 0xFFA5;
const DHT: u16 = 0xFFA6;
const DRT: u16 = 0xFFA7;
const COM: u16 = 0xFFA8;

/// Subbands that can carry coefficients; 60 to 63 are never sent.
const SENT_BANDS: usize = 60;

fn damaged(reason: &str) -> DecodeError {
    DecodeError::Damaged { codec: Codec::Wsq, reason: reason.to_owned() }
}

struct Frame {
    width: usize,
    height: usize,
    shift: f32,
    scale: f32,
}

struct Quantisation {
    centre: f32,
    bin: [f32; 64],
    zero_bin: [f32; 64],
}

/// Big-endian reader that turns every overrun into an error.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], DecodeError> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or_else(|| damaged("the data are cut off"))?;
        self.rest = tail;
        Ok(head)
    }

    fn u8(&mut self) -> Result<u8, DecodeError> {
        Ok(self.take(1)?[0])
    }

    fn u16(&mut self) -> Result<u16, DecodeError> {
        let b = self.take(2)?;
        Ok(u16::from_be_bytes([b[0], b[1]]))
    }

    fn u32(&mut self) -> Result<u32, DecodeError> {
        let b = self.take(4)?;
        Ok(u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// A 16-bit number with a decimal exponent before it.
    fn scaled(&mut self) -> Result<f32, DecodeError> {
        let exponent = self.u8()?;
        let value = self.u16()?;
        Ok(decimal(f64::from(value), exponent))
    }

    /// The content of a segment whose length counts its own two bytes.
    fn segment(&mut self) -> Result<Reader<'a>, DecodeError> {
        let length = usize::from(self.u16()?);
        let content = length.checked_sub(2).ok_or_else(|| damaged("a segment is shorter than its length"))?;
        Ok(Reader { rest: self.take(content)? })
    }
}

fn decimal(value: f64, exponent: u8) -> f32 {
    (value / 10f64.powi(i32::from(exponent.min(60)))) as f32
}

pub(super) fn decode(data: &[u8], limits: &Limits) -> Result<GreyImage, DecodeError> {
    let mut reader = Reader { rest: data };
    if reader.u16()? != SOI {
        return Err(damaged("no start of image"));
    }
    let mut frame: Option<Frame> = None;
    let mut filters: Option<Filters> = None;
    let mut quantisation: Option<Quantisation> = None;
    let mut tables: [Option<HuffmanTable>; 8] = Default::default();
    let mut layout: Option<Layout> = None;
    let mut coefficients: Vec<i32> = Vec::new();
    let mut expected = 0usize;
    loop {
        match reader.u16()? {
            EOI => break,
            DTT => filters = Some(Filters::read(&mut reader.segment()?)?),
            DQT => quantisation = Some(read_quantisation(&mut reader.segment()?)?),
            DHT => entropy::read_tables(&mut reader.segment()?, &mut tables)?,
            COM => _ = reader.segment()?,
            DRT => return Err(DecodeError::Unsupported("WSQ with restart intervals is not read")),
            SOF => {
                if frame.is_some() {
                    return Err(damaged("two frame headers"));
                }
                frame = Some(read_frame(&mut reader.segment()?, limits)?);
            }
            SOB => {
                let table = usize::from(reader.segment()?.u8()?);
                let table = tables.get(table).and_then(Option::as_ref).ok_or_else(|| damaged("no Huffman table"))?;
                let (Some(frame), Some(quantisation)) = (&frame, &quantisation) else {
                    return Err(damaged("a block before the headers"));
                };
                if layout.is_none() {
                    let bands = &layout.insert(subbands::layout(frame.width, frame.height)).bands;
                    let sent = bands.iter().take(SENT_BANDS).zip(&quantisation.bin).filter(|(_, bin)| **bin > 0.0);
                    expected = sent.map(|(band, _)| band.width * band.height).sum();
                }
                read_block(&mut reader, table, &mut coefficients, expected)?;
            }
            _ => return Err(damaged("an unknown marker")),
        }
    }
    let frame = frame.ok_or_else(|| damaged("no frame header"))?;
    let filters = filters.ok_or_else(|| damaged("no transform table"))?;
    let quantisation = quantisation.ok_or_else(|| damaged("no quantisation table"))?;
    let layout = layout.filter(|_| coefficients.len() == expected);
    let layout = layout.ok_or_else(|| damaged("the blocks do not fill the image"))?;
    rebuild(&frame, &layout, &quantisation, &coefficients, &filters)
}

fn read_frame(segment: &mut Reader, limits: &Limits) -> Result<Frame, DecodeError> {
    let _black_and_white = segment.u16()?;
    let height = usize::from(segment.u16()?);
    let width = usize::from(segment.u16()?);
    let shift = segment.scaled()?;
    let scale = segment.scaled()?;
    limits.check(width, height)?;
    // Five halvings must leave something in every subband.
    if width < 32 || height < 32 {
        return Err(damaged("the image is too small for its wavelet"));
    }
    Ok(Frame { width, height, shift, scale })
}

fn read_quantisation(segment: &mut Reader) -> Result<Quantisation, DecodeError> {
    let centre = segment.scaled()?;
    let mut table = Quantisation { centre, bin: [0.0; 64], zero_bin: [0.0; 64] };
    for i in 0..64 {
        table.bin[i] = segment.scaled()?;
        table.zero_bin[i] = segment.scaled()?;
    }
    Ok(table)
}

fn rebuild(
    frame: &Frame,
    layout: &Layout,
    quantisation: &Quantisation,
    coefficients: &[i32],
    filters: &Filters,
) -> Result<GreyImage, DecodeError> {
    let mut plane = vec![0.0f32; frame.width * frame.height];
    let mut next = coefficients.iter();
    for (i, band) in layout.bands.iter().take(SENT_BANDS).enumerate() {
        let (bin, half_zero) = (quantisation.bin[i], quantisation.zero_bin[i] / 2.0);
        if bin <= 0.0 {
            continue;
        }
        for y in band.y..band.y + band.height {
            let row = &mut plane[y * frame.width + band.x..][..band.width];
            for (value, &q) in row.iter_mut().zip(&mut next) {
                *value = match q {
                    0 => 0.0,
                    q if q > 0 => bin * (q as f32 - quantisation.centre) + half_zero,
                    q => bin * (q as f32 + quantisation.centre) - half_zero,
                };
            }
        }
    }
    for node in layout.nodes.iter().rev() {
        wavelet::join(&mut plane, frame.width, node, filters);
    }
    let pixels = plane.iter().map(|v| (v * frame.scale + frame.shift + 0.5).clamp(0.0, 255.0) as u8);
    Ok(GreyImage::new(frame.width, frame.height, 500, pixels.collect())?)
}
