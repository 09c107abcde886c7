//! Wire forms and endpoints of ID authentication (spec ida-crypto B.1, B.2, B.6).
//!
//! IDA has envelopes of its own: the members stand beside each other, without `request` around them, and times are spelt
//! `requestTime` and `responseTime`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use types::{Permission, role};

/// Body of `/auth`, `/kyc` and `/internal/auth`. Members of older clients (`requestedAuth`, `keyIndex` …) are passed over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthRequest {
    pub id: Option<String>,
    pub version: Option<String>,
    /// UIN, VID or handle.
    pub individual_id: Option<String>,
    pub individual_id_type: Option<String>,
    #[serde(rename = "transactionID")]
    pub transaction_id: Option<String>,
    pub request_time: Option<String>,
    pub spec_version: Option<String>,
    /// SHA-256 of the certificate `requestSessionKey` is encrypted to: hexadecimal or base64url.
    pub thumbprint: Option<String>,
    pub domain_uri: Option<String>,
    pub env: Option<String>,
    /// A boolean, or its text.
    pub consent_obtained: Option<Value>,
    /// AES-256-GCM of the upper-case hexadecimal SHA-256 of the plain request, base64url, IV at the end.
    #[serde(rename = "requestHMAC")]
    pub request_hmac: Option<String>,
    /// RSA-OAEP-256 of the AES key, base64url.
    pub request_session_key: Option<String>,
    /// AES-256-GCM of the plain request, base64url, IV at the end.
    pub request: Option<String>,
    pub metadata: Option<Value>,
}

/// What `request` is when decrypted. Empty texts and lists count as absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlainRequest {
    pub timestamp: Option<String>,
    pub otp: Option<String>,
    pub static_pin: Option<String>,
    pub password: Option<String>,
    pub demographics: Option<Map<String, Value>>,
    pub biometrics: Option<Vec<Biometric>>,
    pub key_binded_tokens: Option<Vec<Value>>,
}

/// One capture in an authentication request (spec B.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Biometric {
    /// JWS of [`BiometricData`] by the device.
    pub data: Option<String>,
    /// Upper-case hexadecimal link of the hash chain.
    pub hash: Option<String>,
    /// RSA-OAEP-256 of the key of `bioValue`, base64url.
    pub session_key: Option<String>,
    pub spec_version: Option<String>,
    /// Of the certificate that key is encrypted to.
    pub thumbprint: Option<String>,
}

/// Payload of a capture's JWS.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BiometricData {
    /// JWS of [`DigitalId`] by the chip.
    pub digital_id: Option<String>,
    pub bio_type: Option<String>,
    pub bio_sub_type: Option<String>,
    /// AES-256-GCM of an ISO 19794 record, base64url; nonce and associated data follow from timestamp and transaction.
    pub bio_value: Option<String>,
    pub device_code: Option<String>,
    pub device_service_version: Option<String>,
    pub transaction_id: Option<String>,
    pub timestamp: Option<String>,
    pub purpose: Option<String>,
    pub env: Option<String>,
    pub domain_uri: Option<String>,
}

/// What a device is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DigitalId {
    pub serial_no: Option<String>,
    pub make: Option<String>,
    pub model: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub device_sub_type: Option<String>,
    #[serde(alias = "dp")]
    pub device_provider: Option<String>,
    #[serde(alias = "dpId")]
    pub device_provider_id: Option<String>,
    pub date_time: Option<String>,
}

/// Body of `/otp` and `/internal/otp`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OtpRequest {
    pub id: Option<String>,
    pub version: Option<String>,
    pub individual_id: Option<String>,
    pub individual_id_type: Option<String>,
    #[serde(rename = "transactionID")]
    pub transaction_id: Option<String>,
    pub request_time: Option<String>,
    /// `email`, `phone`, in any case.
    pub otp_channel: Option<Vec<Option<String>>>,
    pub metadata: Option<Value>,
}

/// Answer of every service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer<T> {
    pub id: Option<String>,
    pub version: Option<String>,
    #[serde(rename = "transactionID")]
    pub transaction_id: Option<String>,
    pub response_time: String,
    pub response: Option<T>,
    pub errors: Option<Vec<AnswerError>>,
}

/// One error of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerError {
    pub error_code: String,
    pub error_message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_message: Option<String>,
}

/// `response` of `/auth`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthResponse {
    pub auth_status: bool,
    /// 36 digits by which the partner knows the person again, as its policy says.
    pub auth_token: Option<String>,
}

