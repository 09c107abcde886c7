//! What a help page is made of.

use serde::{Deserialize, Serialize};

/// For whom a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    Resident,
    Officer,
    Admin,
    Partner,
    /// For everybody.
    All,
}

impl Audience {
    /// In the order of the first page.
    pub const ALL: [Self; 5] = [Self::Resident, Self::Officer, Self::Admin, Self::Partner, Self::All];
}

/// A page in lists: in the reader's language, whatever its own is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub slug: String,
    pub audience: Audience,
    pub title: String,
    pub about: String,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    Text(String),
    /// A command or an address, left to right.
    Code(String),
    Link {
        href: String,
        text: String,
    },
}

/// A line of text.
pub type Line = Vec<Inline>;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    Heading(String),
    Text(Line),
    Steps(Vec<Line>),
    List(Vec<Line>),
    /// Words and what they mean.
    Terms(Vec<(String, String)>),
    Picture {
        src: String,
        alt: String,
    },
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub card: Card,
    /// The language that the body is written in (ISO 639-3).
    pub language: String,
    pub blocks: Vec<Block>,
    /// Other pages for the same readers.
    pub related: Vec<Card>,
}

/// What the first page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was looked for; empty where nothing was.
    pub asked: String,
    /// What was found, the best first; everything in its order where nothing was looked for.
    pub cards: Vec<Card>,
}
