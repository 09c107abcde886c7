//! What surrounds each minutia, as bits: a cylinder code after Cappelli, Ferrara and Maltoni, "Minutia Cylinder-Code:
//! A New Representation and Matching Technique for Fingerprint Recognition", IEEE TPAMI 32 (2010).
//!
//! Around a minutia lies a disc, turned with its direction and divided into square cells; over each cell stand
//! [`SECTORS`] slices of relative direction. A bit is set where neighbouring minutiae lie near the cell and point near
//! the slice. A second word array says which cells lie on the finger at all.

use std::f32::consts::PI;
use std::sync::LazyLock;

use super::minutiae::angle_difference;
use super::template::Template;

/// Radius of the disc in pixels.
const RADIUS: f32 = 72.0;
/// Cells along the diameter.
const ACROSS: usize = 12;
/// Slices of relative direction.
const SECTORS: usize = 6;
/// Spread of a neighbour's position in pixels.
const SIGMA_PLACE: f32 = 28.0 / 3.0;
/// Spread of a neighbour's direction in radians.
const SIGMA_ANGLE: f32 = 2.0 * PI / 9.0;
/// Contribution from which a bit is set.
const THRESHOLD: f32 = 0.01;
/// Finger is assumed to reach this far beyond the hull of the minutiae when there is no map, in pixels.
const BEYOND_HULL: f32 = 30.0;
/// A cylinder with less of its disc on the finger says too little.
const MIN_VALID_CELLS: f32 = 0.55;
/// A cylinder with fewer neighbours says too little.
const MIN_NEIGHBOURS: usize = 2;

/// Centres of the cells within the disc, in units of pixels around the minutia.
static CELLS: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| {
    let step = 2.0 * RADIUS / ACROSS as f32;
    let place = |i: usize| (i as f32 + 0.5) * step - RADIUS;
    let all = (0..ACROSS * ACROSS).map(|i| (place(i % ACROSS), place(i / ACROSS)));
    all.filter(|(x, y)| x.hypot(*y) <= RADIUS).collect()
});

/// Words of a cylinder: 112 cells of 6 slices are 672 bits.
pub(crate) const WORDS: usize = 11;

/// Bits and validity of one minutia's surroundings.
#[derive(Clone)]
pub(crate) struct Cylinder {
    bits: [u64; WORDS],
    valid: [u64; WORDS],
}

/// A minutia in coordinates with y upwards.
#[derive(Clone, Copy)]
pub(crate) struct Point {
    pub x: f32,
    pub y: f32,
    pub angle: f32,
    pub sin: f32,
    pub cos: f32,
    pub weight: f32,
}

/// A template made ready for many comparisons.
#[derive(Clone)]
pub struct Prepared {
    pub(crate) template: Template,
    pub(crate) points: Vec<Point>,
    /// `None` for minutiae at the rim, whose surroundings are mostly unknown.
    pub(crate) cylinders: Vec<Option<Cylinder>>,
}

impl Prepared {
    /// Computes the cylinders of a template (about a millisecond).
    pub fn new(template: Template) -> Self {
        let points: Vec<Point> = template
            .minutiae
            .iter()
            .map(|m| Point {
                x: f32::from(m.x),
                y: -f32::from(m.y),
                angle: m.radians(),
                sin: m.radians().sin(),
                cos: m.radians().cos(),
                weight: (0.2 + f32::from(m.quality) / 80.0).min(1.0),
            })
            .collect();
        let hull = hull(&points);
        let has_map = !template.map.cells.is_empty();
        let on_finger = |x: f32, y: f32| {
            if has_map { template.map.at(x, -y).is_some() } else { within(&hull, x, y, BEYOND_HULL) }
        };
        let cylinders = (0..points.len()).map(|i| cylinder(&points, i, &on_finger)).collect();
        Self { template, points, cylinders }
    }

    /// The template it was made of.
    pub fn template(&self) -> &Template {
        &self.template
    }
}

