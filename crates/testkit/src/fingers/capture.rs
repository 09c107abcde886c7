//! One press of a finger onto a plate.

use std::f32::consts::PI;

use super::{MASTER_HEIGHT, MASTER_WIDTH, Random};

const WIDTH: usize = 300;
const HEIGHT: usize = 400;
const MAX_DEGREES: f32 = 20.0;
const MAX_SHIFT: f32 = 60.0;
const STRETCH_RMS: f32 = 5.0;
/// Of the skin that touches when the finger lies straight, at least this share is in every capture.
const MIN_VISIBLE: f32 = 0.8;

/// How the skin is when it is pressed down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Between rather dry and rather wet, as the capture's seed says.
    Usual,
    /// So dry that ridges fall apart into dots.
    Dry,
    /// So wet that ridges run into each other.
    Wet,
    /// A smear in which hardly a ridge can be followed: quality checks must refuse it.
    Poor,
}

/// An image of a finger, 8-bit grey at 500 ppi, dark ridges on light ground.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Grey values, row by row.
    pub pixels: Vec<u8>,
    /// How far the finger was turned, anticlockwise.
    pub degrees: f32,
    /// How far it was moved, in pixels.
    pub shift: (f32, f32),
    /// Root mean square of the elastic displacement, in pixels.
    pub stretch_rms: f32,
    /// Share of the skin that touches when straight, and is in the image.
    pub visible: f32,
}

/// A slow random surface over the plate, of about unit variance: a few waves, kept on a coarse grid.
struct Surface(Vec<f32>);

/// Side of a grid cell in pixels, far below the shortest wave.
const GRID: usize = 4;
const GRID_COLS: usize = WIDTH / GRID + 2;
const GRID_ROWS: usize = HEIGHT / GRID + 2;

impl Surface {
    fn draw(random: &mut Random, shortest: f32, longest: f32) -> Self {
        const WAVES: usize = 6;
        let waves: [(f32, f32, f32); WAVES] = std::array::from_fn(|_| {
            let k = 2.0 * PI / random.between(shortest, longest);
            let (sin, cos) = random.between(0.0, 2.0 * PI).sin_cos();
            (k * cos, k * sin, random.between(0.0, 2.0 * PI))
        });
        let scale = (2.0 / WAVES as f32).sqrt();
        let at = |i: usize| {
            let (x, y) = ((i % GRID_COLS * GRID) as f32, (i / GRID_COLS * GRID) as f32);
            waves.iter().map(|(kx, ky, phase)| (kx * x + ky * y + phase).sin()).sum::<f32>() * scale
        };
        Self((0..GRID_COLS * GRID_ROWS).map(at).collect())
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        let i = y / GRID * GRID_COLS + x / GRID;
        let (fx, fy) = ((x % GRID) as f32 / GRID as f32, (y % GRID) as f32 / GRID as f32);
        let row = |i: usize| self.0[i] * (1.0 - fx) + self.0[i + 1] * fx;
        row(i) * (1.0 - fy) + row(i + GRID_COLS) * fy
    }
}

/// Whether the skin at a point of the master touches the plate: a fingertip, rounder above than below.
fn touches(x: f32, y: f32) -> bool {
    let (u, v) = ((x - MASTER_WIDTH as f32 / 2.0) / 138.0, y - MASTER_HEIGHT as f32 * 0.48);
    let v = if v < 0.0 { v / 185.0 } else { v / 200.0 };
    u * u + v * v <= 1.0
}

/// From the plate to the master: turned about the middle, then shifted.
#[derive(Clone, Copy)]
struct Placing {
    sin: f32,
    cos: f32,
    shift: (f32, f32),
}

