//! Takes machines, devices and centres out of service for good, in all their languages.

use masterdata_api::form::Form;
use masterdata_api::{MasterdataError as E, forms, tables};
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::store::{Deed, change, deleted, event, remember};
use crate::Masterdata;
use crate::read::storage;
use crate::row::{Find, Row};

impl Masterdata {
    /// Decommissions a machine that is mapped to no centre.
    pub(crate) async fn decommission_machine(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        let rows = self.entries(&forms::MACHINE, id).await?;
        let first = rows.first().ok_or_else(|| Failure::with(E::MachineUnknown, [id]))?;
        if !self.may_administer(caller, first.text("zone_code")).await? {
            return Err(E::MachineDecommissionForbidden.into());
        }
        if !first.text("regcntr_id").is_empty() {
            return Err(E::MachineMapped.into());
        }
        self.decommission(caller, &forms::MACHINE, id, rows).await
    }

    /// Decommissions a device that is mapped to no centre.
    pub(crate) async fn decommission_device(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        let rows = self.entries(&forms::DEVICE, id).await?;
        let first = rows.first().ok_or_else(|| Failure::with(E::DeviceUnknown, [id]))?;
        self.check_zone(caller, &forms::DEVICE, first).await?;
        if !first.text("regcntr_id").is_empty() {
            return Err(E::DeviceMapped.into());
        }
        self.decommission(caller, &forms::DEVICE, id, rows).await
    }

    /// Decommissions a centre that has no staff, machines or devices.
    pub(crate) async fn decommission_center(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        let rows = self.entries(&forms::CENTER, id).await?;
        let first = rows.first().ok_or(E::CenterGone)?;
        self.check_zone(caller, &forms::CENTER, first).await?;
        for (table, refusal) in [
            (&tables::USER_DETAIL, E::CenterHasUsers),
            (&tables::MACHINE_MASTER, E::CenterHasMachines),
            (&tables::DEVICE_MASTER, E::CenterHasDevices),
        ] {
            if self.first(Find::undeleted(table).where_text("regcntr_id", id)).await?.is_some() {
                return Err(refusal.into());
            }
        }
        self.decommission(caller, &forms::CENTER, id, rows).await
    }

    async fn decommission(
        &self,
        caller: &Caller,
        form: &'static Form,
        id: &str,
        rows: Vec<Row>,
    ) -> Result<Value, Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for mut row in rows {
            deleted(&mut row, tx.now());
            let key = row.key();
            change(&tx, &key, &mut row, caller).await?;
            remember(&tx, form.history, &row, caller).await?;
        }
        tx.audit(event(Deed::Decommissioned, form.entity.table, id)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(json!({ "id": id }))
    }
}
