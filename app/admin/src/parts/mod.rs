//! Parts of pages.

mod asked;
mod attention;
mod breadcrumb;
pub mod bring_packets;
mod certificate_form;
mod compared;
mod decision;
mod fingers;
mod passkey_form;
mod passkeys;
mod person_fields;
mod secrets;
mod sessions;

pub use asked::Asked;
pub use attention::Attention;
pub use breadcrumb::Breadcrumb;
pub use bring_packets::BringPackets;
pub use certificate_form::{CERTIFICATE, CertificateFields};
pub use compared::{Captured, Compared};
pub use decision::{Decided, DecisionForm};
pub use fingers::{Fingers, Zoomed};
pub use passkey_form::PasskeyForm;
pub use passkeys::Passkeys;
pub use person_fields::PersonFields;
pub use secrets::Secrets;
pub use sessions::Sessions;