impl Placing {
    fn new(degrees: f32, shift: (f32, f32)) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self { sin, cos, shift }
    }

    fn to_master(self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - WIDTH as f32 / 2.0 - self.shift.0, y - HEIGHT as f32 / 2.0 - self.shift.1);
        let (u, v) = (self.cos * x - self.sin * y, self.sin * x + self.cos * y);
        (u + MASTER_WIDTH as f32 / 2.0, v + MASTER_HEIGHT as f32 * 0.48)
    }

    /// Share of the touching skin that falls onto the plate.
    fn visible(self) -> f32 {
        const STEP: usize = 6;
        let (mut seen, mut all) = (0usize, 0usize);
        for y in (0..MASTER_HEIGHT).step_by(STEP) {
            for x in (0..MASTER_WIDTH).step_by(STEP) {
                if touches(x as f32, y as f32) {
                    let (u, v) = (x as f32 - MASTER_WIDTH as f32 / 2.0, y as f32 - MASTER_HEIGHT as f32 * 0.48);
                    let px = self.cos * u + self.sin * v + WIDTH as f32 / 2.0 + self.shift.0;
                    let py = -self.sin * u + self.cos * v + HEIGHT as f32 / 2.0 + self.shift.1;
                    all += 1;
                    seen += usize::from(px >= 0.0 && py >= 0.0 && px < WIDTH as f32 && py < HEIGHT as f32);
                }
            }
        }
        seen as f32 / all as f32
    }
}

pub(super) fn press(master: &[i8], random: &mut Random, condition: Condition) -> Capture {
    let degrees = (random.normal() * 8.0).clamp(-MAX_DEGREES, MAX_DEGREES);
    let (sin, cos) = random.between(0.0, 2.0 * PI).sin_cos();
    let distance = MAX_SHIFT * random.unit().sqrt();
    let mut shift = (distance * cos, distance * sin);
    let mut placing = Placing::new(degrees, shift);
    while placing.visible() < MIN_VISIBLE {
        shift = (shift.0 * 0.9, shift.1 * 0.9);
        placing = Placing::new(degrees, shift);
    }
    let visible = placing.visible();

    let stretch = [Surface::draw(random, 180.0, 420.0), Surface::draw(random, 180.0, 420.0)];
    let (scale, stretch_rms) = stretch_scale(&stretch);
    // Pressure: positive thickens ridges, negative thins them; the surface makes it uneven.
    let (pressure, dots, smear) = match condition {
        Condition::Usual => (random.between(-0.40, 0.35), random.between(0.35, 1.35), 0.0),
        Condition::Dry => (-0.45, 1.5, 0.0),
        Condition::Wet => (0.5, 0.1, 0.0),
        Condition::Poor => (0.0, 1.6, 0.85),
    };
    let uneven = Surface::draw(random, 60.0, 200.0);
    let light = Surface::draw(random, 200.0, 600.0);
    let smudge = Surface::draw(random, 14.0, 40.0);
    let speckles = speckles(random);
    let scratches = scratches(random);
    let contact = random.between(0.80, 1.02);
    let mut tones = vec![0.0f32; WIDTH * HEIGHT];
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (mut u, mut v) = placing.to_master(x as f32, y as f32);
            u += scale * stretch[0].at(x, y);
            v += scale * stretch[1].at(x, y);
            let ground = 214.0 + 10.0 * light.at(x, y);
            let rim = rim(u, v, contact);
            let mut tone = ground;
            if rim > 0.0 {
                let skin = ridge(master, u, v);
                let dot = speckles[(y % 64) * 64 + x % 64] * dots;
                let force = pressure + 0.12 * uneven.at(x, y) - 0.9 * (1.0 - rim);
                let mut ink = 1.0 / (1.0 + (-7.0 * (skin + force - 0.55 * dot)).exp());
                if smear > 0.0 {
                    ink = (1.0 - smear) * ink + smear * (0.5 + 0.4 * smudge.at(x, y)).clamp(0.0, 1.0);
                }
                tone = ground - ink * (ground - 48.0);
            }
            tones[y * WIDTH + x] = tone;
        }
    }
    for line in &scratches {
        line.draw(&mut tones);
    }
    let mut pixels = Vec::with_capacity(WIDTH * HEIGHT);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (l, r) = (x.saturating_sub(1), (x + 1).min(WIDTH - 1));
            let (a, b) = (y.saturating_sub(1), (y + 1).min(HEIGHT - 1));
            let at = |x: usize, y: usize| tones[y * WIDTH + x];
            // The optics blur a little, the sensor adds noise.
            let soft = 0.5 * at(x, y) + 0.125 * (at(l, y) + at(r, y) + at(x, a) + at(x, b));
            pixels.push((soft + 7.0 * (random.unit() + random.unit() - 1.0)).clamp(0.0, 255.0) as u8);
        }
    }
    Capture { width: WIDTH, height: HEIGHT, pixels, degrees, shift, stretch_rms, visible }
}

