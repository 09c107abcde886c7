//! Sign-in with a one-time code.

use crate::permission::SIGN_IN;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::endpoint;

/// Asks for a code. `langCode` chooses the language of the message.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OtpRequest {
    #[serde(rename = "userId", default)]
    pub user_id: Option<String>,
    #[serde(rename = "langCode", default)]
    pub lang_code: Option<String>,
}

/// Brings a code back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OtpValidation {
    #[serde(rename = "userId", default)]
    pub user_id: Option<String>,
    #[serde(default)]
    pub otp: Option<String>,
}

/// `{message, status}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthResponse {
    pub message: String,
    pub status: String,
}

endpoint! {
    /// Sends a code; the message is in the first configured language.
    SendOtp: POST "/preregistration/v1/login/sendOtp",
        id "mosip.pre-registration.login.sendotp", permission SIGN_IN, durable, OtpRequest => AuthResponse;
    /// Sends a code in a language.
    SendOtpInLanguage: POST "/preregistration/v1/login/sendOtp/langcode",
        id "mosip.pre-registration.login.sendotp", permission SIGN_IN, durable, OtpRequest => AuthResponse;
    /// Checks a code and sets the token cookie.
    ValidateOtp: POST "/preregistration/v1/login/validateOtp",
        id "mosip.pre-registration.login.useridotp", permission SIGN_IN, durable, OtpValidation => AuthResponse;
    /// Ends the session: the token works no longer.
    InvalidateToken: POST "/preregistration/v1/login/invalidateToken",
        id "mosip.pre-registration.login.invalidate", permission SIGN_IN, durable, () => String;
    /// Settings of the portal.
    LoginConfig: GET "/preregistration/v1/login/config",
        id "mosip.pre-registration.login.config", permission SIGN_IN, read, () => BTreeMap<String, String>;
}
