//! What is known about the ridges around each point: where there are any, which way they run, how far apart they are.

use std::f32::consts::PI;

use crate::raster::Plane;

/// Side of a cell of the coarse grids, in pixels at 500 ppi (half a ridge period).
pub(crate) const CELL: usize = 4;

/// A coarse grid over the image, one value per cell of [`CELL`] pixels.
#[derive(Clone)]
pub(crate) struct Grid<T> {
    pub cols: usize,
    pub rows: usize,
    pub data: Vec<T>,
}

impl<T: Copy> Grid<T> {
    pub fn new(cols: usize, rows: usize, fill: T) -> Self {
        Self { cols, rows, data: vec![fill; cols * rows] }
    }

    #[inline(always)]
    pub fn at(&self, col: usize, row: usize) -> T {
        self.data[row * self.cols + col]
    }

    /// The value of the cell that holds a pixel.
    #[inline(always)]
    pub fn at_pixel(&self, x: usize, y: usize) -> T {
        self.at((x / CELL).min(self.cols - 1), (y / CELL).min(self.rows - 1))
    }
}

/// The ridge field of one image.
pub(crate) struct Field {
    /// Whether the cell shows ridges that can be followed.
    pub mask: Grid<bool>,
    /// Direction along the ridges, 0 <= angle < pi, anticlockwise from the x axis (y downwards in the image).
    pub angle: Grid<f32>,
    /// How uniform the direction is around the cell, 0 to 1.
    pub coherence: Grid<f32>,
    /// Distance from ridge to ridge in pixels.
    pub period: Grid<f32>,
}

/// Brings local contrast to one and local mean to zero, ridges positive; also returns the local contrast itself.
pub(crate) fn normalise(image: &Plane) -> (Plane, Plane) {
    let mean = image.smooth(8);
    let centred = image.map2(&mean, |v, m| m - v);
    let deviation = centred.map(|v| v * v).smooth(8).map(f32::sqrt);
    // The constant keeps noise in empty areas from being blown up to the strength of ridges.
    let flat = centred.map2(&deviation, |v, d| (v / (d + 4.0)).clamp(-2.5, 2.5));
    (flat, deviation)
}

/// Direction and coherence by the structure tensor, averaged over about `radius` pixels three times.
pub(crate) fn orientation(image: &Plane, radius: usize) -> (Grid<f32>, Grid<f32>) {
    let (w, h) = (image.width, image.height);
    let (mut xx, mut yy, mut xy) = (Plane::new(w, h), Plane::new(w, h), Plane::new(w, h));
    for y in 1..h.saturating_sub(1) {
        for x in 1..w.saturating_sub(1) {
            let p = |dx: usize, dy: usize| image.data[(y + dy - 1) * w + x + dx - 1];
            // Scharr's kernel: its direction error is far below Sobel's at ridge frequencies.
            let gx = 3.0 * (p(2, 0) - p(0, 0) + p(2, 2) - p(0, 2)) + 10.0 * (p(2, 1) - p(0, 1));
            let gy = 3.0 * (p(0, 2) - p(0, 0) + p(2, 2) - p(2, 0)) + 10.0 * (p(1, 2) - p(1, 0));
            let i = y * w + x;
            (xx.data[i], yy.data[i], xy.data[i]) = (gx * gx, gy * gy, gx * gy);
        }
    }
    let (cols, rows) = (w.div_ceil(CELL), h.div_ceil(CELL));
    // Cell sums first: all further averaging is on the coarse grid.
    let shrink = |plane: &Plane| {
        let mut out = Plane::new(cols, rows);
        for (y, line) in plane.data.chunks_exact(w).enumerate() {
            let row = &mut out.data[(y / CELL) * cols..][..cols];
            line.chunks(CELL).zip(row).for_each(|(cell, sum)| *sum += cell.iter().sum::<f32>());
        }
        out.smooth((radius / CELL).max(1))
    };
    let (xx, yy, xy) = (shrink(&xx), shrink(&yy), shrink(&xy));
    let mut angle = Grid::new(cols, rows, 0.0);
    let mut coherence = Grid::new(cols, rows, 0.0);
    for i in 0..cols * rows {
        let (difference, sum) = (xx.data[i] - yy.data[i], xx.data[i] + yy.data[i]);
        let double = 2.0 * xy.data[i];
        // The gradient points across the ridge; the image's y axis points down, angles are counted with y upwards.
        let across = 0.5 * double.atan2(difference);
        angle.data[i] = (PI / 2.0 - across).rem_euclid(PI);
        coherence.data[i] = difference.hypot(double) / (sum + 1e-3);
    }
    (angle, coherence)
}

