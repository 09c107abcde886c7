//! Staff of the machine's centre.

use masterdata_api::sync::SyncUsers;
use masterdata_api::{SyncError, tables};
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::{SyncData, internal};
use crate::read::wire;
use crate::row::{Find, Row};

impl SyncData {
    async fn mapped(&self, center: &str, deleted: bool) -> Result<Vec<Row>, Failure> {
        let find = if deleted { Find::everything(&tables::USER_DETAIL) } else { Find::undeleted(&tables::USER_DETAIL) };
        let rows = find.where_text("regcntr_id", center).rows(self.masterdata.db.read()).await;
        rows.map_err(|error| Failure::of(SyncError::FetchCenterUser).because(error))
    }

    /// Names, addresses and roles, as iam knows them.
    pub(super) async fn users(&self, caller: &Caller, key_index: &str) -> Result<SyncUsers, Failure> {
        let desk = self.desk(key_index).await?;
        let center = desk.center()?;
        let ids: Vec<String> = self.mapped(center, false).await?.iter().map(|row| row.text("id").to_owned()).collect();
        if ids.is_empty() {
            return Err(SyncError::CenterUsersNotFound.into());
        }
        let system = self.edge.system(caller.cx().request_id());
        let users = self.staff.staff(&system, &ids).await?;
        let shown = users.iter().map(|user| {
            json!({
                "userName": user.user_id, "mail": user.mail, "mobile": user.mobile, "userPassword": null,
                "name": user.name, "roles": user.role.split(',').filter(|role| !role.is_empty()).collect::<Vec<_>>(),
                "rId": user.r_id, "regCenterId": center,
            })
        });
        let text = shown.collect::<Value>().to_string();
        Ok(SyncUsers { last_sync_time: self.now(), user_details: desk.seal_one(self, text).await? })
    }

    /// Who is or was mapped to the centre.
    pub(super) async fn mapped_users(&self, key_index: &str) -> Result<SyncUsers, Failure> {
        let desk = self.desk(key_index).await?;
        let rows = self.mapped(desk.center()?, true).await?;
        let shown = rows.iter().map(|row| {
            json!({
                "userId": row.text("id"), "isActive": row.is_active(), "isDeleted": row.flag("is_deleted"),
                "langCode": wire(row.get("lang_code")), "regCenterId": wire(row.get("regcntr_id")),
            })
        });
        let text = serde_json::to_string(&shown.collect::<Vec<_>>()).map_err(internal)?;
        Ok(SyncUsers { last_sync_time: self.now(), user_details: desk.seal_one(self, text).await? })
    }
}
