//! The flow of the ridges: directions by singular points, and the distance from ridge to ridge.

use std::f32::consts::PI;

use super::{MASTER_HEIGHT, MASTER_WIDTH, Random};

/// The class of a pattern, by its singular points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// No singular points, ridges rise and fall.
    Arch,
    /// A core straight above a delta.
    TentedArch,
    /// Ridges enter and leave at the left.
    LeftLoop,
    /// Ridges enter and leave at the right.
    RightLoop,
    /// Two cores and two deltas.
    Whorl,
}

struct Singular {
    x: f32,
    y: f32,
    /// +1 for a core, -1 for a delta.
    sign: f32,
    /// Bends the turn around the point: amplitude and phase of the second harmonic.
    bend: (f32, f32),
}

/// A slow wave over the finger.
struct Wave {
    kx: f32,
    ky: f32,
    phase: f32,
    amplitude: f32,
}

impl Wave {
    fn draw(random: &mut Random, amplitude: f32) -> Self {
        let length = random.between(170.0, 340.0);
        let (sin, cos) = random.between(0.0, 2.0 * PI).sin_cos();
        let k = 2.0 * PI / length;
        Self { kx: k * cos, ky: k * sin, phase: random.between(0.0, 2.0 * PI), amplitude }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        self.amplitude * (self.kx * x + self.ky * y + self.phase).sin()
    }
}

/// Directions and distances of one finger; coordinates are the master's, y downwards.
pub(super) struct Pattern {
    class: Class,
    points: Vec<Singular>,
    arch: f32,
    bends: Vec<Wave>,
    period: f32,
    widths: Vec<Wave>,
}

impl Pattern {
    pub fn draw(random: &mut Random) -> Self {
        let (middle, height) = (MASTER_WIDTH as f32 / 2.0, MASTER_HEIGHT as f32);
        // About the shares found among people.
        let class = match random.unit() {
            u if u < 0.04 => Class::Arch,
            u if u < 0.07 => Class::TentedArch,
            u if u < 0.39 => Class::LeftLoop,
            u if u < 0.71 => Class::RightLoop,
            _ => Class::Whorl,
        };
        let core = (middle + random.between(-18.0, 18.0), height * random.between(0.37, 0.46));
        let mut points = Vec::new();
        let mut add = |x: f32, y: f32, sign: f32, random: &mut Random| {
            let bend = (random.between(-0.25, 0.25), random.between(0.0, 2.0 * PI));
            points.push(Singular { x, y, sign, bend });
        };
        match class {
            Class::Arch => {}
            Class::TentedArch => {
                add(core.0, core.1, 1.0, random);
                add(core.0 + random.between(-8.0, 8.0), core.1 + random.between(50.0, 100.0), -1.0, random);
            }
            Class::LeftLoop | Class::RightLoop => {
                let side = if class == Class::LeftLoop { 1.0 } else { -1.0 };
                add(core.0, core.1, 1.0, random);
                let delta = (core.0 + side * random.between(60.0, 120.0), core.1 + random.between(80.0, 150.0));
                add(delta.0, delta.1, -1.0, random);
            }
            Class::Whorl => {
                let gap = random.between(22.0, 90.0);
                add(core.0 + random.between(-12.0, 12.0), core.1 - gap / 2.0, 1.0, random);
                add(core.0 + random.between(-12.0, 12.0), core.1 + gap / 2.0, 1.0, random);
                let low = core.1 + gap / 2.0;
                add(core.0 - random.between(80.0, 140.0), low + random.between(60.0, 130.0), -1.0, random);
                add(core.0 + random.between(80.0, 140.0), low + random.between(60.0, 130.0), -1.0, random);
            }
        }
        let arch = random.between(0.8, 1.5);
        let bends = (0..4).map(|_| Wave::draw(random, 0.05)).collect();
        let period = random.between(8.3, 9.9);
        let widths = (0..4).map(|_| Wave::draw(random, 0.045)).collect();
        Self { class, points, arch, bends, period, widths }
    }

    pub fn class(&self) -> Class {
        self.class
    }

    /// Direction of the ridge line at a point, 0 to pi, anticlockwise from the x axis.
    pub fn direction(&self, x: f32, y: f32) -> f32 {
        let noise: f32 = self.bends.iter().map(|w| w.at(x, y)).sum();
        if self.class == Class::Arch {
            // Steepest at half height, flat at the tip and at the joint.
            let (u, v) = (x / MASTER_WIDTH as f32, y / MASTER_HEIGHT as f32);
            let rise = self.arch * (1.0 - ((v - 0.55) / 0.55).powi(2)).max(0.0);
            return ((rise * (PI * u).cos()).atan() + noise).rem_euclid(PI);
        }
        let turned: f32 = self
            .points
            .iter()
            .map(|p| {
                let around = (p.y - y).atan2(x - p.x);
                let (amplitude, phase) = p.bend;
                p.sign * (around + amplitude * (around + phase).sin())
            })
            .sum();
        (0.5 * turned + noise).rem_euclid(PI)
    }

    /// Distance from ridge to ridge in pixels; wider towards the joint.
    pub fn period(&self, x: f32, y: f32) -> f32 {
        let waves: f32 = self.widths.iter().map(|w| w.at(x, y)).sum();
        let joint = ((y / MASTER_HEIGHT as f32) - 0.55).max(0.0) * 0.35;
        (self.period * (1.0 + waves + joint)).clamp(7.0, 12.5)
    }
}
