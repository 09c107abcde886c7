//! The synthesis filters and the inverse step for one node.

use super::subbands::Node;
use super::{DecodeError, Reader, damaged, decimal};

/// Synthesis filters, each symmetric about its middle tap.
pub(super) struct Filters {
    low: Vec<f32>,
    high: Vec<f32>,
}

/// One half of a symmetric odd analysis filter is sent, middle tap first; the synthesis filter of the other band is
/// its modulation by alternating signs.
fn unfold(reader: &mut Reader, length: usize) -> Result<Vec<f32>, DecodeError> {
    if length.is_multiple_of(2) || length > 31 {
        return Err(DecodeError::Unsupported("WSQ with filters of even length is not read"));
    }
    let middle = length / 2;
    let mut taps = vec![0.0; length];
    for i in 0..=middle {
        let negative = reader.u8()? != 0;
        let exponent = reader.u8()?;
        let value = decimal(f64::from(reader.u32()?), exponent);
        let signed = if negative != (i % 2 == 1) { -value } else { value };
        taps[middle + i] = signed;
        taps[middle - i] = signed;
    }
    Ok(taps)
}

impl Filters {
    pub fn read(segment: &mut Reader) -> Result<Self, DecodeError> {
        let analysis_low = usize::from(segment.u8()?);
        let analysis_high = usize::from(segment.u8()?);
        let high = unfold(segment, analysis_low)?;
        let low = unfold(segment, analysis_high)?;
        if segment.rest.is_empty() {
            Ok(Self { low, high })
        } else {
            Err(damaged("a transform table that is too long"))
        }
    }
}

/// Position `at` reflected into `0..length` about the first and the last sample.
fn reflect(at: isize, length: usize) -> usize {
    let period = 2 * (length as isize - 1);
    let at = at.rem_euclid(period.max(1));
    if at < length as isize { at as usize } else { (period - at) as usize }
}

/// Joins one line: `parts` holds the stored halves, the result replaces it.
fn join_line(parts: &mut [f32], reversed: bool, filters: &Filters, spread: &mut Vec<f32>) {
    let length = parts.len();
    if length < 2 {
        return;
    }
    let low_at = if reversed { length / 2 } else { 0 };
    let high_at = if reversed { 0 } else { length.div_ceil(2) };
    let margin = filters.low.len().max(filters.high.len()) / 2;
    spread.clear();
    spread.extend((0..length + 2 * margin).map(|i| {
        let p = reflect(i as isize - margin as isize, length);
        parts[if p.is_multiple_of(2) { low_at + p / 2 } else { high_at + p / 2 }]
    }));
    let (half_low, half_high) = (filters.low.len() / 2, filters.high.len() / 2);
    for (n, out) in parts.iter_mut().enumerate() {
        // Even positions carry low-pass samples, odd ones high-pass samples; taps that would meet the other kind are skipped.
        let mut sum = 0.0;
        let first = (n + half_low) % 2;
        let window = &spread[n + margin - half_low..][..filters.low.len()];
        sum += taps(window, &filters.low, first);
        let first = (n + half_high + 1) % 2;
        let window = &spread[n + margin - half_high..][..filters.high.len()];
        sum += taps(window, &filters.high, first);
        *out = sum;
    }
}

fn taps(window: &[f32], filter: &[f32], first: usize) -> f32 {
    window.iter().zip(filter).skip(first).step_by(2).map(|(a, b)| a * b).sum()
}

/// Replaces the four parts of a node by what they were split from: columns first, then rows.
pub(super) fn join(plane: &mut [f32], stride: usize, node: &Node, filters: &Filters) {
    let mut spread = Vec::new();
    let mut line = vec![0.0; node.height];
    for x in node.x..node.x + node.width {
        for (i, v) in line.iter_mut().enumerate() {
            *v = plane[(node.y + i) * stride + x];
        }
        join_line(&mut line, node.columns_reversed, filters, &mut spread);
        for (i, v) in line.iter().enumerate() {
            plane[(node.y + i) * stride + x] = *v;
        }
    }
    for y in node.y..node.y + node.height {
        join_line(&mut plane[y * stride + node.x..][..node.width], node.rows_reversed, filters, &mut spread);
    }
}
