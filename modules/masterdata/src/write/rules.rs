//! What only some entities ask for before they are stored.

use masterdata_api::form::Form;
use masterdata_api::{MasterdataError as E, tables};
use types::{Caller, Failure, Fault};

use crate::Masterdata;
use crate::row::{Find, Row};

impl Masterdata {
    /// Whether a zone is the caller's or lies below it.
    pub(crate) async fn may_administer(&self, caller: &Caller, zone: &str) -> Result<bool, Failure> {
        if caller.kind() == types::CallerKind::System {
            return Ok(true);
        }
        let own = self.zone_of(caller).await?;
        Ok(self.zone_codes_below(&own).await?.contains(zone))
    }

    /// Refuses entries that lie in another administrator's zone; entries without a zone are everybody's.
    pub(crate) async fn check_zone(&self, caller: &Caller, form: &Form, row: &Row) -> Result<(), Failure> {
        let table = form.entity.table;
        let refusal = if *table == tables::DEVICE_MASTER {
            E::DeviceZoneForbidden
        } else if *table == tables::MACHINE_MASTER {
            E::MachineZoneForbidden
        } else if *table == tables::REGISTRATION_CENTER {
            E::CenterZoneForbidden
        } else {
            return Ok(());
        };
        if self.may_administer(caller, row.text("zone_code")).await? { Ok(()) } else { Err(refusal.into()) }
    }

    /// The rules of one entity; `before` is the row as it was, on a change.
    pub(crate) async fn check_rules(
        &self,
        caller: &Caller,
        form: &Form,
        row: &mut Row,
        before: Option<&Row>,
    ) -> Result<(), Failure> {
        if let Some(before) = before {
            self.check_zone(caller, form, before).await?;
        }
        self.check_zone(caller, form, row).await?;
        let table = form.entity.table;
        if *table == tables::DEVICE_MASTER {
            let of = |code: E, text: &str| Failure::from(Fault::worded(code, text));
            let absent = of(E::MachineCenterUnknown, "The registration center in the request is not present in db");
            let elsewhere = of(
                E::MachineCenterZone,
                "The zone of the  registration center in the request does not match the zone of the device",
            );
            return self.check_place(row, absent, elsewhere).await;
        }
        if *table == tables::MACHINE_MASTER {
            return self.check_machine(row, before).await;
        }
        if *table == tables::LOCATION { self.check_location(row, before).await } else { Ok(()) }
    }

    /// The centre that equipment is mapped to exists, and its zone and the equipment's lie on one branch.
    pub(crate) async fn check_place(&self, row: &Row, absent: Failure, elsewhere: Failure) -> Result<(), Failure> {
        let (center, zone) = (row.text("regcntr_id"), row.text("zone_code"));
        if center.is_empty() {
            return Ok(());
        }
        let found = self.first(Find::active(&tables::REGISTRATION_CENTER).where_text("id", center)).await?;
        let center_zone = found.ok_or(absent)?.text("zone_code").to_owned();
        // one of the two lies on the other's way to the root
        let (below, above) = (self.zone_codes_below(zone).await?, self.zone_codes_below(&center_zone).await?);
        if below.contains(&center_zone) || above.contains(zone) { Ok(()) } else { Err(elsewhere) }
    }
}
