//! Authorities and partners' certificates over HTTP (spec ida-crypto A.9), and the public key set.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::Timestamp;

use crate::access;
use crate::keys::Done;

/// Certificates of authorities for a trust store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorityUpload {
    /// PEM, or base64url of a PKCS#7 bundle.
    pub certificate_data: String,
    pub partner_domain: String,
}

/// A partner's certificate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PartnerUpload {
    /// PEM.
    pub certificate_data: String,
    pub organization_name: String,
    pub partner_domain: String,
}

/// A partner's certificate after the platform signed it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerUploaded {
    pub certificate_id: String,
    /// base64url of a PKCS#7 bundle: the certificate, the partner module's, the root's.
    pub signed_certificate_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A stored partner certificate, as it was re-signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerCertificate {
    pub certificate_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// A stored partner certificate as it came, and as it was re-signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerSignedCertificate {
    pub ca_signed_certificate_data: String,
    pub mosip_signed_certificate_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// The path from an authority to its root.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthorityPath {
    /// base64url of a PKCS#7 bundle: the authority's certificate first, the root's last.
    #[serde(rename = "p7bFile")]
    pub p7b_file: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// Which authorities to list. What is left out does not restrict.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorityQuery {
    /// `ROOT` or `INTERMEDIATE`.
    pub ca_certificate_type: Option<String>,
    pub partner_domain: Option<String>,
    /// Leaves this platform's own certificates out.
    #[serde(rename = "excludeMosipCA")]
    pub exclude_mosip_ca: Option<bool>,
    pub cert_id: Option<String>,
    /// A part of the subject, in any case.
    pub issued_to: Option<String>,
    /// A part of the issuer, in any case.
    pub issued_by: Option<String>,
    /// Counted from 0.
    pub page_number: Option<u32>,
    /// 10 unless said; 100 at most.
    pub page_size: Option<u32>,
}

/// An authority of a trust store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authority {
    /// `ROOT` or `INTERMEDIATE`.
    pub ca_certificate_type: String,
    pub partner_domain: String,
    pub cert_id: String,
    pub issued_to: String,
    pub issued_by: String,
    /// Upper-case hexadecimal SHA-1.
    pub cert_thumbprint: String,
    #[serde(with = "types::time::wire")]
    pub valid_from_date: Timestamp,
    #[serde(with = "types::time::wire")]
    pub valid_till_date: Timestamp,
    #[serde(with = "types::time::wire")]
    pub upload_time: Timestamp,
    /// Whether it is valid now.
    pub status: bool,
}

/// A page of authorities, the latest upload first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorityPage {
    pub page_number: u32,
    pub page_size: u32,
    pub total_records: u64,
    pub total_pages: u64,
    /// The misnomer is MOSIP's: they are authorities' certificates.
    pub all_partner_certificates: Vec<Authority>,
}

/// Whether a certificate is trusted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrustStatus {
    pub status: bool,
}

types::endpoint! {
    /// Adds authorities to a trust store.
    UploadCaCertificate: POST "/v1/keymanager/uploadCACertificate", id "", permission access::UPLOAD_AUTHORITY, durable,
        AuthorityUpload => Done;
    /// Checks a partner's certificate and signs it again.
    UploadPartnerCertificate: POST "/v1/keymanager/uploadPartnerCertificate", id "", permission access::PARTNER_CERTIFICATE, durable,
        PartnerUpload => PartnerUploaded;
    /// A partner's certificate.
    GetPartnerCertificate: GET "/v1/keymanager/getPartnerCertificate/{partnerCertId}", id "",
        permission access::PARTNER_CERTIFICATE, read, () => PartnerCertificate;
    /// A partner's certificate in both forms.
    GetPartnerSignedCertificate: GET "/v1/keymanager/getPartnerSignedCertificate/{partnerCertId}", id "",
        permission access::PARTNER_CERTIFICATE, read, () => PartnerSignedCertificate;
    /// Authorities of the trust stores.
    GetCaCertificates: POST "/v1/keymanager/getCaCertificates", id "", permission access::PARTNER_CERTIFICATE, read,
        AuthorityQuery => AuthorityPage;
    /// An authority of a trust store with those above it.
    GetCaCertificateTrustPath: GET "/v1/keymanager/getCACertificateTrustPath/{caCertId}", id "",
        permission access::PARTNER_CERTIFICATE, read, () => AuthorityPath;
    /// Whether a certificate chains to an authority of a domain.
    VerifyCertificateTrust: POST "/v1/keymanager/verifyCertificateTrust", id "", permission access::PARTNER_CERTIFICATE, read,
        AuthorityUpload => TrustStatus;
    /// The public keys that verify what this system signs (RFC 7517; no envelope).
    KeySet: GET "/.well-known/jwks.json", id "", permission access::READ_KEY_SET, read, () => Value;
}
