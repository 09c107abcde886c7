//! The zone and the centre of members of staff.

use masterdata_api::desk::{CenterUserRequest, ZoneUserRequest};
use masterdata_api::{MasterdataError as E, Table, tables, wire};
use serde_json::{Value, json};
use types::{Caller, Failure, Fault};

use super::status::flag;
use super::store::{add, change, deleted, fresh, remember};
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::{extended, storage, wire as on_wire};
use crate::row::{Find, Row};

fn sized(name: &str, text: &str, from: usize, to: usize) -> Result<(), Failure> {
    if (from..=to).contains(&text.trim().chars().count()) {
        return Ok(());
    }
    let text = format!("request.{name}: Should not be blank or size must be between {from} and {to}");
    Err(Fault::worded(E::Invalid, text).into())
}

fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn event(id: &'static str, name: &'static str, user: &str) -> db::AuditEvent {
    db::AuditEvent::new(id, name, db::EventType::User).about(db::Reference::new("STAFF", user.to_owned())).module("MST")
}

/// The zone of a member of staff on the wire.
fn zone_user(row: &Row) -> Value {
    extended(&wire::ZONE_USER, row)
}

impl Masterdata {
    /// The row that says a member of staff's zone, on or off.
    pub(crate) async fn zone_row(&self, user: &str) -> Result<Option<Row>, Failure> {
        self.first(Find::undeleted(&tables::ZONE_USER).where_folded("usr_id", user)).await
    }

    /// The row that says a member of staff's centre, on or off.
    pub(crate) async fn center_row(&self, user: &str) -> Result<Option<Row>, Failure> {
        self.first(Find::undeleted(&tables::USER_DETAIL).where_folded("id", user)).await
    }

    async fn demand_zone(&self, caller: &Caller, zone: &str) -> Result<(), Failure> {
        if self.may_administer(caller, zone).await? { Ok(()) } else { Err(E::ZoneUserForbidden.into()) }
    }

