//! Registration centres: what is said in one language, what is the same in all, and their days.

use chrono::NaiveTime;
use masterdata_api::form::Member;
use masterdata_api::{MasterdataError as E, forms, tables, wire};
use serde_json::Value;
use types::{Caller, Failure, Fault};

use super::body::fill;
use super::days::CenterDays;
use super::numbers::next_number;
use super::store::{Deed, add, change, created, event, remember};
use crate::Masterdata;
use crate::cell::{Cell, parse_time};
use crate::read::{extended, storage};
use crate::row::{Find, Row};

/// Ids of centres, which fill a part of registration ids.
const IDS: (u32, u32) = (10_001, 99_999);

/// Columns that are said in one language; the others are the same in all.
const SPOKEN: [&str; 5] = ["name", "addr_line1", "addr_line2", "addr_line3", "contact_person"];

/// Which part of a centre a request says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Part {
    Whole,
    Spoken,
    Common,
}

impl Masterdata {
    /// Creates a centre under the next free id.
    pub(crate) async fn create_center(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let mut row = Row::empty(&tables::REGISTRATION_CENTER);
        fill(&mut row, forms::CENTER.create, body)?;
        self.demand_language(row.text("lang_code")).await?;
        check_coordinates(&row)?;
        let days = CenterDays::read(body)?;
        kiosks(&mut row, body)?;
        self.check_center(caller, &row).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let id = match other_language(&tx, &row).await? {
            Some(id) => Cell::Text(id),
            None => next_number(&tx, &tables::REGISTRATION_CENTER, IDS.0, IDS.1).await?,
        };
        row.set("id", id);
        created(&mut row, caller, tx.now());
        add(&tx, row.clone()).await?;
        remember(&tx, forms::CENTER.history, &row, caller).await?;
        self.keep_days(&tx, caller, &row, &days).await?;
        tx.audit(event(Deed::Created, &tables::REGISTRATION_CENTER, row.text("id"))).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        self.shown_center(&row).await
    }