/// Ridge distance per cell: the strongest frequency of the image's profile across the ridges, smoothed over the
/// neighbourhood by the median of confident cells.
pub(crate) fn periods(image: &Plane, mask: &Grid<bool>, angle: &Grid<f32>) -> Grid<f32> {
    const HALF_LENGTH: isize = 24;
    const HALF_WIDTH: isize = 8;
    const STEP: usize = 3;
    let candidates: Vec<f32> = (0..34).map(|i| 4.0 * 1.05f32.powi(i)).take_while(|&p| p < 17.0).collect();
    let waves: Vec<Vec<(f32, f32)>> = candidates
        .iter()
        .map(|period| {
            let window = |t: isize| 0.5 + 0.5 * (PI * t as f32 / (HALF_LENGTH + 1) as f32).cos();
            (-HALF_LENGTH..=HALF_LENGTH)
                .map(|t| {
                    let (sin, cos) = (2.0 * PI * t as f32 / period).sin_cos();
                    (window(t) * cos, window(t) * sin)
                })
                .collect()
        })
        .collect();
    let (cols, rows) = (mask.cols.div_ceil(STEP), mask.rows.div_ceil(STEP));
    let mut found: Vec<Option<f32>> = vec![None; cols * rows];
    for row in 0..rows {
        for col in 0..cols {
            let (c, r) = ((col * STEP + 1).min(mask.cols - 1), (row * STEP + 1).min(mask.rows - 1));
            if !mask.at(c, r) {
                continue;
            }
            let (sin, cos) = angle.at(c, r).sin_cos();
            let (x0, y0) = ((c * CELL + CELL / 2) as f32, (r * CELL + CELL / 2) as f32);
            let mut profile = [0.0f32; 2 * HALF_LENGTH as usize + 1];
            for t in -HALF_LENGTH..=HALF_LENGTH {
                let mut sum = 0.0;
                for s in -HALF_WIDTH / 2..=HALF_WIDTH / 2 {
                    let (s, t) = (2.0 * s as f32, t as f32);
                    let x = (x0 + s * cos + t * sin).round();
                    let y = (y0 - s * sin + t * cos).round();
                    if x >= 0.0 && y >= 0.0 && (x as usize) < image.width && (y as usize) < image.height {
                        sum += image.at(x as usize, y as usize);
                    }
                }
                profile[(t + HALF_LENGTH) as usize] = sum;
            }
            let power = |wave: &[(f32, f32)]| {
                let (re, im) =
                    wave.iter().zip(&profile).fold((0.0, 0.0), |(re, im), (w, p)| (re + w.0 * p, im + w.1 * p));
                re * re + im * im
            };
            let powers: Vec<f32> = waves.iter().map(|w| power(w)).collect();
            let (best, peak) =
                powers.iter().enumerate().fold((0, 0.0), |best, (i, &p)| if p > best.1 { (i, p) } else { best });
            let energy: f32 = profile.iter().map(|p| p * p).sum();
            // A peak at the rim of the range is a gradient or noise, not a ridge distance.
            if best > 0 && best + 1 < powers.len() && peak > 2.0 * energy {
                found[row * cols + col] = Some(candidates[best]);
            }
        }
    }
    let median = |values: &mut Vec<f32>| {
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let overall = median(&mut found.iter().flatten().copied().collect()).unwrap_or(9.0);
    let mut out = Grid::new(mask.cols, mask.rows, overall);
    let mut near = Vec::with_capacity(49);
    for row in 0..rows {
        for col in 0..cols {
            near.clear();
            for r in row.saturating_sub(2)..(row + 3).min(rows) {
                near.extend(found[r * cols + col.saturating_sub(2)..r * cols + (col + 3).min(cols)].iter().flatten());
            }
            let value = if near.len() < 4 { overall } else { median(&mut near).unwrap_or(overall) };
            for r in row * STEP..(row * STEP + STEP).min(mask.rows) {
                let end = (col * STEP + STEP).min(mask.cols);
                out.data[r * mask.cols + col * STEP..r * mask.cols + end].fill(value);
            }
        }
    }
    // Steps between blocks would make the filter jump.
    let plane = Plane { width: out.cols, height: out.rows, data: out.data }.box_blur(STEP);
    Grid { cols: plane.width, rows: plane.height, data: plane.data }
}

/// Where the finger lies: local contrast and coherence against what the image's best parts have.
pub(crate) fn segment(deviation: &Plane, coherence: &Grid<f32>) -> Grid<bool> {
    let (cols, rows) = (coherence.cols, coherence.rows);
    let contrast: Vec<f32> = (0..rows)
        .flat_map(|r| (0..cols).map(move |c| (c, r)))
        .map(|(c, r)| {
            let x = (c * CELL + CELL / 2).min(deviation.width - 1);
            let y = (r * CELL + CELL / 2).min(deviation.height - 1);
            deviation.at(x, y)
        })
        .collect();
    let mut sorted = contrast.clone();
    sorted.sort_by(f32::total_cmp);
    let strong = sorted[sorted.len() * 85 / 100];
    let floor = (0.25 * strong).max(6.0);
    let soft = Plane {
        width: cols,
        height: rows,
        data: contrast
            .iter()
            .zip(&coherence.data)
            .map(|(&d, &c)| if d > floor && c > 0.15 { 1.0 } else { 0.0 })
            .collect(),
    };
    let soft = soft.smooth(2);
    let mut mask = Grid { cols, rows, data: soft.data.iter().map(|&v| v > 0.5).collect() };
    keep_large_parts(&mut mask);
    fill_holes(&mut mask);
    mask
}

/// Components with the cells' indices, four-connected, of those cells whose value is `wanted`.
fn components(mask: &Grid<bool>, wanted: bool) -> Vec<Vec<usize>> {
    let mut seen = vec![false; mask.data.len()];
    let mut all = Vec::new();
    for start in 0..mask.data.len() {
        if seen[start] || mask.data[start] != wanted {
            continue;
        }
        seen[start] = true;
        let mut part = vec![start];
        let mut next = 0;
        while next < part.len() {
            let i = part[next];
            next += 1;
            let (c, r) = (i % mask.cols, i / mask.cols);
            let around = [
                (c > 0).then(|| i - 1),
                (c + 1 < mask.cols).then(|| i + 1),
                (r > 0).then(|| i - mask.cols),
                (r + 1 < mask.rows).then(|| i + mask.cols),
            ];
            for j in around.into_iter().flatten() {
                if !seen[j] && mask.data[j] == wanted {
                    seen[j] = true;
                    part.push(j);
                }
            }
        }
        all.push(part);
    }
    all
}

fn keep_large_parts(mask: &mut Grid<bool>) {
    let parts = components(mask, true);
    let largest = parts.iter().map(Vec::len).max().unwrap_or(0);
    for part in parts.iter().filter(|p| p.len() * 5 < largest) {
        part.iter().for_each(|&i| mask.data[i] = false);
    }
}

fn fill_holes(mask: &mut Grid<bool>) {
    let (cols, rows) = (mask.cols, mask.rows);
    for part in components(mask, false) {
        let at_rim =
            part.iter().any(|&i| i % cols == 0 || i % cols == cols - 1 || i / cols == 0 || i / cols == rows - 1);
        // Larger holes are places without ridges: what is filtered into them would be invented.
        if !at_rim && part.len() < 60 {
            part.iter().for_each(|&i| mask.data[i] = true);
        }
    }
}

/// For each cell the distance in cells (city block) to the nearest cell outside the mask; the image's edge counts as outside.
pub(crate) fn distance_to_edge(mask: &Grid<bool>) -> Grid<u16> {
    let (cols, rows) = (mask.cols, mask.rows);
    let mut out: Grid<u16> = Grid::new(cols, rows, 0);
    let far = |inside: bool| if inside { u16::MAX - 1 } else { 0 };
    for r in 0..rows {
        for c in 0..cols {
            let left = if c > 0 { out.at(c - 1, r) } else { 0 };
            let up = if r > 0 { out.at(c, r - 1) } else { 0 };
            out.data[r * cols + c] = far(mask.at(c, r)).min(left + 1).min(up + 1);
        }
    }
    for r in (0..rows).rev() {
        for c in (0..cols).rev() {
            let right = if c + 1 < cols { out.at(c + 1, r) } else { 0 };
            let down = if r + 1 < rows { out.at(c, r + 1) } else { 0 };
            let here = out.at(c, r);
            out.data[r * cols + c] = here.min(right + 1).min(down + 1);
        }
    }
    out
}
