//! What other modules may ask about partners.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Caller, Failure, PartnerId};

/// MOSIP's authentication policy, as far as it is read here; the whole document is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthPolicy {
    pub id: String,
    pub name: String,
    /// `policies` of the document: allowedAuthTypes, allowedKycAttributes, authTokenType, …
    pub document: Value,
}

/// Everything that authentication needs to know about who asks.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    pub partner_id: PartnerId,
    pub name: String,
    /// PEM of the partner's signing and encryption certificate.
    pub certificate: String,
    pub policy: AuthPolicy,
    /// The infrastructure provider whose licence key was used.
    pub misp_id: String,
}

/// Why a relying party may not authenticate anybody, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No API key of that partner.
    UnknownPartner,
    /// The partner or its API key was deactivated.
    PartnerInactive,
    /// The API key is past its date.
    ApiKeyExpired,
    /// The policy of the API key is not published, or past its date.
    PolicyInactive,
    /// The partner has no accepted certificate.
    NoCertificate,
    /// No such licence key.
    UnknownLicence,
    /// The licence was suspended.
    LicenceSuspended,
    /// The licence is past its date.
    LicenceExpired,
}

/// Partners, their policies and keys.
#[async_trait]
pub trait Partners: Send + Sync {
    /// Resolves the three parts of an authentication URL. What is wrong with them is the inner error, so that
    /// authentication can answer it in its own codes; the outer one is a failure of this system.
    async fn relying_party(
        &self,
        caller: &Caller,
        misp_licence_key: &str,
        partner_id: &str,
        api_key: &str,
    ) -> Result<Result<RelyingParty, Refusal>, Failure>;
}