    /// Changes a centre: what it says in one language, what is the same in all, or both. A language in which the centre is
    /// not described yet is added.
    pub(crate) async fn change_center(&self, caller: &Caller, part: Part, body: &Value) -> Result<Value, Failure> {
        let members: Vec<Member> = forms::CENTER.change.iter().filter(|member| wanted(part, member)).copied().collect();
        let mut asked = Row::empty(&tables::REGISTRATION_CENTER);
        fill(&mut asked, &members, body)?;
        let id = asked.text("id").to_owned();
        let rows = self.rows(Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", &id)).await?;
        let first = rows.first().ok_or(E::CenterNotFound)?;
        self.check_zone(caller, &forms::CENTER, first).await?;
        let language = match part {
            Part::Common => first.text("lang_code").to_owned(),
            Part::Whole | Part::Spoken => asked.text("lang_code").to_owned(),
        };
        self.demand_language(&language).await?;
        let days = if part == Part::Spoken { CenterDays::default() } else { CenterDays::read(body)? };
        let mut changed: Vec<(Option<String>, Row)> = rows.iter().map(|row| (Some(row.key()), row.clone())).collect();
        if !rows.iter().any(|row| row.text("lang_code") == language) {
            if part == Part::Whole {
                return Err(E::CenterNotFound.into());
            }
            let mut described = first.clone();
            described.set("lang_code", Cell::text(language.clone()));
            changed.push((None, described));
        }
        for (_, row) in &mut changed {
            let own = row.text("lang_code") == language;
            for member in members.iter().filter(|member| !matches!(member.column, "id" | "lang_code")) {
                if own && part != Part::Common || !SPOKEN.contains(&member.column) {
                    row.set(member.column, asked.get(member.column).clone());
                }
            }
            if part != Part::Spoken {
                kiosks(row, body)?;
            }
        }
        let own = changed.iter().find(|(_, row)| row.text("lang_code") == language).map(|(_, row)| row.clone());
        let own = own.ok_or(E::CenterNotFound)?;
        if part != Part::Spoken {
            self.check_center(caller, &own).await?;
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for (key, mut row) in changed {
            match key {
                Some(key) => change(&tx, &key, &mut row, caller).await?,
                None => {
                    created(&mut row, caller, tx.now());
                    add(&tx, row.clone()).await?;
                }
            }
            remember(&tx, forms::CENTER.history, &row, caller).await?;
        }
        self.keep_days(&tx, caller, &own, &days).await?;
        tx.audit(event(Deed::Changed, &tables::REGISTRATION_CENTER, &id)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        self.shown_center(&own).await
    }

    /// Deletes a centre that nothing is mapped to.
    pub(crate) async fn delete_center(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        for table in [&tables::USER_DETAIL, &tables::MACHINE_MASTER, &tables::DEVICE_MASTER] {
            if self.first(Find::undeleted(table).where_text("regcntr_id", id)).await?.is_some() {
                return Err(E::CenterNeeded.into());
            }
        }
        self.delete(caller, &forms::CENTER, id, "id").await
    }

    async fn check_center(&self, caller: &Caller, row: &Row) -> Result<(), Failure> {
        check_coordinates(row)?;
        check_hours(row)?;
        let kind = Find::active(&tables::REG_CENTER_TYPE).where_text("code", row.text("cntrtyp_code"));
        self.first(kind).await?.ok_or(E::CenterTypeUnknown)?;
        let place = Find::active(&tables::LOCATION).where_text("code", row.text("location_code"));
        let place = self.first(place).await?.ok_or(E::CenterLocationNotFound)?;
        let level = self.setting_or_default("mosip.recommended.centers.locCode").await?;
        if place.get("hierarchy_level").published() != level {
            return Err(E::CenterLocationLevel.into());
        }
        let holidays = Find::active(&tables::LOCATION).where_text("code", row.text("holiday_loc_code"));
        self.first(holidays).await?.ok_or(E::CenterHolidayLocationUnknown)?;
        let zone = row.text("zone_code");
        let below = self.zone_codes_below(zone).await?;
        if !below.contains(zone) {
            return Err(Failure::with(E::CenterZoneUnknown, [zone]));
        }
        if below.len() > 1 {
            return Err(E::CenterZoneNotLeaf.into());
        }
        self.check_zone(caller, &forms::CENTER, row).await
    }

    async fn shown_center(&self, row: &Row) -> Result<Value, Failure> {
        let mut shown = extended(&wire::CENTER, row);
        let days = self.shown_days(&[row.text("id")]).await?.remove(row.text("id")).unwrap_or_default();
        shown["workingNonWorkingDays"] = Value::Object(days.week);
        shown["exceptionalHolidayPutPostDto"] = Value::Array(days.closed);
        Ok(shown)
    }
}

/// The id of the centre that a new one describes in another language. MOSIP's clients send one centre in every language of the
/// country: the same kind of centre, at the same point, for the same place and zone, with the same hours and telephone.
async fn other_language(tx: &db::Tx, row: &Row) -> Result<Option<String>, Failure> {
    const SAME: [&str; 8] = [
        "cntrtyp_code",
        "location_code",
        "zone_code",
        "latitude",
        "longitude",
        "contact_phone",
        "center_start_time",
        "center_end_time",
    ];
    let placed = ["latitude", "longitude"].iter().all(|column| !row.text(column).is_empty());
    let there = Find::undeleted(&tables::REGISTRATION_CENTER).where_text("location_code", row.text("location_code"));
    let there = there.rows(tx.conn()).await.map_err(storage)?;
    let same = |other: &&Row| SAME.iter().all(|column| other.get(column) == row.get(column));
    let has_language =
        |id: &str| there.iter().any(|other| other.text("id") == id && other.text("lang_code") == row.text("lang_code"));
    let found = there.iter().filter(same).map(|other| other.text("id")).find(|id| placed && !has_language(id));
    Ok(found.map(str::to_owned))
}

/// Whether a part says this member.
fn wanted(part: Part, member: &Member) -> bool {
    let spoken = SPOKEN.contains(&member.column);
    match part {
        Part::Whole => true,
        Part::Spoken => spoken || matches!(member.column, "id" | "lang_code"),
        Part::Common => !spoken && member.column != "lang_code",
    }
}

/// Degrees with four or more digits behind the point. MOSIP takes two digits before it, which leaves out half the earth:
/// three are taken, up to 180.
pub(crate) fn is_coordinate(text: &str) -> bool {
    let digits = |part: &str, from: usize, to: usize| {
        (from..=to).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = text.strip_prefix('-').unwrap_or(text).split_once('.');
    parts.is_some_and(|(whole, rest)| digits(whole, 1, 3) && digits(rest, 4, 29))
        && text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= 180.0)
}

fn check_coordinates(row: &Row) -> Result<(), Failure> {
    let placed = [row.text("latitude"), row.text("longitude")].iter().all(|text| is_coordinate(text));
    if placed { Ok(()) } else { Err(E::CenterCoordinatesInvalid.into()) }
}

/// The number of kiosks: a request that says nothing leaves it, or makes it one.
fn kiosks(row: &mut Row, body: &Value) -> Result<(), Failure> {
    let number = match &body["numberOfKiosks"] {
        Value::Null if matches!(row.get("number_of_kiosks"), Cell::Number(_)) => return Ok(()),
        Value::Null => 1,
        Value::Number(number) => number.as_i64().unwrap_or(0),
        Value::String(text) => text.trim().parse().unwrap_or(0),
        _ => 0,
    };
    if !(1..=i64::from(i16::MAX)).contains(&number) {
        return Err(E::CenterKiosksInvalid.into());
    }
    row.set("number_of_kiosks", Cell::Number(number));
    Ok(())
}

/// It opens before it closes, and lunch lies between.
pub(crate) fn check_hours(row: &Row) -> Result<(), Failure> {
    let time = |column: &str| -> Option<NaiveTime> { parse_time(row.text(column)) };
    let (Some(opens), Some(closes)) = (time("center_start_time"), time("center_end_time")) else {
        return Err(Fault::worded(E::Invalid, "request.centerStartTime: must not be null").into());
    };
    if opens > closes {
        return Err(E::CenterHoursInvalid.into());
    }
    let (Some(from), Some(to)) = (time("lunch_start_time"), time("lunch_end_time")) else { return Ok(()) };
    let midnight = NaiveTime::MIN;
    if from == midnight && to == midnight {
        return Ok(()); // MOSIP's clients write no lunch as midnight to midnight
    }
    if from > to {
        return Err(E::CenterLunchInvalid.into());
    }
    if to > closes {
        return Err(E::CenterLunchLate.into());
    }
    if from < opens { Err(E::CenterLunchEarly.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // ADM-05: coordinates with four decimals; longitudes reach 180 degrees
    fn coordinates() {
        for good in ["33.9956", "-6.815281", "78.5478", "139.6917", "-122.4194"] {
            assert!(is_coordinate(good), "{good}");
        }
        for bad in ["", "33", "33.99", "200.0000", "33,9956", "abc.defg", "1234.5678"] {
            assert!(!is_coordinate(bad), "{bad}");
        }
    }
}
