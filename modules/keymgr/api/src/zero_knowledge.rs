//! Zero-knowledge encryption and tokens of persons over HTTP (spec ida-crypto A.7 format 5, A.10).

use serde::{Deserialize, Serialize};

use crate::access;

/// A value under its name.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ZkAttribute {
    pub identifier: String,
    /// Plain text, or base64url of the encrypted value.
    pub value: String,
}

/// Values of one identity.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ZkRequest {
    /// The identity's number: values are bound to it.
    pub id: String,
    pub zk_data_attributes: Vec<ZkAttribute>,
}

/// Encrypted or decrypted values.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZkResponse {
    pub zk_data_attributes: Vec<ZkAttribute>,
    /// The random key for each receiver, joined by dots; `null` when decrypting.
    pub encrypted_random_key: Option<String>,
    /// The random key's index in decimal; the misspelling is MOSIP's. `null` when decrypting.
    pub rankom_key_index: Option<String>,
}

/// A random key under this platform's symmetric master key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReEncryptedKey {
    /// Standard base64.
    pub encrypted_key: String,
}

/// The token of a person for a partner.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenIdResponse {
    /// 36 decimal digits.
    #[serde(rename = "tokenID")]
    pub token_id: String,
}

types::endpoint! {
    /// Encrypts an identity's values with a random key of the pool.
    ZkEncrypt: POST "/v1/keymanager/zkEncrypt", id "", permission access::ZERO_KNOWLEDGE, durable, ZkRequest => ZkResponse;
    /// Decrypts what `zkEncrypt` made.
    ZkDecrypt: POST "/v1/keymanager/zkDecrypt", id "", permission access::ZERO_KNOWLEDGE, read, ZkRequest => ZkResponse;
    /// Wraps a random key that another deployment sent under the own symmetric master key.
    ZkReEncryptRandomKey: POST "/v1/keymanager/zkReEncryptRandomKey", id "", permission access::ZERO_KNOWLEDGE, durable,
        () => ReEncryptedKey;
    /// The token of a person for a partner.
    TokenId: GET "/v1/keymanager/tokenid/{uin}/{partnercode}", id "", permission access::TOKEN_ID, durable, () => TokenIdResponse;
}
