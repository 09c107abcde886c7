//! Machines and staff of registration centres. Every change leaves a row in the table's history, from which the
//! registration processor learns what held when a packet was made.

use std::collections::BTreeMap;

use masterdata_api::desk::{CenterUserRequest, ChangedMachine, NewMachine, ZoneUserRequest};
use masterdata_api::{MasterdataError as E, Table, tables, wire};
use serde_json::{Value, json};
use types::{Caller, Failure, Fault, Timestamp};

use crate::Masterdata;
use crate::cell::{Cell, parse_stamp};
use crate::read::{extended, storage};
use crate::row::{Find, Row, StoredRow, insert, replace};

/// The first id MOSIP gives to machines.
const FIRST_MACHINE: u32 = 10_000;
/// The last id that fits the registration id.
const LAST_MACHINE: u32 = 99_999;

fn sized(name: &str, text: &str, from: usize, to: usize) -> Result<(), Failure> {
    if (from..=to).contains(&text.trim().chars().count()) {
        return Ok(());
    }
    Err(Fault::worded(E::Invalid, format!("request.{name}: size must be between {from} and {to}")).into())
}

fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A row that is new at `now`.
fn fresh(table: &'static Table, caller: &Caller, now: Timestamp) -> Row {
    let mut row = Row::empty(table);
    row.set("cr_by", Cell::text(caller.cx().actor()));
    row.set("cr_dtimes", Cell::stamp(now));
    row.set("is_deleted", Cell::Flag(false));
    row
}

/// The row's copy in a history table, in effect from `now` on.
fn history(table: &'static Table, row: &Row, caller: &Caller, now: Timestamp) -> Row {
    let mut copy = fresh(table, caller, now);
    for column in table.columns {
        copy.set(column.name, row.get(column.name).clone());
    }
    copy.set("eff_dtimes", Cell::stamp(now));
    copy
}

/// A row without a place in a published file stands behind those that have one.
fn stored(row: Row) -> (String, StoredRow) {
    (row.key(), StoredRow { seq: i64::MAX, spelling: BTreeMap::new(), row })
}

async fn add(tx: &db::Tx, row: Row) -> Result<(), Failure> {
    insert(tx.conn(), &[stored(row)]).await.map_err(storage)
}

async fn change(tx: &db::Tx, row: &mut Row, caller: &Caller) -> Result<(), Failure> {
    row.set("upd_by", Cell::text(caller.cx().actor()));
    row.set("upd_dtimes", Cell::stamp(tx.now()));
    let (key, stored) = stored(row.clone());
    replace(tx.conn(), &key, &stored).await.map_err(storage)
}

/// What both requests about machines say.
struct Stated {
    name: String,
    serial_num: Option<String>,
    mac_address: Option<String>,
    ip_address: Option<String>,
    spec: String,
    zone: String,
    center: Option<String>,
    public_key: Option<String>,
    sign_public_key: Option<String>,
    valid_until: Option<Timestamp>,
}

fn validity(text: Option<String>) -> Result<Option<Timestamp>, Failure> {
    given(text).map(|text| parse_stamp(&text).ok_or_else(|| E::InvalidDate.into())).transpose()
}

impl Stated {
    fn check(&self) -> Result<(), Failure> {
        sized("name", &self.name, 1, 64)?;
        sized("machineSpecId", &self.spec, 1, 36)?;
        sized("zoneCode", &self.zone, 1, 36)?;
        sized("serialNum", self.serial_num.as_deref().unwrap_or_default(), 0, 64)?;
        sized("macAddress", self.mac_address.as_deref().unwrap_or_default(), 0, 64)?;
        sized("ipAddress", self.ip_address.as_deref().unwrap_or_default(), 0, 17)?;
        sized("regCenterId", self.center.as_deref().unwrap_or_default(), 0, 10)?;
        let readable = |key: &Option<String>, code: E| match key {
            Some(key) if crypto::machine_key::read(key).is_none() => Err(Failure::of(code)),
            _ => Ok(()),
        };
        readable(&self.public_key, E::MachineKeyInvalid)?;
        readable(&self.sign_public_key, E::MachineSignKeyInvalid)
    }

    fn put(self, row: &mut Row) -> Result<(), Failure> {
        let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
        row.set("name", Cell::text(self.name.trim()));
        row.set("serial_num", text(self.serial_num));
        row.set("mac_address", text(self.mac_address));
        row.set("ip_address", text(self.ip_address));
        row.set("mspec_id", Cell::text(self.spec.trim()));
        row.set("zone_code", Cell::text(self.zone.trim()));
        row.set("regcntr_id", text(self.center));
        row.set("validity_end_dtimes", self.valid_until.map_or(Cell::Null, Cell::stamp));
        for (key, column, index) in
            [(self.public_key, "public_key", "key_index"), (self.sign_public_key, "sign_public_key", "sign_key_index")]
        {
            let Some(key) = key else { continue };
            let name = crypto::machine_key::index(&key).map_err(storage)?;
            row.set(column, Cell::text(key.trim()));
            row.set(index, Cell::text(name));
        }
        Ok(())
    }
}

