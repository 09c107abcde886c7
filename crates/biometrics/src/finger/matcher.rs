//! 1:1 comparison of two fingerprints.
//!
//! Three steps: pairs of minutiae whose surroundings are alike (cylinder codes); relaxation, which keeps the pairs that
//! agree with each other in distance and direction; alignment by what remains, elastic pairing of all minutiae, and the
//! agreement of the ridge directions in the common area.

use std::f32::consts::PI;

use super::cylinder::{Point, Prepared, similarity};
use super::minutiae::{angle_difference, line_difference};
use super::template::MAP_CELL;

/// Minutiae of the better quality are compared, at most this many.
const MOST_POINTS: usize = 64;
/// No finger is laid on turned further than this against another capture.
const MAX_TURN: f32 = PI / 2.0;
/// Rounds of relaxation.
const ROUNDS: usize = 5;
/// Alignments that are tried.
const HYPOTHESES: usize = 4;

/// Everything a comparison found out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Similarity, 0 to 1; see the module for what it means.
    pub score: f32,
    /// Paired minutiae.
    pub paired: usize,
    /// Minutiae of either finger within the common area, geometric mean.
    pub common: f32,
    /// Agreement of ridge directions over the common area, -1 to 1; 0 without maps.
    pub directions: f32,
    /// Mean similarity of the surroundings of the best pairs.
    pub local: f32,
}

#[derive(Clone, Copy)]
struct Pair {
    a: usize,
    b: usize,
    /// Similarity of the surroundings.
    local: f32,
    /// The same after relaxation.
    relaxed: f32,
}

/// Rotation about the origin, then shift.
#[derive(Clone, Copy)]
struct Alignment {
    sin: f32,
    cos: f32,
    dx: f32,
    dy: f32,
}

impl Alignment {
    fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (self.cos * x - self.sin * y + self.dx, self.sin * x + self.cos * y + self.dy)
    }

    fn turn(&self) -> f32 {
        self.sin.atan2(self.cos)
    }

    /// Least squares over pairs of points of a onto points of b; directions count too, they steady few points.
    fn fit(a: &[Point], b: &[Point], pairs: &[(usize, usize, f32)]) -> Self {
        let total: f32 = pairs.iter().map(|p| p.2).sum::<f32>().max(1e-6);
        let mean = |f: &dyn Fn(&(usize, usize, f32)) -> f32| pairs.iter().map(|p| p.2 * f(p)).sum::<f32>() / total;
        let (ax, ay) = (mean(&|p| a[p.0].x), mean(&|p| a[p.0].y));
        let (bx, by) = (mean(&|p| b[p.1].x), mean(&|p| b[p.1].y));
        let (mut cos, mut sin) = (0.0, 0.0);
        for &(i, j, w) in pairs {
            let (ux, uy) = (a[i].x - ax, a[i].y - ay);
            let (vx, vy) = (b[j].x - bx, b[j].y - by);
            cos += w * (ux * vx + uy * vy);
            sin += w * (ux * vy - uy * vx);
            // A direction is worth as much as a point about twenty pixels away.
            let (s, c) = (b[j].angle - a[i].angle).sin_cos();
            cos += w * 400.0 * c;
            sin += w * 400.0 * s;
        }
        let length = cos.hypot(sin).max(1e-6);
        let (cos, sin) = (cos / length, sin / length);
        Self { sin, cos, dx: bx - (cos * ax - sin * ay), dy: by - (sin * ax + cos * ay) }
    }
}

/// Compares two prepared fingers; symmetric up to rounding.
pub fn compare(a: &Prepared, b: &Prepared) -> Comparison {
    crate::vectorised(
        #[inline(always)]
        || compare_inlined(a, b),
    )
}

#[inline(always)]
fn compare_inlined(a: &Prepared, b: &Prepared) -> Comparison {
    let (na, nb) = (a.points.len().min(MOST_POINTS), b.points.len().min(MOST_POINTS));
    if na < 3 || nb < 3 {
        return Comparison::default();
    }
    let mut pairs = local_pairs(a, b, na, nb);
    if pairs.len() < 3 {
        return Comparison::default();
    }
    relax(&mut pairs, &a.points, &b.points);
    pairs.sort_by(|p, q| q.relaxed.total_cmp(&p.relaxed));
    let top = pairs.len().min(8);
    let local = pairs[..top].iter().map(|p| p.relaxed).sum::<f32>() / top as f32;
    let mut best: Option<Rough> = None;
    let mut tried = 0;
    for seed in &pairs {
        // A pair that the best alignment explains would only find it again.
        if best.as_ref().is_some_and(|b| b.matched.iter().any(|m| (m.0, m.1) == (seed.a, seed.b))) {
            continue;
        }
        if tried == HYPOTHESES {
            break;
        }
        tried += 1;
        let found = rough(&a.points[..na], &b.points[..nb], &pairs, seed);
        if found.matched.len() >= 3 && best.as_ref().is_none_or(|b| found.gained > b.gained) {
            best = Some(found);
        }
    }
    let refined = best.and_then(|rough| refine(a, b, na, nb, rough));
    refined.map_or_else(Comparison::default, |found| found.score(a, b, local))
}

