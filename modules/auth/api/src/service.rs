//! What other modules may ask of authentication.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Timestamp, Uin};

/// One use of an identity, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthUse {
    #[serde(with = "types::time::wire")]
    pub at: Timestamp,
    /// Name of the organisation that asked.
    pub partner: String,
    /// `OTP-REQUEST`, `OTP-AUTH`, `DEMO-AUTH`, `FINGERPRINT-AUTH`, `EKYC-AUTH` …
    pub kind: String,
    pub succeeded: bool,
    pub transaction_id: String,
    /// Names of the attributes that were handed out (`EKYC-AUTH`), in the identity schema's words.
    #[serde(default)]
    pub disclosed: Vec<String>,
}

/// Who used my identity.
#[async_trait]
pub trait AuthHistory: Send + Sync {
    /// The newest uses of a person's identity, by UIN or any of its VIDs.
    async fn history(&self, caller: &Caller, uin: &Uin, limit: u32) -> Result<Vec<AuthUse>, Failure>;
}
