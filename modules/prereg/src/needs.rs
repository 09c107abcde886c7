//! What pre-registration relies on in the country's definitions.

use masterdata_api::cross_check::Needs;

/// Templates of one-time codes.
pub(crate) mod code {
    pub const SMS: &str = "otp-sms-template";
    pub const EMAIL: &str = "OTP-email-content-template";
    pub const SUBJECT: &str = "OTP-email-subject-template";
}

/// Templates of what is said of appointments: mail, short message, subject.
pub(crate) const BOOKED: [&str; 3] = ["Email-Acknowledgement", "SMS-Acknowledgement", "Acknowledgement-email-subject"];
pub(crate) const CANCELLED: [&str; 3] =
    ["cancel-appointment", "cancel-appointment", "cancel-appointment-email-subject"];

/// The templates of messages.
#[must_use]
pub fn needs() -> Needs {
    let all = [code::SMS, code::EMAIL, code::SUBJECT].into_iter().chain(BOOKED).chain(CANCELLED);
    Needs { module: "pre-registration", templates: all.map(str::to_owned).collect(), ..Needs::default() }
}