/// `response` of `/kyc`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycResponse {
    pub kyc_status: bool,
    pub auth_token: Option<String>,
    /// Upper-case hexadecimal SHA-256 of the partner's certificate.
    pub thumbprint: Option<String>,
    /// AES-256-GCM of the attributes' JSON, base64url, IV at the end.
    pub identity: Option<String>,
    /// RSA-OAEP-256 of that key for the partner, base64url.
    pub session_key: Option<String>,
}

/// `response` of `/otp`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtpResponse {
    pub masked_mobile: Option<String>,
    pub masked_email: Option<String>,
}

/// `response` of the history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthTransactions {
    pub auth_transactions: Vec<AuthTransaction>,
}

/// One row of the history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthTransaction {
    #[serde(rename = "transactionID")]
    pub transaction_id: String,
    /// All lower case, as MOSIP writes it.
    pub requestdatetime: String,
    pub authtype_code: String,
    /// `Y` or `N`.
    pub status_code: String,
    pub status_comment: String,
    /// `UIN`, `VID` or `HANDLE`.
    pub reference_id_type: String,
    pub entity_name: String,
    pub request_signature: Option<String>,
    pub response_signature: Option<String>,
    pub token_id: Option<String>,
    pub entity_id: String,
    /// A keyed hash.
    pub individual_id: String,
}

/// Asking for authentication: licence, partner, API key, signature and policy decide, not a token.
pub const AUTHENTICATE: Permission = Permission::public("auth.authenticate");
/// Authentication by this platform's own modules.
pub const INTERNAL: Permission = Permission::roles(
    "auth.internal",
    &[
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_SUPERVISOR,
        role::RESIDENT,
    ],
);
/// What residents' services may do on a person's behalf: codes and history.
pub const RESIDENT: Permission = Permission::roles("auth.resident", &[role::RESIDENT]);

types::endpoint! {
    /// Yes or no.
    Authenticate: POST "/idauthentication/v1/auth/{licence}/{partner}/{apiKey}", id "mosip.identity.auth", permission AUTHENTICATE, durable, AuthRequest => AuthResponse;
    /// The same with a part of the address missing: answered with the right error.
    AuthenticateWithoutKey: POST "/idauthentication/v1/auth/{licence}/{partner}", id "mosip.identity.auth", permission AUTHENTICATE, read, AuthRequest => AuthResponse;
    /// The same with two parts missing.
    AuthenticateWithoutPartner: POST "/idauthentication/v1/auth/{licence}", id "mosip.identity.auth", permission AUTHENTICATE, read, AuthRequest => AuthResponse;
    /// Yes or no, and what the policy allows to know.
    Kyc: POST "/idauthentication/v1/kyc/{licence}/{partner}/{apiKey}", id "mosip.identity.kyc", permission AUTHENTICATE, durable, AuthRequest => KycResponse;
    /// The same with a part of the address missing.
    KycWithoutKey: POST "/idauthentication/v1/kyc/{licence}/{partner}", id "mosip.identity.kyc", permission AUTHENTICATE, read, AuthRequest => KycResponse;
    /// The same with two parts missing.
    KycWithoutPartner: POST "/idauthentication/v1/kyc/{licence}", id "mosip.identity.kyc", permission AUTHENTICATE, read, AuthRequest => KycResponse;
    /// Sends a one-time code to the person.
    SendOtp: POST "/idauthentication/v1/otp/{licence}/{partner}/{apiKey}", id "mosip.identity.otp", permission AUTHENTICATE, durable, OtpRequest => OtpResponse;
    /// The same with a part of the address missing.
    SendOtpWithoutKey: POST "/idauthentication/v1/otp/{licence}/{partner}", id "mosip.identity.otp", permission AUTHENTICATE, read, OtpRequest => OtpResponse;
    /// The same with two parts missing.
    SendOtpWithoutPartner: POST "/idauthentication/v1/otp/{licence}", id "mosip.identity.otp", permission AUTHENTICATE, read, OtpRequest => OtpResponse;
    /// Yes or no for this platform's own modules.
    InternalAuthenticate: POST "/idauthentication/v1/internal/auth", id "mosip.identity.auth.internal", permission INTERNAL, durable, AuthRequest => AuthResponse;
    /// Sends a one-time code for residents' services.
    InternalSendOtp: POST "/idauthentication/v1/internal/otp", id "mosip.identity.otp.internal", permission RESIDENT, durable, OtpRequest => OtpResponse;
    /// Who used an identity.
    ReadAuthTransactions: GET "/idauthentication/v1/internal/authTransactions/individualId/{individualId}", id "mosip.identity.authtransactions.read", permission RESIDENT, read, () => AuthTransactions;
}
