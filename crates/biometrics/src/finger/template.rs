//! The public template of one finger and its bytes.
//!
//! Everything is at 500 ppi, big-endian; a template holds no image and no name. Version 1:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | `TFP` and 0 |
//! | 1 | version, 1 |
//! | 1 | quality 0 to 100, see [`quality`](super::quality) |
//! | 2, 2 | width, height of the image in pixels |
//! | 1 | number of minutiae, at most 120 |
//! | 7 each | x (2), y (2), direction (1), kind (1: 1 ending, 2 fork), quality 0 to 100 (1); best first |
//! | 1, 1 | columns, rows of the ridge direction map, cells of 16 pixels |
//! | 1 each | direction of the ridge line in 250ths of half a turn, 255 where there is no ridge |
//! | 4 | CRC-32 (IEEE) of all bytes before |
//!
//! Directions of minutiae are 256ths of a turn, anticlockwise from the x axis: for an ending the way from the minutia
//! back along its ridge, for a fork the way into the valley between its arms (ISO/IEC 19794-2:2005, 6.4).

use std::f32::consts::PI;

use thiserror::Error;

/// Side of a cell of the direction map in pixels.
pub const MAP_CELL: usize = 16;
/// Value of a map cell without ridges.
pub const NO_RIDGE: u8 = 255;
/// Steps of the direction map in half a turn.
const MAP_STEPS: f32 = 250.0;
/// Most minutiae a template holds.
pub const MAX_MINUTIAE: usize = 120;
const MAGIC: [u8; 4] = *b"TFP\0";
const VERSION: u8 = 1;
const MAX_SIDE: u16 = 4000;

/// What kind of singular point of a ridge a minutia is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A ridge ends.
    Ending,
    /// A ridge divides into two.
    Fork,
}

/// One minutia at 500 ppi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutia {
    /// Column in pixels, from the left.
    pub x: u16,
    /// Row in pixels, from the top.
    pub y: u16,
    /// Direction in 256ths of a turn, anticlockwise from the x axis.
    pub angle: u8,
    /// Ending or fork.
    pub kind: Kind,
    /// How sure the extractor is, 0 to 100.
    pub quality: u8,
}

impl Minutia {
    /// An angle in radians as 256ths of a turn.
    pub fn turns(radians: f32) -> u8 {
        ((radians / (2.0 * PI) * 256.0).round() as i32).rem_euclid(256) as u8
    }

    /// The direction in radians.
    pub fn radians(&self) -> f32 {
        f32::from(self.angle) / 256.0 * 2.0 * PI
    }
}

/// The directions of the ridge lines on a grid of [`MAP_CELL`] pixels, empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectionMap {
    pub(crate) cols: usize,
    pub(crate) rows: usize,
    pub(crate) cells: Vec<u8>,
}

impl DirectionMap {
    /// Cells in a row.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Rows of cells.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The ridge direction at a pixel, 0 to pi, or `None` where there is no ridge or no map.
    pub fn at(&self, x: f32, y: f32) -> Option<f32> {
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (col, row) = (x as usize / MAP_CELL, y as usize / MAP_CELL);
        if col >= self.cols || row >= self.rows {
            return None;
        }
        Self::decode(self.cells[row * self.cols + col])
    }

    pub(crate) fn decode(cell: u8) -> Option<f32> {
        (cell != NO_RIDGE).then(|| f32::from(cell) / MAP_STEPS * PI)
    }

    pub(crate) fn encode(radians: f32) -> u8 {
        ((radians / PI * MAP_STEPS).round() as i32).rem_euclid(MAP_STEPS as i32) as u8
    }
}

/// What is kept of one fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) quality: u8,
    pub(crate) minutiae: Vec<Minutia>,
    pub(crate) map: DirectionMap,
}

/// Why bytes are not a template.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// Not the signature of a template.
    #[error("the bytes are not a fingerprint template")]
    Signature,
    /// Written by a later version.
    #[error("fingerprint template version {0} is not known")]
    Version(u8),
    /// The checksum does not fit the content.
    #[error("the fingerprint template is damaged")]
    Checksum,
    /// A length or value is outside its range.
    #[error("the fingerprint template breaks its own rules: {0}")]
    Content(&'static str),
}

