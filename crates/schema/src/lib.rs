//! Identity schema, UI specification, expressions, form model and validators.
//!
//! Everything here is plain Rust without input or output: the same code draws a form in the browser, checks it there, and
//! checks it again on the server. The path from the two documents a country publishes to what a person sees is
//!
//! ```text
//! identity schema ─► IdentitySchema ┐
//! UI specification ─► UiSpec        ├─► FormModel ──► identity object ──► IdentitySchema::validate
//! languages, date, process ─────────┘
//! ```
//!
//! Conditions are parsed when the documents are read, so that a mistake is found at upload and never at a capture.

mod date;
pub mod edit;
pub mod expr;
mod form;
mod form_check;
mod form_json;
mod form_options;
mod identity;
mod issue;
mod json_schema;
mod pattern;
mod ui_spec;
mod validate;

pub use date::{AgeGroup, AgeGroups, CivilDate};
pub use form::{Answer, Change, Context, Field, FormModel, Process, Section};
pub use form_options::{Choice, OptionSource};
pub use identity::{FieldCategory, IdentitySchema, SchemaError, SchemaField, Validator, ValueKind};
pub use issue::{Issue, IssueCode};
pub use pattern::{Pattern, PatternError};
pub use ui_spec::{BioCondition, Control, FieldSpec, Labels, ScreenSpec, UiSpec};
pub use validate::{IdObjectError, IdObjectRules};
