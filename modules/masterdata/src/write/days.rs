//! The country's days of the week; working days and exceptional holidays of one centre.

use std::collections::HashMap;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use masterdata_api::{MasterdataError as E, Table, tables};
use sea_orm::sea_query::Order;
use serde_json::{Map, Value, json};
use types::{Caller, Failure, Fault};

use super::status::flag;
use super::store::{Deed, add, change, deleted, event, fresh};
use crate::Masterdata;
use crate::cell::{Cell, parse_date};
use crate::read::{storage, wire};
use crate::row::{Find, Row};

/// MOSIP's names of the days of the week and their codes.
pub(crate) const WEEK: [(&str, &str); 7] =
    [("sun", "101"), ("mon", "102"), ("tue", "103"), ("wed", "104"), ("thu", "105"), ("fri", "106"), ("sat", "107")];

/// The days of one centre as a request says them.
#[derive(Debug, Default)]
pub(crate) struct CenterDays {
    /// Whether it works, by day code; nothing when the request does not say.
    pub(crate) week: Option<BTreeMap<&'static str, bool>>,
    /// Day, name and reason; nothing when the request does not say.
    pub(crate) closed: Option<Vec<(NaiveDate, String, String)>>,
}

impl CenterDays {
    /// Reads `workingNonWorkingDays` and `exceptionalHolidayPutPostDto`.
    pub(crate) fn read(body: &Value) -> Result<Self, Failure> {
        let week = match &body["workingNonWorkingDays"] {
            Value::Object(days) if !days.is_empty() => Some(week(days)?),
            _ => None,
        };
        let closed = match &body["exceptionalHolidayPutPostDto"] {
            Value::Array(days) => {
                Some(days.iter().filter_map(|day| closed(day).transpose()).collect::<Result<_, _>>()?)
            }
            _ => None,
        };
        Ok(Self { week, closed })
    }
}

fn week(days: &Map<String, Value>) -> Result<BTreeMap<&'static str, bool>, Failure> {
    let mut week = BTreeMap::new();
    for (name, code) in WEEK {
        let works = days.iter().find(|(day, _)| day.eq_ignore_ascii_case(name)).and_then(|(_, works)| works.as_bool());
        week.insert(code, works.ok_or(E::CenterDaysIncomplete)?);
    }
    Ok(week)
}

/// One exceptional holiday; an entry without a day is none.
fn closed(day: &Value) -> Result<Option<(NaiveDate, String, String)>, Failure> {
    let text = |name: &str| day[name].as_str().unwrap_or_default().trim().to_owned();
    let date = text("exceptionHolidayDate");
    if date.is_empty() {
        return Ok(None);
    }
    let date = parse_date(&date).ok_or_else(|| {
        Failure::from(Fault::worded(
            E::Invalid,
            "Invalid Format in field : exceptionalHolidayPutPostDto,exceptionHolidayDate",
        ))
    })?;
    let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
    Ok(Some((date, cut(text("exceptionHolidayName"), 128), cut(text("exceptionHolidayReson"), 256))))
}

/// Days of the week with whether a centre works, and the days on which it is closed beyond its holidays.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownDays {
    pub(crate) week: Map<String, Value>,
    pub(crate) closed: Vec<Value>,
}

impl Masterdata {
    /// Stores the days of a centre; what the request did not say stays.
    pub(crate) async fn keep_days(
        &self,
        tx: &db::Tx,
        caller: &Caller,
        center: &Row,
        days: &CenterDays,
    ) -> Result<(), Failure> {
        let id = center.text("id");
        if let Some(week) = &days.week {
            let known = center_rows(tx, &tables::REG_WORKING_NONWORKING, id).await?;
            for (code, works) in week {
                let mut row = fresh(&tables::REG_WORKING_NONWORKING, caller, tx.now());
                row.set("regcntr_id", Cell::text(id));
                row.set("day_code", Cell::text(*code));
                row.set("lang_code", center.get("lang_code").clone());
                row.set("is_working", Cell::Flag(*works));
                row.set("is_active", Cell::Flag(true));
                replace_or_add(tx, caller, &known, row).await?;
            }
        }
        if let Some(closed) = &days.closed {
            let known = center_rows(tx, &tables::REG_EXCEPTIONAL_HOLIDAY, id).await?;
            let gone =
                known.iter().filter(|row| !closed.iter().any(|(day, ..)| row.text("hol_date") == day.to_string()));
            for row in gone {
                let (key, mut row) = (row.key(), row.clone());
                deleted(&mut row, tx.now());
                change(tx, &key, &mut row, caller).await?;
            }
            for (day, name, reason) in closed {
                let mut row = fresh(&tables::REG_EXCEPTIONAL_HOLIDAY, caller, tx.now());
                row.set("regcntr_id", Cell::text(id));
                row.set("hol_date", Cell::text(day.to_string()));
                row.set("hol_name", Cell::text(name.clone()));
                row.set("hol_reason", Cell::text(reason.clone()));
                row.set("lang_code", center.get("lang_code").clone());
                row.set("is_active", Cell::Flag(true));
                replace_or_add(tx, caller, &known, row).await?;
            }
        }
        Ok(())
    }

