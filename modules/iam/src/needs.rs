//! What the sign-in of staff relies on in the country's definitions.

use masterdata_api::cross_check::Needs;

/// Templates of one-time codes.
pub(crate) const EMAIL: &str = "auth-otp-email-content-template";
pub(crate) const SMS: &str = "auth-otp-sms-template";

/// The templates of messages.
#[must_use]
pub fn needs() -> Needs {
    Needs { module: "sign-in of staff", templates: [EMAIL, SMS].map(str::to_owned).to_vec(), ..Needs::default() }
}
