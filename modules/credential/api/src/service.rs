//! What other modules may ask of the credential module.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Rid, Timestamp, Uin};

/// Where a credential request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialState {
    pub request_id: String,
    /// `NEW`, `ISSUED`, `FAILED`, `printed` …, as MOSIP spells it.
    pub status: String,
    pub updated_at: Timestamp,
}

/// A printable card.
#[derive(Debug, Clone)]
pub struct Card {
    pub pdf: Vec<u8>,
    /// Text of the claim-169 QR (base45).
    pub qr: String,
}

/// Credentials of a person.
#[async_trait]
pub trait Credentials: Send + Sync {
    /// Asks for the card of a finished registration, idempotently by registration id.
    async fn request_card(&self, caller: &Caller, rid: &Rid, uin: &Uin) -> Result<CredentialState, Failure>;
    /// Where the card of a registration stands; `None` when none was asked for.
    async fn state(&self, caller: &Caller, rid: &Rid) -> Result<Option<CredentialState>, Failure>;
    /// The card, made from the identity as it is now; `None` while it is not issued.
    async fn card(&self, caller: &Caller, uin: &Uin) -> Result<Option<Card>, Failure>;
    /// The photograph as it stands on the card (JPEG, 26:32); `None` when the person has none. A double without pictures has none.
    async fn portrait(&self, _caller: &Caller, _uin: &Uin) -> Result<Option<Vec<u8>>, Failure> {
        Ok(None)
    }
}
