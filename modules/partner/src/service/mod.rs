//! Use cases of partner.

pub(crate) mod certificate;
pub(crate) mod key;
pub(crate) mod mapping;
pub(crate) mod policy;
pub(crate) mod register;
mod resolve;

use crate::{PartnerModule, entity::partner, repo};
use partner_api::PartnerError;
use types::{Caller, CallerKind, Failure, role};

impl PartnerModule {
    /// A partner that the caller may act for: its own, or any for administrators.
    pub(crate) async fn own_partner(&self, caller: &Caller, id: &str) -> Result<partner::Model, Failure> {
        let found =
            repo::find_partner(self.db.read(), id).await?.ok_or_else(|| Failure::of(PartnerError::UnknownPartner))?;
        let admin = caller.has_any_role(&[role::PARTNER_ADMIN, role::PARTNERMANAGER, role::PMS_ADMIN]);
        if admin
            || caller.kind() == CallerKind::System
            || found.created_by == caller.user_id()
            || found.id == caller.user_id()
        {
            Ok(found)
        } else {
            Err(PartnerError::NotYours.into())
        }
    }
}

/// A member that must not be empty.
pub(crate) fn demand<'a>(name: &str, value: &'a str) -> Result<&'a str, Failure> {
    let value = value.trim();
    if value.is_empty() { Err(Failure::with(PartnerError::MissingInput, [name])) } else { Ok(value) }
}
