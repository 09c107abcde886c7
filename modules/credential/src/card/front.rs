//! The front: who.

use krilla::image::Image;

use super::canvas::{Anchor, Brush, Canvas, U, colour};
use super::text::{Line, Measured, Setting, Style, measure, shape};
use super::words::{Words, words};
use super::{Card, CardError, Person};

const LEFT: f32 = 35.0;
const RIGHT: f32 = 96.0;
const PHOTO: (f32, f32, f32, f32) = (3.6, 16.0, 27.5, 27.5 * 32.0 / 26.0);
/// Distance between the texts of two columns on one line.
const GUTTER: f32 = 2.0;

/// One column: a language and where it stands.
struct Column<'card> {
    person: &'card Person,
    words: &'static Words,
    anchor: Anchor,
    x: f32,
}

impl<'card> Column<'card> {
    fn of(person: &'card Person) -> Column<'card> {
        let words = words(&person.lang);
        let (anchor, x) = if words.rtl { (Anchor::Right, RIGHT) } else { (Anchor::Left, LEFT) };
        Column { person, words, anchor, x }
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, card: &Card) -> Result<(), CardError> {
    let columns = columns(card);
    canvas.decoration(|brush| {
        brush.rectangle((0.0, 0.0, 100.0, 64.0), 0.0, colour::GROUND);
        watermark(brush);
        brush.rectangle((0.0, 0.0, 100.0, 11.0), 0.0, colour::LAPIS_800);
        logo(brush, 3.6, 2.5, 6.0);
        course(brush, 11.0, 1.5);
    });
    for (i, column) in columns.iter().enumerate() {
        let setting = Setting::new(Style::Strong, 3.6 * U, column.words.rtl);
        // Two issuers share the bar; one alone may use it all.
        let room = if columns.len() == 1 { 84.0 } else { 41.0 };
        let issuer = fitted(&column.person.issuer, setting, room)?;
        let (anchor, x) =
            if column.anchor == Anchor::Left && i == 0 { (Anchor::Left, 11.6) } else { (Anchor::Right, 96.4) };
        canvas.write(&issuer, anchor, (x, 6.8), colour::WHITE, column.words.tag);
    }
    photograph(canvas, card, &columns[0]);

    let mut y = names(canvas, &columns)?;
    if let Some(born) = card.born {
        y = row(canvas, &columns, y, |column| (column.words.born, Some(column.words.date(born))))?;
    }
    y = row(canvas, &columns, y, |column| (column.words.sex, column.person.sex.clone()))?;
    number(canvas, &columns, y, &card.number)
}

/// Right-to-left languages stand on the right, others on the left; a second language of the same direction takes the other half.
fn columns(card: &Card) -> Vec<Column<'_>> {
    let first = Column::of(&card.first);
    let Some(second) = card.second.as_ref().map(Column::of) else { return vec![first] };
    match (first.words.rtl, second.words.rtl) {
        (true, false) => vec![second, first],
        (false, true) => vec![first, second],
        (false, false) => vec![first, Column { x: LEFT + (RIGHT - LEFT) / 2.0, ..second }],
        (true, true) => vec![first, Column { x: RIGHT - (RIGHT - LEFT) / 2.0, ..second }],
    }
}

/// Names side by side where they fit at full size; otherwise each on lines of its own, smaller if need be, never cut.
fn names(canvas: &mut Canvas<'_>, columns: &[Column<'_>]) -> Result<f32, CardError> {
    let top = 15.6;
    for column in columns {
        caption(canvas, column, column.words.name, top)?;
    }
    let setting = |column: &Column<'_>| Setting::new(Style::Strong, 4.2 * U, column.words.rtl);
    let lines: Vec<Line> =
        columns.iter().map(|column| shape(&column.person.name, setting(column))).collect::<Result<_, _>>()?;
    let half = (RIGHT - LEFT) / 2.0;
    let opposed = columns.len() == 2 && columns[0].anchor != columns[1].anchor;
    let side_by_side = match lines.as_slice() {
        [only] => only.width <= (RIGHT - LEFT) * U,
        lines if opposed => lines.iter().map(|line| line.width).sum::<f32>() <= (RIGHT - LEFT - GUTTER) * U,
        lines => lines.iter().all(|line| line.width <= (half - GUTTER) * U),
    };
    if side_by_side {
        for (column, line) in columns.iter().zip(&lines) {
            canvas.write(line, column.anchor, (column.x, top + 3.0 + 4.3), colour::INK, column.words.tag);
        }
        return Ok(top + 3.0 + 5.46 + 1.7);
    }
    // A card holds about four lines of name; the gaps below give way.
    let most = if columns.len() == 1 { 3 } else { 2 };
    let measured: Vec<Measured<'_>> =
        columns.iter().map(|column| measure(&column.person.name, setting(column))).collect::<Result<_, _>>()?;
    let (size, broken) = sizes(4.2)
        .find_map(|size| {
            let broken: Vec<Vec<String>> =
                measured.iter().map(|name| name.broken(size * U, (RIGHT - LEFT) * U)).collect::<Option<_>>()?;
            let lines = broken.iter().map(Vec::len);
            let fits = lines.clone().all(|n| n <= most) && lines.sum::<usize>() as f32 * size <= 10.6;
            fits.then_some((size, broken))
        })
        .ok_or(CardError::NameTooLong)?;
    let stacked: Vec<Vec<Line>> =
        measured.iter().zip(&broken).map(|(name, lines)| name.shaped(lines, size * U)).collect::<Result<_, _>>()?;
    let mut y = top + 3.0;
    for (column, lines) in columns.iter().zip(&stacked) {
        let (anchor, x) = if column.words.rtl { (Anchor::Right, RIGHT) } else { (Anchor::Left, LEFT) };
        let placed = lines.iter().enumerate().map(|(i, line)| (line, y + size * (1.02 + 1.22 * i as f32)));
        canvas.write_lines(placed, anchor, x, colour::INK, column.words.tag);
        y += size * 1.22 * lines.len() as f32;
    }
    Ok(y + 0.8)
}

