//! Days: of the week, working days of a centre, holidays.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use masterdata_api::{MasterdataError, tables};
use sea_orm::sea_query::Order;
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::cell::parse_date;
use crate::row::{Find, Row};

/// MOSIP's code of a day of the week: 101 is Sunday, 107 Saturday.
fn day_code(date: NaiveDate) -> String {
    (101 + date.weekday().num_days_from_sunday()).to_string()
}

impl Masterdata {
    async fn week(&self, language: &str) -> Result<Vec<Row>, Failure> {
        let find =
            Find::active(&tables::DAYSOFWEEK_LIST).where_text("lang_code", language).order("day_seq", Order::Asc);
        self.rows(find).await
    }

    /// Whether a centre works, by day code; empty when nothing is said about the centre.
    async fn own_week(&self, center: &str) -> Result<HashMap<String, bool>, Failure> {
        let rows = self.rows(Find::active(&tables::REG_WORKING_NONWORKING).where_text("regcntr_id", center)).await?;
        Ok(rows.iter().map(|row| (row.text("day_code").to_owned(), row.flag("is_working"))).collect())
    }

    async fn demand_center(&self, center: &str) -> Result<(), Failure> {
        let found = self.first(Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", center)).await?;
        found.map(|_| ()).ok_or_else(|| MasterdataError::CenterIdInvalid.into())
    }

    /// The seven days with what the country and the centre say about them.
    pub(crate) async fn weekdays(&self, center: &str, language: &str) -> Result<Value, Failure> {
        self.demand_language(language).await?;
        self.demand_center(center).await?;
        let own = self.own_week(center).await?;
        let days: Vec<Value> = self
            .week(language)
            .await?
            .iter()
            .map(|day| {
                let global = day.flag("is_global_working");
                json!({
                    "name": day.text("name"), "isGlobalWorking": global, "dayCode": day.text("code"),
                    "languagecode": language, "isWorking": own.get(day.text("code")).copied().unwrap_or(global),
                })
            })
            .collect();
        if days.is_empty() {
            return Err(MasterdataError::NoWeekDays.into());
        }
        Ok(json!({ "weekdays": days }))
    }

    /// The days on which a centre works; the country's days when the centre has none of its own.
    pub(crate) async fn working_days(&self, center: &str, language: &str) -> Result<Value, Failure> {
        self.demand_language(language).await?;
        self.demand_center(center).await?;
        let own = self.own_week(center).await?;
        let week = self.week(language).await?;
        working(week.iter().filter(|day| match own.get(day.text("code")) {
            Some(working) => *working,
            None => own.is_empty() && day.flag("is_global_working"),
        }))
    }

    /// All days of the week in a language.
    pub(crate) async fn all_days(&self, language: &str) -> Result<Value, Failure> {
        self.demand_language(language).await?;
        working(self.week(language).await?.iter())
    }

    /// Days on which a centre is closed beyond its holidays.
    pub(crate) async fn exceptional_holidays(&self, center: &str, language: Option<&str>) -> Result<Value, Failure> {
        if let Some(language) = language {
            self.demand_language(language).await?;
        }
        self.demand_center(center).await?;
        let find = Find::active(&tables::REG_EXCEPTIONAL_HOLIDAY).where_text("regcntr_id", center);
        let rows = self.rows(find.order("hol_date", Order::Asc)).await?;
        if rows.is_empty() {
            return Err(MasterdataError::NoExceptionalHolidays.into());
        }
        let list: Vec<Value> = rows
            .iter()
            .map(|row| {
                let date = parse_date(row.text("hol_date"));
                json!({
                    "holidayDate": row.text("hol_date"),
                    "holidayDay": date.map(|date| date.weekday().number_from_monday().to_string()),
                    "holidayMonth": date.map(|date| date.month().to_string()),
                    "holidayYear": date.map(|date| date.year().to_string()),
                    "holidayName": row.text("hol_name"), "holidayReason": row.text("hol_reason"),
                    "registrationCenterID": center, "isDeleted": row.flag("is_deleted"),
                    "langCode": row.text("lang_code"), "isActive": row.flag("is_active"),
                })
            })
            .collect();
        Ok(json!({ "exceptionalHolidayList": list }))
    }

    /// Each day of a range with whether the centre is closed: holiday of its location, day of the week, exceptional holiday.
    pub(crate) async fn closed_days(
        &self,
        center: &Row,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, bool)>, Failure> {
        let id = center.text("id");
        let own = self.own_week(id).await?;
        let global: HashMap<String, bool> = self
            .rows(Find::active(&tables::DAYSOFWEEK_LIST))
            .await?
            .iter()
            .map(|day| (day.text("code").to_owned(), day.flag("is_global_working")))
            .collect();
        let dates = |rows: &[Row], column: &str| -> HashSet<NaiveDate> {
            rows.iter().filter_map(|row| parse_date(row.text(column))).collect()
        };
        let holidays = Find::active(&tables::LOC_HOLIDAY).where_text("location_code", center.text("holiday_loc_code"));
        let holidays = dates(&self.rows(holidays).await?, "holiday_date");
        let exceptional = Find::active(&tables::REG_EXCEPTIONAL_HOLIDAY).where_text("regcntr_id", id);
        let exceptional = dates(&self.rows(exceptional).await?, "hol_date");
        let is_closed = |date: NaiveDate| {
            let code = day_code(date);
            let works = own.get(&code).or_else(|| global.get(&code)).copied().unwrap_or(true);
            !works || holidays.contains(&date) || exceptional.contains(&date)
        };
        Ok(from.iter_days().take_while(|date| *date <= to).map(|date| (date, is_closed(date))).collect())
    }
}

fn working<'a>(days: impl Iterator<Item = &'a Row>) -> Result<Value, Failure> {
    let days: Vec<Value> = days
        .map(|day| {
            json!({
                "code": day.text("code"), "name": day.text("name"), "order": day.number("day_seq"),
                "languageCode": day.text("lang_code"),
            })
        })
        .collect();
    if days.is_empty() {
        return Err(MasterdataError::NoWorkingDays.into());
    }
    Ok(json!({ "workingdays": days }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // MST: day codes count from Sunday
    fn day_codes() {
        let code = |year, month, day| day_code(NaiveDate::from_ymd_opt(year, month, day).expect("a day"));
        assert_eq!(code(2026, 11, 22), "101");
        assert_eq!(code(2026, 11, 23), "102");
        assert_eq!(code(2026, 11, 28), "107");
    }
}
