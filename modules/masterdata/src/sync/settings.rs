//! The desk's settings, whole or what changed, in both versions of the wire.

use masterdata_api::SyncError;
use masterdata_api::sync::{ClientSettings, SyncEntity};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use serde_json::{Value, json};
use types::Failure;

use super::SyncData;
use super::desk::Desk;
use super::entities::ENTITIES;
use crate::settings::list;

/// Lists the properties a desk may set for itself.
const PERMITTED: &str = "mosip.registration.permitted-local-configs";

/// What a desk asks.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) key_index: &'a str,
    pub(super) last_updated: Option<&'a str>,
    /// The centre the desk believes to belong to.
    pub(super) center: Option<&'a str>,
    /// Entities it wants whole.
    pub(super) whole: Vec<String>,
    pub(super) v2: bool,
}

impl SyncData {
    /// Everything that a desk works with, encrypted to it.
    pub(super) async fn client_settings(&self, asked: Asked<'_>) -> Result<ClientSettings, Failure> {
        let since = self.since(asked.last_updated)?;
        let desk = self.desk(asked.key_index).await?;
        let center = desk.center()?;
        if asked.center.is_some_and(|believed| !believed.trim().is_empty() && believed.trim() != center) {
            return Err(SyncError::CenterChanged.into());
        }
        // before the rows are read: what is written meanwhile is asked for again
        let last_sync_time = self.synced_until();
        let files = if asked.v2 && since.is_none() { self.entities_in_files().await? } else { Vec::new() };
        let since_of = |name: &str| since.as_deref().filter(|_| !asked.whole.iter().any(|whole| whole == name));
        let mut parts: Vec<(String, &'static str, String)> = Vec::new();
        for entity in ENTITIES.iter().filter(|entity| !(asked.v2 && entity.old)) {
            if entity.is_shared() && files.iter().any(|file| file.eq_ignore_ascii_case(entity.name)) {
                let place = self.place(&format!("clientsettings/{}", entity.name), true);
                parts.push((entity.name.to_owned(), "structured-url", place.to_string()));
                continue;
            }
            let rows = self.rows_of(entity, &desk, since_of(entity.name)).await?;
            if !rows.is_empty() {
                parts.push((entity.name_in(asked.v2).to_owned(), "structured", rows_as_text(rows, asked.v2)));
            }
        }
        let permitted = self.permitted_configs(since_of("PermittedLocalConfig")).await?;
        if !permitted.is_empty() {
            parts.push(("PermittedLocalConfig".into(), "structured", rows_as_text(permitted, asked.v2)));
        }
        for (name, languages) in self.dynamic_fields(since_of("DynamicFieldDto")).await? {
            parts.push((name, "dynamic", rows_as_text(languages, asked.v2)));
        }
        if asked.v2 {
            for script in self.script_names().await? {
                let place = self.place(&format!("scripts/{script}"), false);
                parts.push((script, "script", place.to_string()));
            }
        }
        Ok(ClientSettings { last_sync_time, data_to_sync: self.sealed(&desk, parts).await? })
    }

    async fn sealed(
        &self,
        desk: &Desk,
        parts: Vec<(String, &'static str, String)>,
    ) -> Result<Vec<SyncEntity>, Failure> {
        let (heads, texts): (Vec<_>, Vec<_>) = parts.into_iter().map(|(name, kind, text)| ((name, kind), text)).unzip();
        let sealed = desk.seal(self, texts).await?;
        let entity = |((entity_name, kind), data): ((String, &str), String)| SyncEntity {
            entity_name,
            entity_type: kind.to_owned(),
            data,
        };
        Ok(heads.into_iter().zip(sealed).map(entity).collect())
    }

    /// Where a desk fetches a file, as MOSIP describes it.
    fn place(&self, path: &str, encrypted: bool) -> Value {
        json!({
            "url": format!("{}/v1/syncdata/{path}", self.public_url),
            "auth-required": "true",
            "auth-token": "Authorization:OAUTH",
            "encrypted": encrypted.to_string(),
            "headers": "Content-Type:text/plain;charset=UTF-8",
        })
    }

    /// Names of entities that are fetched as files.
    pub(super) async fn entities_in_files(&self) -> Result<Vec<String>, Failure> {
        Ok(list(&self.masterdata.setting_or_default("mosip.sync.entity.files").await?))
    }

    /// Properties that a desk may set for itself; nothing when the list has not changed since.
    async fn permitted_configs(&self, since: Option<&str>) -> Result<Vec<Value>, Failure> {
        if let Some(since) = since {
            let mut select = Query::select();
            select.column(Alias::new("name")).from(Alias::new("md_setting_h"));
            select.and_where(Expr::col(Alias::new("name")).eq(PERMITTED));
            select.and_where(Expr::col(Alias::new("changed_at")).gt(since)).limit(1);
            let row = self.masterdata.db.read().query_one(&select).await;
            let row = row.map_err(|error| Failure::of(SyncError::FetchPermittedConfig).because(error))?;
            if row.is_none() {
                return Ok(Vec::new());
            }
        }
        let names = list(&self.masterdata.setting_or_default(PERMITTED).await?);
        let language = self.masterdata.language_codes().await?.into_iter().next();
        let row = |name: &String| {
            json!({
                "code": name, "name": name, "type": "CONFIGURATION", "langCode": language, "isActive": true,
                "isDeleted": false,
            })
        };
        Ok(names.iter().map(row).collect())
    }
}

/// Rows as a JSON list: of objects, or in the first version of texts.
pub(super) fn rows_as_text(rows: Vec<Value>, v2: bool) -> String {
    match v2 {
        true => Value::Array(rows).to_string(),
        false => Value::Array(rows.iter().map(|row| Value::String(row.to_string())).collect()).to_string(),
    }
}
