//! Quality of a fingerprint image, 0 to 100.
//!
//! It is our own measure, meant to fall as a comparison becomes less likely to succeed: the product of three parts,
//! each 0 to 1. *Clarity*: mean share of the local amplitude that one ridge wave explains, times the uniformity
//! of direction, zero at what a smear reaches (0.3) and full at 0.8. *Area*: how much finger there
//! is, full from 220 square millimetres on. *Detail*: how many sure minutiae there are, full from 25 on. NFIQ 2 is
//! another measure; the documentation sets the two side by side.

use super::field::{CELL, Field};
use super::template::Minutia;
use crate::raster::Plane;

pub(crate) fn score(field: &Field, clarity: &Plane, minutiae: &[Minutia]) -> u8 {
    let (mut sum, mut cells) = (0.0f32, 0usize);
    for row in 0..field.mask.rows {
        for col in 0..field.mask.cols {
            if field.mask.at(col, row) {
                let x = (col * CELL + CELL / 2).min(clarity.width - 1);
                let y = (row * CELL + CELL / 2).min(clarity.height - 1);
                sum += clarity.at(x, y) * field.coherence.at(col, row);
                cells += 1;
            }
        }
    }
    if cells == 0 {
        return 0;
    }
    let clear = ((sum / cells as f32 - 0.3) / 0.5).clamp(0.0, 1.0);
    let square_mm = (cells * CELL * CELL) as f32 * (25.4f32 / 500.0).powi(2);
    let area = (square_mm / 220.0).min(1.0).sqrt();
    let sure: f32 = minutiae.iter().map(|m| (f32::from(m.quality) / 50.0).min(1.0)).sum();
    let detail = (sure / 25.0).min(1.0).sqrt();
    (100.0 * clear * area * detail).round().clamp(0.0, 100.0) as u8
}
