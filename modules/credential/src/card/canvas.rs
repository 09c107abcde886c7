//! Paper: a page whose unit is one hundredth of the card's width, on which every mark is either read aloud or declared decoration.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag, Tag, TagGroup};

use super::text::Line;

/// Width and height of the card in millimetres (ISO/IEC 7810 ID-1 as the design draws it).
pub(super) const CARD_MM: (f32, f32) = (85.6, 54.0);
/// Points per millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;
/// Points per unit: one hundredth of the card's width.
pub(super) const U: f32 = CARD_MM.0 * MM / 100.0;

/// The design's colours.
pub(super) mod colour {
    pub const WHITE: u32 = 0xffffff;
    pub const GROUND: u32 = 0xf4f6fc;
    pub const INK: u32 = 0x141f4d;
    pub const CAPTION: u32 = 0x4b4956;
    pub const QR: u32 = 0x0b1022;
    pub const LAPIS_200: u32 = 0xc3d0f0;
    pub const LAPIS_300: u32 = 0x9bb0e4;
    pub const LAPIS_500: u32 = 0x4964bc;
    pub const LAPIS_600: u32 = 0x344ca3;
    pub const LAPIS_700: u32 = 0x263a88;
    pub const LAPIS_800: u32 = 0x1b2b69;
    pub const LAPIS_TILE_ON_DARK: u32 = 0x46569a;
    pub const GOLD: u32 = 0xe5b02f;
    pub const GOLD_ON_DARK: u32 = 0xf0c14b;
    /// Lapis 700 at seven hundredths on the ground: the watermark, mixed here so that the page holds no transparency.
    pub const WATERMARK: u32 = 0xe6e9f4;
}

/// Where a line starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Left,
    Right,
}

/// One side of a card being drawn.
pub(super) struct Canvas<'page> {
    surface: Surface<'page>,
    nodes: Vec<Node>,
}

fn fill(colour: u32) -> Fill {
    let [_, red, green, blue] = colour.to_be_bytes();
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let (left, top, right, bottom) = (x * U, y * U, (x + width) * U, (y + height) * U);
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        path.push_rect(Rect::from_ltrb(left, top, right, bottom)?);
    } else {
        let r = radius * U;
        let k = r * 0.447_715; // 1 - 0.5523: how far a circle's control point lies from the corner
        path.move_to(left + r, top);
        path.line_to(right - r, top);
        path.cubic_to(right - k, top, right, top + k, right, top + r);
        path.line_to(right, bottom - r);
        path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
        path.line_to(left + r, bottom);
        path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
        path.line_to(left, top + r);
        path.cubic_to(left, top + k, left + k, top, left + r, top);
        path.close();
    }
    path.finish()
}

impl<'page> Canvas<'page> {
    pub fn new(surface: Surface<'page>) -> Canvas<'page> {
        Canvas { surface, nodes: Vec::new() }
    }

    /// Ends the page and returns what a screen reader reads, in order.
    pub fn finish(self) -> Vec<Node> {
        self.surface.finish();
        self.nodes
    }

    /// Moves the card's origin to a place on a larger sheet (millimetres from the top left); undone by [`Canvas::pop`].
    pub fn move_to_mm(&mut self, x: f32, y: f32) {
        self.surface.push_transform(&Transform::from_translate(x * MM, y * MM));
    }

    /// Keeps everything drawn from now on inside the card; undone by [`Canvas::pop`].
    pub fn clip_to_card(&mut self) {
        if let Some(path) = rectangle(0.0, 0.0, 100.0, CARD_MM.1 / CARD_MM.0 * 100.0, 0.0) {
            self.surface.push_clip_path(&path, &FillRule::NonZero);
        }
    }

    pub fn pop(&mut self) {
        self.surface.pop();
    }

    /// Draws decoration: screen readers pass over it.
    pub fn decoration(&mut self, draw: impl FnOnce(&mut Brush<'_, 'page>)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw(&mut Brush { surface: &mut self.surface });
        self.surface.end_tagged();
    }

    /// Draws a picture with the words that stand for it.
    pub fn figure(&mut self, alt: String, draw: impl FnOnce(&mut Brush<'_, 'page>)) {
        let id = self.surface.start_tagged(ContentTag::Other);
        draw(&mut Brush { surface: &mut self.surface });
        self.surface.end_tagged();
        let mut group = TagGroup::new(Tag::Figure(Some(alt)));
        group.push(id);
        self.nodes.push(group.into());
    }

    /// Writes one line as a paragraph: `x` is its left or right end, `baseline` its base line, both in units; `lang` is a BCP 47 tag.
    pub fn write(&mut self, line: &Line, anchor: Anchor, (x, baseline): (f32, f32), colour: u32, lang: &str) {
        self.write_lines([(line, baseline)], anchor, x, colour, lang);
    }

    /// Writes lines that belong to one paragraph.
    pub fn write_lines<'l>(
        &mut self,
        lines: impl IntoIterator<Item = (&'l Line, f32)>,
        anchor: Anchor,
        x: f32,
        colour: u32,
        lang: &str,
    ) {
        let mut group = TagGroup::new(Tag::P.with_lang(Some(lang.to_owned())));
        let mut any = false;
        for (line, baseline) in lines {
            let left = if anchor == Anchor::Left { x * U } else { x * U - line.width };
            let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_lang(Some(lang))));
            self.surface.set_fill(Some(fill(colour)));
            let mut at = left;
            for run in &line.runs {
                self.surface.draw_glyphs(
                    Point::from_xy(at, baseline * U),
                    &run.glyphs,
                    run.font.clone(),
                    &run.text,
                    run.size,
                    false,
                );
                at += run.width;
            }
            self.surface.end_tagged();
            group.push(id);
            any = true;
        }
        if any {
            self.nodes.push(group.into());
        }
    }
}

