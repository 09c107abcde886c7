//! Ridge endings and forks from the skeleton, and the rules that throw out false ones.

use std::f32::consts::PI;

use super::field::{CELL, Field, Grid, distance_to_edge};
use super::skeleton::{Skeleton, Stop};
use super::template::{Kind, Minutia};
use crate::raster::Plane;

/// Side branches up to this many pixels are thinning's, not the finger's.
const SPUR: usize = 9;
/// Loose pieces up to this many pixels are noise between ridges.
const PIECE: usize = 14;
/// Two ends of a broken ridge are joined over at most this gap.
const GAP: f32 = 12.0;
/// Nearer to the edge of the segmented finger (in pixels) an ending is only where the image stops.
const EDGE: u16 = 14;

struct Found {
    x: f32,
    y: f32,
    angle: f32,
    pixel: usize,
    kind: Kind,
    dropped: bool,
}

/// All minutiae of a cleaned skeleton, best first, at most `most`.
pub(crate) fn find(skeleton: &mut Skeleton, field: &Field, clarity: &Plane, most: usize) -> Vec<Minutia> {
    skeleton.prune(SPUR, PIECE);
    mend(skeleton, field);
    skeleton.prune(SPUR, PIECE);
    let edge = distance_to_edge(&field.mask);
    let mut found = detect(skeleton, field, &edge);
    drop_small_structures(skeleton, &mut found);
    drop_facing(&mut found, field);
    let mut out: Vec<Minutia> = found
        .iter()
        .filter(|m| !m.dropped)
        .map(|m| {
            let (x, y) = (m.x as usize, m.y as usize);
            let quality = clarity.at(x, y) * field.coherence.at_pixel(x, y);
            Minutia {
                x: m.x as u16,
                y: m.y as u16,
                angle: Minutia::turns(m.angle),
                kind: m.kind,
                quality: (quality * 100.0).round() as u8,
            }
        })
        .collect();
    out.sort_by_key(|m| (std::cmp::Reverse(m.quality), m.y, m.x));
    out.truncate(most);
    out
}

/// Distance of a value from the nearest multiple of a period.
#[inline(always)]
fn fold(value: f32, period: f32) -> f32 {
    // Rounding by conversion: the library's remainder is a call, and this runs thousands of times per comparison.
    let value = value.abs();
    let turns = (value / period + 0.5) as u32 as f32;
    (value - turns * period).abs()
}

/// Difference of two directions of lines, 0 to pi/2.
#[inline(always)]
pub(crate) fn line_difference(a: f32, b: f32) -> f32 {
    fold(a - b, PI)
}

/// Difference of two directions, 0 to pi.
#[inline(always)]
pub(crate) fn angle_difference(a: f32, b: f32) -> f32 {
    fold(a - b, 2.0 * PI)
}

/// Direction of the line that leaves a pixel, from the pixel towards the ridge, with the precision of the smooth field.
fn direction(skeleton: &Skeleton, field: &Field, pixel: usize, path: &[usize]) -> f32 {
    let (x, y) = ((pixel % skeleton.width) as f32, (pixel / skeleton.width) as f32);
    let last = *path.last().expect("a trace has its first pixel");
    let (dx, dy) = ((last % skeleton.width) as f32 - x, y - (last / skeleton.width) as f32);
    let traced = dy.atan2(dx);
    let line = field.angle.at_pixel(x as usize, y as usize);
    // The field knows the line but not which way along it.
    if angle_difference(traced, line) <= PI / 2.0 { line } else { line + PI }
}

