//! Parts of pages.

mod breadcrumb;
mod certificate_form;
mod compared;
mod decision;
mod fingers;

pub use breadcrumb::Breadcrumb;
pub use certificate_form::{CERTIFICATE, CertificateFields};
pub use compared::{Captured, Compared};
pub use decision::{Decided, DecisionForm};
pub use fingers::{Fingers, Zoomed};