/// Factor that gives the displacement its stated root mean square over the plate, and that value after it.
fn stretch_scale(stretch: &[Surface; 2]) -> (f32, f32) {
    let mut sum = 0.0;
    let mut count = 0.0;
    for y in (0..HEIGHT).step_by(16) {
        for x in (0..WIDTH).step_by(16) {
            sum += stretch[0].at(x, y).powi(2) + stretch[1].at(x, y).powi(2);
            count += 1.0;
        }
    }
    let rms = (sum / count as f32).sqrt();
    let scale = STRETCH_RMS / rms.max(0.3);
    (scale, scale * rms)
}

/// 0 outside the skin that touches, rising to 1 within a few ridges.
fn rim(x: f32, y: f32, contact: f32) -> f32 {
    let (u, v) = ((x - MASTER_WIDTH as f32 / 2.0) / 138.0, y - MASTER_HEIGHT as f32 * 0.48);
    let v = if v < 0.0 { v / 185.0 } else { v / 200.0 };
    let radius = u.hypot(v) / contact;
    ((1.0 - radius) / 0.12).clamp(0.0, 1.0)
}

fn ridge(master: &[i8], x: f32, y: f32) -> f32 {
    let x = x.clamp(0.0, (MASTER_WIDTH - 2) as f32);
    let y = y.clamp(0.0, (MASTER_HEIGHT - 2) as f32);
    let (x0, y0) = (x as usize, y as usize);
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let at = |x: usize, y: usize| f32::from(master[y * MASTER_WIDTH + x]) / 127.0;
    (at(x0, y0) * (1.0 - fx) + at(x0 + 1, y0) * fx) * (1.0 - fy)
        + (at(x0, y0 + 1) * (1.0 - fx) + at(x0 + 1, y0 + 1) * fx) * fy
}

/// A tile of blobs of two or three pixels: places where dry skin does not touch.
fn speckles(random: &mut Random) -> Vec<f32> {
    let raw: Vec<f32> = (0..64 * 64).map(|_| random.normal()).collect();
    let at = |x: usize, y: usize| raw[(y % 64) * 64 + x % 64];
    (0..64 * 64)
        .map(|i| {
            let (x, y) = (i % 64, i / 64);
            (0..3).flat_map(|b| (0..3).map(move |a| (a, b))).map(|(a, b)| at(x + a, y + b)).sum::<f32>() / 3.0
        })
        .collect()
}

/// A fine line where the skin is creased.
struct Scratch {
    from: (f32, f32),
    step: (f32, f32),
    length: usize,
    strength: f32,
}

fn scratches(random: &mut Random) -> Vec<Scratch> {
    let count = (random.unit() * 4.0) as usize;
    (0..count)
        .map(|_| {
            let (sin, cos) = random.between(0.0, 2.0 * PI).sin_cos();
            Scratch {
                from: (random.between(40.0, 260.0), random.between(40.0, 360.0)),
                step: (cos, sin),
                length: random.between(30.0, 120.0) as usize,
                strength: random.between(0.4, 0.9),
            }
        })
        .collect()
}

impl Scratch {
    fn draw(&self, tones: &mut [f32]) {
        for i in 0..self.length {
            let (x, y) = (self.from.0 + i as f32 * self.step.0, self.from.1 + i as f32 * self.step.1);
            for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)] {
                let (x, y) = (x + dx, y + dy);
                if x >= 0.0 && y >= 0.0 && x < WIDTH as f32 && y < HEIGHT as f32 {
                    let tone = &mut tones[y as usize * WIDTH + x as usize];
                    *tone += self.strength * (210.0 - *tone).max(0.0);
                }
            }
        }
    }
}
