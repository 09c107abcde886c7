//! What machines, devices, centres and staff were at a time.

use masterdata_api::{MasterdataError, Table, tables};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};
use serde_json::{Map, Value, json};
use types::{Failure, Timestamp};

use crate::Masterdata;
use crate::cell::parse_stamp;
use crate::read::wire;
use crate::row::{Find, Row};

impl Masterdata {
    /// The newest state at or before an instant.
    pub(crate) async fn at(
        &self,
        table: &'static Table,
        id: &str,
        language: Option<&str>,
        at: Timestamp,
    ) -> Result<Option<Row>, Failure> {
        let mut find = Find::everything(table).where_text("id", id);
        if let Some(language) = language {
            find = find.where_text("lang_code", language);
        }
        let find = find.and(Expr::col(Alias::new("eff_dtimes")).lte(types::time::format(at)));
        self.first(find.order("eff_dtimes", Order::Desc)).await
    }

    /// A machine at a time, as MOSIP answers it.
    pub(crate) async fn machine_history(&self, id: &str, at: &str) -> Result<Value, Failure> {
        let at = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let row =
            self.at(&tables::MACHINE_MASTER_H, id, None, at).await?.ok_or(MasterdataError::MachineHistoryNotFound)?;
        let fields = [
            ("id", "id"),
            ("name", "name"),
            ("serialNum", "serial_num"),
            ("ipAddress", "ip_address"),
            ("macAddress", "mac_address"),
            ("machineSpecId", "mspec_id"),
            ("langCode", "lang_code"),
            ("isActive", "is_active"),
            ("effectDateTime", "eff_dtimes"),
            ("validityDateTime", "validity_end_dtimes"),
        ];
        Ok(json!({ "machineHistoryDetails": [shown(&row, &fields)] }))
    }

    /// A device at a time.
    pub(crate) async fn device_history(&self, id: &str, at: &str) -> Result<Value, Failure> {
        let at = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let row =
            self.at(&tables::DEVICE_MASTER_H, id, None, at).await?.ok_or(MasterdataError::DeviceHistoryNotFound)?;
        let fields = [
            ("id", "id"),
            ("name", "name"),
            ("serialNum", "serial_num"),
            ("ipAddress", "ip_address"),
            ("macAddress", "mac_address"),
            ("deviceSpecId", "dspec_id"),
            ("langCode", "lang_code"),
            ("isActive", "is_active"),
            ("effectDateTime", "eff_dtimes"),
            ("validityDateTime", "validity_end_dtimes"),
        ];
        Ok(json!({ "deviceHistoryDetails": [shown(&row, &fields)] }))
    }

    /// Whether a device belonged to a centre at a time.
    pub(crate) async fn center_device_history(&self, center: &str, device: &str, at: &str) -> Result<Value, Failure> {
        let at = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let row = self.at(&tables::DEVICE_MASTER_H, device, None, at).await?;
        let row = row.filter(|row| row.text("regcntr_id") == center);
        let row = row.ok_or(MasterdataError::CenterDeviceHistoryNotFound)?;
        let fields = [
            ("deviceId", "id"),
            ("isActive", "is_active"),
            ("langCode", "lang_code"),
            ("effectivetimes", "eff_dtimes"),
        ];
        let mut shown = shown(&row, &fields);
        shown["regCenterId"] = json!(center);
        Ok(json!({ "registrationCenterDeviceHistoryDetails": shown }))
    }

    /// Whether a machine and a member of staff belonged to a centre at a time.
    pub(crate) async fn center_user_machine_history(
        &self,
        at: &str,
        center: &str,
        machine: &str,
        user: &str,
    ) -> Result<Value, Failure> {
        let when = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let machine = self.at(&tables::MACHINE_MASTER_H, machine, None, when).await?;
        let user = self.at(&tables::USER_DETAIL_H, user, None, when).await?;
        let here = |row: Option<Row>| row.filter(|row| row.text("regcntr_id") == center);
        let (Some(machine), Some(user)) = (here(machine), here(user)) else {
            return Err(MasterdataError::CenterUserMachineHistoryNotFound.into());
        };
        // the mapping holds since the later of the two
        let since = Ord::max(machine.text("eff_dtimes"), user.text("eff_dtimes"));
        Ok(json!({
            "registrationCenters": [{
                "cntrId": center, "machineId": machine.text("id"), "usrId": user.text("id"),
                "isActive": machine.is_active() && user.is_active(), "langCode": wire(user.get("lang_code")),
                "effectivetimes": since,
            }]
        }))
    }

    /// A registration centre at a time in a language.
    pub(crate) async fn center_history(&self, id: &str, language: &str, at: &str) -> Result<Value, Failure> {
        let at = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let row = self.at(&tables::REGISTRATION_CENTER_H, id, Some(language), at).await?;
        let row = row.ok_or(MasterdataError::CenterNotFound)?;
        let mut object = Map::new();
        for field in masterdata_api::wire::CENTER.fields {
            object.insert(field.wire.into(), wire(row.get(field.column)));
        }
        object.insert("effectivetimes".into(), wire(row.get("eff_dtimes")));
        Ok(json!({ "registrationCentersHistory": [object] }))
    }
}

fn shown(row: &Row, fields: &[(&str, &str)]) -> Value {
    fields.iter().map(|(name, column)| ((*name).to_owned(), wire(row.get(column)))).collect::<Map<_, _>>().into()
}
