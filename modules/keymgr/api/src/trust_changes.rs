//! Authorities that were added lately, for those who keep a copy: registration desks.

use async_trait::async_trait;
use types::{Access, Caller, Failure, Permission, Timestamp};

use crate::service::TrustDomain;

/// Who may ask: modules of this system. Certificates are public, the list of whom the country trusts need not be.
pub const READ_TRUST: Permission = Permission { name: "keymgr.trust.changes", access: Access::System };

/// An authority as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedAuthority {
    pub id: String,
    pub domain: TrustDomain,
    pub subject: String,
    pub issuer: String,
    /// Id of the authority that signed it; its own where that is itself or not known.
    pub issuer_id: String,
    pub serial: String,
    /// Upper-case hexadecimal SHA-1.
    pub thumbprint: String,
    /// PEM.
    pub certificate: String,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    pub created_by: String,
    pub created_at: Timestamp,
}

/// Changes of the trust stores.
#[async_trait]
pub trait TrustChanges: Send + Sync {
    /// Authorities of the domains that were added after a time, or all, oldest first.
    async fn authorities_since(
        &self,
        caller: &Caller,
        domains: &[TrustDomain],
        since: Option<Timestamp>,
    ) -> Result<Vec<TrustedAuthority>, Failure>;
}