/// The minutiae that an alignment by one pair, and what agrees with it, brings together.
struct Rough {
    matched: Vec<(usize, usize, f32)>,
    gained: f32,
}

/// An alignment with the minutiae it pairs.
struct Aligned {
    align: Alignment,
    matched: Vec<(usize, usize, f32)>,
    /// Sum over the pairs of how close they are.
    gained: f32,
    /// Minutiae of either finger in the common area, by weight, geometric mean.
    common: f32,
}

/// The most similar pairs, each minutia used at most twice.
#[inline(always)]
fn local_pairs(a: &Prepared, b: &Prepared, na: usize, nb: usize) -> Vec<Pair> {
    let mut all = Vec::with_capacity(na * nb / 2);
    for i in 0..na {
        let Some(x) = &a.cylinders[i] else { continue };
        for j in 0..nb {
            let Some(y) = &b.cylinders[j] else { continue };
            if angle_difference(a.points[i].angle, b.points[j].angle) > MAX_TURN {
                continue;
            }
            let local = similarity(x, y);
            if local > 0.35 {
                all.push(Pair { a: i, b: j, local, relaxed: local });
            }
        }
    }
    let most = na.min(nb);
    // Only the best are looked at: sorting all of them costs as much as finding them.
    let keep = 4 * most;
    if all.len() > keep {
        all.select_nth_unstable_by(keep, |p, q| q.local.total_cmp(&p.local));
        all.truncate(keep);
    }
    all.sort_unstable_by(|p, q| q.local.total_cmp(&p.local).then((p.a, p.b).cmp(&(q.a, q.b))));
    let (mut used_a, mut used_b) = ([0u8; MOST_POINTS], [0u8; MOST_POINTS]);
    let mut out = Vec::with_capacity(most);
    for pair in all {
        if out.len() == most {
            break;
        }
        if used_a[pair.a] < 2 && used_b[pair.b] < 2 {
            used_a[pair.a] += 1;
            used_b[pair.b] += 1;
            out.push(pair);
        }
    }
    out
}

/// The length of a vector; `hypot` guards against overflow that pixels cannot reach.
#[inline(always)]
fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// How well two pairs agree: equal distance, equal relative direction, equal bearing; 0 to 1.
#[inline(always)]
fn agreement(p: &Pair, q: &Pair, a: &[Point], b: &[Point]) -> f32 {
    if p.a == q.a || p.b == q.b {
        return 0.0;
    }
    let (pa, qa, pb, qb) = (&a[p.a], &a[q.a], &b[p.b], &b[q.b]);
    let (ax, ay) = (qa.x - pa.x, qa.y - pa.y);
    let (bx, by) = (qb.x - pb.x, qb.y - pb.y);
    let (da, db) = (length(ax, ay), length(bx, by));
    // Skin stretches: what is far apart may differ more.
    let stretch = (da - db).abs() / (1.0 + 0.01 * da.min(db));
    if stretch > 9.0 {
        return 0.0;
    }
    let turn = angle_difference(qa.angle - pa.angle, qb.angle - pb.angle);
    if turn > 0.6 {
        return 0.0;
    }
    // Both bearings relative to the minutia at either end; the larger difference counts.
    let mut bearing = 0.0f32;
    if da.min(db) >= 5.0 {
        for (u, v) in [(pa, pb), (qa, qb)] {
            let (ux, uy) = (ax * u.cos + ay * u.sin, ay * u.cos - ax * u.sin);
            let (vx, vy) = (bx * v.cos + by * v.sin, by * v.cos - bx * v.sin);
            // Chord instead of arc: within two percent up to the limit.
            let cosine = (ux * vx + uy * vy) / (da * db);
            bearing = bearing.max((2.0 - 2.0 * cosine).max(0.0).sqrt());
        }
    }
    if bearing > 0.6 {
        return 0.0;
    }
    let fall = |value: f32, middle: f32, steepness: f32| 1.0 + (steepness * (value - middle)).exp();
    1.0 / (fall(stretch, 5.0, 1.6) * fall(turn, PI / 12.0, 30.0) * fall(bearing, PI / 12.0, 30.0))
}

