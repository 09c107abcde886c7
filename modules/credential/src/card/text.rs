//! One line of text made ready for paper: bidirectional order, a font for every script, joined letters, measured width.
//!
//! The PDF library draws glyphs and knows nothing of languages; everything that makes Arabic readable happens here.

use std::ops::Range;
use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{BufferClusterLevel, Direction, Face, GlyphInfo, GlyphPosition, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use super::CardError;

/// What a text looks like; each style is a chain of fonts, the first that knows a character draws it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// Captions.
    Regular,
    /// What the captions name.
    Strong,
    /// Numbers people copy.
    Number,
}

impl Style {
    fn chain(self) -> &'static [usize] {
        match self {
            Style::Regular => &[SANS, SANS_ARABIC],
            Style::Strong => &[SANS_STRONG, SANS_ARABIC_STRONG],
            Style::Number => &[MONO, SANS_STRONG, SANS_ARABIC_STRONG],
        }
    }
}

const SANS: usize = 0;
const SANS_STRONG: usize = 1;
const SANS_ARABIC: usize = 2;
const SANS_ARABIC_STRONG: usize = 3;
const MONO: usize = 4;

/// Arabic is drawn 6 % larger so that its eye height meets the Latin x-height (design, Typography).
const ARABIC_SCALE: f32 = 1.06;

struct Typeface {
    pdf: Font,
    shaper: Face<'static>,
    scale: f32,
    /// A glyph without ink that is not the ordinary space.
    blank: Option<u32>,
}

impl Typeface {
    fn load(bytes: &'static [u8], scale: f32) -> Typeface {
        let pdf = Font::new(bytes.into(), 0).expect("the bundled font is readable");
        let shaper = Face::from_slice(bytes, 0).expect("the bundled font is readable");
        let blank = shaper.glyph_index('\u{a0}').map(|glyph| u32::from(glyph.0)).filter(|glyph| *glyph != 0);
        Typeface { pdf, shaper, scale, blank }
    }

    fn draws(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
    }
}

static TYPEFACES: LazyLock<[Typeface; 5]> = LazyLock::new(|| {
    [
        Typeface::load(include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf"), 1.0),
        Typeface::load(include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf"), 1.0),
        Typeface::load(include_bytes!("../../assets/fonts/IBMPlexSansArabic-Regular.ttf"), ARABIC_SCALE),
        Typeface::load(include_bytes!("../../assets/fonts/IBMPlexSansArabic-SemiBold.ttf"), ARABIC_SCALE),
        Typeface::load(include_bytes!("../../assets/fonts/IBMPlexMono-Medium.ttf"), 1.0),
    ]
});

/// A stretch of glyphs of one font and one direction, in visual order.
pub(super) struct Run {
    pub font: Font,
    pub size: f32,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub width: f32,
}

/// A shaped line: its runs from left to right, and how wide they are together in points.
pub(super) struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
}

/// How a line is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub style: Style,
    /// Font size in points.
    pub size: f32,
    /// Whether the paragraph runs from right to left.
    pub rtl: bool,
    /// Extra space after each glyph, in parts of the font size.
    pub tracking: f32,
}

impl Setting {
    pub fn new(style: Style, size: f32, rtl: bool) -> Setting {
        Setting { style, size, rtl, tracking: 0.0 }
    }

    pub fn tracked(self, tracking: f32) -> Setting {
        Setting { tracking, ..self }
    }

    pub fn sized(self, size: f32) -> Setting {
        Setting { size, ..self }
    }
}

/// Shapes one line. Fails when no bundled font draws a character: an empty box inside a name is worse than a late card.
pub(super) fn shape(text: &str, setting: Setting) -> Result<Line, CardError> {
    let text = printable(text);
    let mut runs = Vec::new();
    if !text.is_empty() {
        let base = if setting.rtl { Level::rtl() } else { Level::ltr() };
        let bidi = BidiInfo::new(&text, Some(base));
        for paragraph in &bidi.paragraphs {
            let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for range in visual {
                let rtl = levels[range.start].is_rtl();
                let mut pieces = split_by_font(&text, range, setting.style)?;
                if rtl {
                    pieces.reverse();
                }
                for (face, piece) in pieces {
                    runs.push(shape_piece(&text[piece], face, rtl, setting)?);
                }
            }
        }
    }
    let width = runs.iter().map(|run: &Run| run.width).sum();
    Ok(Line { runs, width })
}

