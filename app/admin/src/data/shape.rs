//! What the pages show, ready in the reader's language.

use serde::{Deserialize, Serialize};

/// A value as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    Nothing,
    Text(String),
    /// A text in a language of data: ISO 639-3 and the text.
    Spoken(String, String),
    /// A code or number to copy; left to right.
    Id(String),
    Number(String),
    /// In use or not.
    Status(bool),
    /// A text of many lines.
    Long(String, String),
}

/// A group of tiles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub title: String,
    pub tiles: Vec<Tile>,
}

/// One entity, or a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub href: String,
    pub title: String,
    pub count: Option<u64>,
}

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub text: String,
    pub number: bool,
    /// Address of the list sorted by it.
    pub href: Option<String>,
    /// Whether it is sorted by it: ascending, or descending.
    pub order: Option<bool>,
}

/// How a filter is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    Contains,
    Equals,
    /// From and to, named `name-from` and `name-to`.
    Days(String, String),
    OneOf(Vec<(String, String)>),
}

/// One filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub name: String,
    pub label: String,
    pub value: String,
    pub ask: Ask,
}

/// One entry in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub href: String,
    pub title: Cell,
    /// Its code, where that is not its title.
    pub code: String,
    pub cells: Vec<Cell>,
}

/// The list of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    pub title: String,
    pub path: String,
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    pub filters: Vec<Filter>,
    /// Kept when the filter form is sent.
    pub sort: Option<String>,
    pub filtered: bool,
    pub from: u64,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub csv: String,
    /// Where a new entry is written; absent without the right.
    pub new: Option<String>,
    pub map: Option<String>,
    pub done: Option<String>,
    /// Why nothing can be shown, where a rule was not met.
    pub problem: Option<String>,
}

/// An earlier state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub when: String,
    pub who: String,
    pub language: Option<String>,
    /// Name, before, after; none for the first state.
    pub changes: Vec<(String, String, String)>,
}

/// Something that can be done to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeedButton {
    pub deed: String,
    pub text: String,
    /// What is asked before, and what will happen; none for what can be undone at once.
    pub question: Option<(String, String)>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    pub entity: String,
    pub list: String,
    pub here: String,
    pub act: String,
    pub title: Cell,
    pub code: String,
    pub active: Option<bool>,
    /// Languages it is said in: code and name.
    pub languages: Vec<(String, String)>,
    /// What is said in each of them.
    pub spoken: Vec<(String, Vec<Cell>)>,
    /// What is the same in all.
    pub common: Vec<(String, Cell)>,
    pub audit: Vec<(String, Cell)>,
    /// Who needs it: words and where they stand.
    pub needed_by: Vec<(String, Option<String>)>,
    /// Absent where none is kept.
    pub history: Option<Vec<State>>,
    /// Language's name and address.
    pub edit: Vec<(String, String)>,
    pub add: Vec<(String, String)>,
    pub deeds: Vec<DeedButton>,
    pub done: Option<String>,
    pub problem: Option<String>,
    /// The deed that is asked about without scripts.
    pub asked: Option<String>,
    pub may_change: bool,
}

/// How a member is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    Text,
    Id,
    Number,
    Date,
    Time,
    Instant,
    Flag,
    Long,
    OneOf(Vec<(String, String)>),
}

/// One member of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub value: String,
    pub optional: bool,
    pub most: Option<u32>,
    /// Language of the text.
    pub language: Option<String>,
    pub control: Control,
}

/// An exceptional holiday of a centre: day, name, reason.
pub type Closed = (String, String, String);

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPage {
    pub title: String,
    pub entity: String,
    pub list: String,
    pub back: String,
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub asked: Vec<Asked>,
    /// Control and words.
    pub problems: Vec<(String, String)>,
    /// The language that is written in: its code and name.
    pub language: Option<(String, String)>,
    /// Working days: name, words, whether it works.
    pub week: Option<Vec<(String, String, bool)>>,
    pub closed: Option<Vec<Closed>>,
    /// What the template says in the other languages: language, its name, text.
    pub others: Vec<(String, String, String)>,
    /// Whether what is written merges values.
    pub template: bool,
}

/// Which document types prove a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentsPage {
    pub categories: Vec<(String, String)>,
    pub category: String,
    /// Code and name.
    pub mapped: Vec<(String, String)>,
    pub unmapped: Vec<(String, String)>,
    pub may_change: bool,
    pub done: Option<String>,
    pub problem: Option<String>,
}

/// A centre on the map, in units of the drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub href: String,
    pub id: String,
    pub name: String,
    pub language: String,
    pub active: bool,
    pub x: f64,
    pub y: f64,
}

/// A zone with the centres in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub name: String,
    pub points: Vec<Point>,
    /// Left, top, width and height of what they cover.
    pub around: (f64, f64, f64, f64),
}

/// Centres by coordinates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapPage {
    pub areas: Vec<Area>,
    /// Centres whose coordinates cannot be read: address and name.
    pub placeless: Vec<(String, String)>,
}
