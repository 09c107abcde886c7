//! What is wrong with one field of a form: a code with arguments, turned into words by the portal's language files.

use serde::{Deserialize, Serialize};

/// The kinds of mistakes a form reports; the names are the keys of their translations (`field_<name>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A value is needed and none was given.
    Required,
    /// The value does not have the form the schema asks for; the argument is the pattern.
    Pattern,
    /// The text is longer than any field may be; the argument is the limit in characters.
    TooLong,
    /// Not a day of the calendar.
    InvalidDate,
    /// A day after today.
    DateInFuture,
    /// The age lies outside every age group; the argument is the highest age in years.
    AgeTooHigh,
    /// The number is outside the schema's limits; the arguments are the lowest and highest value.
    OutOfRange,
    /// Not a number.
    NotANumber,
    /// The value contains a word the country blocks; the argument is the word.
    BlockedWord,
    /// The chosen option is not among those on offer.
    UnknownOption,
    /// The document's type has not been chosen, or no file was given.
    DocumentIncomplete,
}

impl IssueCode {
    /// Every code, for the test that looks for missing translations.
    pub const ALL: [Self; 11] = [
        Self::Required,
        Self::Pattern,
        Self::TooLong,
        Self::InvalidDate,
        Self::DateInFuture,
        Self::AgeTooHigh,
        Self::OutOfRange,
        Self::NotANumber,
        Self::BlockedWord,
        Self::UnknownOption,
        Self::DocumentIncomplete,
    ];

    /// The stable name used as translation key and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Pattern => "pattern",
            Self::TooLong => "too_long",
            Self::InvalidDate => "invalid_date",
            Self::DateInFuture => "date_in_future",
            Self::AgeTooHigh => "age_too_high",
            Self::OutOfRange => "out_of_range",
            Self::NotANumber => "not_a_number",
            Self::BlockedWord => "blocked_word",
            Self::UnknownOption => "unknown_option",
            Self::DocumentIncomplete => "document_incomplete",
        }
    }
}

/// One mistake in one field, in one language where the field has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Id of the field in the identity schema.
    pub field: String,
    /// Data language of the input that is wrong; `None` for fields without languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What is wrong.
    pub code: IssueCode,
    /// Values that the message shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
}

impl Issue {
    /// An issue without language and arguments.
    pub fn new(field: &str, code: IssueCode) -> Self {
        Self { field: field.into(), language: None, code, arguments: Vec::new() }
    }

    /// The same issue, pointing to the input of one data language.
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Self {
        self.language = Some(language.into());
        self
    }

    /// The same issue with one more argument.
    #[must_use]
    pub fn with(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }
}
