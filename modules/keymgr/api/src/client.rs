//! Client crypto over HTTP: what registration machines sign and encrypt (spec ida-crypto A.7, format 7).

use serde::{Deserialize, Serialize};

use crate::access;

/// How a client keeps its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ClientType {
    /// In a TPM; public keys are its `TPMT_PUBLIC`.
    Tpm,
    /// In a file.
    Local,
    /// In Android's key store, whose OAEP takes SHA-1 for the mask.
    Android,
}

/// Data to sign with this platform's client key.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientSignRequest {
    /// base64url.
    pub data: String,
}

/// A signature.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClientSignResponse {
    /// base64url.
    pub data: String,
}

/// A client's signature to check.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientVerifyRequest {
    pub data: String,
    pub signature: String,
    /// base64url of `TPMT_PUBLIC` or of an X.509 public key.
    pub public_key: String,
    /// Older clients' way to name their type; the key's form tells it.
    #[serde(alias = "isTpm")]
    pub tpm: Option<bool>,
    pub client_type: Option<ClientType>,
}

/// Whether a signature fits.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClientVerifyResponse {
    pub verified: bool,
}

/// Data to encrypt to a client's key, or to decrypt with this platform's.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientCryptoRequest {
    /// base64url.
    pub value: String,
    pub public_key: String,
    #[serde(alias = "isTpm")]
    pub tpm: Option<bool>,
    pub client_type: Option<ClientType>,
}

/// Encrypted or decrypted data.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClientCryptoResponse {
    /// base64url.
    pub value: String,
}

/// Asks for a public key of this platform.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientKeyRequest {
    pub server_profile: String,
}

/// A public key of this platform.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientKeyResponse {
    /// base64url of an X.509 public key.
    pub public_key: String,
}

types::endpoint! {
    /// Signs with this platform's client key (RSASSA, SHA-256).
    CsSign: POST "/v1/keymanager/cssign", id "", permission access::CLIENT_CRYPTO, durable, ClientSignRequest => ClientSignResponse;
    /// Checks a client's signature.
    CsVerifySign: POST "/v1/keymanager/csverifysign", id "", permission access::CLIENT_CRYPTO, read,
        ClientVerifyRequest => ClientVerifyResponse;
    /// Encrypts to a client's key.
    TpmEncrypt: POST "/v1/keymanager/tpmencrypt", id "", permission access::CLIENT_CRYPTO, read,
        ClientCryptoRequest => ClientCryptoResponse;
    /// Decrypts what a client encrypted to this platform.
    TpmDecrypt: POST "/v1/keymanager/tpmdecrypt", id "", permission access::CLIENT_CRYPTO, durable,
        ClientCryptoRequest => ClientCryptoResponse;
    /// The key that `cssign` signs with.
    TpmSigningKey: POST "/v1/keymanager/tpmsigning/publickey", id "", permission access::CLIENT_CRYPTO, durable,
        ClientKeyRequest => ClientKeyResponse;
    /// The key that `tpmdecrypt` decrypts with.
    TpmEncryptionKey: POST "/v1/keymanager/tpmencryption/publickey", id "", permission access::CLIENT_CRYPTO, durable,
        ClientKeyRequest => ClientKeyResponse;
}
