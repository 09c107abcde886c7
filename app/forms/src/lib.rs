//! Forms drawn from a `schema::FormModel`: pages, controls, and the way back from posted fields to changes of the model.
//!
//! A form posts without scripts; with them, choices that depend on each other follow at once. The model decides what is
//! visible, needed and wrong, here and on the server alike.

mod names;
mod pages;
mod posted;
mod problems;
mod view;

pub use names::control_id;
pub use pages::pages;
pub use posted::changes;
pub use problems::{issue_text, problems};
pub use view::{FormPage, Need};