fn row(
    canvas: &mut Canvas<'_>,
    columns: &[Column<'_>],
    top: f32,
    say: impl Fn(&Column<'_>) -> (&'static str, Option<String>),
) -> Result<f32, CardError> {
    let mut any = false;
    for column in columns {
        let (label, value) = say(column);
        let Some(value) = value else { continue };
        any = true;
        caption(canvas, column, label, top)?;
        let room = (RIGHT - LEFT) / columns.len() as f32 - GUTTER;
        let line = fitted(&value, Setting::new(Style::Strong, 3.6 * U, column.words.rtl), room)?;
        canvas.write(&line, column.anchor, (column.x, top + 3.0 + 3.69), colour::INK, column.words.tag);
    }
    Ok(if any { top + 3.0 + 4.68 + 1.7 } else { top })
}

fn number(canvas: &mut Canvas<'_>, columns: &[Column<'_>], top: f32, digits: &str) -> Result<(), CardError> {
    for column in columns {
        caption(canvas, column, column.words.number, top)?;
    }
    let line = shape(&grouped(digits), Setting::new(Style::Number, 6.4 * U, false).tracked(0.04))?;
    canvas.write(&line, Anchor::Left, (LEFT, top + 3.0 + 6.4), colour::INK, columns[0].words.tag);
    Ok(())
}

fn caption(canvas: &mut Canvas<'_>, column: &Column<'_>, label: &str, top: f32) -> Result<(), CardError> {
    let line = shape(label, Setting::new(Style::Regular, 2.5 * U, column.words.rtl))?;
    canvas.write(&line, column.anchor, (column.x, top + 2.44), colour::CAPTION, column.words.tag);
    Ok(())
}

/// Font sizes in units from `largest` down to 5 points, the design's smallest text.
pub(super) fn sizes(largest: f32) -> impl Iterator<Item = f32> {
    (0..).map(move |step| largest - 0.1 * step as f32).take_while(|size| size * U >= 5.0)
}

/// A line that gives up size, down to 5 points, to stay within `room` units.
pub(super) fn fitted(text: &str, setting: Setting, room: f32) -> Result<Line, CardError> {
    let line = shape(text, setting)?;
    if line.width <= room * U {
        return Ok(line);
    }
    shape(text, setting.sized((setting.size * room * U / line.width).max(5.0)))
}

/// Groups a number for reading: ten digits 4-4-2, sixteen 4-4-4-4, any other in fours.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + 4);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

fn photograph(canvas: &mut Canvas<'_>, card: &Card, column: &Column<'_>) {
    let (x, y, width, height) = PHOTO;
    let frame = move |brush: &mut Brush<'_, '_>| {
        brush.rectangle((x - 0.6, y - 0.6, width + 1.2, height + 1.2), 1.6, colour::LAPIS_200);
        brush.rectangle((x - 0.3, y - 0.3, width + 0.6, height + 0.6), 1.3, colour::WHITE);
    };
    let image = card.portrait.as_ref().and_then(|portrait| Image::from_jpeg(portrait.jpeg().into(), false).ok());
    match image {
        Some(image) => {
            let alt = format!("{} {}", column.words.photo, column.person.name);
            canvas.figure(alt, |brush| {
                frame(brush);
                brush.image(image, PHOTO, 1.0);
            });
        }
        None => canvas.decoration(|brush| {
            frame(brush);
            mosaic_portrait(brush);
        }),
    }
}

