//! Fingerprints: from a grey image to a template.

mod cylinder;
mod enhance;
mod field;
pub mod fusion;
mod iso;
pub mod matcher;
mod minutiae;
pub mod quality;
mod skeleton;
pub mod template;

use std::sync::LazyLock;

pub use cylinder::Prepared;
use field::{CELL, Field};
use template::{DirectionMap, MAP_CELL, MAX_MINUTIAE, NO_RIDGE, Template};
use thiserror::Error;

use crate::raster::{GreyImage, Plane};

static BANK: LazyLock<enhance::Bank> = LazyLock::new(enhance::Bank::new);

/// Why no template could be made of an image.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ExtractError {
    /// Smaller than a fingertip shows anything comparable, or larger than one finger (at 500 ppi).
    #[error("an image of {width} x {height} at 500 ppi is not one finger")]
    Size {
        /// Columns at 500 ppi.
        width: usize,
        /// Rows at 500 ppi.
        height: usize,
    },
    /// Nowhere in the image there are ridges.
    #[error("no ridges were found")]
    NoRidges,
}

const MIN_SIDE: usize = 60;
const MAX_SIDE: usize = 2000;

/// Extracts the template of one finger, dark ridges on light ground.
pub fn extract(image: &GreyImage) -> Result<Template, ExtractError> {
    let plane = image.at_500_ppi();
    let (width, height) = (plane.width, plane.height);
    if width < MIN_SIDE || height < MIN_SIDE || width > MAX_SIDE || height > MAX_SIDE {
        return Err(ExtractError::Size { width, height });
    }
    let (flat, deviation) = field::normalise(&plane);
    let (angle, coherence) = field::orientation(&flat, 12);
    let mask = field::segment(&deviation, &coherence);
    if mask.data.iter().filter(|&&m| m).count() * CELL * CELL < 2000 {
        return Err(ExtractError::NoRidges);
    }
    let period = field::periods(&flat, &mask, &angle);
    let mut field = Field { mask, angle, coherence, period };
    let first = enhance::filter(&flat, &field, &BANK);
    // Directions are far less noisy in the filtered image; the second pass repairs what the first got wrong.
    (field.angle, field.coherence) = field::orientation(&first, 8);
    let response = enhance::filter(&flat, &field, &BANK);
    let clarity = enhance::clarity(&response, &flat, &field);
    let ridges = enhance::binarise(&response, &field.mask);
    let mut lines = skeleton::Skeleton::thin(width, height, ridges);
    let minutiae = minutiae::find(&mut lines, &field, &clarity, MAX_MINUTIAE);
    let quality = quality::score(&field, &clarity, &minutiae);
    Ok(Template { width: width as u16, height: height as u16, quality, minutiae, map: map(&field, &plane) })
}

fn map(field: &Field, plane: &Plane) -> DirectionMap {
    let (cols, rows) = (plane.width.div_ceil(MAP_CELL), plane.height.div_ceil(MAP_CELL));
    let mut cells = Vec::with_capacity(cols * rows);
    for row in 0..rows {
        for col in 0..cols {
            let x = (col * MAP_CELL + MAP_CELL / 2).min(plane.width - 1);
            let y = (row * MAP_CELL + MAP_CELL / 2).min(plane.height - 1);
            let ridge = field.mask.at_pixel(x, y);
            cells.push(if ridge { DirectionMap::encode(field.angle.at_pixel(x, y)) } else { NO_RIDGE });
        }
    }
    DirectionMap { cols, rows, cells }
}
