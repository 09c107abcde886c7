//! Both sides on one A4 page in real size, with marks to cut and a line to fold.

use super::canvas::{Anchor, Brush, CARD_MM, Canvas, MM, U, colour};
use super::text::{Setting, Style, shape};
use super::words::words;
use super::{Card, CardError, Side};

/// Millimetres from the page's top left to the front; the back lies directly below it, so that one fold closes the card.
const ORIGIN_MM: (f32, f32) = ((210.0 - CARD_MM.0) / 2.0, 40.0);

/// Millimetres from the page's top to the back.
pub(super) const BACK_MM: f32 = ORIGIN_MM.1 + CARD_MM.1;

pub(super) fn draw(canvas: &mut Canvas<'_>, card: &Card) -> Result<(), CardError> {
    let (x, y) = ORIGIN_MM;
    for (side, top) in [(Side::Front, y), (Side::Back, y + CARD_MM.1)] {
        canvas.move_to_mm(x, top);
        canvas.clip_to_card();
        side.draw(canvas, card)?;
        canvas.pop();
        canvas.pop();
    }
    canvas.decoration(marks);
    let mut baseline = (y + 2.0 * CARD_MM.1 + 14.0) * MM / U;
    let languages = [Some(&card.first), card.second.as_ref()];
    for person in languages.into_iter().flatten() {
        let words = words(&person.lang);
        let line = shape(words.cut, Setting::new(Style::Regular, 10.0, words.rtl))?;
        let (anchor, at) = if words.rtl { (Anchor::Right, x + CARD_MM.0) } else { (Anchor::Left, x) };
        canvas.write(&line, anchor, (at * MM / U, baseline), colour::CAPTION, words.tag);
        baseline += 6.0 * MM / U;
    }
    Ok(())
}

/// Marks stand 2 mm off the corners and are 5 mm long; the fold is marked at both of its ends.
fn marks(brush: &mut Brush<'_, '_>) {
    let unit = |mm: f32| mm * MM / U;
    let (x, y) = ORIGIN_MM;
    let (right, bottom) = (x + CARD_MM.0, y + 2.0 * CARD_MM.1);
    const HAIR: f32 = 0.15;
    let mut line = |x: f32, y: f32, width: f32, height: f32| {
        brush.rectangle((unit(x), unit(y), unit(width), unit(height)), 0.0, colour::CAPTION);
    };
    for at in [y, bottom] {
        line(x - 7.0, at - HAIR / 2.0, 5.0, HAIR);
        line(right + 2.0, at - HAIR / 2.0, 5.0, HAIR);
    }
    for at in [x, right] {
        line(at - HAIR / 2.0, y - 7.0, HAIR, 5.0);
        line(at - HAIR / 2.0, bottom + 2.0, HAIR, 5.0);
    }
    let fold = y + CARD_MM.1;
    for step in 0..3 {
        line(x - 7.0 + 2.0 * step as f32, fold - HAIR / 2.0, 1.0, HAIR);
        line(right + 2.0 + 2.0 * step as f32, fold - HAIR / 2.0, 1.0, HAIR);
    }
}
