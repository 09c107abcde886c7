//! XML to records. A small bounded tree is built first: the dialects differ in shape, not only in order.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    BdbInfo, Bir, BirInfo, Error, Level, MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_ELEMENTS, MAX_SEGMENTS, Modality, Purpose,
    Quality, RegistryId, Version,
};

/// Padding is optional and stray trailing bits are ignored: both occur in published records.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

#[derive(Default)]
struct Node {
    name: String,
    key: Option<String>,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Trimmed text of a child; an empty element counts as absent.
    fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).map(|child| child.text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// Reads a CBEFF document of any of the three dialects.
///
/// # Errors
/// Any [`Error`]; a document is taken whole or not at all.
pub fn read(document: &[u8]) -> Result<Bir, Error> {
    if document.len() > MAX_DOCUMENT_BYTES {
        return Err(Error::TooLarge { actual: document.len(), limit: MAX_DOCUMENT_BYTES });
    }
    let root = tree(document)?;
    if root.name != "BIR" {
        return Err(Error::NotBir(root.name));
    }
    let mut segments = 0;
    bir(root, &mut segments)
}

fn malformed(error: impl std::fmt::Display) -> Error {
    Error::Malformed(error.to_string())
}

fn open(start: &BytesStart<'_>) -> Result<Node, Error> {
    let name = String::from_utf8(start.local_name().as_ref().to_vec()).map_err(malformed)?;
    let mut key = None;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(malformed)?;
        if attribute.key.as_ref() == b"key" {
            let raw = std::str::from_utf8(&attribute.value).map_err(malformed)?;
            // resolves the five entities of XML and character references, nothing else
            key = Some(quick_xml::escape::unescape(raw).map_err(malformed)?.into_owned());
        }
    }
    Ok(Node { name, key, ..Node::default() })
}

fn tree(document: &[u8]) -> Result<Node, Error> {
    let mut reader = Reader::from_reader(document);
    let mut open_nodes: Vec<Node> = Vec::new();
    let mut root: Option<Node> = None;
    let mut elements = 0;
    let close = |node: Node, open_nodes: &mut Vec<Node>, root: &mut Option<Node>| match open_nodes.last_mut() {
        Some(parent) => {
            parent.children.push(node);
            Ok(())
        }
        None if root.is_none() => {
            *root = Some(node);
            Ok(())
        }
        None => Err(Error::Malformed("more than one outermost element".to_owned())),
    };
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::Start(start) => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err(Error::TooMany { what: "elements", limit: MAX_ELEMENTS });
                }
                if open_nodes.len() >= MAX_DEPTH {
                    return Err(Error::TooMany { what: "levels of elements", limit: MAX_DEPTH });
                }
                open_nodes.push(open(&start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err(Error::TooMany { what: "elements", limit: MAX_ELEMENTS });
                }
                close(open(&start)?, &mut open_nodes, &mut root)?;
            }
            Event::End(_) => {
                let node = open_nodes.pop().ok_or_else(|| Error::Malformed("unexpected end tag".to_owned()))?;
                close(node, &mut open_nodes, &mut root)?;
            }
            Event::Text(text) => {
                let text = std::str::from_utf8(&text).map_err(malformed)?;
                match open_nodes.last_mut() {
                    Some(node) => node.text.push_str(text),
                    None if text.trim().trim_start_matches('\u{feff}').is_empty() => {}
                    None => return Err(Error::Malformed("text outside the outermost element".to_owned())),
                }
            }
            Event::CData(data) => {
                let text = std::str::from_utf8(&data).map_err(malformed)?;
                let node = open_nodes
                    .last_mut()
                    .ok_or_else(|| Error::Malformed("text outside the outermost element".to_owned()))?;
                node.text.push_str(text);
            }
            Event::GeneralRef(reference) => {
                let name = std::str::from_utf8(&reference).map_err(malformed)?.to_owned();
                let character = match reference.resolve_char_ref().map_err(malformed)? {
                    Some(character) => character,
                    None => predefined(&name).ok_or(Error::Entity(name))?,
                };
                let node = open_nodes
                    .last_mut()
                    .ok_or_else(|| Error::Malformed("reference outside the outermost element".to_owned()))?;
                node.text.push(character);
            }
            Event::DocType(_) => return Err(Error::DocumentType),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if !open_nodes.is_empty() {
        return Err(Error::Malformed("the document ends inside an element".to_owned()));
    }
    root.ok_or_else(|| Error::Malformed("no element".to_owned()))
}

