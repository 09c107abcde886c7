//! MOSIP's properties as rows: type, default, history. A row overrides the default; taking it back restores the default.

use std::collections::HashMap;

use async_trait::async_trait;
use masterdata_api::MasterdataError;
use masterdata_api::settings::{
    CHANGE_SETTING, PolicySettings, READ_SETTINGS, SETTINGS, Setting, SettingChange, SettingKind, SettingView,
};
use masterdata_api::sync_settings::{DESK_SETTINGS, SYNC_SETTINGS};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query};
use types::{Caller, Failure};

use crate::Masterdata;
use crate::read::storage;
use crate::service::applicant_rules::Rules;

/// A property that is documented here.
pub(crate) fn documented(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().chain(DESK_SETTINGS).chain(SYNC_SETTINGS).find(|setting| setting.name == name)
}

impl Masterdata {
    /// The value of a property: its row, or the documented default; `None` when it is not known at all.
    pub(crate) async fn setting_value(&self, name: &str) -> Result<Option<String>, Failure> {
        let mut select = Query::select();
        select
            .column(Alias::new("value"))
            .from(Alias::new("md_setting"))
            .and_where(Expr::col(Alias::new("name")).eq(name));
        let row = self.db.read().query_one(&select).await.map_err(storage)?;
        match row {
            Some(row) => row.try_get_by_index(0).map(Some).map_err(storage),
            None => Ok(documented(name).map(|setting| setting.default.to_owned())),
        }
    }

    /// The value of a documented property; empty for one that is not.
    pub(crate) async fn setting_or_default(&self, name: &str) -> Result<String, Failure> {
        Ok(self.setting_value(name).await?.unwrap_or_default())
    }

