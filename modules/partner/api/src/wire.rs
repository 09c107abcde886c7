//! Wire structures and endpoints of `/v1/partnermanager` and `/v1/policymanager`, in MOSIP's names.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::Timestamp;

/// Body of a new policy group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupRequest {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub desc: String,
}

/// A policy group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupResponse {
    pub id: String,
    pub name: String,
    pub desc: String,
    pub is_active: bool,
    #[serde(rename = "cr_by")]
    pub created_by: String,
    #[serde(rename = "cr_dtimes", with = "types::time::wire")]
    pub created_at: Timestamp,
}

/// Body of a new policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRequest {
    #[serde(default)]
    pub policy_id: Option<String>,
    #[serde(default)]
    pub policy_group_name: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub desc: String,
    #[serde(default)]
    pub version: Option<String>,
    /// `Auth`, `DataShare`, `CredentialIssuance` or `MISP`.
    #[serde(default)]
    pub policy_type: String,
    #[serde(default)]
    pub policies: Value,
}

/// A new policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PolicyResponse {
    pub id: String,
    pub name: String,
    pub desc: String,
    #[serde(rename = "policyGroupName")]
    pub group_name: String,
    #[serde(rename = "is_Active")]
    pub is_active: bool,
    #[serde(rename = "cr_by")]
    pub created_by: String,
    #[serde(rename = "cr_dtimes", with = "types::time::wire")]
    pub created_at: Timestamp,
}

/// A policy with its document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDetail {
    pub policy_id: String,
    pub policy_name: String,
    pub policy_desc: String,
    pub policy_type: String,
    pub policy_group_id: String,
    pub policy_group_name: String,
    pub policies: Value,
    pub version: String,
    /// URL of the document's schema once published.
    pub schema: Option<String>,
    #[serde(rename = "is_Active")]
    pub is_active: bool,
    #[serde(with = "types::time::wire")]
    pub valid_till: Timestamp,
    /// `DRAFTED`, `PUBLISHED`.
    pub status: String,
}

/// Body of a partner's self-registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerRequest {
    #[serde(default)]
    pub partner_id: String,
    #[serde(default)]
    pub organization_name: String,
    #[serde(default)]
    pub partner_type: String,
    #[serde(default)]
    pub policy_group: Option<String>,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub contact_number: String,
    #[serde(default)]
    pub email_id: String,
    #[serde(default)]
    pub lang_code: Option<String>,
}

/// `{partnerId, status}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerResponse {
    pub partner_id: String,
    pub status: String,
}

/// A partner.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerDetail {
    #[serde(rename = "partnerID")]
    pub partner_id: String,
    pub organization_name: String,
    pub partner_type: String,
    pub policy_group: Option<String>,
    pub contact_number: String,
    pub email_id: String,
    pub address: String,
    /// `InProgress`, `approved`.
    pub approval_status: String,
    pub status: String,
}

/// Body of a certificate authority's upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorityUpload {
    #[serde(default)]
    pub certificate_data: String,
    #[serde(default)]
    pub partner_domain: String,
}

/// `{status, timestamp}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthorityUploaded {
    pub status: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// Body of a partner certificate's upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateUpload {
    #[serde(default)]
    pub partner_id: String,
    #[serde(default)]
    pub certificate_data: String,
    #[serde(default)]
    pub partner_domain: String,
}

/// The certificate as the platform signed it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateUploaded {
    pub certificate_id: String,
    pub signed_certificate_data: String,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// `{certificateData}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateData {
    pub certificate_data: String,
}

/// Body of a policy mapping request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MappingRequest {
    #[serde(default)]
    pub policy_name: String,
    #[serde(default)]
    pub use_case_description: String,
}

/// `{mappingkey, message}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MappingResponse {
    pub mappingkey: String,
    pub message: String,
}

/// `{status}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusRequest {
    #[serde(default)]
    pub status: String,
}

/// Body of a new API key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyRequest {
    #[serde(default)]
    pub policy_name: String,
    #[serde(default)]
    pub label: String,
}

/// A new API key: shown this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyResponse {
    pub partner_id: String,
    pub api_key: String,
    pub label: String,
}

/// Body of a new licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenceRequest {
    #[serde(default)]
    pub provider_id: String,
}

/// A new licence: shown this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenceResponse {
    pub provider_id: String,
    pub license_key: String,
    #[serde(with = "types::time::wire")]
    pub license_key_expiry: Timestamp,
    pub license_key_status: String,
}