fn cylinder(points: &[Point], of: usize, on_finger: &dyn Fn(f32, f32) -> bool) -> Option<Cylinder> {
    let me = points[of];
    let reach = RADIUS + 3.0 * SIGMA_PLACE;
    let near: Vec<(&Point, f32)> = points
        .iter()
        .enumerate()
        .filter(|(i, p)| *i != of && (p.x - me.x).hypot(p.y - me.y) <= reach)
        .map(|(_, p)| (p, p.angle - me.angle))
        .collect();
    if near.len() < MIN_NEIGHBOURS {
        return None;
    }
    // Share of each neighbour's direction in each slice.
    let shares: Vec<[f32; SECTORS]> = near
        .iter()
        .map(|(_, turn)| {
            std::array::from_fn(|s| {
                let middle = 2.0 * PI * (s as f32 + 0.5) / SECTORS as f32;
                let d = angle_difference(*turn, middle);
                (-0.5 * (d / SIGMA_ANGLE).powi(2)).exp() * 0.6
            })
        })
        .collect();
    let (sin, cos) = me.angle.sin_cos();
    let mut out = Cylinder { bits: [0; WORDS], valid: [0; WORDS] };
    let mut valid = 0usize;
    let peak = 1.0 / (SIGMA_PLACE * (2.0 * PI).sqrt());
    for (n, &(u, v)) in CELLS.iter().enumerate() {
        let (x, y) = (me.x + u * cos - v * sin, me.y + u * sin + v * cos);
        if !on_finger(x, y) {
            continue;
        }
        valid += 1;
        let mut sums = [0.0f32; SECTORS];
        for ((p, _), share) in near.iter().zip(&shares) {
            let d2 = (p.x - x).powi(2) + (p.y - y).powi(2);
            if d2 <= (3.0 * SIGMA_PLACE).powi(2) {
                let at = peak * (-0.5 * d2 / SIGMA_PLACE.powi(2)).exp();
                sums.iter_mut().zip(share).for_each(|(s, w)| *s += at * w);
            }
        }
        for (s, &sum) in sums.iter().enumerate() {
            let bit = n * SECTORS + s;
            out.valid[bit / 64] |= 1 << (bit % 64);
            if sum >= THRESHOLD {
                out.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
    }
    (valid as f32 >= MIN_VALID_CELLS * CELLS.len() as f32).then_some(out)
}

/// How alike two surroundings are, 0 to 1; zero when too little of them can be compared.
#[inline(always)]
pub(crate) fn similarity(a: &Cylinder, b: &Cylinder) -> f32 {
    let (mut common, mut in_a, mut in_b, mut differ) = (0u32, 0u32, 0u32, 0u32);
    for i in 0..WORDS {
        let valid = a.valid[i] & b.valid[i];
        let (x, y) = (a.bits[i] & valid, b.bits[i] & valid);
        common += valid.count_ones();
        in_a += x.count_ones();
        in_b += y.count_ones();
        differ += (x ^ y).count_ones();
    }
    let least = (MIN_COMMON * (CELLS_BITS as f32)) as u32;
    if common < least || in_a + in_b == 0 {
        return 0.0;
    }
    1.0 - (differ as f32).sqrt() / ((in_a as f32).sqrt() + (in_b as f32).sqrt())
}

const CELLS_BITS: usize = 112 * SECTORS;
/// Share of the disc that must be on both fingers.
const MIN_COMMON: f32 = 0.45;

/// Corners of the convex hull, anticlockwise.
fn hull(points: &[Point]) -> Vec<(f32, f32)> {
    let mut sorted: Vec<(f32, f32)> = points.iter().map(|p| (p.x, p.y)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = |points: &mut dyn Iterator<Item = (f32, f32)>| {
        let mut chain: Vec<(f32, f32)> = Vec::new();
        for p in points {
            while let [.., a, b] = chain[..]
                && (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0) <= 0.0
            {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut all = half(&mut sorted.iter().copied());
    all.extend(half(&mut sorted.iter().rev().copied()));
    all
}

/// Whether a point lies within a convex polygon grown by a margin.
fn within(hull: &[(f32, f32)], x: f32, y: f32, margin: f32) -> bool {
    hull.iter().zip(hull.iter().cycle().skip(1)).all(|(a, b)| {
        let (ex, ey) = (b.0 - a.0, b.1 - a.1);
        let outside = ex * (y - a.1) - ey * (x - a.0);
        outside >= -margin * ex.hypot(ey)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disc_has_the_stated_number_of_cells() {
        assert_eq!(CELLS.len() * SECTORS, CELLS_BITS);
        const { assert!(CELLS_BITS <= WORDS * 64) };
    }

    #[test]
    fn hull_and_margin() {
        let point = |x: f32, y: f32| Point { x, y, angle: 0.0, sin: 0.0, cos: 1.0, weight: 1.0 };
        let hull = hull(&[point(0.0, 0.0), point(10.0, 0.0), point(10.0, 10.0), point(0.0, 10.0), point(5.0, 5.0)]);
        assert_eq!(hull.len(), 4);
        assert!(within(&hull, 5.0, 5.0, 0.0) && within(&hull, 12.0, 5.0, 3.0));
        assert!(!within(&hull, 12.0, 5.0, 1.0));
    }
}
