//! The desk's properties.

use masterdata_api::sync::{ClientConfig, ConfigDetail};
use masterdata_api::sync_settings::{DESK_SETTINGS, SHARED_WITH_DESK};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use serde_json::{Map, Value};
use types::Failure;

use super::{SyncData, internal};
use crate::settings::documented;

impl SyncData {
    /// Every property of the desk with the country's value or its default, encrypted to the machine.
    pub(super) async fn configs(&self, key_index: &str) -> Result<ClientConfig, Failure> {
        let desk = self.desk(key_index).await?;
        let last_sync_time = self.now();
        let names = || DESK_SETTINGS.iter().map(|setting| setting.name).chain(SHARED_WITH_DESK.iter().copied());
        let default = |name: &str| documented(name).map_or("", |setting| setting.default);
        let mut properties: Map<String, Value> =
            names().map(|name| (name.to_owned(), Value::from(default(name)))).collect();
        let mut select = Query::select();
        select.columns(["name", "value"].map(Alias::new)).from(Alias::new("md_setting"));
        select.and_where(Expr::col(Alias::new("name")).is_in(names()));
        for row in self.masterdata.db.read().query_all(&select).await.map_err(internal)? {
            let (name, value): (String, String) =
                (row.try_get_by_index(0).map_err(internal)?, row.try_get_by_index(1).map_err(internal)?);
            properties.insert(name, value.into());
        }
        let parts = vec!["{}".to_owned(), Value::Object(properties).to_string()];
        let mut sealed = desk.seal(self, parts).await?.into_iter();
        let config_detail = ConfigDetail {
            global_configuration: sealed.next().unwrap_or_default(),
            registration_configuration: sealed.next().unwrap_or_default(),
        };
        Ok(ClientConfig { last_sync_time, config_detail })
    }
}