#[inline(always)]
fn relax(pairs: &mut [Pair], a: &[Point], b: &[Point]) {
    let n = pairs.len();
    let mut agree = vec![0.0f32; n * n];
    for i in 0..n {
        for j in i + 1..n {
            let both = agreement(&pairs[i], &pairs[j], a, b);
            agree[i * n + j] = both;
            agree[j * n + i] = both;
        }
    }
    let mut next = vec![0.0f32; n];
    for _ in 0..ROUNDS {
        for i in 0..n {
            let support: f32 = agree[i * n..][..n].iter().zip(pairs.iter()).map(|(w, p)| w * p.relaxed).sum();
            next[i] = 0.5 * pairs[i].relaxed + 0.5 * support / (n - 1).max(1) as f32;
        }
        pairs.iter_mut().zip(&next).for_each(|(p, &v)| p.relaxed = v);
    }
}

#[inline(always)]
fn rough(a: &[Point], b: &[Point], pairs: &[Pair], seed: &Pair) -> Rough {
    let mut base = vec![(seed.a, seed.b, seed.relaxed)];
    for p in pairs {
        let weight = agreement(seed, p, a, b);
        if weight > 0.3 {
            base.push((p.a, p.b, weight * p.relaxed));
        }
    }
    let align = Alignment::fit(a, b, &base);
    let matched = pair_all(a, b, &align, None, 16.0);
    let gained = matched.iter().map(|m| m.2 * (a[m.0].weight * b[m.1].weight).sqrt()).sum();
    Rough { matched, gained }
}

/// Pairs again with the plane bent to what was paired before, twice, with less and less reach.
#[inline(always)]
fn refine(a: &Prepared, b: &Prepared, na: usize, nb: usize, rough: Rough) -> Option<Aligned> {
    let (pa, pb) = (&a.points[..na], &b.points[..nb]);
    let mut matched = rough.matched;
    for reach in [14.0, 11.0] {
        let align = Alignment::fit(pa, pb, &matched);
        matched = pair_all(pa, pb, &align, Some(&matched), reach);
        if matched.len() < 3 {
            return None;
        }
    }
    let align = Alignment::fit(pa, pb, &matched);
    Some(aligned(a, b, pa, pb, align, matched))
}

/// One-to-one pairs within reach after alignment; `known` pairs bend the plane smoothly to themselves first.
#[inline(always)]
fn pair_all(
    a: &[Point],
    b: &[Point],
    align: &Alignment,
    known: Option<&[(usize, usize, f32)]>,
    reach: f32,
) -> Vec<(usize, usize, f32)> {
    const BEND: f32 = 60.0;
    const MAX_ANGLE: f32 = 0.5;
    let turn = align.turn();
    let residuals: Vec<(f32, f32, f32, f32)> = known
        .unwrap_or_default()
        .iter()
        .map(|&(i, j, _)| {
            let (x, y) = align.apply(a[i].x, a[i].y);
            (x, y, b[j].x - x, b[j].y - y)
        })
        .collect();
    let mut candidates = Vec::new();
    for (i, p) in a.iter().enumerate() {
        let (mut x, mut y) = align.apply(p.x, p.y);
        // The point's own pair is left out of its bending, otherwise every pair would confirm itself.
        let (mut sx, mut sy, mut sum) = (0.0, 0.0, 1.5);
        for (k, r) in residuals.iter().enumerate() {
            if known.is_some_and(|known| known[k].0 == i) {
                continue;
            }
            let d2 = (r.0 - x).powi(2) + (r.1 - y).powi(2);
            if d2 < 4.0 * BEND * BEND {
                let w = (1.0 - d2 / (4.0 * BEND * BEND)).powi(2);
                (sx, sy, sum) = (sx + w * r.2, sy + w * r.3, sum + w);
            }
        }
        (x, y) = (x + sx / sum, y + sy / sum);
        for (j, q) in b.iter().enumerate() {
            let (dx, dy) = (q.x - x, q.y - y);
            if dx.abs() > reach || dy.abs() > reach {
                continue;
            }
            let distance = length(dx, dy);
            let angle = angle_difference(p.angle + turn, q.angle);
            if distance <= reach && angle <= MAX_ANGLE {
                let closeness = (-0.5 * ((distance / (0.6 * reach)).powi(2) + (angle / 0.3).powi(2))).exp();
                candidates.push((i, j, closeness));
            }
        }
    }
    candidates.sort_by(|p, q| q.2.total_cmp(&p.2));
    let (mut used_a, mut used_b) = ([false; MOST_POINTS], [false; MOST_POINTS]);
    candidates.retain(|&(i, j, _)| {
        let free = !used_a[i] && !used_b[j];
        if free {
            (used_a[i], used_b[j]) = (true, true);
        }
        free
    });
    candidates
}