/// Descriptors.
pub mod endpoints {
    use super::{
        ApiKeyRequest, ApiKeyResponse, AuthorityUpload, AuthorityUploaded, CertificateData, CertificateUpload,
        CertificateUploaded, GroupRequest, GroupResponse, LicenceRequest, LicenceResponse, MappingRequest,
        MappingResponse, PartnerDetail, PartnerRequest, PartnerResponse, PolicyDetail, PolicyRequest, PolicyResponse,
        StatusRequest,
    };
    use types::{Permission, role};

    const POLICY: Permission =
        Permission::roles("partner.policy.manage", &[role::POLICYMANAGER, role::PARTNER_ADMIN, role::PMS_ADMIN]);
    const ADMIN: Permission = Permission::roles("partner.manage", &[role::PARTNERMANAGER, role::PARTNER_ADMIN]);
    const REGISTER: Permission = Permission::any_token("partner.register");
    const OWN: Permission = Permission::roles(
        "partner.own",
        &[
            role::PARTNER,
            role::PMS_USER,
            role::AUTH_PARTNER,
            role::ABIS_PARTNER,
            role::DEVICE_PROVIDER,
            role::FTM_PROVIDER,
            role::CREDENTIAL_PARTNER,
            role::CREDENTIAL_ISSUANCE,
            role::ID_AUTHENTICATION,
            role::PARTNER_ADMIN,
            role::ONLINE_VERIFICATION_PARTNER,
            role::MISP_PARTNER,
            role::MISP,
        ],
    );
    const LICENCE: Permission = Permission::roles(
        "partner.licence.manage",
        &[role::MISP_PARTNER, role::MISP, role::PARTNERMANAGER, role::PARTNER_ADMIN],
    );

    types::endpoint! {
        /// A new policy group.
        CreateGroup: POST "/v1/policymanager/policies/group/new", id "mosip.policymanager.groups.create", permission POLICY, durable, GroupRequest => GroupResponse;
        /// A new policy, as a draft.
        CreatePolicy: POST "/v1/policymanager/policies", id "mosip.policymanager.policies.create", permission POLICY, durable, PolicyRequest => PolicyResponse;
        /// Publishes a draft; it never changes again.
        PublishPolicy: POST "/v1/policymanager/policies/{policyId}/group/{groupId}/publish", id "mosip.policymanager.policies.publish", permission POLICY, durable, () => PolicyDetail;
        /// A policy.
        GetPolicy: GET "/v1/policymanager/policies/{policyId}", id "mosip.policymanager.policies.get", permission POLICY, read, () => PolicyDetail;
        /// A partner registers itself.
        RegisterPartner: POST "/v1/partnermanager/partners", id "mosip.partnermanagement.partners.create", permission REGISTER, durable, PartnerRequest => PartnerResponse;
        /// A partner.
        GetPartner: GET "/v1/partnermanager/partners/{partnerId}", id "mosip.partnermanagement.partners.retrieve", permission OWN, read, () => PartnerDetail;
        /// A certificate authority that partners' certificates may come from.
        UploadAuthority: POST "/v1/partnermanager/partners/certificate/ca/upload", id "mosip.partnermanagement.certificates.ca.upload", permission ADMIN, durable, AuthorityUpload => AuthorityUploaded;
        /// A partner's certificate; accepting it activates the partner.
        UploadCertificate: POST "/v1/partnermanager/partners/certificate/upload", id "mosip.partnermanagement.certificates.upload", permission OWN, durable, CertificateUpload => CertificateUploaded;
        /// The partner's certificate as the platform signed it.
        GetCertificate: GET "/v1/partnermanager/partners/{partnerId}/certificate", id "mosip.partnermanagement.certificates.get", permission OWN, read, () => CertificateData;
        /// Asks for a policy.
        RequestMapping: POST "/v1/partnermanager/partners/{partnerId}/policy/map", id "mosip.partnermanagement.policy.map", permission OWN, durable, MappingRequest => MappingResponse;
        /// Approves or rejects the request.
        DecideMapping: PUT "/v1/partnermanager/partners/policy/{mappingkey}", id "mosip.partnermanagement.policy.approve", permission ADMIN, durable, StatusRequest => String;
        /// A new API key for an approved policy.
        CreateApiKey: PATCH "/v1/partnermanager/partners/{partnerId}/generate/apikey", id "mosip.partnermanagement.apikey.create", permission OWN, durable, ApiKeyRequest => ApiKeyResponse;
        /// A new licence for a MISP.
        CreateLicence: POST "/v1/partnermanager/misps", id "mosip.partnermanagement.misps.license", permission LICENCE, durable, LicenceRequest => LicenceResponse;
    }
}