    /// Gives a member of staff a zone.
    pub(crate) async fn add_zone_user(&self, caller: &Caller, new: ZoneUserRequest) -> Result<Value, Failure> {
        sized("zoneCode", &new.zone_code, 1, 36)?;
        sized("userId", &new.user_id, 1, 256)?;
        let (zone, user) = (new.zone_code.trim(), new.user_id.trim());
        self.demand_zone(caller, zone).await?;
        match self.zone_row(user).await? {
            Some(row) if row.text("zone_code") == zone => return Err(E::ZoneUserExists.into()),
            Some(_) => return Err(E::ZoneUserElsewhere.into()),
            None => {}
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = fresh(&tables::ZONE_USER, caller, tx.now());
        row.set("zone_code", Cell::text(zone));
        row.set("usr_id", Cell::text(user));
        row.set("is_active", Cell::Flag(new.is_active.unwrap_or(true)));
        row.set("lang_code", given(new.lang_code).map_or(Cell::Null, Cell::Text));
        add(&tx, row.clone()).await?;
        remember(&tx, Some(&tables::ZONE_USER_H), &row, caller).await?;
        tx.audit(event("MST_111", "ZONE_USER_ADDED", user)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(zone_user(&row))
    }

    /// Gives a member of staff another zone; a centre has to be unmapped before.
    pub(crate) async fn move_zone_user(&self, caller: &Caller, new: ZoneUserRequest) -> Result<Value, Failure> {
        sized("zoneCode", &new.zone_code, 1, 36)?;
        sized("userId", &new.user_id, 1, 256)?;
        let (zone, user) = (new.zone_code.trim(), new.user_id.trim());
        let row = self.zone_row(user).await?.ok_or(E::ZoneUserAbsent)?;
        self.demand_zone(caller, row.text("zone_code")).await?;
        self.demand_zone(caller, zone).await?;
        if row.text("zone_code") == zone {
            return Ok(zone_user(&row)); // nothing changes, and nothing is added to the history
        }
        if self.center_row(user).await?.is_some() {
            return Err(E::ZoneUserHasCenter.into());
        }
        let mut moved = row.clone();
        moved.set("zone_code", Cell::text(zone));
        self.store_staff(caller, &row, moved, &tables::ZONE_USER_H, event("MST_112", "ZONE_USER_MOVED", user)).await
    }

    /// Switches the zone of a member of staff.
    pub(crate) async fn switch_zone_user(
        &self,
        caller: &Caller,
        user: &str,
        active: Option<&str>,
    ) -> Result<Value, Failure> {
        let active = flag(active)?;
        let row = self.zone_row(user).await?.ok_or(E::ZoneUserAbsent)?;
        self.demand_zone(caller, row.text("zone_code")).await?;
        let told = json!({ "status": "Status updated successfully for Zone User" });
        if row.flag("is_active") == active {
            return Ok(told); // asked twice is asked once
        }
        let mut switched = row.clone();
        switched.set("is_active", Cell::Flag(active));
        let event = event("MST_113", "ZONE_USER_SWITCHED", user);
        self.store_staff(caller, &row, switched, &tables::ZONE_USER_H, event).await?;
        Ok(told)
    }

    /// Takes the zone from a member of staff who has no centre.
    pub(crate) async fn delete_zone_user(&self, caller: &Caller, user: &str, zone: &str) -> Result<Value, Failure> {
        let row = self.zone_row(user).await?.filter(|row| row.text("zone_code") == zone).ok_or(E::ZoneUserAbsent)?;
        self.demand_zone(caller, zone).await?;
        if self.center_row(user).await?.is_some() {
            return Err(E::ZoneUserHasCenter.into());
        }
        let mut gone = row.clone();
        deleted(&mut gone, self.db.now());
        let event = event("MST_114", "ZONE_USER_DELETED", user);
        self.store_staff(caller, &row, gone, &tables::ZONE_USER_H, event).await?;
        Ok(json!({ "id": zone }))
    }

    async fn store_staff(
        &self,
        caller: &Caller,
        before: &Row,
        mut row: Row,
        history: &'static Table,
        event: db::AuditEvent,
    ) -> Result<Value, Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        change(&tx, &before.key(), &mut row, caller).await?;
        remember(&tx, Some(history), &named(&row), caller).await?;
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(zone_user(&row))
    }

    /// The centre that a member of staff may work at: it exists, and lies in their zone, which lies in the caller's.
    async fn center_of_user(&self, caller: &Caller, user: &str, center: &str) -> Result<Row, Failure> {
        let zone = self.zone_row(user).await?.filter(Row::is_active);
        let zone = zone.ok_or(E::ZoneUserInactive)?.text("zone_code").to_owned();
        let row = self.first(Find::active(&tables::REGISTRATION_CENTER).where_text("id", center)).await?;
        let row = row.ok_or(E::CenterUserUnknownCenter)?;
        if !self.zone_codes_below(&zone).await?.contains(row.text("zone_code")) {
            return Err(E::CenterUserZone.into());
        }
        self.demand_zone(caller, row.text("zone_code")).await?;
        Ok(row)
    }

    /// Maps a member of staff to a centre, or to another one.
    pub(crate) async fn map_user(
        &self,
        caller: &Caller,
        request: CenterUserRequest,
        moves: bool,
    ) -> Result<Value, Failure> {
        sized("id", &request.id, 1, 256)?;
        let (user, center) = (request.id.trim(), request.reg_center_id.trim());
        let known = self.center_row(user).await?;
        if moves && known.is_none() {
            return Err(E::CenterUserNotFound.into());
        }
        if !moves && known.is_some() {
            return Err(E::CenterUserExists.into());
        }
        if !self.zone_row(user).await?.is_some_and(|row| row.is_active()) {
            return Err(E::ZoneUserInactive.into());
        }
        sized("regCenterId", center, 1, 10)?;
        let place = self.center_of_user(caller, user, center).await?;
        let shown = |row: &Row| {
            json!({
                "id": user, "regCenterId": center, "regCenterName": place.text("name"),
                "zoneCode": place.text("zone_code"), "isActive": row.is_active(), "langCode": on_wire(row.get("lang_code")),
            })
        };
        if let Some(row) = known.as_ref().filter(|row| row.text("regcntr_id") == center) {
            return Ok(shown(row)); // nothing changes, and nothing is added to the history
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = known.unwrap_or_else(|| {
            let mut row = fresh(&tables::USER_DETAIL, caller, tx.now());
            row.set("id", Cell::text(user));
            row.set("name", Cell::text(user.chars().take(64).collect::<String>()));
            row.set("status_code", Cell::text("ACT"));
            row.set("is_active", Cell::Flag(request.is_active.unwrap_or(true)));
            row.set("lang_code", given(request.lang_code).map_or(Cell::Null, Cell::Text));
            row
        });
        row.set("regcntr_id", Cell::text(center));
        if moves {
            let key = row.key();
            change(&tx, &key, &mut row, caller).await?;
        } else {
            add(&tx, row.clone()).await?;
        }
        remember(&tx, Some(&tables::USER_DETAIL_H), &named(&row), caller).await?;
        tx.audit(event("MST_121", "CENTER_USER_MAPPED", user)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(shown(&row))
    }

    /// Switches the centre of a member of staff; on only while the zone is.
    pub(crate) async fn switch_center_user(
        &self,
        caller: &Caller,
        user: &str,
        active: Option<&str>,
    ) -> Result<Value, Failure> {
        let active = flag(active)?;
        let zone = self.zone_row(user).await?.ok_or(E::ZoneUserInactive)?;
        self.demand_zone(caller, zone.text("zone_code")).await?;
        let row = self.center_row(user).await?.ok_or(E::CenterUserNotFound)?;
        if active && !zone.is_active() {
            return Err(E::ZoneUserAsleep.into());
        }
        let told = json!({ "status": "Status updated successfully for User" });
        if row.flag("is_active") == active {
            return Ok(told); // asked twice is asked once
        }
        let mut switched = row.clone();
        switched.set("is_active", Cell::Flag(active));
        let event = event("MST_122", "CENTER_USER_SWITCHED", user);
        self.store_staff(caller, &row, switched, &tables::USER_DETAIL_H, event).await?;
        Ok(told)
    }

    /// Unmaps a member of staff from the centre.
    pub(crate) async fn delete_center_user(&self, caller: &Caller, user: &str) -> Result<Value, Failure> {
        let row = self.center_row(user).await?.ok_or(E::CenterUserNotFound)?;
        if let Some(zone) = self.zone_row(user).await? {
            self.demand_zone(caller, zone.text("zone_code")).await?;
        }
        let mut gone = row.clone();
        deleted(&mut gone, self.db.now());
        let event = event("MST_123", "CENTER_USER_UNMAPPED", user);
        self.store_staff(caller, &row, gone, &tables::USER_DETAIL_H, event).await?;
        Ok(json!({ "id": user }))
    }
}

/// The history demands a name; who has none is called by the user id.
fn named(row: &Row) -> Row {
    let mut row = row.clone();
    if *row.table == tables::USER_DETAIL && row.text("name").is_empty() {
        let name: String = row.text("id").chars().take(64).collect();
        row.set("name", Cell::text(name));
    }
    row
}
