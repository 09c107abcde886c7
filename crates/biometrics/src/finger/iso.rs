//! Templates to and from ISO/IEC 19794-2 minutiae records, so that other matchers can read ours and ours theirs.

use codec::iso19794::{self, FingerPosition, FingerView, MinutiaKind, MinutiaeRecord};

use super::template::{Kind, Minutia, Template, TemplateError};

/// 500 ppi in the record's pixels per centimetre.
const PER_CM: u16 = 197;

impl Template {
    /// The template as a one-view record; the direction map has no place there and is left out.
    pub fn to_iso(&self, position: FingerPosition) -> MinutiaeRecord {
        let minutiae = self.minutiae.iter().map(|m| iso19794::Minutia {
            kind: if m.kind == Kind::Ending { MinutiaKind::RidgeEnding } else { MinutiaKind::Bifurcation },
            x: m.x,
            y: m.y,
            angle: m.angle,
            quality: m.quality.max(1),
        });
        let view = FingerView {
            position,
            number: 0,
            impression: 0,
            quality: self.quality,
            minutiae: minutiae.collect(),
            extended: Vec::new(),
        };
        MinutiaeRecord {
            equipment: 0,
            width: self.width,
            height: self.height,
            pixels_per_cm: (PER_CM, PER_CM),
            views: vec![view],
        }
    }

    /// The template of one view, brought to 500 ppi; minutiae without a stated quality count as fair (50).
    pub fn from_iso(record: &MinutiaeRecord, view: &FingerView) -> Result<Self, TemplateError> {
        let scale = |value: u16, per_cm: u16| (u32::from(value) * u32::from(PER_CM) / u32::from(per_cm.max(1))) as u16;
        let (across, down) = record.pixels_per_cm;
        let minutiae = view.minutiae.iter().map(|m| Minutia {
            x: scale(m.x, across),
            y: scale(m.y, down),
            angle: m.angle,
            kind: if m.kind == MinutiaKind::Bifurcation { Kind::Fork } else { Kind::Ending },
            quality: if m.quality == 0 { 50 } else { m.quality.min(100) },
        });
        // Sizes are rounded up, so that a minutia on the last column stays inside.
        let (width, height) = (scale(record.width, across) + 1, scale(record.height, down) + 1);
        Template::from_minutiae(width, height, view.quality.min(100), minutiae.collect())
    }
}