#[inline(always)]
fn aligned(
    a: &Prepared,
    b: &Prepared,
    pa: &[Point],
    pb: &[Point],
    align: Alignment,
    matched: Vec<(usize, usize, f32)>,
) -> Aligned {
    let back = Alignment {
        sin: -align.sin,
        cos: align.cos,
        dx: -(align.cos * align.dx + align.sin * align.dy),
        dy: -(-align.sin * align.dx + align.cos * align.dy),
    };
    let inside = |finger: &Prepared, x: f32, y: f32| {
        if finger.template.map.cells.is_empty() {
            x >= 0.0 && y <= 0.0 && x < f32::from(finger.template.width) && -y < f32::from(finger.template.height)
        } else {
            finger.template.map.at(x, -y).is_some()
        }
    };
    let mut hit_a = [false; MOST_POINTS];
    let mut hit_b = [false; MOST_POINTS];
    let mut gained = 0.0;
    for &(i, j, closeness) in &matched {
        (hit_a[i], hit_b[j]) = (true, true);
        gained += closeness * (pa[i].weight * pb[j].weight).sqrt();
    }
    // Unpaired minutiae count only where the other finger was seen.
    let total = |points: &[Point], hit: &[bool], to: &Alignment, other: &Prepared| -> f32 {
        let seen = |p: &Point| {
            let (x, y) = to.apply(p.x, p.y);
            inside(other, x, y)
        };
        points.iter().zip(hit).filter(|(p, hit)| **hit || seen(p)).map(|(p, _)| p.weight).sum()
    };
    let common = (total(pa, &hit_a, &align, b) * total(pb, &hit_b, &back, a)).sqrt();
    Aligned { align, matched, gained, common }
}

impl Aligned {
    /// What share of the common minutiae pair up, and how many these are.
    fn rank(&self) -> f32 {
        let share = self.gained / (self.common + 4.0);
        let amount = (self.gained / 12.0).min(1.0);
        share.powf(0.7) * (0.5 + 0.5 * amount)
    }

    #[inline(always)]
    fn score(&self, a: &Prepared, b: &Prepared, local: f32) -> Comparison {
        let (directions, cells) = directions(a, b, &self.align);
        let field = if cells < 20 { 0.8 } else { ((directions - 0.5) / 0.45).clamp(0.0, 1.0) };
        let support = (local / 0.12).clamp(0.0, 1.0);
        let score = (self.rank() * (0.4 + 0.6 * field) * (0.8 + 0.2 * support)).clamp(0.0, 1.0);
        Comparison { score, paired: self.matched.len(), common: self.common, directions, local }
    }
}

/// Mean cosine of twice the difference of ridge directions over the cells that both fingers show, and their number.
#[inline(always)]
fn directions(a: &Prepared, b: &Prepared, align: &Alignment) -> (f32, usize) {
    let (mine, other) = (&a.template.map, &b.template.map);
    let turn = align.turn();
    let (mut sum, mut cells) = (0.0, 0usize);
    for row in 0..mine.rows {
        for col in 0..mine.cols {
            let (x, y) = ((col * MAP_CELL + MAP_CELL / 2) as f32, -((row * MAP_CELL + MAP_CELL / 2) as f32));
            let Some(angle) = mine.at(x, -y) else { continue };
            let (x, y) = align.apply(x, y);
            if let Some(there) = other.at(x, -y) {
                // The cosine of twice the angle, by its even series: exact to a hundredth up to a right angle.
                let t = line_difference(angle + turn, there).powi(2);
                sum += 1.0 - t * (2.0 - t * (2.0 / 3.0 - t * (4.0 / 45.0 - t * 0.006)));
                cells += 1;
            }
        }
    }
    if cells == 0 { (0.0, 0) } else { (sum / cells as f32, cells) }
}
