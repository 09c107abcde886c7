//! Descriptors of the master data tables. One descriptor drives import and export, the public reads, searches, and the
//! forms and lists of the admin portal.

/// What a column holds. Dates, times and instants are stored as text in one canonical form that sorts like time:
/// `yyyy-MM-dd`, `HH:mm:ss`, `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text of at most so many characters; 0 for any length.
    Text(u32),
    /// A whole number.
    Number,
    /// A number with a fraction.
    Decimal,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// An instant in UTC.
    Stamp,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the database and in published files.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
}

impl Column {
    /// The same column, allowed to be empty.
    #[must_use]
    pub const fn null(self) -> Self {
        Self { nullable: true, ..self }
    }
}

/// One table of master data.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name of the published file; the database adds the prefix `md_`.
    pub name: &'static str,
    /// Columns whose values together name a row.
    pub key: &'static [&'static str],
    /// Columns of the published file in its order, comma-separated; the order of exports.
    pub published: &'static str,
    /// Its own columns.
    pub columns: &'static [Column],
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Table {
    /// Its own columns and the audit columns that every table has.
    pub fn all_columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().chain(AUDIT.iter())
    }

    /// The column of that name and its place among all columns.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.all_columns().position(|column| column.name == name)
    }

    /// Whether rows carry a language.
    #[must_use]
    pub fn has_language(&self) -> bool {
        self.position("lang_code").is_some()
    }

    /// Whether one entry has a row in each language (the language is part of the key).
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.key.contains(&"lang_code")
    }

    /// Whether rows can be switched off.
    #[must_use]
    pub fn has_active(&self) -> bool {
        self.columns.iter().any(|column| column.name == "is_active")
    }

    /// Name of the table in the database.
    #[must_use]
    pub fn stored(&self) -> String {
        format!("md_{}", self.name)
    }
}

/// Who made, changed and deleted a row, and when.
pub const AUDIT: [Column; 6] = [
    text("cr_by", 256).null(),
    stamp("cr_dtimes").null(),
    text("upd_by", 256).null(),
    stamp("upd_dtimes").null(),
    flag("is_deleted").null(),
    stamp("del_dtimes").null(),
];

pub(crate) const LANG: Column = text("lang_code", 3);
pub(crate) const ACTIVE: Column = flag("is_active");

pub(crate) const fn table(
    name: &'static str,
    key: &'static [&'static str],
    published: &'static str,
    columns: &'static [Column],
) -> Table {
    Table { name, key, published, columns }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: false }
}

pub(crate) const fn text(name: &'static str, longest: u32) -> Column {
    column(name, Kind::Text(longest))
}

pub(crate) const fn number(name: &'static str) -> Column {
    column(name, Kind::Number)
}

pub(crate) const fn decimal(name: &'static str) -> Column {
    column(name, Kind::Decimal)
}

pub(crate) const fn flag(name: &'static str) -> Column {
    column(name, Kind::Flag)
}

pub(crate) const fn date(name: &'static str) -> Column {
    column(name, Kind::Date)
}

pub(crate) const fn time(name: &'static str) -> Column {
    column(name, Kind::Time)
}

pub(crate) const fn stamp(name: &'static str) -> Column {
    column(name, Kind::Stamp)
}
