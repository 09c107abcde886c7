//! ISO/IEC 19794-2 finger minutiae records in the record format of 2005 (` 20`), read and written.

use super::bytes::{Reader, Writer};
use super::{Deviation, Error, FingerPosition, check_representations};

/// What a minutia is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinutiaKind {
    Other,
    RidgeEnding,
    Bifurcation,
}

/// One minutia.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minutia {
    pub kind: MinutiaKind,
    /// Pixels from the left edge, at the record's resolution; below 16384.
    pub x: u16,
    /// Pixels from the upper edge; below 16384.
    pub y: u16,
    /// Direction in units of 360/256 degrees, counter-clockwise from the positive x axis.
    pub angle: u8,
    /// 1 to 100; 0 when not stated.
    pub quality: u8,
}

/// One view of one finger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerView {
    pub position: FingerPosition,
    /// 0 to 15.
    pub number: u8,
    /// 0 to 15.
    pub impression: u8,
    /// 0 to 100.
    pub quality: u8,
    pub minutiae: Vec<Minutia>,
    /// Extended data blocks (ridge counts, cores and deltas, vendor data), uninterpreted.
    pub extended: Vec<u8>,
}

/// A finger minutiae record: one or several views of one image size and resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutiaeRecord {
    /// Certification bits (upper four) and capture device id (lower twelve), as stated.
    pub equipment: u16,
    pub width: u16,
    pub height: u16,
    /// Pixels per centimetre, horizontally and vertically (197 is 500 dpi).
    pub pixels_per_cm: (u16, u16),
    pub views: Vec<FingerView>,
}

const COORDINATE: u16 = 0x3fff;

impl MinutiaeRecord {
    /// The resolution in pixels per inch, rounded to the nearest.
    pub fn dpi(&self) -> (u16, u16) {
        let inch = |value: u16| u16::try_from((u32::from(value) * 254 + 50) / 100).unwrap_or(u16::MAX);
        (inch(self.pixels_per_cm.0), inch(self.pixels_per_cm.1))
    }

    /// Writes the record.
    ///
    /// # Errors
    /// [`Error::Representations`] without views or with too many, [`Error::Unwritable`] when a value does not fit
    /// its field (more than 255 minutiae, a coordinate above 16383, a view number or impression above 15).
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        check_representations(self.views.len())?;
        let mut body = Writer::default();
        for view in &self.views {
            if view.number > 15 || view.impression > 15 {
                let value = usize::from(view.number.max(view.impression));
                return Err(Error::Unwritable { field: "view number or impression type", value });
            }
            body.u8(view.position.code()).u8(view.number << 4 | view.impression).u8(view.quality);
            body.count8(view.minutiae.len(), "number of minutiae")?;
            for minutia in &view.minutiae {
                if minutia.x > COORDINATE || minutia.y > COORDINATE {
                    let value = usize::from(minutia.x.max(minutia.y));
                    return Err(Error::Unwritable { field: "minutia coordinate", value });
                }
                let kind = match minutia.kind {
                    MinutiaKind::Other => 0,
                    MinutiaKind::RidgeEnding => 1 << 14,
                    MinutiaKind::Bifurcation => 2 << 14,
                };
                body.u16(kind | minutia.x).u16(minutia.y).u8(minutia.angle).u8(minutia.quality);
            }
            body.count16(view.extended.len(), "extended data length")?.bytes(&view.extended);
        }
        let mut out = Writer::default();
        out.bytes(b"FMR\0 20\0").length(24 + body.out.len(), "record length")?;
        out.u16(self.equipment).u16(self.width).u16(self.height).u16(self.pixels_per_cm.0).u16(self.pixels_per_cm.1);
        out.count8(self.views.len(), "number of views")?.u8(0).bytes(&body.out);
        Ok(out.out)
    }
}

pub(super) fn read(
    edition: [u8; 4],
    mut reader: Reader<'_>,
    deviations: &mut Vec<Deviation>,
) -> Result<MinutiaeRecord, Error> {
    if &edition != b" 20\0" {
        return Err(Error::UnknownEdition { format: "FMR", edition });
    }
    let stated = reader.length("record length")?;
    reader.limit(stated, deviations)?;
    let equipment = reader.u16("capture equipment")?;
    let (width, height) = (reader.u16("image width")?, reader.u16("image height")?);
    super::check_dimensions(width, height)?;
    let pixels_per_cm = (reader.u16("x resolution")?, reader.u16("y resolution")?);
    if pixels_per_cm.0 == 0 || pixels_per_cm.1 == 0 {
        return Err(Error::Value { field: "resolution", value: 0 });
    }
    let count = usize::from(reader.u8("number of views")?);
    check_representations(count)?;
    let _reserved = reader.u8("reserved byte")?;
    let views = (0..count).map(|index| view(&mut reader, index + 1 == count, deviations)).collect::<Result<_, _>>()?;
    reader.finish()?;
    Ok(MinutiaeRecord { equipment, width, height, pixels_per_cm, views })
}

fn view(reader: &mut Reader<'_>, last: bool, deviations: &mut Vec<Deviation>) -> Result<FingerView, Error> {
    let position = FingerPosition::from_code(reader.u8("finger position")?);
    let packed = reader.u8("view number and impression type")?;
    let quality = reader.u8("finger quality")?;
    let count = usize::from(reader.u8("number of minutiae")?);
    let minutiae = (0..count)
        .map(|_| {
            let (x, y) = (reader.u16("minutia")?, reader.u16("minutia")?);
            Ok(Minutia {
                kind: match x >> 14 {
                    0 => MinutiaKind::Other,
                    1 => MinutiaKind::RidgeEnding,
                    2 => MinutiaKind::Bifurcation,
                    other => return Err(Error::Value { field: "minutia type", value: u64::from(other) }),
                },
                x: x & COORDINATE,
                y: y & COORDINATE,
                angle: reader.u8("minutia angle")?,
                quality: reader.u8("minutia quality")?,
            })
        })
        .collect::<Result<_, Error>>()?;
    let mut extended = usize::from(reader.u16("extended data length")?);
    if last && extended > reader.left() {
        deviations.push(Deviation::ShortExtendedData { stated: extended, actual: reader.left() });
        extended = reader.left();
    }
    let extended = reader.take(extended, "extended data")?.to_vec();
    Ok(FingerView { position, number: packed >> 4, impression: packed & 15, quality, minutiae, extended })
}