/// A text measured word by word, to be broken into lines at any size without shaping it again.
pub(super) struct Measured<'text> {
    words: Vec<(&'text str, f32)>,
    space: f32,
    setting: Setting,
}

/// Measures a text; the size of `setting` does not matter yet.
pub(super) fn measure(text: &str, setting: Setting) -> Result<Measured<'_>, CardError> {
    let em = setting.sized(1.0);
    let words =
        text.split_whitespace().map(|word| Ok((word, shape(word, em)?.width))).collect::<Result<_, CardError>>()?;
    let space = shape("n n", em)?.width - shape("nn", em)?.width;
    Ok(Measured { words, space, setting })
}

impl Measured<'_> {
    /// The text broken at spaces into lines no wider than `width` points at `size` points; `None` when a single word is too wide.
    pub fn broken(&self, size: f32, width: f32) -> Option<Vec<String>> {
        let mut lines: Vec<(String, f32)> = Vec::new();
        for (word, word_width) in &self.words {
            if word_width * size > width {
                return None;
            }
            match lines.last_mut() {
                Some((line, taken)) if (*taken + self.space + word_width) * size <= width => {
                    line.push(' ');
                    line.push_str(word);
                    *taken += self.space + word_width;
                }
                _ => lines.push(((*word).to_owned(), *word_width)),
            }
        }
        Some(lines.into_iter().map(|(line, _)| line).collect())
    }

    /// Shapes the lines that [`Measured::broken`] gave.
    pub fn shaped(&self, lines: &[String], size: f32) -> Result<Vec<Line>, CardError> {
        lines.iter().map(|line| shape(line, self.setting.sized(size))).collect()
    }
}

/// One line of plain characters: line breaks and tabs become spaces, control and direction characters vanish. Explicit direction
/// marks could make a printed name read differently from the signed one.
fn printable(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200c}' | '\u{200d}' => line.push(c), // joiners shape Persian and Urdu words
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_whitespace() => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    line.trim().to_owned()
}

fn split_by_font(text: &str, range: Range<usize>, style: Style) -> Result<Vec<(usize, Range<usize>)>, CardError> {
    let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
    for (offset, c) in text[range.clone()].char_indices() {
        let at = range.start + offset;
        let end = at + c.len_utf8();
        let joiner = matches!(c, '\u{200c}' | '\u{200d}');
        let current = pieces.last().map(|(face, _)| *face);
        // Spaces, marks and digits stay with the word before them where its font can draw them.
        let keeps = current.is_some_and(|face| joiner || (!c.is_alphabetic() && TYPEFACES[face].draws(c)));
        let face = match current {
            Some(face) if keeps => face,
            _ => style
                .chain()
                .iter()
                .copied()
                .find(|face| joiner || TYPEFACES[*face].draws(c))
                .ok_or(CardError::NoGlyph(c))?,
        };
        match pieces.last_mut() {
            Some((last, piece)) if *last == face => piece.end = end,
            _ => pieces.push((face, at..end)),
        }
    }
    Ok(pieces)
}

/// Widest gap in ems a font may open between two joined words' letters: readers of PDF take a tenth of an em for a space, and Plex
/// moves reh away from yeh by 0.111.
const WIDEST_GAP: f32 = 0.095;

/// How far in ems the blank glyphs that carry a ligature's further letters start left of it and of each other: less than a tenth
/// passes for the same letter printed twice, much more for another word.
const CARRIER_STEP: f32 = 0.12;