/// Joins ridges that dirt or dryness broke: two ends near each other, each pointing away from the other along the ridge.
fn mend(skeleton: &mut Skeleton, field: &Field) {
    let ends = ends(skeleton, field);
    let mut used = vec![false; ends.len()];
    let mut pairs = Vec::new();
    for i in 0..ends.len() {
        for j in i + 1..ends.len() {
            let (dx, dy) = (ends[j].x - ends[i].x, ends[i].y - ends[j].y);
            let gap = dx.hypot(dy);
            if gap > GAP {
                continue;
            }
            let across = dy.atan2(dx);
            // From i the ridge leads away from j, and the other way round.
            let bend = angle_difference(ends[i].angle, across + PI).max(angle_difference(ends[j].angle, across));
            let limit = if gap < 4.0 { 1.0 } else { 0.6 };
            if bend < limit {
                pairs.push((gap + 6.0 * bend, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, i, j) in pairs {
        if !used[i] && !used[j] {
            (used[i], used[j]) = (true, true);
            skeleton.connect(ends[i].pixel, ends[j].pixel);
        }
    }
}

fn ends(skeleton: &Skeleton, field: &Field) -> Vec<Found> {
    let mut out = Vec::new();
    for pixel in 0..skeleton.on.len() {
        if skeleton.on[pixel] && skeleton.crossings(pixel) == 1 {
            out.extend(ending(skeleton, field, pixel));
        }
    }
    out
}

fn ending(skeleton: &Skeleton, field: &Field, pixel: usize) -> Option<Found> {
    let first = *skeleton.branches(pixel).first()?;
    let trace = skeleton.trace(pixel, first, 12);
    Some(Found {
        x: (pixel % skeleton.width) as f32,
        y: (pixel / skeleton.width) as f32,
        angle: direction(skeleton, field, pixel, &trace.path),
        pixel,
        kind: Kind::Ending,
        dropped: false,
    })
}

fn detect(skeleton: &Skeleton, field: &Field, edge: &Grid<u16>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for pixel in 0..skeleton.on.len() {
        if !skeleton.on[pixel] {
            continue;
        }
        let (x, y) = (pixel % skeleton.width, pixel / skeleton.width);
        if edge.at_pixel(x, y) * (CELL as u16) < EDGE {
            continue;
        }
        match skeleton.crossings(pixel) {
            1 => out.extend(ending(skeleton, field, pixel)),
            3.. => {
                // Neighbouring fork pixels are one fork.
                let same = |m: &Found| m.kind == Kind::Fork && (m.x - x as f32).hypot(m.y - y as f32) < 2.5;
                if !out.iter().rev().take(40).any(same) {
                    out.extend(fork(skeleton, field, pixel));
                }
            }
            _ => {}
        }
    }
    out
}

/// The direction of a fork is that of the valley between its two arms: away from its stem.
fn fork(skeleton: &Skeleton, field: &Field, pixel: usize) -> Option<Found> {
    let (x, y) = ((pixel % skeleton.width) as f32, (pixel / skeleton.width) as f32);
    let line = field.angle.at_pixel(x as usize, y as usize);
    let branches = skeleton.branches(pixel);
    if branches.len() < 3 {
        return None;
    }
    // Along the ridge line, two of three branches go one way: there are the arms.
    let along: f32 = branches
        .iter()
        .map(|&first| {
            let trace = skeleton.trace(pixel, first, 10);
            let last = *trace.path.last().expect("a trace has its first pixel");
            let (dx, dy) = ((last % skeleton.width) as f32 - x, y - (last / skeleton.width) as f32);
            (dx * line.cos() + dy * line.sin()).signum()
        })
        .sum();
    let angle = if along > 0.0 { line } else { line + PI };
    Some(Found { x, y, angle, pixel, kind: Kind::Fork, dropped: false })
}

/// Short ridges, small lakes and bridges between ridges: both minutiae of the pair are artefacts.
fn drop_small_structures(skeleton: &Skeleton, found: &mut [Found]) {
    const SHORT: usize = 14;
    for i in 0..found.len() {
        for first in skeleton.branches(found[i].pixel) {
            let trace = skeleton.trace(found[i].pixel, first, SHORT);
            if trace.stopped == Stop::Length {
                continue;
            }
            let end = *trace.path.last().expect("a trace has its first pixel");
            let (ex, ey) = ((end % skeleton.width) as f32, (end / skeleton.width) as f32);
            let other = (0..found.len())
                .filter(|&j| j != i)
                .find(|&j| (found[j].x - ex).hypot(found[j].y - ey) < 2.5 && found[j].pixel != found[i].pixel);
            if let Some(j) = other
                && trace.path.len() > 2
            {
                found[i].dropped = true;
                found[j].dropped = true;
            }
        }
    }
}

/// Two minutiae within a ridge distance that point against each other cancel: a break, or two forks of one smudge.
fn drop_facing(found: &mut [Found], field: &Field) {
    for i in 0..found.len() {
        for j in i + 1..found.len() {
            let distance = (found[i].x - found[j].x).hypot(found[i].y - found[j].y);
            let period = field.period.at_pixel(found[i].x as usize, found[i].y as usize);
            let opposed = angle_difference(found[i].angle, found[j].angle) > 2.4;
            if distance < 0.75 * period || (opposed && distance < 1.1 * period) {
                found[i].dropped = true;
                found[j].dropped = true;
            }
        }
    }
}
