//! What a signature looks like on its page: a frame with the signer, the reason and the time.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::Signing;

/// Largest size of the letters, in points.
const LARGEST: f32 = 10.0;
const MARGIN: f32 = 3.0;
/// How far apart lines stand, in sizes of the letters.
const LEADING: f32 = 1.25;
/// Width of an average letter of Helvetica, in sizes of the letters.
const WIDTH: f32 = 0.55;

/// Adds the picture of a signature; its lower left corner is the origin.
pub(super) fn add(document: &mut Document, signing: &Signing<'_>) -> ObjectId {
    let [left, bottom, right, top] = signing.rectangle.map(f64::from);
    #[expect(clippy::cast_possible_truncation, reason = "points of a page need no double precision")]
    let (width, height) = ((right - left) as f32, (top - bottom) as f32);
    let lines = [
        format!("Digitally signed by {}", signing.signer),
        format!("Reason: {}", signing.reason),
        format!("Date: {}", signing.at.format("%Y-%m-%d %H:%M:%S UTC")),
    ];
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let content = Content { operations: drawing(width, height, &lines) };
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    document.add_object(Stream::new(dictionary, content.encode().unwrap_or_default()))
}

fn drawing(width: f32, height: f32, lines: &[String]) -> Vec<Operation> {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a few lines of a few letters")]
    let (count, longest) = (lines.len() as f32, longest as f32);
    let fits = ((height - 2.0 * MARGIN) / (count * LEADING)).min((width - 2.0 * MARGIN) / (longest * WIDTH));
    let size = fits.clamp(1.0, LARGEST);
    let mut operations = vec![
        Operation::new("q", vec![]),
        Operation::new("w", vec![Object::Real(0.5)]),
        Operation::new("re", [0.25, 0.25, width - 0.5, height - 0.5].map(Object::Real).to_vec()),
        Operation::new("S", vec![]),
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), Object::Real(size)]),
        Operation::new("TL", vec![Object::Real(size * LEADING)]),
        Operation::new("Td", vec![Object::Real(MARGIN), Object::Real(height - MARGIN - size)]),
    ];
    for line in lines {
        operations.push(Operation::new("Tj", vec![Object::String(latin(line), StringFormat::Literal)]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    operations.push(Operation::new("Q", vec![]));
    operations
}

/// The text in Latin-1. The font has no other letters: they show as question marks, while the signature's own `Reason` keeps them.
fn latin(text: &str) -> Vec<u8> {
    let letter = |letter| u8::try_from(u32::from(letter)).ok().filter(|byte| matches!(byte, 0x20..=0x7e | 0xa0..));
    text.chars().map(|other| letter(other).unwrap_or(b'?')).collect()
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, everything else as UTF-16 with its mark.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let bytes = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// An empty dictionary's worth of default resources for the form.
pub(super) fn form() -> Dictionary {
    dictionary! { "Fields" => Vec::<Object>::new() }
}
