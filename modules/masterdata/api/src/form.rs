//! What requests that create or change an entry hold, and what an entry refers to. One form drives the REST endpoints, the
//! bulk upload and the pages of the admin portal.

use crate::error::MasterdataError;
use crate::table::Table;
use crate::wire::Entity;

/// Whether a member has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It may be missing or null.
    Optional,
    /// It may not be null.
    NotNull,
}

/// Which characters a text may consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chars {
    Any,
    /// Letters and digits.
    Alphanumeric,
    /// Letters of any script.
    Alphabetic,
    /// The code of one of the country's languages.
    Language,
}

/// One member of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Name on the wire.
    pub wire: &'static str,
    /// Column it fills.
    pub column: &'static str,
    /// Whether it has to be there.
    pub presence: Presence,
    /// Fewest characters, of a text without the white space around it.
    pub min: u16,
    /// Most characters, or the largest number; 0 for any.
    pub max: u16,
    /// Allowed characters.
    pub chars: Chars,
}

impl Member {
    /// Letters and digits only.
    #[must_use]
    pub const fn alphanumeric(self) -> Self {
        Self { chars: Chars::Alphanumeric, ..self }
    }

    /// Letters only.
    #[must_use]
    pub const fn alphabetic(self) -> Self {
        Self { chars: Chars::Alphabetic, ..self }
    }
}

/// A member that has to be there, with so many characters.
pub(crate) const fn need(wire: &'static str, column: &'static str, min: u16, max: u16) -> Member {
    Member { wire, column, presence: Presence::NotNull, min, max, chars: Chars::Any }
}

/// A member that may be missing, with at most so many characters.
pub(crate) const fn may(wire: &'static str, column: &'static str, max: u16) -> Member {
    Member { wire, column, presence: Presence::Optional, min: 0, max, chars: Chars::Any }
}

/// The language of a translated entry.
pub(crate) const LANGUAGE: Member = Member {
    wire: "langCode",
    column: "lang_code",
    presence: Presence::NotNull,
    min: 0,
    max: 0,
    chars: Chars::Language,
};

/// Whether the entry is in use; only on creation, later it is switched by a request of its own.
pub(crate) const ACTIVE: Member = need("isActive", "is_active", 0, 0);

/// Where the name of a new entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The request says it.
    Given,
    /// The request may say it; else it is made up.
    Made,
}

/// A column that names an entry of another table.
#[derive(Debug, Clone, Copy)]
pub struct Refers {
    /// Own column.
    pub column: &'static str,
    /// The other table.
    pub to: &'static Table,
    /// The other table's column.
    pub key: &'static str,
    /// Refusal when there is no such entry.
    pub error: MasterdataError,
}

/// A table whose active rows need the entry.
#[derive(Debug, Clone, Copy)]
pub struct Needed {
    /// The other table.
    pub by: &'static Table,
    /// Its column that names the entry.
    pub column: &'static str,
    /// Refusal to switch the entry off.
    pub active: MasterdataError,
    /// Refusal to delete it.
    pub delete: MasterdataError,
}

/// How an entity is created, changed, switched and deleted.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The entity.
    pub entity: &'static Entity,
    /// Column that names an entry in all languages.
    pub code: &'static str,
    /// Where the name of a new entry comes from.
    pub naming: Naming,
    /// Members of a request that creates an entry.
    pub create: &'static [Member],
    /// Members of a request that changes one; those of the key find it.
    pub change: &'static [Member],
    /// Members of the answer; none for all fields and the audit fields.
    pub answer: &'static [&'static str],
    /// Whether a new entry is off until it is switched on, whatever the request says.
    pub asleep: bool,
    /// Refusal when an entry of that name is there already.
    pub taken: MasterdataError,
    /// What it refers to.
    pub refers: &'static [Refers],
    /// What refers to it.
    pub needed: &'static [Needed],
    /// Table of its history.
    pub history: Option<&'static Table>,
}

impl Form {
    /// The member of that wire name in a request that creates (`true`) or changes.
    #[must_use]
    pub fn members(&self, creates: bool) -> &'static [Member] {
        if creates { self.create } else { self.change }
    }
}
