//! The identity card on paper: two sides of ISO ID-1 size as a tagged PDF/A-2a with embedded fonts, photograph and vector QR.
//!
//! Pure: the same [`Card`] gives the same bytes; time is one of its fields. Nothing here knows the database or the network.

mod back;
mod canvas;
mod front;
mod portrait;
mod qr;
mod sheet;
mod text;
mod words;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use canvas::{CARD_MM, Canvas, MM};
pub use portrait::Portrait;

/// What one language says on the card.
pub struct Person {
    /// ISO 639-3, as MOSIP writes languages: `eng`, `fra`, `ara`.
    pub lang: String,
    /// The issuing country or authority.
    pub issuer: String,
    /// Full name.
    pub name: String,
    /// Sex in words of this language, where the schema has it.
    pub sex: Option<String>,
}

/// Everything printed on one card. Holds personal data: not `Debug`, never logged.
pub struct Card {
    /// The person in the first data language; the back is written in it.
    pub first: Person,
    /// The person in a second data language.
    pub second: Option<Person>,
    /// Date of birth; left out where it is unknown.
    pub born: Option<NaiveDate>,
    /// Digits of the identity number, ungrouped.
    pub number: String,
    /// Address lines in the first language.
    pub address: Vec<String>,
    /// Day of issue.
    pub issued: NaiveDate,
    /// The photograph; a mosaic stands in its place where there is none.
    pub portrait: Option<Portrait>,
    /// Text of the QR code (claim 169 in Base45); printed as it is.
    pub qr: String,
    /// Where anyone may check the card: a host name.
    pub check_at: String,
    /// Telephone number for a lost card.
    pub help_line: String,
    /// When the document is made; becomes its creation date.
    pub made: DateTime<Utc>,
}

/// What the pages are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sheet {
    /// Two pages of 85.6 x 54 mm, one per side, for a card printer.
    Card,
    /// One A4 page with both sides in real size and marks to cut and fold, for a printer at home.
    A4,
}

/// Why a card could not be drawn.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CardError {
    /// No bundled font draws this character.
    #[error("no font draws U+{:04X}", *.0 as u32)]
    NoGlyph(char),
    /// The name does not fit in the design's smallest text of 5 points.
    #[error("the name is too long for the card")]
    NameTooLong,
    /// The address does not fit in the smallest text.
    #[error("the address is too long for the card")]
    AddressTooLong,
    /// There is nothing to put into the code.
    #[error("the card has no QR text")]
    QrEmpty,
    /// The text needs modules too small to be printed.
    #[error("{characters} characters are too many for a QR code of this size")]
    QrTooLong {
        /// Length of the refused text.
        characters: usize,
    },
    /// The photograph cannot be read, or is smaller than 16 pixels.
    #[error("the photograph cannot be read")]
    Portrait,
    /// The document breaks a rule of PDF/A or PDF/UA, or a font could not be embedded.
    #[error("the document could not be written: {0}")]
    Document(String),
}

/// Draws the card and returns the PDF's bytes. Takes a few milliseconds of computation: call it off the async workers.
pub fn render(card: &Card, sheet: Sheet) -> Result<Vec<u8>, CardError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| CardError::Document(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let language = words::words(&card.first.lang);
    let mut tags = TagTree::new().with_lang(Some(language.tag.to_owned()));

    match sheet {
        Sheet::Card => {
            for side in [Side::Front, Side::Back] {
                let settings = PageSettings::from_wh(CARD_MM.0 * MM, CARD_MM.1 * MM).expect("the card has a size");
                let mut page = document.start_page_with(settings);
                let mut canvas = Canvas::new(page.surface());
                side.draw(&mut canvas, card)?;
                section(&mut tags, canvas.finish());
                page.finish();
            }
        }
        Sheet::A4 => {
            let settings = PageSettings::from_wh(210.0 * MM, 297.0 * MM).expect("A4 has a size");
            let mut page = document.start_page_with(settings);
            let mut canvas = Canvas::new(page.surface());
            sheet::draw(&mut canvas, card)?;
            section(&mut tags, canvas.finish());
            page.finish();
        }
    }

    let back = if sheet == Sheet::Card { (1, 0.0) } else { (0, sheet::BACK_MM * MM) };
    let mut outline = Outline::new();
    for (title, (page, top)) in [(&*card.first.issuer, (0, 0.0)), (language.code, back)] {
        let place = XyzDestination::new(page, Point::from_xy(0.0, top));
        outline.push_child(OutlineNode::new(title.to_owned(), place));
    }
    document.set_outline(outline);
    document.set_tag_tree(tags);
    document.set_metadata(
        Metadata::new()
            .title(format!("{} · {}", card.first.issuer, language.number))
            .language(language.tag.to_owned())
            .text_direction(if language.rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight })
            .creator("Tessera".to_owned())
            .creation_date(moment(card.made)),
    );
    document.finish().map_err(|error| CardError::Document(format!("{error:?}")))
}

#[derive(Clone, Copy)]
enum Side {
    Front,
    Back,
}

impl Side {
    fn draw(self, canvas: &mut Canvas<'_>, card: &Card) -> Result<(), CardError> {
        match self {
            Side::Front => front::draw(canvas, card),
            Side::Back => back::draw(canvas, card),
        }
    }
}

fn section(tags: &mut TagTree, nodes: Vec<krilla::tagging::Node>) {
    let mut group = TagGroup::new(Tag::Section);
    for node in nodes {
        group.push(node);
    }
    tags.push(group);
}

fn moment(at: DateTime<Utc>) -> krilla::metadata::DateTime {
    krilla::metadata::DateTime::new(at.year().clamp(0, 9999) as u16)
        .month(at.month() as u8)
        .day(at.day() as u8)
        .hour(at.hour() as u8)
        .minute(at.minute() as u8)
        .second(at.second() as u8)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

#[cfg(test)]
mod tests;