/// A machine as administrators see it: with the names of its keys.
fn machine(row: &Row) -> Value {
    let mut shown = extended(&wire::MACHINE, row);
    shown["keyIndex"] = crate::read::wire(row.get("key_index"));
    shown["signKeyIndex"] = crate::read::wire(row.get("sign_key_index"));
    shown
}

impl Masterdata {
    /// Whether a zone is the caller's or lies below it.
    async fn may_administer(&self, caller: &Caller, zone: &str) -> Result<bool, Failure> {
        let own = self.zone_of(caller).await?;
        Ok(self.zone_codes_below(&own).await?.contains(zone))
    }

    /// The rules about a machine that ask other rows; `id` is its own.
    async fn check_machine(&self, caller: &Caller, stated: &Stated, id: Option<&str>) -> Result<(), Failure> {
        stated.check()?;
        if !self.may_administer(caller, stated.zone.trim()).await? {
            return Err(E::MachineZoneForbidden.into());
        }
        let spec = Find::active(&tables::MACHINE_SPEC).where_text("id", stated.spec.trim());
        self.first(spec).await?.ok_or(E::MachineSpecificationNotFound)?;
        if let Some(center) = &stated.center {
            let center = self.first(Find::active(&tables::REGISTRATION_CENTER).where_text("id", center)).await?;
            let zone = center.ok_or(E::MachineCenterUnknown)?.text("zone_code").to_owned();
            // one of the two lies on the other's way to the root
            let (below, above) =
                (self.zone_codes_below(stated.zone.trim()).await?, self.zone_codes_below(&zone).await?);
            if !below.contains(&zone) && !above.contains(stated.zone.trim()) {
                return Err(E::MachineCenterZone.into());
            }
        }
        let other = |row: &Row| id.is_none_or(|id| row.text("id") != id);
        let named = Find::undeleted(&tables::MACHINE_MASTER).where_folded("name", stated.name.trim());
        if self.rows(named).await?.iter().any(other) {
            return Err(E::MachineNameTaken.into());
        }
        for (key, column) in [(&stated.public_key, "key_index"), (&stated.sign_public_key, "sign_key_index")] {
            let Some(key) = key else { continue };
            let index = crypto::machine_key::index(key).map_err(storage)?;
            let same = Find::undeleted(&tables::MACHINE_MASTER).where_text(column, &index);
            if self.rows(same).await?.iter().any(other) {
                return Err(E::MachineKeyTaken.into());
            }
        }
        Ok(())
    }

