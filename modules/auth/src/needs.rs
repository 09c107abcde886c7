//! What authentication relies on in the country's definitions.

use masterdata_api::cross_check::{AttributeNeed, Needs};

use crate::domain::attributes::{BORN, EMAIL, PHONE};

/// Templates of one-time codes.
pub(crate) mod code {
    pub const SMS: &str = "ida-auth-otp-sms-template";
    pub const EMAIL: &str = "ida-auth-otp-email-content-template";
    pub const SUBJECT: &str = "ida-auth-otp-email-subject-template";
}

/// Templates of what a person is told of a use.
pub(crate) mod used {
    pub const SMS: &str = "auth-sms";
    pub const EMAIL: &str = "auth-email-content";
    pub const SUBJECT: &str = "auth-email-subject";
}

/// The attributes behind the names of requests that every relying party uses, and the templates of messages.
#[must_use]
pub fn needs() -> Needs {
    let need = |part, any_of: &[&'static str]| AttributeNeed { part, any_of: any_of.to_vec() };
    let attributes = vec![
        need("name", &["fullName", "firstName"]),
        need("dob", &[BORN]),
        need("gender", &["gender"]),
        need("phoneNumber", &[PHONE]),
        need("emailId", &[EMAIL]),
    ];
    let templates = [code::SMS, code::EMAIL, code::SUBJECT, used::SMS, used::EMAIL, used::SUBJECT];
    Needs { module: "authentication", attributes, templates: templates.map(str::to_owned).to_vec() }
}
