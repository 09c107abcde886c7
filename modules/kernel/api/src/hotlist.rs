//! Hotlist: identifiers that must not be used any more, or for a while (`/v1/hotlist`).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, endpoint, role};

/// Body and answer of every operation. `id` may name a person: never log it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HotlistEntry {
    pub id: Option<String>,
    pub id_type: Option<String>,
    /// `BLOCKED` or `UNBLOCKED`; requests need not say it.
    pub status: Option<String>,
    /// Until when; for ever where absent.
    pub expiry_timestamp: Option<String>,
}

/// Whether an identifier may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HotlistStatus {
    Blocked,
    Unblocked,
}

impl HotlistStatus {
    /// MOSIP's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocked => "BLOCKED",
            Self::Unblocked => "UNBLOCKED",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Blocked, Self::Unblocked].into_iter().find(|status| status.name() == name)
    }

    /// What holds when this one is over.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Blocked => Self::Unblocked,
            Self::Unblocked => Self::Blocked,
        }
    }
}

/// MOSIP's event `MOSIP_HOTLIST`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HotlistChanged {
    /// Upper-case hexadecimal SHA-256 of the identifier: whoever has the identifier can compute it. It names a person as
    /// much as the number itself does, and is kept nowhere.
    pub id: String,
    pub id_type: String,
    pub status: HotlistStatus,
    #[serde(with = "types::time::wire_option")]
    pub expiry_timestamp: Option<Timestamp>,
}

/// Asks the hotlist.
#[async_trait]
pub trait Hotlist: Send + Sync {
    /// Whether an identifier of this type (`UIN`, `VID`, `MACHINE_ID`, `PARTNER_ID`, `OPERATOR_ID`, `CENTER_ID`, `DEVICE`,
    /// `DEVICE_MODEL`, `FTM_PUBLIC_KEY`, `DEVICE_PROVIDER`) is blocked now.
    async fn is_blocked(&self, id_type: &str, id: &str) -> Result<bool, Failure>;
}

/// Somebody who is told of changes, at least once and in no order. Another call for the same change has no further effect.
#[async_trait]
pub trait HotlistListener: Send + Sync {
    /// Its name, for the record of what was told.
    fn name(&self) -> &'static str;
    /// Takes a change in.
    async fn hotlist_changed(&self, caller: &Caller, change: &HotlistChanged) -> Result<(), Failure>;
}

const CHANGE: Permission = Permission::roles("kernel.hotlist.change", &[role::HOTLIST_ADMIN]);
const READ: Permission = Permission::roles(
    "kernel.hotlist.read",
    &[
        role::HOTLIST_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::RESIDENT,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_OFFICER,
        role::ID_AUTHENTICATION,
        role::ID_REPOSITORY,
    ],
);

endpoint! {
    /// Blocks an identifier, for ever or until a time.
    BlockId: POST "/v1/hotlist/block", id "", permission CHANGE, durable, HotlistEntry => HotlistEntry;
    /// Takes a block back, for ever or until a time.
    UnblockId: POST "/v1/hotlist/unblock", id "", permission CHANGE, durable, HotlistEntry => HotlistEntry;
    /// Whether an identifier is blocked.
    HotlistStatusOf: GET "/v1/hotlist/status/{idType}/{id}", id "", permission READ, read, () => HotlistEntry;
}