impl Template {
    /// Builds a template of minutiae from elsewhere (an ISO 19794-2 record at 500 ppi); there is then no direction map.
    pub fn from_minutiae(width: u16, height: u16, quality: u8, minutiae: Vec<Minutia>) -> Result<Self, TemplateError> {
        let mut this = Self { width, height, quality: quality.min(100), minutiae, map: DirectionMap::default() };
        this.minutiae.sort_by_key(|m| (std::cmp::Reverse(m.quality), m.y, m.x));
        this.minutiae.truncate(MAX_MINUTIAE);
        this.check()?;
        Ok(this)
    }

    /// Image width in pixels at 500 ppi.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Image height in pixels at 500 ppi.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// Quality of the image it was extracted from, 0 to 100.
    pub fn quality(&self) -> u8 {
        self.quality
    }

    /// The minutiae, best first.
    pub fn minutiae(&self) -> &[Minutia] {
        &self.minutiae
    }

    /// The ridge directions.
    pub fn map(&self) -> &DirectionMap {
        &self.map
    }

    /// The template as bytes, in the form described at the top of this module.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(19 + self.minutiae.len() * 7 + self.map.cells.len());
        out.extend(MAGIC);
        out.extend([VERSION, self.quality]);
        out.extend(self.width.to_be_bytes());
        out.extend(self.height.to_be_bytes());
        out.push(self.minutiae.len() as u8);
        for m in &self.minutiae {
            out.extend(m.x.to_be_bytes());
            out.extend(m.y.to_be_bytes());
            out.extend([m.angle, if m.kind == Kind::Ending { 1 } else { 2 }, m.quality]);
        }
        out.extend([self.map.cols as u8, self.map.rows as u8]);
        out.extend(&self.map.cells);
        out.extend(crc32fast::hash(&out).to_be_bytes());
        out
    }

    /// Reads what [`Template::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TemplateError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(TemplateError::Signature);
        }
        match bytes.get(4) {
            Some(&VERSION) => {}
            Some(&other) => return Err(TemplateError::Version(other)),
            None => return Err(TemplateError::Signature),
        }
        let (body, sum) = bytes.split_last_chunk::<4>().ok_or(TemplateError::Checksum)?;
        if crc32fast::hash(body) != u32::from_be_bytes(*sum) {
            return Err(TemplateError::Checksum);
        }
        let mut rest = &body[5..];
        let mut take = |n: usize| -> Result<&[u8], TemplateError> {
            let (head, tail) = rest.split_at_checked(n).ok_or(TemplateError::Content("too short"))?;
            rest = tail;
            Ok(head)
        };
        let head = take(6)?;
        let pair = |b: &[u8]| u16::from_be_bytes([b[0], b[1]]);
        let (quality, width, height) = (head[0], pair(&head[1..]), pair(&head[3..]));
        let minutiae = take(usize::from(head[5]) * 7)?
            .chunks_exact(7)
            .map(|m| {
                let kind = match m[5] {
                    1 => Kind::Ending,
                    2 => Kind::Fork,
                    _ => return Err(TemplateError::Content("unknown kind of minutia")),
                };
                Ok(Minutia { x: pair(m), y: pair(&m[2..]), angle: m[4], kind, quality: m[6] })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let size = take(2)?;
        let (cols, rows) = (usize::from(size[0]), usize::from(size[1]));
        let cells = take(cols * rows)?.to_vec();
        if !rest.is_empty() {
            return Err(TemplateError::Content("too long"));
        }
        let this = Self { width, height, quality, minutiae, map: DirectionMap { cols, rows, cells } };
        this.check()?;
        Ok(this)
    }

    fn check(&self) -> Result<(), TemplateError> {
        let wrong = |what| Err(TemplateError::Content(what));
        if self.width == 0 || self.height == 0 || self.width > MAX_SIDE || self.height > MAX_SIDE {
            return wrong("size of the image");
        }
        if self.quality > 100 || self.minutiae.len() > MAX_MINUTIAE {
            return wrong("quality or number of minutiae");
        }
        if self.minutiae.iter().any(|m| m.x >= self.width || m.y >= self.height || m.quality > 100) {
            return wrong("a minutia outside the image");
        }
        if self.map.cells.iter().any(|&c| c >= MAP_STEPS as u8 && c != NO_RIDGE) {
            return wrong("a direction outside half a turn");
        }
        Ok(())
    }
}
