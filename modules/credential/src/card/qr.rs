//! The QR symbol: error correction chosen for the printed size, and one seamless outline instead of a thousand squares.

use qrcode::{EcLevel, QrCode};

use super::CardError;

/// A QR symbol as dark and light modules.
pub(super) struct Symbol {
    /// Modules per side, without the quiet zone.
    pub side: usize,
    dark: Vec<bool>,
}

/// Smallest module, in millimetres, for which more error correction is bought. Below it a phone camera gains more from larger
/// modules than from more redundancy (see the degradation test).
const COMFORTABLE_MODULE_MM: f32 = 0.33;
/// Smallest module that is printed at all: four dots of a 300 dpi card printer are 0.34 mm, three are 0.25 mm.
const SMALLEST_MODULE_MM: f32 = 0.25;
/// Light modules around the symbol, demanded by ISO/IEC 18004.
pub(super) const QUIET: usize = 4;

/// Makes the symbol for a square of `room_mm` (quiet zone included): the strongest of Q, M, L that leaves comfortable modules, else
/// L; a text that needs modules under 0.25 mm is refused.
pub(super) fn symbol(text: &str, room_mm: f32) -> Result<Symbol, CardError> {
    if text.is_empty() {
        return Err(CardError::QrEmpty);
    }
    for level in [EcLevel::Q, EcLevel::M, EcLevel::L] {
        let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), level) else { continue };
        let side = code.width();
        let module = room_mm / (side + 2 * QUIET) as f32;
        if module >= COMFORTABLE_MODULE_MM || (level == EcLevel::L && module >= SMALLEST_MODULE_MM) {
            let dark = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
            return Ok(Symbol { side, dark });
        }
    }
    Err(CardError::QrTooLong { characters: text.chars().count() })
}

impl Symbol {
    fn is_dark(&self, x: i32, y: i32) -> bool {
        let side = self.side as i32;
        (0..side).contains(&x) && (0..side).contains(&y) && self.dark[y as usize * self.side + x as usize]
    }

    /// The borders between dark and light as closed polygons of module corners, dark on the right-hand side. Filled together
    /// they show no hairlines between modules, whatever the resolution.
    pub fn outlines(&self) -> Vec<Vec<(i32, i32)>> {
        let side = self.side as i32;
        // East edges (dark below, light above) not yet walked; every closed border has at least one.
        let mut east = vec![false; ((side + 1) * (side + 1)) as usize];
        let index = |x: i32, y: i32| (y * (side + 1) + x) as usize;
        for y in 0..=side {
            for x in 0..side {
                east[index(x, y)] = self.is_dark(x, y) && !self.is_dark(x, y - 1);
            }
        }
        let mut polygons = Vec::new();
        for y in 0..=side {
            for x in 0..side {
                if east[index(x, y)] {
                    polygons.push(self.walk(x, y, |x, y| east[index(x, y)] = false));
                }
            }
        }
        polygons
    }

    /// Walks one border clockwise (dark on the right) from the west end of an east edge; `seen` is told every east edge.
    fn walk(&self, x: i32, y: i32, mut seen: impl FnMut(i32, i32)) -> Vec<(i32, i32)> {
        const STEP: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)]; // east, south, west, north
        // The module ahead to the right and ahead to the left of a corner, by heading.
        const RIGHT: [(i32, i32); 4] = [(0, 0), (-1, 0), (-1, -1), (0, -1)];
        const LEFT: [(i32, i32); 4] = [(0, -1), (0, 0), (-1, 0), (-1, -1)];
        let (mut at, mut heading) = ((x, y), 0usize);
        let mut corners = vec![at];
        loop {
            if heading == 0 {
                seen(at.0, at.1);
            }
            at = (at.0 + STEP[heading].0, at.1 + STEP[heading].1);
            let dark = |offset: (i32, i32)| self.is_dark(at.0 + offset.0, at.1 + offset.1);
            let turned = if !dark(RIGHT[heading]) {
                (heading + 1) % 4 // dark ends: turn right around the corner; modules that only touch stay apart
            } else if dark(LEFT[heading]) {
                (heading + 3) % 4
            } else {
                heading
            };
            if at == (x, y) && turned == 0 {
                return corners;
            }
            if turned != heading {
                corners.push(at);
                heading = turned;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even-odd fill of the outlines at module centres.
    fn filled(polygons: &[Vec<(i32, i32)>], x: i32, y: i32) -> bool {
        let crossings = polygons
            .iter()
            .flat_map(|polygon| (0..polygon.len()).map(move |i| (polygon[i], polygon[(i + 1) % polygon.len()])))
            .filter(|(a, b)| a.0 == b.0 && a.0 > x && a.1.min(b.1) <= y && y < a.1.max(b.1))
            .count();
        crossings % 2 == 1
    }

    #[test]
    fn outlines_enclose_exactly_the_dark_modules() {
        for text in
            ["A", "6BFL70+30FFWJWG.FKJ0587B0XKA8FA9DIWENPEJ/5P$DPQE88EB$CBECP9ERZC04E21DDF3/E96007F3ORAO001KL680"]
        {
            let symbol = symbol(text, 44.0).unwrap();
            let polygons = symbol.outlines();
            for y in -1..=symbol.side as i32 {
                for x in -1..=symbol.side as i32 {
                    assert_eq!(filled(&polygons, x, y), symbol.is_dark(x, y), "module {x},{y}");
                }
            }
        }
    }

    #[test]
    fn long_texts_give_up_redundancy_before_module_size() {
        let sides: Vec<usize> =
            [100, 400, 900, 1500].map(|length| symbol(&"A".repeat(length), 44.0).unwrap().side).into();
        assert!(sides.windows(2).all(|pair| pair[0] < pair[1]), "{sides:?}");
        assert!(sides.iter().all(|side| 44.0 / (side + 8) as f32 >= SMALLEST_MODULE_MM));
        assert!(matches!(symbol(&"A".repeat(4296), 30.0), Err(CardError::QrTooLong { characters: 4296 })));
        assert!(matches!(symbol("", 44.0), Err(CardError::QrEmpty)));
    }
}
