//! The back: the signed code, the address, where to check, where to call.

use super::canvas::{Anchor, CARD_MM, Canvas, U, colour};
use super::front::{course, fitted, sizes};
use super::qr::{QUIET, symbol};
use super::text::{Line, Measured, Setting, Style, measure, shape};
use super::words::words;
use super::{Card, CardError};

/// The white panel of the code: left, top and side in units (44.5 mm).
const PANEL: (f32, f32, f32) = (4.0, 6.0, 52.0);
const LEFT: f32 = 60.0;
const RIGHT: f32 = 97.0;
const BOTTOM: f32 = 59.4;

pub(super) fn draw(canvas: &mut Canvas<'_>, card: &Card) -> Result<(), CardError> {
    let symbol = symbol(&card.qr, PANEL.2 * CARD_MM.0 / 100.0)?;
    canvas.decoration(|brush| {
        brush.rectangle((0.0, 0.0, 100.0, 64.0), 0.0, colour::GROUND);
        course(brush, 0.0, 2.0);
        let (x, y, side) = PANEL;
        brush.rectangle((x - 0.3, y - 0.3, side + 0.6, side + 0.6), 1.5, colour::LAPIS_200);
        brush.rectangle((x, y, side, side), 1.2, colour::WHITE);
    });
    let words = words(&card.first.lang);
    canvas.figure(words.code.to_owned(), |brush| {
        // The design keeps 2.2 units of white; a large symbol's quiet zone may need less, a small one's more.
        let module = (PANEL.2 / (symbol.side + 2 * QUIET) as f32).min((PANEL.2 - 4.4) / symbol.side as f32);
        let margin = (PANEL.2 - module * symbol.side as f32) / 2.0;
        brush.polygons(&symbol.outlines(), (PANEL.0 + margin, PANEL.1 + margin), module, colour::QR);
    });

    let (anchor, x) = if words.rtl { (Anchor::Right, RIGHT) } else { (Anchor::Left, LEFT) };
    let strong = |size: f32| Setting::new(Style::Strong, size * U, words.rtl);
    let room = (RIGHT - LEFT) * U;
    let caption = |text: &str| shape(text, Setting::new(Style::Regular, 2.5 * U, words.rtl));

    // Everything below the address has a fixed height; the address takes what is left.
    let check = break_address(&card.check_at, Setting::new(Style::Strong, 3.6 * U, false), room)?;
    let below = (3.0 + 4.68 + 2.4) + (3.0 + 4.5 * check.len() as f32 + 2.4) + (3.0 + 5.7);
    let mut y = 6.0;
    if !card.address.is_empty() {
        canvas.write(&caption(words.address)?, anchor, (x, y + 2.44), colour::CAPTION, words.tag);
        let (size, lines) = address(&card.address, strong(3.6), room, BOTTOM - y - 3.0 - 2.4 - below)?;
        let placed = lines.iter().enumerate().map(|(i, line)| (line, y + 3.0 + size * (1.02 + 1.25 * i as f32)));
        canvas.write_lines(placed, anchor, x, colour::INK, words.tag);
        y += 3.0 + size * 1.25 * lines.len() as f32 + 2.4;
    }

    canvas.write(&caption(words.issued)?, anchor, (x, y + 2.44), colour::CAPTION, words.tag);
    canvas.write(&shape(&words.date(card.issued), strong(3.6))?, anchor, (x, y + 6.69), colour::INK, words.tag);
    y += 3.0 + 4.68 + 2.4;

    canvas.write(&caption(words.check)?, anchor, (x, y + 2.44), colour::CAPTION, words.tag);
    let placed = check.iter().enumerate().map(|(i, line)| (line, y + 3.0 + 3.69 + 4.5 * i as f32));
    canvas.write_lines(placed, anchor, x, colour::LAPIS_700, words.tag);
    y += 3.0 + 4.5 * check.len() as f32 + 2.4;

    canvas.write(&caption(words.lost)?, anchor, (x, y + 2.44), colour::CAPTION, words.tag);
    let call = shape(&card.help_line, Setting::new(Style::Number, 4.4 * U, false).tracked(0.04))?;
    canvas.write(&call, anchor, (x, y + 3.0 + 4.4), colour::INK, words.tag);
    Ok(())
}

/// The address in the largest size, from 3.6 units down, at which all its lines fit; the size comes back in units.
fn address(parts: &[String], setting: Setting, room: f32, height: f32) -> Result<(f32, Vec<Line>), CardError> {
    let measured: Vec<Measured<'_>> = parts.iter().map(|part| measure(part, setting)).collect::<Result<_, _>>()?;
    let (size, broken) = sizes(3.6)
        .find_map(|size| {
            let broken: Vec<Vec<String>> =
                measured.iter().map(|part| part.broken(size * U, room)).collect::<Option<_>>()?;
            let lines: usize = broken.iter().map(Vec::len).sum();
            (lines as f32 * size * 1.25 <= height).then_some((size, broken))
        })
        .ok_or(CardError::AddressTooLong)?;
    let mut lines = Vec::new();
    for (part, broken) in measured.iter().zip(&broken) {
        lines.extend(part.shaped(broken, size * U)?);
    }
    Ok((size, lines))
}

/// A host name in one line, or broken before a dot.
fn break_address(host: &str, setting: Setting, room: f32) -> Result<Vec<Line>, CardError> {
    let whole = shape(host, setting)?;
    if whole.width <= room {
        return Ok(vec![whole]);
    }
    let mut lines: Vec<String> = vec![String::new()];
    for label in host.split_inclusive('.') {
        // Breaks come before the dot, so that a line's end never looks like a sentence's.
        let label = label.strip_suffix('.').unwrap_or(label);
        let current = lines.last_mut().expect("starts with one line");
        let candidate =
            if current.is_empty() && label != host { label.to_owned() } else { format!("{current}.{label}") };
        if current.is_empty() || shape(&candidate, setting)?.width <= room {
            *current = candidate;
        } else {
            lines.push(format!(".{label}"));
        }
    }
    lines.iter().map(|line| fitted(line, setting, room / U)).collect()
}