/// Draws shapes inside a figure or a decoration.
pub(super) struct Brush<'a, 'page> {
    surface: &'a mut Surface<'page>,
}

impl Brush<'_, '_> {
    /// A filled rectangle in units, its corners rounded by `radius`.
    pub fn rectangle(&mut self, (x, y, width, height): (f32, f32, f32, f32), radius: f32, colour: u32) {
        if let Some(path) = rectangle(x, y, width, height, radius) {
            self.surface.set_fill(Some(fill(colour)));
            self.surface.draw_path(&path);
        }
    }

    /// Many rectangles of one colour, each `(centre x, centre y, width, height, degrees)`, as one path.
    pub fn tiles(&mut self, tiles: impl IntoIterator<Item = (f32, f32, f32, f32, f32)>, colour: u32) {
        let mut path = PathBuilder::new();
        for (x, y, width, height, degrees) in tiles {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let corner = |dx: f32, dy: f32| {
                let (dx, dy) = (dx * width / 2.0, dy * height / 2.0);
                ((x + dx * cos - dy * sin) * U, (y + dx * sin + dy * cos) * U)
            };
            let corners = [corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
            path.move_to(corners[0].0, corners[0].1);
            corners[1..].iter().for_each(|(x, y)| path.line_to(*x, *y));
            path.close();
        }
        if let Some(path) = path.finish() {
            self.surface.set_fill(Some(fill(colour)));
            self.surface.draw_path(&path);
        }
    }

    /// Closed polygons on a grid of `pitch` units whose origin is at `(x, y)`, filled where an odd number of them overlap.
    pub fn polygons(&mut self, polygons: &[Vec<(i32, i32)>], (x, y): (f32, f32), pitch: f32, colour: u32) {
        let place = |(column, row): (i32, i32)| ((x + column as f32 * pitch) * U, (y + row as f32 * pitch) * U);
        let mut path = PathBuilder::new();
        for polygon in polygons {
            for (i, corner) in polygon.iter().enumerate() {
                let (x, y) = place(*corner);
                if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
            }
            path.close();
        }
        if let Some(path) = path.finish() {
            self.surface.set_fill(Some(Fill { rule: FillRule::EvenOdd, ..fill(colour) }));
            self.surface.draw_path(&path);
        }
    }

    /// An image filling a rectangle with rounded corners.
    pub fn image(&mut self, image: Image, (x, y, width, height): (f32, f32, f32, f32), radius: f32) {
        let (Some(path), Some(size)) = (rectangle(x, y, width, height, radius), Size::from_wh(width * U, height * U))
        else {
            return;
        };
        self.surface.push_clip_path(&path, &FillRule::NonZero);
        self.surface.push_transform(&Transform::from_translate(x * U, y * U));
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.pop();
    }
}
