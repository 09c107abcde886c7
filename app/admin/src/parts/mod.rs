//! Parts of pages.

mod breadcrumb;
mod compared;
mod decision;
mod fingers;

pub use breadcrumb::Breadcrumb;
pub use compared::{Captured, Compared};
pub use decision::{Decided, DecisionForm};
pub use fingers::{Fingers, Zoomed};
