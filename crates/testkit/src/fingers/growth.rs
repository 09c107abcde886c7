//! Ridges grown from noise: filtering again and again with the wave of the local direction and distance lets patches of
//! ridges arise and meet; where they do not fit, ridges end or divide. That is where minutiae come from.
//!
//! Growth runs at half size, where it costs a sixteenth; a round at full size then smooths the ridges.

use std::f32::consts::PI;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::{MASTER_HEIGHT, MASTER_WIDTH, Random};

const ANGLES: usize = 32;
const PERIODS: usize = 12;
const ROUNDS: usize = 14;

static HALF_SIZE: LazyLock<Bank> = LazyLock::new(|| Bank::new(2.0, 5));
static FULL_SIZE: LazyLock<Bank> = LazyLock::new(|| Bank::new(1.0, 8));

/// Kernels of one scale; `scale` is the size of a pixel in master pixels.
struct Bank {
    radius: usize,
    side: usize,
    kernels: Vec<Vec<f32>>,
}

fn period_of(index: usize) -> f32 {
    7.0 + 0.5 * index as f32
}

impl Bank {
    fn new(scale: f32, radius: usize) -> Self {
        let side = 2 * radius + 1;
        let mut kernels = Vec::with_capacity(ANGLES * PERIODS);
        for a in 0..ANGLES {
            let (sin, cos) = (PI * a as f32 / ANGLES as f32).sin_cos();
            for p in 0..PERIODS {
                let period = period_of(p) / scale;
                let sigma = 0.42 * period;
                let place = |i: usize| ((i % side) as f32 - radius as f32, (i / side) as f32 - radius as f32);
                let bell = |i: usize| {
                    let (x, y) = place(i);
                    (-0.5 * (x * x + y * y) / (sigma * sigma)).exp()
                };
                let mut taps: Vec<f32> = (0..side * side)
                    .map(|i| {
                        let (x, y) = place(i);
                        bell(i) * (2.0 * PI * (x * sin + y * cos) / period).cos()
                    })
                    .collect();
                let mean = taps.iter().sum::<f32>() / (0..side * side).map(bell).sum::<f32>();
                taps.iter_mut().enumerate().for_each(|(i, t)| *t -= mean * bell(i));
                // A wave of the right direction and distance comes out as strong as it went in.
                let gain: f32 = taps
                    .iter()
                    .enumerate()
                    .map(|(i, t)| {
                        let (x, y) = place(i);
                        t * (2.0 * PI * (x * sin + y * cos) / period).cos()
                    })
                    .sum();
                taps.iter_mut().for_each(|t| *t /= gain);
                kernels.push(taps);
            }
        }
        Self { radius, side, kernels }
    }
}

/// Direction and distance are looked up once per block of this many master pixels.
const BLOCK: usize = 4;

/// The kernel of each block of the master.
fn choose(pattern: &Pattern) -> Vec<u16> {
    let mut out = Vec::with_capacity(MASTER_WIDTH * MASTER_HEIGHT / BLOCK / BLOCK);
    for row in 0..MASTER_HEIGHT / BLOCK {
        for col in 0..MASTER_WIDTH / BLOCK {
            let (x, y) = ((col * BLOCK) as f32 + BLOCK as f32 / 2.0, (row * BLOCK) as f32 + BLOCK as f32 / 2.0);
            let angle = (pattern.direction(x, y) / PI * ANGLES as f32).round() as usize % ANGLES;
            let period = ((pattern.period(x, y) - period_of(0)) * 2.0).round().clamp(0.0, (PERIODS - 1) as f32);
            out.push((angle * PERIODS + period as usize) as u16);
        }
    }
    out
}

/// One round of filtering; `block` is the side of a block of `kernels` in pixels of this plane.
fn round(plane: &mut [f32], width: usize, kernels: &[u16], block: usize, bank: &Bank, gain: f32) {
    let height = plane.len() / width;
    let padded_width = width + 2 * bank.radius;
    let mut padded = vec![0.0f32; padded_width * (height + 2 * bank.radius)];
    for (y, line) in plane.chunks_exact(width).enumerate() {
        padded[(y + bank.radius) * padded_width + bank.radius..][..width].copy_from_slice(line);
    }
    for y in 0..height {
        for x in 0..width {
            let taps = &bank.kernels[usize::from(kernels[y / block * (width / block) + x / block])];
            let mut sums = [0.0f32; 4];
            for (row, taps) in taps.chunks_exact(bank.side).enumerate() {
                let pixels = &padded[(y + row) * padded_width + x..][..bank.side];
                let (quads, rest) = pixels.as_chunks::<4>();
                let (tap_quads, tap_rest) = taps.as_chunks::<4>();
                for (p, t) in quads.iter().zip(tap_quads) {
                    for i in 0..4 {
                        sums[i] += p[i] * t[i];
                    }
                }
                for (p, t) in rest.iter().zip(tap_rest) {
                    sums[0] += p * t;
                }
            }
            plane[y * width + x] = (gain * sums.iter().sum::<f32>()).clamp(-1.0, 1.0);
        }
    }
}

/// The master of a pattern.
pub(super) fn grow(pattern: &Pattern, random: &mut Random) -> Vec<i8> {
    let (w, h) = (MASTER_WIDTH / 2, MASTER_HEIGHT / 2);
    let kernels = choose(pattern);
    let mut plane: Vec<f32> = (0..w * h).map(|_| random.between(-0.3, 0.3)).collect();
    for _ in 0..ROUNDS {
        round(&mut plane, w, &kernels, BLOCK / 2, &HALF_SIZE, 1.6);
    }
    let mut large = Vec::with_capacity(MASTER_WIDTH * MASTER_HEIGHT);
    for y in 0..MASTER_HEIGHT {
        for x in 0..MASTER_WIDTH {
            large.push(sample(&plane, w, h, (x as f32 - 0.5) / 2.0, (y as f32 - 0.5) / 2.0));
        }
    }
    round(&mut large, MASTER_WIDTH, &kernels, BLOCK, &FULL_SIZE, 1.5);
    large.iter().map(|v| (v * 127.0) as i8).collect()
}

fn sample(plane: &[f32], width: usize, height: usize, x: f32, y: f32) -> f32 {
    let x = x.clamp(0.0, (width - 1) as f32);
    let y = y.clamp(0.0, (height - 1) as f32);
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(width - 1), (y0 + 1).min(height - 1));
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let at = |x: usize, y: usize| plane[y * width + x];
    (at(x0, y0) * (1.0 - fx) + at(x1, y0) * fx) * (1.0 - fy) + (at(x0, y1) * (1.0 - fx) + at(x1, y1) * fx) * fy
}
