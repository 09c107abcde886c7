//! Signatures over HTTP (spec ida-crypto A.8).

use serde::{Deserialize, Serialize};
use types::Timestamp;

use crate::access;

/// What to sign and how.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignRequest {
    /// base64url.
    pub data_to_sign: String,
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    pub include_payload: Option<bool>,
    pub include_certificate: Option<bool>,
    pub include_cert_hash: Option<bool>,
    pub certificate_url: Option<String>,
    /// `jwsSign` only: refuses data that is not JSON.
    pub validate_json: Option<bool>,
    /// `jwsSign` only: `false` signs the payload unencoded.
    #[serde(rename = "b64JWSHeaderParam")]
    pub b64_jws_header_param: Option<bool>,
    /// `jwsSign` only: RS256 or PS256 (default).
    pub sign_algorithm: Option<String>,
}

/// A signed token.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignResponse {
    pub jwt_signed_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A token to verify.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VerifyRequest {
    pub jwt_signature_data: String,
    /// base64url of the payload of a detached token.
    pub actual_data: Option<String>,
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    /// PEM.
    pub certificate_data: Option<String>,
    pub validate_trust: Option<bool>,
    pub domain: Option<String>,
}

/// What was found out about a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyResponse {
    pub signature_valid: bool,
    pub message: String,
    /// `TRUST_NOT_VERIFIED`, `TRUST_NOT_VERIFIED_NO_DOMAIN`, `TRUST_CERT_PATH_NOT_VALID` or `TRUST_CERT_PATH_VALID`.
    pub trust_valid: String,
}

/// Text to sign with the platform's key.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlainSignRequest {
    pub data: String,
}

/// A detached signature.
#[derive(Clone, Serialize, Deserialize)]
pub struct PlainSignResponse {
    pub signature: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A detached signature to check.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ValidateRequest {
    pub signature: String,
    pub data: String,
    pub timestamp: Option<String>,
}

/// That a signature is right.
#[derive(Clone, Serialize, Deserialize)]
pub struct ValidateResponse {
    pub status: String,
    pub message: String,
}

/// A PDF to sign visibly.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PdfSignRequest {
    pub application_id: String,
    pub reference_id: Option<String>,
    pub time_stamp: Option<String>,
    /// base64 of the PDF.
    pub data: String,
    /// The rectangle of the visible signature in points from the page's lower left corner.
    pub lower_left_x: i32,
    pub lower_left_y: i32,
    pub upper_right_x: i32,
    pub upper_right_y: i32,
    pub reason: String,
    /// The page that shows the signature, counted from 1.
    pub page_number: i32,
    /// Encrypts the PDF; it then opens with this password only.
    pub password: Option<String>,
}

/// A signed PDF.
#[derive(Clone, Serialize, Deserialize)]
pub struct PdfSignResponse {
    /// base64url.
    pub data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

types::endpoint! {
    /// Signs a token with RS256.
    JwtSign: POST "/v1/keymanager/jwtSign", id "", permission access::SIGN, durable, SignRequest => SignResponse;
    /// Signs a token with a choice of algorithm.
    JwsSign: POST "/v1/keymanager/jwsSign", id "", permission access::SIGN_JWS, durable, SignRequest => SignResponse;
    /// Verifies a token.
    JwtVerify: POST "/v1/keymanager/jwtVerify", id "", permission access::VERIFY, read, VerifyRequest => VerifyResponse;
    /// Signs text, detached (deprecated by MOSIP, still called).
    Sign: POST "/v1/keymanager/sign", id "", permission access::SIGN, durable, PlainSignRequest => PlainSignResponse;
    /// Checks what `sign` made.
    Validate: POST "/v1/keymanager/validate", id "", permission access::VERIFY, read, ValidateRequest => ValidateResponse;
    /// Signs a PDF (adbe.pkcs7.detached, SHA-256).
    PdfSign: POST "/v1/keymanager/pdf/sign", id "", permission access::SIGN_PDF, durable, PdfSignRequest => PdfSignResponse;
}
