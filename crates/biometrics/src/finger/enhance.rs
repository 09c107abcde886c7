//! Contextual enhancement: each point is filtered with the Gabor kernel of its own ridge direction and distance.

use std::f32::consts::PI;

use super::field::{Field, Grid};
use crate::raster::Plane;

const ANGLES: usize = 48;
/// Kernels reach this far from their centre, in pixels.
const RADIUS: usize = 9;
const SIDE: usize = 2 * RADIUS + 1;
/// Rows are padded so that the inner loop runs over whole vectors.
const ROW: usize = 24;
const FIRST_PERIOD: f32 = 4.5;
const PERIOD_STEP: f32 = 0.75;
const PERIODS: usize = 15;

/// All kernels, made once per process.
pub(crate) struct Bank {
    kernels: Vec<[f32; SIDE * ROW]>,
}

impl Bank {
    pub fn new() -> Self {
        let mut kernels = Vec::with_capacity(ANGLES * PERIODS);
        for a in 0..ANGLES {
            for p in 0..PERIODS {
                kernels.push(kernel(PI * a as f32 / ANGLES as f32, FIRST_PERIOD + PERIOD_STEP * p as f32));
            }
        }
        Self { kernels }
    }

    #[inline(always)]
    fn pick(&self, angle: f32, period: f32) -> &[f32; SIDE * ROW] {
        let a = (angle / PI * ANGLES as f32).round() as usize % ANGLES;
        let p = ((period - FIRST_PERIOD) / PERIOD_STEP).round().clamp(0.0, (PERIODS - 1) as f32) as usize;
        &self.kernels[a * PERIODS + p]
    }
}

/// Spread of a kernel along the ridges, in pixels.
fn along(period: f32) -> f32 {
    4.5f32.max(0.45 * period)
}

/// Spread of a kernel across the ridges, in pixels.
fn across(period: f32) -> f32 {
    0.42 * period
}

/// A cosine across the ridges under a Gaussian, without response to a constant and of unit energy.
fn kernel(angle: f32, period: f32) -> [f32; SIDE * ROW] {
    let (along, across) = (along(period), across(period));
    let (sin, cos) = angle.sin_cos();
    let mut raw = [0.0f32; SIDE * ROW];
    let mut envelope = [0.0f32; SIDE * ROW];
    let (mut sum, mut weight) = (0.0, 0.0);
    for row in 0..SIDE {
        for col in 0..SIDE {
            let (dx, dy) = (col as f32 - RADIUS as f32, row as f32 - RADIUS as f32);
            let (s, t) = (dx * cos - dy * sin, dx * sin + dy * cos);
            let bell = (-0.5 * ((s / along).powi(2) + (t / across).powi(2))).exp();
            let value = bell * (2.0 * PI * t / period).cos();
            raw[row * ROW + col] = value;
            envelope[row * ROW + col] = bell;
            sum += value;
            weight += bell;
        }
    }
    raw.iter_mut().zip(&envelope).for_each(|(v, bell)| *v -= bell * sum / weight);
    let energy = raw.iter().map(|v| v * v).sum::<f32>().sqrt();
    raw.map(|v| v / energy)
}

/// Filters the image within the mask; ridges come out positive, everything outside the mask is zero.
pub(crate) fn filter(image: &Plane, field: &Field, bank: &Bank) -> Plane {
    crate::vectorised(
        #[inline(always)]
        || filter_inlined(image, field, bank),
    )
}

#[inline(always)]
fn filter_inlined(image: &Plane, field: &Field, bank: &Bank) -> Plane {
    // A border of zeros (the normalised mean) spares the inner loop all edge tests; rows are padded to whole vectors.
    let (w, h) = (image.width + 2 * RADIUS + ROW, image.height + 2 * RADIUS);
    let mut padded = vec![0.0f32; w * h];
    for (y, line) in image.data.chunks_exact(image.width).enumerate() {
        padded[(y + RADIUS) * w + RADIUS..][..image.width].copy_from_slice(line);
    }
    let mut out = Plane::new(image.width, image.height);
    for y in 0..image.height {
        for x in 0..image.width {
            if !field.mask.at_pixel(x, y) {
                continue;
            }
            let kernel = bank.pick(field.angle.at_pixel(x, y), field.period.at_pixel(x, y));
            let mut sums = [0.0f32; 8];
            for row in 0..SIDE {
                let pixels: &[f32] = &padded[(y + row) * w + x..][..ROW];
                let taps = &kernel[row * ROW..][..ROW];
                for part in 0..ROW / 8 {
                    for i in 0..8 {
                        sums[i] += pixels[part * 8 + i] * taps[part * 8 + i];
                    }
                }
            }
            out.data[y * image.width + x] = sums.iter().sum();
        }
    }
    out
}

/// How much of the local amplitude the filters explain, per pixel 0 to 1: near one on clean ridges, low on smudges.
pub(crate) fn clarity(response: &Plane, image: &Plane, field: &Field) -> Plane {
    let filtered = response.map(|v| v * v).smooth(5);
    let raw = image.map(|v| v * v).smooth(5);
    let width = response.width;
    let mut out = filtered;
    for (i, value) in out.data.iter_mut().enumerate() {
        let period = field.period.at_pixel(i % width, i / width);
        // What a kernel of unit energy makes of the power of a wave that fits it.
        let gain = 2.0 * PI * along(period) * across(period);
        *value = (*value / (gain * raw.data[i] + 1e-2)).sqrt().min(1.0);
    }
    out
}

/// Ridge pixels of the filtered image.
pub(crate) fn binarise(response: &Plane, mask: &Grid<bool>) -> Vec<bool> {
    let w = response.width;
    let smooth = response.box_blur(1);
    smooth.data.iter().enumerate().map(|(i, &v)| v > 0.0 && mask.at_pixel(i % w, i / w)).collect()
}
