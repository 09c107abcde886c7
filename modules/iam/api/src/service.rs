//! What portals and other modules may ask of iam.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, CallerKind, Failure};
use zeroize::Zeroizing;

/// A portal session that was just opened.
#[derive(Debug, Clone)]
pub struct PortalSession {
    /// Value of the session cookie; only its hash is stored.
    pub cookie: Zeroizing<String>,
    /// Seconds until the session ends at the latest.
    pub max_age_secs: u64,
}

/// A member of staff, for lists and the portal's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSummary {
    pub user_id: String,
    pub name: String,
    pub roles: Vec<String>,
    pub zone: Option<String>,
}

/// Sessions of portals, whoever signed the person in.
#[async_trait]
pub trait Iam: Send + Sync {
    /// Opens a portal session for somebody another module has already recognised (one-time code).
    async fn open_session(
        &self,
        caller: &Caller,
        kind: CallerKind,
        user_id: &str,
        roles: &[&str],
    ) -> Result<PortalSession, Failure>;
    /// Ends the caller's session; a caller without one is no error.
    async fn sign_out(&self, caller: &Caller) -> Result<(), Failure>;
    /// Who the caller is, for the portal's header; `None` when anonymous.
    async fn whoami(&self, caller: &Caller) -> Result<Option<StaffSummary>, Failure>;
}
