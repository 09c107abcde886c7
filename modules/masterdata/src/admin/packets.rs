//! Where a packet is, for administrators of its zone.

use edge::Call;
use masterdata_api::admin::{PacketStatus, PacketStatusOf};
use masterdata_api::admin_error::AdminError;
use masterdata_api::{MasterdataError, tables};
use registration_api::RegistrationError;
use registration_api::wire::TransactionItem;
use types::{Caller, Failure, Rid};

use super::AdminServices;
use crate::Masterdata;
use crate::row::Find;

impl Masterdata {
    /// Refuses what was made at a centre outside the caller's zone.
    pub(crate) async fn demand_own_center(&self, caller: &Caller, center: &str) -> Result<(), Failure> {
        let find = Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", center);
        let center = self.first(find).await?.ok_or(AdminError::CenterUnknown)?;
        let own = self.zone_of(caller).await.map_err(|failure| {
            // somebody without a zone administers none
            if failure.is(MasterdataError::ZoneNotFound) { AdminError::ZoneForbidden.into() } else { failure }
        })?;
        if self.zone_codes_below(&own).await?.contains(center.text("zone_code")) {
            return Ok(());
        }
        Err(AdminError::ZoneForbidden.into())
    }
}

impl AdminServices {
    /// A registration's steps, oldest first.
    pub(super) async fn packet(&self, call: &Call<PacketStatusOf>) -> Result<PacketStatus, Failure> {
        let rid = call.query("rid").unwrap_or_default().trim();
        let rid = Rid::parse(rid).map_err(|_| Failure::of(AdminError::RidInvalid))?;
        let center = rid.reveal().get(..5).unwrap_or_default().to_owned();
        self.masterdata.demand_own_center(&call.caller, &center).await?;
        let steps = self.histories.transactions(&call.caller, &rid).await.map_err(|failure| {
            if failure.is(RegistrationError::TransactionRidNotFound) {
                return Failure::of(AdminError::RidNotFound);
            }
            Failure::of(AdminError::StatusFailed).because(failure)
        })?;
        let language = call.query("langCode").unwrap_or_default().trim();
        // in English there are MOSIP's comments with their particulars; other languages have words for the code
        let said = |step: TransactionItem| match (self.comments)(language, &step.sub_status_code) {
            Some(comment) => TransactionItem { status_comment: comment.to_owned(), ..step },
            None => step,
        };
        Ok(PacketStatus { packet_status_update_list: steps.into_iter().map(said).collect() })
    }
}