    /// The days of centres as searches and answers show them, by centre.
    pub(crate) async fn shown_days(&self, centers: &[&str]) -> Result<HashMap<String, ShownDays>, Failure> {
        let mut shown: HashMap<String, ShownDays> = HashMap::new();
        let of = |table| Find::active(table).where_in("regcntr_id", centers.iter().copied());
        for row in self.rows(of(&tables::REG_WORKING_NONWORKING)).await? {
            if let Some((name, _)) = WEEK.iter().find(|(_, own)| *own == row.text("day_code")) {
                let days = shown.entry(row.text("regcntr_id").to_owned()).or_default();
                days.week.insert((*name).to_owned(), json!(row.flag("is_working")));
            }
        }
        for row in self.rows(of(&tables::REG_EXCEPTIONAL_HOLIDAY).order("hol_date", Order::Asc)).await? {
            shown.entry(row.text("regcntr_id").to_owned()).or_default().closed.push(json!({
                "exceptionHolidayDate": row.text("hol_date"), "exceptionHolidayName": row.text("hol_name"),
                "exceptionHolidayReson": row.text("hol_reason"),
            }));
        }
        Ok(shown)
    }

    /// Changes the name of a day of the week and whether the country works on it, in one language or, for the latter, all.
    pub(crate) async fn change_weekday(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let text = |name: &str| body[name].as_str().map(str::trim).filter(|text| !text.is_empty());
        let required =
            |name: &str| Failure::from(Fault::worded(E::Invalid, format!("request.{name}: must not be null")));
        let code = text("code").ok_or_else(|| required("code"))?;
        let language = text("langCode").ok_or_else(|| required("langCode"))?;
        let rows = self.rows(Find::undeleted(&tables::DAYSOFWEEK_LIST).where_text("code", code)).await?;
        let own = rows.iter().find(|row| row.text("lang_code") == language).ok_or(E::NoWorkingDays)?;
        let works = body["isGlobalWorking"].as_bool().ok_or_else(|| required("isGlobalWorking"))?;
        let mut answer = own.clone();
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for row in &rows {
            let (key, mut row) = (row.key(), row.clone());
            row.set("is_global_working", Cell::Flag(works));
            if row.text("lang_code") == language {
                if let Some(name) = text("name") {
                    row.set("name", Cell::text(name.chars().take(36).collect::<String>()));
                }
                if let Some(order) = body["daySeq"].as_i64() {
                    row.set("day_seq", Cell::Number(order));
                }
                answer = row.clone();
            }
            change(&tx, &key, &mut row, caller).await?;
        }
        tx.audit(event(Deed::Changed, &tables::DAYSOFWEEK_LIST, code)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(json!({
            "code": code, "langCode": language, "name": answer.text("name"), "daySeq": wire(answer.get("day_seq")),
            "isGlobalWorking": works,
        }))
    }

    /// Switches a day of the week.
    pub(crate) async fn switch_weekday(
        &self,
        caller: &Caller,
        code: Option<&str>,
        active: Option<&str>,
    ) -> Result<Value, Failure> {
        let active = flag(active)?;
        let code = code.unwrap_or_default();
        let rows = self.rows(Find::undeleted(&tables::DAYSOFWEEK_LIST).where_text("code", code)).await?;
        if rows.is_empty() {
            return Err(E::NoWorkingDays.into());
        }
        let told = json!({ "status": "Status updated successfully for workingDays" });
        if rows.iter().all(|row| row.flag("is_active") == active) {
            return Ok(told); // asked twice is asked once
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for mut row in rows {
            row.set("is_active", Cell::Flag(active));
            let key = row.key();
            change(&tx, &key, &mut row, caller).await?;
        }
        tx.audit(event(Deed::Switched, &tables::DAYSOFWEEK_LIST, code)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(told)
    }
}

async fn center_rows(tx: &db::Tx, table: &'static Table, center: &str) -> Result<Vec<Row>, Failure> {
    Find::undeleted(table).where_text("regcntr_id", center).rows(tx.conn()).await.map_err(storage)
}

/// Stores a row; one of the same key keeps who made it.
async fn replace_or_add(tx: &db::Tx, caller: &Caller, known: &[Row], mut row: Row) -> Result<(), Failure> {
    let key = row.key();
    let Some(before) = known.iter().find(|other| other.key() == key) else { return add(tx, row).await };
    if row.table.columns.iter().all(|column| row.get(column.name) == before.get(column.name)) {
        return Ok(());
    }
    row.set("cr_by", before.get("cr_by").clone());
    row.set("cr_dtimes", before.get("cr_dtimes").clone());
    change(tx, &key, &mut row, caller).await
}
