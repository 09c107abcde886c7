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

/// Partners, their policies and keys.
#[async_trait]
pub trait Partners: Send + Sync {
    /// Resolves the three parts of an authentication URL; each wrong one has its own error (IDA-MLC-…, IDA-MPA-…).
    async fn relying_party(
        &self,
        caller: &Caller,
        misp_licence_key: &str,
        partner_id: &str,
        api_key: &str,
    ) -> Result<RelyingParty, Failure>;
}
