//! Encryption and hashes over HTTP (spec ida-crypto A.7).

use serde::{Deserialize, Serialize};
use types::Timestamp;

use crate::access;

/// Data to encrypt or decrypt; binary members are base64.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CryptoRequest {
    pub application_id: String,
    pub reference_id: Option<String>,
    pub time_stamp: Option<String>,
    pub data: String,
    pub salt: Option<String>,
    pub aad: Option<String>,
    pub prepend_thumbprint: Option<bool>,
}

/// Result of encrypting or decrypting, base64url.
#[derive(Clone, Serialize, Deserialize)]
pub struct CryptoResponse {
    pub data: String,
}

/// Data to encrypt or decrypt with a PIN.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PinRequest {
    pub data: String,
    pub user_pin: String,
}

/// JSON to encrypt as a token (RFC 7516).
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JweEncryptRequest {
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    /// base64url of JSON, or a signed token as it is.
    pub data: String,
    /// Compresses before encrypting; `true` unless said.
    pub enable_def_compression: Option<bool>,
    pub include_certificate: Option<bool>,
    pub include_cert_hash: Option<bool>,
    /// Address of the recipient's key set (`jku`).
    pub jwk_set_url: Option<String>,
    /// PEM of the recipient; instead of a key's name.
    #[serde(rename = "x509Certificate")]
    pub x509_certificate: Option<String>,
}

/// A token to decrypt.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JweDecryptRequest {
    pub application_id: String,
    pub reference_id: String,
    pub enc_data: String,
}

/// An encrypted token, or base64url of what was inside one.
#[derive(Clone, Serialize, Deserialize)]
pub struct JweResponse {
    pub data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// Text to hash.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HashRequest {
    pub input_data: String,
    /// base64url; drawn when left out.
    pub salt: Option<String>,
}

/// A hash and its salt, both base64url.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HashResponse {
    /// 32 bytes.
    pub hash_value: String,
    /// 16 bytes when it was drawn here.
    pub salt: String,
}

types::endpoint! {
    /// Encrypts in the session-key format.
    Encrypt: POST "/v1/keymanager/encrypt", id "", permission access::ENCRYPT, durable, CryptoRequest => CryptoResponse;
    /// Decrypts the session-key format.
    Decrypt: POST "/v1/keymanager/decrypt", id "", permission access::DECRYPT, read, CryptoRequest => CryptoResponse;
    /// Encrypts with a PIN.
    EncryptWithPin: POST "/v1/keymanager/encryptWithPin", id "", permission access::ENCRYPT, read, PinRequest => CryptoResponse;
    /// Decrypts with a PIN.
    DecryptWithPin: POST "/v1/keymanager/decryptWithPin", id "", permission access::DECRYPT, read, PinRequest => CryptoResponse;
    /// Encrypts in the session-key format (MOSIP's second address of `encrypt`).
    EncryptDt: POST "/v1/keymanager/encryptDt", id "", permission access::ENCRYPT, durable, CryptoRequest => CryptoResponse;
    /// Decrypts the session-key format (MOSIP's second address of `decrypt`).
    DecryptDt: POST "/v1/keymanager/decryptDt", id "", permission access::DECRYPT, read, CryptoRequest => CryptoResponse;
    /// Encrypts JSON as a token.
    JwtEncrypt: POST "/v1/keymanager/jwtEncrypt", id "", permission access::ENCRYPT, durable, JweEncryptRequest => JweResponse;
    /// Decrypts a token.
    JwtDecrypt: POST "/v1/keymanager/jwtDecrypt", id "", permission access::DECRYPT, read, JweDecryptRequest => JweResponse;
    /// Hashes text with Argon2id.
    GenerateArgon2Hash: POST "/v1/keymanager/generateArgon2Hash", id "", permission access::HASH, read, HashRequest => HashResponse;
}