    /// Adds a machine under the next free id.
    pub(crate) async fn add_machine(&self, caller: &Caller, new: NewMachine) -> Result<Value, Failure> {
        let stated = Stated {
            name: new.name,
            serial_num: given(new.serial_num),
            mac_address: given(new.mac_address),
            ip_address: given(new.ip_address),
            spec: new.machine_spec_id,
            zone: new.zone_code,
            center: given(new.reg_center_id),
            public_key: Some(new.public_key),
            sign_public_key: Some(new.sign_public_key),
            valid_until: validity(new.validity_date_time)?,
        };
        self.check_machine(caller, &stated, None).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        // read inside the transaction: an id is never given twice, not even a deleted machine's
        let known = Find::everything(&tables::MACHINE_MASTER).rows(tx.conn()).await.map_err(storage)?;
        let last = known.iter().filter_map(|row| row.text("id").parse::<u32>().ok()).filter(|id| *id <= LAST_MACHINE);
        let id = last.max().map_or(FIRST_MACHINE, |last| last + 1).max(FIRST_MACHINE);
        if id > LAST_MACHINE {
            return Err(Fault::worded(E::Invalid, "there are no machine ids left").into());
        }
        let mut row = fresh(&tables::MACHINE_MASTER, caller, tx.now());
        row.set("id", Cell::text(id.to_string()));
        row.set("is_active", Cell::Flag(new.is_active));
        stated.put(&mut row)?;
        add(&tx, row.clone()).await?;
        add(&tx, history(&tables::MACHINE_MASTER_H, &row, caller, tx.now())).await?;
        tx.audit(event("MST_101", "MACHINE_ADDED", "MACHINE", row.text("id"))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(machine(&row))
    }

    /// Changes a machine: moves it, or gives it new keys.
    pub(crate) async fn change_machine(&self, caller: &Caller, request: ChangedMachine) -> Result<Value, Failure> {
        let find = Find::undeleted(&tables::MACHINE_MASTER).where_text("id", request.id.trim());
        let found = self.first(find).await?;
        let mut row = found.ok_or_else(|| Failure::with(E::MachineUnknown, [request.id.trim()]))?;
        let stated = Stated {
            name: request.name,
            serial_num: given(request.serial_num),
            mac_address: given(request.mac_address),
            ip_address: given(request.ip_address),
            spec: request.machine_spec_id,
            zone: request.zone_code,
            center: given(request.reg_center_id),
            public_key: given(request.public_key),
            sign_public_key: given(request.sign_public_key),
            valid_until: validity(request.validity_date_time)?,
        };
        if !self.may_administer(caller, row.text("zone_code")).await? {
            return Err(E::MachineZoneForbidden.into());
        }
        self.check_machine(caller, &stated, Some(request.id.trim())).await?;
        stated.put(&mut row)?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        change(&tx, &mut row, caller).await?;
        add(&tx, history(&tables::MACHINE_MASTER_H, &row, caller, tx.now())).await?;
        tx.audit(event("MST_102", "MACHINE_CHANGED", "MACHINE", row.text("id"))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(machine(&row))
    }

    /// Gives a member of staff a zone.
    pub(crate) async fn add_zone_user(&self, caller: &Caller, new: ZoneUserRequest) -> Result<Value, Failure> {
        sized("zoneCode", &new.zone_code, 1, 36)?;
        sized("userId", &new.user_id, 1, 256)?;
        let (zone, user) = (new.zone_code.trim(), new.user_id.trim());
        if !self.may_administer(caller, zone).await? {
            return Err(E::ZoneUserForbidden.into());
        }
        let known = self.first(Find::undeleted(&tables::ZONE_USER).where_folded("usr_id", user)).await?;
        match known {
            Some(row) if row.text("zone_code") == zone => return Err(E::ZoneUserExists.into()),
            Some(_) => return Err(E::ZoneUserElsewhere.into()),
            None => {}
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let mut row = fresh(&tables::ZONE_USER, caller, tx.now());
        row.set("zone_code", Cell::text(zone));
        row.set("usr_id", Cell::text(user));
        row.set("is_active", Cell::Flag(new.is_active));
        row.set("lang_code", given(new.lang_code).map_or(Cell::Null, Cell::Text));
        add(&tx, row.clone()).await?;
        add(&tx, history(&tables::ZONE_USER_H, &row, caller, tx.now())).await?;
        tx.audit(event("MST_111", "ZONE_USER_ADDED", "STAFF", user)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(json!({ "zoneCode": zone, "userId": user, "isActive": new.is_active }))
    }

    /// The centre that a member of staff may work at: it exists, and lies in their zone, which lies in the caller's.
    async fn center_of_user(&self, caller: &Caller, user: &str, center: &str) -> Result<Row, Failure> {
        let zone = self.first(Find::active(&tables::ZONE_USER).where_folded("usr_id", user)).await?;
        let zone = zone.ok_or(E::ZoneUserInactive)?.text("zone_code").to_owned();
        let row = self.first(Find::active(&tables::REGISTRATION_CENTER).where_text("id", center)).await?;
        let row = row.ok_or(E::CenterUserUnknownCenter)?;
        if !self.zone_codes_below(&zone).await?.contains(row.text("zone_code")) {
            return Err(E::CenterUserZone.into());
        }
        if !self.may_administer(caller, row.text("zone_code")).await? {
            return Err(E::ZoneUserForbidden.into());
        }
        Ok(row)
    }

    /// Maps a member of staff to a centre, or to another one.
    pub(crate) async fn map_user(
        &self,
        caller: &Caller,
        request: CenterUserRequest,
        change: bool,
    ) -> Result<Value, Failure> {
        sized("id", &request.id, 1, 36)?;
        sized("regCenterId", &request.reg_center_id, 1, 10)?;
        let (user, center) = (request.id.trim(), request.reg_center_id.trim());
        let known = self.first(Find::undeleted(&tables::USER_DETAIL).where_folded("id", user)).await?;
        if change && known.is_none() {
            return Err(E::CenterUserNotFound.into());
        }
        if !change && known.is_some() {
            return Err(E::CenterUserExists.into());
        }
        let place = self.center_of_user(caller, user, center).await?;
        let shown = |row: &Row| {
            json!({
                "id": user, "regCenterId": center, "regCenterName": place.text("name"),
                "zoneCode": place.text("zone_code"), "isActive": row.is_active(),
                "langCode": crate::read::wire(row.get("lang_code")),
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
        if change {
            self::change(&tx, &mut row, caller).await?;
        } else {
            add(&tx, row.clone()).await?;
        }
        let mut past = history(&tables::USER_DETAIL_H, &row, caller, tx.now());
        if past.text("name").is_empty() {
            past.set("name", Cell::text(user.chars().take(64).collect::<String>()));
        }
        add(&tx, past).await?;
        tx.audit(event("MST_121", "CENTER_USER_MAPPED", "STAFF", user)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(shown(&row))
    }
}

fn event(id: &'static str, name: &'static str, kind: &'static str, about: &str) -> db::AuditEvent {
    db::AuditEvent::new(id, name, db::EventType::User).about(db::Reference::new(kind, about.to_owned())).module("MST")
}
