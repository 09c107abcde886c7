//! Members of staff with their zone and centre, now and at a time.

use masterdata_api::{MasterdataError as E, tables, wire};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Order, Query};
use serde_json::{Value, json};
use types::{Caller, Failure};

use crate::Masterdata;
use crate::cell::parse_stamp;
use crate::read::{PageOf, extended, wire as on_wire};
use crate::row::Find;

impl Masterdata {
    /// One member of staff with centre and zone.
    pub(crate) async fn center_user(&self, user: &str) -> Result<Value, Failure> {
        let row = self.center_row(user).await?.ok_or(E::CenterUserNotFound)?;
        let zone = self.zone_row(user).await?;
        Ok(json!({
            "id": row.text("id"), "name": on_wire(row.get("name")), "langCode": on_wire(row.get("lang_code")),
            "regCenterId": on_wire(row.get("regcntr_id")), "statusCode": on_wire(row.get("status_code")),
            "isActive": row.flag("is_active"), "zoneCode": zone.map(|row| row.text("zone_code").to_owned()),
        }))
    }

    /// Members of staff who are mapped to a centre, by page.
    pub(crate) async fn center_users(&self, page: &PageOf<'_>) -> Result<Value, Failure> {
        let mut answer = self.page(&wire::USER, page).await?;
        let rows: Vec<String> = answer["data"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["id"].as_str().map(str::to_owned))
            .collect();
        let zones =
            self.rows(Find::undeleted(&tables::ZONE_USER).where_in("usr_id", rows.iter().map(String::as_str))).await?;
        for shown in answer["data"].as_array_mut().into_iter().flatten() {
            let zone = zones.iter().find(|row| Some(row.text("usr_id")) == shown["id"].as_str());
            shown["zoneCode"] = json!(zone.map(|row| row.text("zone_code")));
        }
        Ok(answer)
    }

    /// A member of staff at a time.
    pub(crate) async fn center_user_at(&self, user: &str, at: &str) -> Result<Value, Failure> {
        let at = instant(at)?;
        let row = self.at(&tables::USER_DETAIL_H, user, None, at).await?.ok_or(E::UserHistoryNotFound)?;
        Ok(json!({
            "userResponseDto": [{
                "id": row.text("id"), "name": on_wire(row.get("name")), "langCode": on_wire(row.get("lang_code")),
                "regCenterId": on_wire(row.get("regcntr_id")), "statusCode": on_wire(row.get("status_code")),
                "isActive": row.flag("is_active"), "effectivetimes": on_wire(row.get("eff_dtimes")),
            }]
        }))
    }

    /// The zone of a member of staff at a time.
    pub(crate) async fn zone_user_at(&self, user: &str, at: &str) -> Result<Value, Failure> {
        let at = instant(at)?;
        let find = Find::everything(&tables::ZONE_USER_H)
            .where_folded("usr_id", user)
            .and(Expr::col(Alias::new("eff_dtimes")).lte(types::time::format(at)));
        let row = self.first(find.order("eff_dtimes", Order::Desc)).await?.ok_or(E::UserHistoryNotFound)?;
        Ok(json!({ "userResponseDto": [extended(&wire::ZONE_USER, &row)] }))
    }

    /// Searches over staff show a zonal administrator only those of the own zone.
    pub(crate) async fn staff_scope(&self, caller: &Caller) -> Result<Option<Condition>, Failure> {
        if caller.kind() == types::CallerKind::System {
            return Ok(None);
        }
        let zone = self.zone_of(caller).await?;
        let codes = self.zone_codes_below(&zone).await?;
        let mut own = Query::select();
        own.column(Alias::new("usr_id")).from(Alias::new(tables::ZONE_USER.stored()));
        own.and_where(Expr::col(Alias::new("zone_code")).is_in(codes));
        Ok(Some(Condition::all().add(Expr::col(Alias::new("id")).in_subquery(own))))
    }
}

/// An instant in MOSIP's form, with its Z.
fn instant(text: &str) -> Result<types::Timestamp, Failure> {
    let exact = text.ends_with('Z').then(|| parse_stamp(text)).flatten();
    exact.ok_or_else(|| E::UserDateInvalid.into())
}