    /// The country's languages: mandatory, then optional, in order.
    pub(crate) async fn language_codes(&self) -> Result<Vec<String>, Failure> {
        let mut codes = list(&self.setting_or_default("mosip.mandatory-languages").await?);
        for code in list(&self.setting_or_default("mosip.optional-languages").await?) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    /// Whether the country keeps at least one language in which everything is given.
    fn still_speaks(name: &str, value: &str) -> bool {
        name != "mosip.mandatory-languages" || !list(value).is_empty()
    }

    /// Changes a documented property; the old value stays in its history. `None` goes back to the default.
    ///
    /// # Errors
    /// `TES-MSD-001` for an unknown name, `TES-MSD-002` for a value of the wrong type.
    pub async fn change_setting(&self, caller: &Caller, name: &str, value: Option<&str>) -> Result<(), Failure> {
        caller.require(CHANGE_SETTING)?;
        let setting = documented(name).ok_or_else(|| Failure::with(MasterdataError::SettingUnknown, [name]))?;
        if let Some(reason) = value.and_then(|value| refusal(setting.kind, value)) {
            return Err(Failure::with(MasterdataError::SettingInvalid, [name, &reason]));
        }
        if value.is_some_and(|value| !Self::still_speaks(name, value)) {
            return Err(Failure::with(MasterdataError::SettingInvalid, [name, "one language at least is needed"]));
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let (at, by) = (types::time::format(tx.now()), caller.cx().actor().to_owned());
        let mut last = Query::select();
        last.expr(Expr::col(Alias::new("version")).max()).from(Alias::new("md_setting_h"));
        last.and_where(Expr::col(Alias::new("name")).eq(name));
        let version: Option<i64> = match tx.conn().query_one(&last).await.map_err(storage)? {
            Some(row) => row.try_get_by_index(0).map_err(storage)?,
            None => None,
        };
        let version = version.unwrap_or(0) + 1;
        let mut history = Query::insert();
        history
            .into_table(Alias::new("md_setting_h"))
            .columns(["name", "version", "value", "changed_by", "changed_at"].map(Alias::new));
        let text = value.map(str::to_owned);
        history
            .values([name.into(), version.into(), text.clone().into(), by.clone().into(), at.clone().into()])
            .map_err(|error| storage(sea_orm::DbErr::Custom(error.to_string())))?;
        tx.conn().execute(&history).await.map_err(storage)?;
        match text {
            Some(text) => {
                let mut row = Query::insert();
                let columns = ["name", "value", "version", "changed_by", "changed_at"];
                row.into_table(Alias::new("md_setting")).columns(columns.map(Alias::new));
                row.values([name.into(), text.into(), version.into(), by.into(), at.into()])
                    .map_err(|error| storage(sea_orm::DbErr::Custom(error.to_string())))?;
                let update = columns[1..].iter().map(|column| Alias::new(*column));
                row.on_conflict(OnConflict::column(Alias::new("name")).update_columns(update).to_owned());
                tx.conn().execute(&row).await.map_err(storage)?;
            }
            None => {
                let mut row = Query::delete();
                row.from_table(Alias::new("md_setting")).and_where(Expr::col(Alias::new("name")).eq(name));
                tx.conn().execute(&row).await.map_err(storage)?;
            }
        }
        let event = db::AuditEvent::new("CFG_001", "SETTING_CHANGED", db::EventType::User);
        tx.audit(event.about(db::Reference::new("SETTING", name.to_owned())).module("MST")).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Own values by name, with who set them and when.
    async fn own_values(&self) -> Result<HashMap<String, (String, String, String)>, Failure> {
        let mut select = Query::select();
        select.columns(["name", "value", "changed_by", "changed_at"].map(Alias::new)).from(Alias::new("md_setting"));
        let rows = self.db.read().query_all(&select).await.map_err(storage)?;
        let text = |row: &sea_orm::QueryResult, at: usize| row.try_get_by_index::<String>(at).map_err(storage);
        rows.iter().map(|row| Ok((text(row, 0)?, (text(row, 1)?, text(row, 2)?, text(row, 3)?)))).collect()
    }

    async fn changes_of(&self, name: &str) -> Result<Vec<SettingChange>, Failure> {
        let mut select = Query::select();
        select
            .columns(["version", "value", "changed_by", "changed_at"].map(Alias::new))
            .from(Alias::new("md_setting_h"));
        select.and_where(Expr::col(Alias::new("name")).eq(name)).order_by(Alias::new("version"), Order::Desc);
        let rows = self.db.read().query_all(&select).await.map_err(storage)?;
        rows.iter()
            .map(|row| {
                let version: i64 = row.try_get_by_index(0).map_err(storage)?;
                Ok(SettingChange {
                    version: version.unsigned_abs(),
                    value: row.try_get_by_index(1).map_err(storage)?,
                    changed_by: row.try_get_by_index(2).map_err(storage)?,
                    changed_at: row.try_get_by_index(3).map_err(storage)?,
                })
            })
            .collect()
    }
}

fn view(setting: &Setting, own: Option<&(String, String, String)>) -> SettingView {
    SettingView {
        name: setting.name.to_owned(),
        kind: setting.kind,
        about: setting.about.to_owned(),
        default: setting.default.to_owned(),
        value: own.map(|(value, ..)| value.clone()),
        changed: own.map(|(_, by, at)| (by.clone(), at.clone())),
    }
}

#[async_trait]
impl PolicySettings for Masterdata {
    async fn settings(&self, caller: &Caller) -> Result<Vec<SettingView>, Failure> {
        caller.require(READ_SETTINGS)?;
        let own = self.own_values().await?;
        Ok(SETTINGS.iter().map(|setting| view(setting, own.get(setting.name))).collect())
    }

    async fn setting_history(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<Option<(SettingView, Vec<SettingChange>)>, Failure> {
        caller.require(READ_SETTINGS)?;
        let Some(setting) = documented(name) else { return Ok(None) };
        let own = self.own_values().await?;
        Ok(Some((view(setting, own.get(name)), self.changes_of(name).await?)))
    }

    async fn change(&self, caller: &Caller, name: &str, value: Option<&str>) -> Result<(), Failure> {
        self.change_setting(caller, name, value.map(str::trim)).await
    }

    async fn roll_back(&self, caller: &Caller, name: &str, version: u64) -> Result<(), Failure> {
        caller.require(CHANGE_SETTING)?;
        let changes = self.changes_of(name).await?;
        let earlier = changes.into_iter().find(|change| change.version == version);
        let earlier = earlier.ok_or_else(|| Failure::with(MasterdataError::SettingUnknown, [name]))?;
        self.change_setting(caller, name, earlier.value.as_deref()).await
    }
}

/// The entries of a comma-separated property.
pub(crate) fn list(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

fn refusal(kind: SettingKind, value: &str) -> Option<String> {
    let plain = match kind {
        SettingKind::ApplicantTypes => return Rules::parse(value).err(),
        SettingKind::Text => None,
        SettingKind::Number => value.parse::<i64>().is_err().then_some("a whole number is expected"),
        SettingKind::Flag => (!matches!(value, "true" | "false")).then_some("true or false is expected"),
        SettingKind::Languages => {
            let wrong = list(value).iter().any(|code| types::LangCode::parse(code).is_err());
            wrong.then_some("language codes separated by commas are expected")
        }
    };
    plain.map(str::to_owned)
}
