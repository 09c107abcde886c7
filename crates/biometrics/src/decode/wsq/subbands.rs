//! Where the wavelet nodes and the 64 subbands lie in the plane (IAFIS-IC-0110, figures of the decomposition).
//!
//! High-pass halves are stored in reversed frequency order when they are split again, so that neighbouring
//! frequencies lie next to each other; an odd length then gives its extra sample to the other half.

/// A rectangle that the inverse transform joins from its low and high parts.
#[derive(Clone, Copy, Default)]
pub(super) struct Node {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    /// The left part of each row is the high-pass one.
    pub rows_reversed: bool,
    /// The upper part of each column is the high-pass one.
    pub columns_reversed: bool,
}

/// A subband of coefficients.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

/// Halves a length: the low-pass part takes the odd sample. Returns (first, second) in stored order.
fn halve(length: usize, reversed: bool) -> (usize, usize) {
    let (low, high) = (length.div_ceil(2), length / 2);
    if reversed { (high, low) } else { (low, high) }
}

/// The four parts of a node in the order left top, right top, left bottom, right bottom; what lies at the right or at
/// the bottom is stored reversed in that direction, which puts neighbouring frequencies side by side.
fn quarter(node: Node) -> [Node; 4] {
    let (left, right) = halve(node.width, node.rows_reversed);
    let (top, bottom) = halve(node.height, node.columns_reversed);
    let part = |at_right: bool, at_bottom: bool| Node {
        x: node.x + if at_right { left } else { 0 },
        y: node.y + if at_bottom { top } else { 0 },
        width: if at_right { right } else { left },
        height: if at_bottom { bottom } else { top },
        rows_reversed: at_right,
        columns_reversed: at_bottom,
    };
    [part(false, false), part(true, false), part(false, true), part(true, true)]
}

/// The decomposition of an image of one size.
pub(super) struct Layout {
    /// All rectangles that are joined, a parent before its parts.
    pub nodes: Vec<Node>,
    /// The subbands in the order in which they are sent.
    pub bands: Vec<Band>,
}

/// Lays out the decomposition: the whole is split twice at the low end; of the second level the three lower quarters
/// are split twice more and the lowest band a last time; of the first level only once more.
pub(super) fn layout(width: usize, height: usize) -> Layout {
    let whole = Node { width, height, ..Node::default() };
    let [low, right, below, corner] = quarter(whole);
    let [low_low, low_right, low_below, low_corner] = quarter(low);
    let mut nodes = vec![whole, low, right, below];
    let mut bands = Vec::with_capacity(64);
    for part in [low_low, low_right, low_below] {
        nodes.push(part);
        for child in quarter(part) {
            nodes.push(child);
            bands.extend(quarter(child));
        }
    }
    let lowest = bands[0];
    nodes.push(lowest);
    bands.splice(0..1, quarter(lowest));
    bands.push(low_corner);
    for part in [right, below, corner] {
        bands.extend(quarter(part));
    }
    let bands = bands.iter().map(|n| Band { x: n.x, y: n.y, width: n.width, height: n.height }).collect();
    Layout { nodes, bands }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_four_bands_tile_the_plane() {
        for (width, height) in [(832, 768), (545, 622), (316, 354), (33, 47)] {
            let layout = layout(width, height);
            assert_eq!((layout.bands.len(), layout.nodes.len()), (64, 20));
            let mut seen = vec![0u8; width * height];
            for band in &layout.bands {
                for y in band.y..band.y + band.height {
                    seen[y * width + band.x..][..band.width].iter_mut().for_each(|s| *s += 1);
                }
            }
            assert!(seen.iter().all(|&s| s == 1), "{width} x {height}");
        }
    }
}
