//! Keys that come from another key manager (spec ida-crypto A.10).

use serde::{Deserialize, Serialize};
use types::Timestamp;

use crate::access;
use crate::keys::Done;

/// A base key of another key manager.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MigrateBaseKeyRequest {
    pub application_id: String,
    pub reference_id: String,
    /// base64url of the private key under the application's master key, as MOSIP's key store holds it.
    pub encrypted_key_data: String,
    /// PEM.
    pub certificate_data: String,
    #[serde(with = "types::time::wire_option")]
    pub not_before: Option<Timestamp>,
    #[serde(with = "types::time::wire_option")]
    pub not_after: Option<Timestamp>,
}

/// The certificate to which zero-knowledge keys are encrypted on their way.
#[derive(Clone, Serialize, Deserialize)]
pub struct TemporaryCertificate {
    /// PEM.
    pub certificate: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A random key under the temporary certificate.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EncryptedZkKey {
    pub key_index: i32,
    /// base64url of RSA-OAEP.
    pub encrypted_key_data: String,
}

/// Random keys of another key manager.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MigrateZkKeysRequest {
    pub zk_encrypted_data_list: Vec<EncryptedZkKey>,
    /// Ends the temporary certificate afterwards.
    pub purge_temp_key_flag: Option<bool>,
}

/// What became of one random key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MigratedZkKey {
    pub key_index: i32,
    /// `Migration Success`, `Error in Migration` or `Migration Not Allowed. Valid Key Exists.`
    pub status_message: String,
}

/// What became of each random key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MigratedZkKeys {
    pub zk_encrypted_data_list: Vec<MigratedZkKey>,
}

types::endpoint! {
    /// Takes a base key over, for decrypting what was encrypted to it.
    MigrateBaseKey: POST "/v1/keymanager/migrateBaseKey", id "", permission access::MIGRATE_KEYS, durable,
        MigrateBaseKeyRequest => Done;
    /// The temporary certificate; made when there is none.
    GetZkTempCertificate: GET "/v1/keymanager/getZKTempCertificate", id "", permission access::MIGRATE_KEYS, durable,
        () => TemporaryCertificate;
    /// Takes random keys over.
    MigrateZkKeys: POST "/v1/keymanager/migrateZKKeys", id "", permission access::MIGRATE_KEYS, durable,
        MigrateZkKeysRequest => MigratedZkKeys;
}
