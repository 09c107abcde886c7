//! What the resident's portal relies on in the country's definitions.

use masterdata_api::cross_check::Needs;

/// Templates of one-time codes.
pub(crate) const SMS: &str = "OTP-sms-template";
pub(crate) const EMAIL: &str = "OTP-email-content-template";
pub(crate) const SUBJECT: &str = "OTP-email-subject-template";

/// The templates of messages.
#[must_use]
pub fn needs() -> Needs {
    Needs {
        module: "resident portal",
        templates: [SMS, EMAIL, SUBJECT].map(str::to_owned).to_vec(),
        ..Needs::default()
    }
}
