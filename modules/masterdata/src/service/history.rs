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