fn predefined(entity: &str) -> Option<char> {
    match entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn bir(mut node: Node, segments: &mut usize) -> Result<Bir, Error> {
    let mut out = Bir::default();
    for child in std::mem::take(&mut node.children) {
        match child.name.as_str() {
            "Version" => out.version = Some(version(&child)?),
            "CBEFFVersion" => out.cbeff_version = Some(version(&child)?),
            "BIRInfo" => out.info = bir_info(&child)?,
            "BDBInfo" => out.bdb_info = Some(bdb_info(&child)?),
            "BDB" => out.bdb = Some(base64(&child.text, "BDB")?).filter(|data| !data.is_empty()),
            "SB" => out.sb = Some(base64(&child.text, "SB")?).filter(|data| !data.is_empty()),
            "BIR" => {
                *segments += 1;
                if *segments > MAX_SEGMENTS {
                    return Err(Error::TooMany { what: "biometric records", limit: MAX_SEGMENTS });
                }
                out.segments.push(bir(child, segments)?);
            }
            "others" => {
                for entry in child.children.into_iter().filter(|entry| entry.name == "entry") {
                    let key = entry.key.ok_or(Error::Value { element: "entry", value: String::new() })?;
                    out.others.push((key, entry.text));
                }
            }
            "Others" => {
                if let Some(key) = child.text_of("Key") {
                    let value = child.child("Value").map(|value| value.text.clone()).unwrap_or_default();
                    out.others.push((key, value));
                }
            }
            // security information and elements of other namespaces carry nothing used here
            _ => {}
        }
    }
    Ok(out)
}

fn number<T: std::str::FromStr>(text: &str, element: &'static str) -> Result<T, Error> {
    text.trim().parse().map_err(|_| Error::Value { element, value: shorten(text) })
}

/// A refused value is quoted in the error, but not at any length.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn version(node: &Node) -> Result<Version, Error> {
    let part = |name: &str, element| number(&node.text_of(name).unwrap_or_default(), element);
    Ok(Version { major: part("Major", "Major")?, minor: part("Minor", "Minor")? })
}

fn boolean(text: &str, element: &'static str) -> Result<bool, Error> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(Error::Value { element, value: shorten(other) }),
    }
}

fn bir_info(node: &Node) -> Result<BirInfo, Error> {
    Ok(BirInfo {
        creator: node.text_of("Creator"),
        index: node.text_of("Index"),
        integrity: node.text_of("Integrity").map_or(Ok(false), |text| boolean(&text, "Integrity"))?,
        creation_date: node.text_of("CreationDate"),
        not_valid_before: node.text_of("NotValidBefore"),
        not_valid_after: node.text_of("NotValidAfter"),
    })
}

fn registry(node: &Node) -> RegistryId {
    RegistryId {
        organization: node.text_of("Organization").unwrap_or_default(),
        kind: node.text_of("Type").unwrap_or_default(),
    }
}

fn bdb_info(node: &Node) -> Result<BdbInfo, Error> {
    let format = match node.child("Format") {
        Some(format) => Some(registry(format)),
        // the first dialect
        None => node
            .text_of("FormatType")
            .map(|kind| RegistryId { organization: node.text_of("FormatOwner").unwrap_or_default(), kind }),
    };
    let words = |name| -> Vec<String> {
        node.text_of(name).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    };
    Ok(BdbInfo {
        index: node.text_of("Index"),
        format,
        encryption: node.text_of("Encryption").map(|text| boolean(&text, "Encryption")).transpose()?,
        creation_date: node.text_of("CreationDate"),
        not_valid_before: node.text_of("NotValidBefore"),
        not_valid_after: node.text_of("NotValidAfter"),
        modality: words("Type").first().map(|name| Modality::from_name(name)),
        subtype: words("Subtype"),
        level: node.text_of("Level").map(|text| level(&text)).transpose()?,
        purpose: node.text_of("Purpose").map(|text| purpose(&text)).transpose()?,
        quality: node.child("Quality").map(quality).transpose()?,
    })
}

fn level(text: &str) -> Result<Level, Error> {
    match text {
        "Raw" => Ok(Level::Raw),
        "Intermediate" => Ok(Level::Intermediate),
        "Processed" => Ok(Level::Processed),
        other => Err(Error::Value { element: "Level", value: shorten(other) }),
    }
}

fn purpose(text: &str) -> Result<Purpose, Error> {
    match text {
        "Verify" => Ok(Purpose::Verify),
        "Identify" => Ok(Purpose::Identify),
        "Enroll" => Ok(Purpose::Enroll),
        "EnrollVerify" => Ok(Purpose::EnrollVerify),
        "EnrollIdentify" => Ok(Purpose::EnrollIdentify),
        "Audit" => Ok(Purpose::Audit),
        other => Err(Error::Value { element: "Purpose", value: shorten(other) }),
    }
}

fn quality(node: &Node) -> Result<Quality, Error> {
    let text = match node.child("Score") {
        Some(score) => Some(score.text.trim().to_owned()),
        None => Some(node.text.trim().to_owned()).filter(|text| !text.is_empty()),
    };
    let score = match text {
        None => None,
        Some(text) => {
            let score: u8 = number(&text, "Score")?;
            if score > 100 {
                return Err(Error::Value { element: "Score", value: text });
            }
            Some(score)
        }
    };
    Ok(Quality { algorithm: node.child("Algorithm").map(registry), score })
}

fn base64(text: &str, element: &'static str) -> Result<Vec<u8>, Error> {
    let mut compact = Vec::with_capacity(text.len());
    compact.extend(text.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    // MOSIP writes the URL alphabet in some versions and the standard one in others
    let engine = if compact.iter().any(|byte| matches!(byte, b'-' | b'_')) { &URL_SAFE } else { &STANDARD };
    engine.decode(compact).map_err(|_| Error::Base64 { element })
}