/// Stands where no photograph is: a head and shoulders set in pale tiles. Having no face on file is a normal case.
fn mosaic_portrait(brush: &mut Brush<'_, '_>) {
    let (x, y, width, height) = PHOTO;
    const COLUMNS: i32 = 26;
    const ROWS: i32 = 32;
    let tile = width / COLUMNS as f32;
    let inside = |column: i32, row: i32| {
        let (dx, dy) = (column as f32 + 0.5 - 13.0, row as f32 + 0.5);
        let head = (dx / 5.6).powi(2) + ((dy - 12.5) / 7.0).powi(2) <= 1.0;
        let shoulders = (dx / 10.8).powi(2) + ((dy - 32.0) / 10.5).powi(2) <= 1.0;
        head || shoulders
    };
    brush.rectangle((x, y, width, height), 1.0, colour::GROUND);
    let place = |column: i32, row: i32| {
        (x + (column as f32 + 0.5) * tile, y + (row as f32 + 0.5) * tile, tile * 0.86, tile * 0.86, 0.0)
    };
    let cells = || (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)));
    brush.tiles(cells().filter(|(c, r)| !inside(*c, *r)).map(|(c, r)| place(c, r)), colour::WATERMARK);
    brush.tiles(cells().filter(|(c, r)| inside(*c, *r)).map(|(c, r)| place(c, r)), colour::LAPIS_300);
}

/// The fingerprint set in tesserae, behind the right half of the front.
fn watermark(brush: &mut Brush<'_, '_>) {
    const TILES: &str = include_str!("../../assets/print.txt"); // x y width height (tenths of the drawing's 420 x 520) degrees
    let scale = 46.0 / 4200.0;
    let tiles = TILES.lines().filter_map(|tile| {
        let mut numbers = tile.split(' ').filter_map(|number| number.parse::<f32>().ok());
        let mut next = || numbers.next();
        let (x, y, width, height, degrees) = (next()?, next()?, next()?, next()?, next()?);
        Some((60.0 + x * scale, 16.0 + y * scale, width * scale, height * scale, degrees))
    });
    brush.tiles(tiles, colour::WATERMARK);
}

fn logo(brush: &mut Brush<'_, '_>, x: f32, y: f32, size: f32) {
    use colour::{GOLD_ON_DARK as GOLD, LAPIS_TILE_ON_DARK as DIM, WHITE};
    let scale = size / 24.0;
    for (i, tile) in [WHITE, WHITE, GOLD, DIM, WHITE, DIM, DIM, WHITE, DIM].into_iter().enumerate() {
        let (left, top) = (1.0 + 7.8 * (i % 3) as f32, 1.0 + 7.8 * (i / 3) as f32);
        brush.rectangle((x + left * scale, y + top * scale, 6.4 * scale, 6.4 * scale), scale, tile);
    }
}

/// One row of tiles from edge to edge, a single one of them gold.
pub(super) fn course(brush: &mut Brush<'_, '_>, top: f32, height: f32) {
    use colour::{GOLD, LAPIS_200, LAPIS_300, LAPIS_500, LAPIS_600, LAPIS_700};
    const BANDS: [(f32, u32); 10] = [
        (8.0, LAPIS_500),
        (14.0, LAPIS_700),
        (20.0, LAPIS_300),
        (31.0, LAPIS_600),
        (32.6, GOLD),
        (50.0, LAPIS_500),
        (56.0, LAPIS_200),
        (78.0, LAPIS_700),
        (86.0, LAPIS_300),
        (101.0, LAPIS_600),
    ];
    let band = |x: f32| BANDS.iter().position(|(end, _)| x < *end).unwrap_or(BANDS.len() - 1);
    for (i, (_, colour)) in BANDS.iter().enumerate() {
        let tiles = (0..63)
            .map(|tile| tile as f32 * 1.6 + 0.65)
            .filter(|centre| band(*centre) == i)
            .map(|centre| (centre, top + height / 2.0, 1.3, height, 0.0));
        brush.tiles(tiles, *colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_design_says() {
        assert_eq!(grouped("5619403827"), "5619 4038 27");
        assert_eq!(grouped("1234567890123456"), "1234 5678 9012 3456");
    }

    #[test]
    fn exactly_one_tile_is_gold() {
        let gold = (0..63).map(|tile| tile as f32 * 1.6 + 0.65).filter(|x| (31.0..32.6).contains(x)).count();
        assert_eq!(gold, 1);
    }
}
