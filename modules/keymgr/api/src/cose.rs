//! COSE and CWT over HTTP (spec ida-crypto A.8.1).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use types::Timestamp;

use crate::access;
use crate::signatures::VerifyResponse;

/// What to sign as COSE_Sign1 and which headers to write.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CoseSignRequest {
    /// base64url.
    pub payload: String,
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    /// Headers that the signature covers.
    pub protected_header: Option<Map<String, Value>>,
    /// Headers that it does not cover; names that are protected too are left out.
    pub unprotected_header: Option<Map<String, Value>>,
    /// The algorithm's JOSE name; the key's own unless said.
    pub algorithm: Option<String>,
}

/// What to sign as a CWT (RFC 8392).
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CwtSignRequest {
    /// base64url of a JSON object: claims beside the registered ones.
    pub payload: Option<String>,
    /// Hexadecimal CBOR for claim 169.
    #[serde(rename = "claim169Payload")]
    pub claim_169_payload: Option<String>,
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    pub protected_header: Option<Map<String, Value>>,
    pub unprotected_header: Option<Map<String, Value>>,
    pub algorithm: Option<String>,
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub audience: Option<String>,
    /// Days from the beginning of validity.
    pub expire_days: Option<i64>,
    /// Days from now.
    pub not_before_days: Option<i64>,
    /// The token's id; `UUID` draws one.
    #[serde(rename = "CWTId", alias = "cwtId")]
    pub cwt_id: Option<String>,
}

/// A signed message.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CoseSignResponse {
    /// Hexadecimal CBOR.
    pub signed_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A message to verify.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CoseVerifyRequest {
    /// Hexadecimal CBOR.
    pub cose_signed_data: String,
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    /// PEM.
    pub certificate_data: Option<String>,
    pub validate_trust: Option<bool>,
    pub domain: Option<String>,
    /// `cwtVerify` only: the issuer it must have.
    pub issuer: Option<String>,
    /// `cwtVerify` only: the subject it must have.
    pub subject: Option<String>,
}

types::endpoint! {
    /// Signs a payload as COSE_Sign1 (tag 18).
    CoseSign1: POST "/v1/keymanager/coseSign1", id "", permission access::SIGN, durable, CoseSignRequest => CoseSignResponse;
    /// Verifies a COSE_Sign1.
    CoseVerify1: POST "/v1/keymanager/coseVerify1", id "", permission access::VERIFY, read, CoseVerifyRequest => VerifyResponse;
    /// Signs claims as a CWT (tags 61 and 18).
    CwtSign: POST "/v1/keymanager/cwtSign", id "", permission access::SIGN_CWT, durable, CwtSignRequest => CoseSignResponse;
    /// Verifies a CWT.
    CwtVerify: POST "/v1/keymanager/cwtVerify", id "", permission access::VERIFY_CWT, read, CoseVerifyRequest => VerifyResponse;
}