/// Shapes text of one font and one direction. Where a right-to-left ligature stands for several letters, each letter but the first
/// is carried by a blank glyph beneath it, placed in visual order: programs that take text out of a PDF turn right-to-left text
/// round glyph by glyph, and would turn the letters of a ligature round once too often.
fn shape_piece(text: &str, face: usize, rtl: bool, setting: Setting) -> Result<Run, CardError> {
    let typeface = &TYPEFACES[face];
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties(); // script and language
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters); // vowel marks keep a text of their own
    buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = rustybuzz::shape(&typeface.shaper, &[], buffer);

    let em = typeface.pdf.units_per_em();
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let placed: Vec<(&GlyphInfo, &GlyphPosition)> = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).collect();
    let mut glyphs = Vec::with_capacity(placed.len() + 4);
    for cluster in placed.chunk_by(|a, b| a.0.cluster == b.0.cluster) {
        let start = cluster[0].0.cluster as usize;
        let end = starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
        if cluster.iter().any(|(info, _)| info.glyph_id == 0) {
            let missing = text[start..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            return Err(CardError::NoGlyph(missing));
        }
        // From the left, a right-to-left cluster shows its last letter first.
        let letters: Vec<Range<usize>> = letters(text, start..end).into_iter().rev().collect();
        let carried = letters.len().saturating_sub(cluster.len());
        let spread = rtl && letters.len() > 1 && letters.len() >= cluster.len() && typeface.blank.is_some();
        if let (true, Some(blank)) = (spread, typeface.blank) {
            for (i, letter) in letters[..carried].iter().enumerate() {
                let offset = -CARRIER_STEP * (carried - i) as f32;
                glyphs.push(KrillaGlyph::new(GlyphId::new(blank), 0.0, offset, 0.0, 0.0, letter.clone(), None));
            }
        }
        for (i, (info, position)) in cluster.iter().enumerate() {
            let (mut advance, mut offset) = (position.x_advance as f32 / em, position.x_offset as f32 / em);
            if rtl && advance > 0.0 && offset > WIDEST_GAP {
                advance -= offset - WIDEST_GAP;
                offset = WIDEST_GAP;
            }
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance + setting.tracking,
                offset,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                if spread { letters[carried + i].clone() } else { start..end },
                None,
            ));
        }
    }
    let advance: f32 = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    let size = setting.size * typeface.scale;
    Ok(Run { font: typeface.pdf.clone(), size, text: text.to_owned(), glyphs, width: advance * size })
}

/// The byte ranges of a cluster's characters.
fn letters(text: &str, cluster: Range<usize>) -> Vec<Range<usize>> {
    text[cluster.clone()].char_indices().map(|(at, c)| cluster.start + at..cluster.start + at + c.len_utf8()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Setting = Setting { style: Style::Strong, size: 10.0, rtl: true, tracking: 0.0 };

    fn ids(line: &Line) -> Vec<u32> {
        line.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.glyph_id.to_u32())).collect()
    }

    // CRD-10
    #[test]
    fn arabic_letters_join_and_run_from_the_right() {
        let isolated = ids(&shape("ب", NAME).unwrap());
        let word = ids(&shape("ببب", NAME).unwrap());
        assert_eq!(word.len(), 3);
        assert!(word.iter().all(|glyph| *glyph != isolated[0]), "each letter takes its initial, medial or final form");
        let line = shape("ليلى بن هادي", NAME).unwrap();
        let clusters: Vec<usize> = line.runs[0].glyphs.iter().map(|glyph| glyph.text_range.start).collect();
        assert!(clusters.windows(2).all(|pair| pair[0] >= pair[1]), "leftmost glyph is the last letter: {clusters:?}");
    }

    #[test]
    fn mixed_line_keeps_numbers_left_to_right() {
        let line = shape("14 مارس 1991", NAME).unwrap();
        let visual: Vec<&str> = line.runs.iter().map(|run| run.text.trim()).filter(|text| !text.is_empty()).collect();
        assert_eq!(visual, ["1991", "مارس", "14"]);
    }

    #[test]
    fn direction_marks_cannot_reorder_a_name() {
        let plain = shape("Samuel 10", NAME).unwrap();
        let marked = shape("\u{202e}Samuel\u{202c} 10\u{200f}", NAME).unwrap();
        assert_eq!(ids(&plain), ids(&marked));
    }

    #[test]
    fn a_script_without_font_is_refused_by_name() {
        assert!(matches!(shape("Ana 漢", Setting::new(Style::Strong, 10.0, false)), Err(CardError::NoGlyph('漢'))));
    }

    #[test]
    fn wrapped_lines_fit() {
        let setting = Setting::new(Style::Strong, 10.0, false);
        let measured = measure("María de los Ángeles Hernández-Rodríguez de la Cruz", setting).unwrap();
        for size in [10.0, 7.5, 5.0] {
            let lines = measured.shaped(&measured.broken(size, 120.0).unwrap(), size).unwrap();
            assert!(lines.len() > 1 && lines.iter().all(|line| line.width <= 120.1), "at {size} points");
        }
        assert!(measured.broken(10.0, 60.0).is_none(), "a word wider than the column");
    }
}
