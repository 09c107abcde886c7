//! Keys and certificates over HTTP (spec ida-crypto A.6).

use serde::{Deserialize, Serialize};
use types::Timestamp;

use crate::access;

/// Names a key and, for certificates made on request, the subject's fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyRequest {
    pub application_id: String,
    pub reference_id: Option<String>,
    /// Makes a new key even when a current one exists.
    pub force: Option<bool>,
    pub common_name: Option<String>,
    pub organization_unit: Option<String>,
    pub organization: Option<String>,
    pub location: Option<String>,
    pub state: Option<String>,
    pub country: Option<String>,
}

/// A certificate or a request for one, with its validity.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyResponse {
    /// PEM.
    pub certificate: Option<String>,
    /// PKCS#10 in PEM.
    pub cert_sign_request: Option<String>,
    #[serde(with = "types::time::wire")]
    pub issued_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub expiry_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// One of a key's certificates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateItem {
    pub certificate_data: String,
    #[serde(with = "types::time::wire")]
    pub issued_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub expiry_at: Timestamp,
    /// The `kid` of signatures.
    pub key_id: String,
}

/// All certificates of a key, the current one first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AllCertificates {
    pub all_certificates: Vec<CertificateItem>,
}

/// A certificate for a key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UploadRequest {
    pub application_id: String,
    pub reference_id: Option<String>,
    /// PEM.
    pub certificate_data: String,
}

/// That something was done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    pub status: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// Names a symmetric master key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SymmetricKeyRequest {
    pub application_id: String,
    pub reference_id: String,
    /// Makes a new key even when a current one exists.
    pub force: Option<bool>,
}

/// Names a key to revoke.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RevokeRequest {
    pub application_id: String,
    pub reference_id: Option<String>,
    /// Makes no successor on the next use.
    pub disable_auto_gen: Option<bool>,
}

/// A certificate and those that vouch for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateChain {
    /// base64url of a PKCS#7 bundle: the key's certificate, its master's, the root's.
    pub certificates_trust_path: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

types::endpoint! {
    /// Makes a master key, or answers the current one.
    GenerateMasterKey: POST "/v1/keymanager/generateMasterKey/{objectType}", id "", permission access::MAKE_KEYS, durable,
        KeyRequest => KeyResponse;
    /// The current certificate; base keys are made on first use.
    GetCertificate: GET "/v1/keymanager/getCertificate", id "", permission access::READ_CERTIFICATE, durable, () => KeyResponse;
    /// Current and earlier certificates.
    GetAllCertificates: GET "/v1/keymanager/getAllCertificates", id "", permission access::READ_CERTIFICATE, durable,
        () => AllCertificates;
    /// The same under the address of ID authentication, whose clients encrypt to `IDA`'s keys.
    GetAuthenticationCertificate: GET "/idauthentication/v1/internal/getCertificate", id "", permission access::READ_CERTIFICATE,
        durable, () => KeyResponse;
    /// All of them, under the address of ID authentication.
    GetAllAuthenticationCertificates: GET "/idauthentication/v1/internal/getAllCertificates", id "",
        permission access::READ_CERTIFICATE, durable, () => AllCertificates;
    /// A certificate request for the current key.
    GenerateCsr: POST "/v1/keymanager/generateCSR", id "", permission access::MAKE_KEYS, durable, KeyRequest => KeyResponse;
    /// Replaces the certificate of an own key by one that another authority signed.
    UploadCertificate: POST "/v1/keymanager/uploadCertificate", id "", permission access::MAKE_KEYS, durable, UploadRequest => Done;
    /// Stores the certificate of another deployment or a partner.
    UploadOtherDomainCertificate: POST "/v1/keymanager/uploadOtherDomainCertificate", id "",
        permission access::UPLOAD_OTHER_DOMAIN, durable, UploadRequest => Done;
    /// Makes an elliptic signing key (reference id `ED25519_SIGN` or `EC_SECP256R1_SIGN`), or answers the current one.
    GenerateEcSignKey: POST "/v1/keymanager/generateECSignKey/{objectType}", id "", permission access::MAKE_KEYS, durable,
        KeyRequest => KeyResponse;
    /// The current certificate with its master's and the root's.
    GetCertificateChain: GET "/v1/keymanager/getCertificateChain", id "", permission access::READ_CERTIFICATE, durable,
        () => CertificateChain;
    /// Makes a symmetric master key, unless a current one exists.
    GenerateSymmetricKey: POST "/v1/keymanager/generateSymmetricKey", id "", permission access::MAKE_KEYS, durable,
        SymmetricKeyRequest => Done;
    /// Ends an encryption key before its time.
    RevokeKey: PUT "/v1/keymanager/revokeKey", id "", permission access::MAKE_KEYS, durable, RevokeRequest => Done;
}
