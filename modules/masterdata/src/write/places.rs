//! Locations keep their tree whole; holidays are deleted by place and day.

use masterdata_api::{MasterdataError as E, forms, tables};
use serde_json::{Value, json};
use types::{Caller, Failure, Fault};

use super::body::fill;
use crate::Masterdata;
use crate::cell::Cell;
use crate::row::{Find, Row};

impl Masterdata {
    /// Level and its name are one of the country's, the parent stands one level above, and the name is new below it.
    pub(crate) async fn check_location(&self, row: &Row, before: Option<&Row>) -> Result<(), Failure> {
        let (code, language) = (row.text("code"), row.text("lang_code"));
        let level = row.number("hierarchy_level");
        self.check_level(row).await?;
        self.check_parent(row, before.is_none()).await?;
        let own = self.rows(Find::undeleted(&tables::LOCATION).where_text("code", code)).await?;
        if own.iter().any(|other| other.text("lang_code") != language && other.number("hierarchy_level") != level) {
            return Err(E::LocationLevelDiffers.into());
        }
        if before.is_some_and(|before| before.number("hierarchy_level") != level)
            && self.first(Find::undeleted(&tables::LOCATION).where_text("parent_loc_code", code)).await?.is_some()
        {
            // its children would no longer stand one level below
            return Err(E::LocationLevelInvalid.into());
        }
        let named = Find::undeleted(&tables::LOCATION)
            .where_text("parent_loc_code", row.text("parent_loc_code"))
            .where_text("lang_code", language)
            .where_folded("name", row.text("name"));
        if self.rows(named).await?.iter().any(|other| other.text("code") != code) {
            return Err(Failure::with(E::LocationTaken, [row.text("name")]));
        }
        Ok(())
    }

    /// The level and its name are one of the country's. The name may be in any language: clients send one for all.
    pub(crate) async fn check_level(&self, row: &Row) -> Result<(), Failure> {
        let levels = Find::active(&tables::LOC_HIERARCHY_LIST)
            .is("hierarchy_level", row.get("hierarchy_level").clone())
            .where_folded("hierarchy_level_name", row.text("hierarchy_level_name"));
        self.first(levels).await?.map(|_| ()).ok_or_else(|| E::LocationLevelInvalid.into())
    }

    async fn check_parent(&self, row: &Row, creates: bool) -> Result<(), Failure> {
        let (level, parent) = (row.number("hierarchy_level"), row.text("parent_loc_code"));
        if level == 0 {
            // the country itself: there is one
            let root = Find::undeleted(&tables::LOCATION).is("hierarchy_level", Cell::Number(0));
            let other = self.rows(root).await?.iter().any(|root| root.text("code") != row.text("code"));
            return if other || !parent.is_empty() && creates { Err(E::LocationLevelInvalid.into()) } else { Ok(()) };
        }
        let found = self.first(Find::active(&tables::LOCATION).where_text("code", parent)).await?;
        match found {
            None if creates => Err(E::LocationParentNotFound.into()),
            None => Err(Failure::with(E::ParentLocationUnknown, [parent])),
            Some(found) if found.number("hierarchy_level") + 1 == level => Ok(()),
            Some(_) => Err(E::LocationLevelInvalid.into()),
        }
    }

    /// Deletes the holiday of a place on a day, in all languages.
    pub(crate) async fn delete_holiday(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let members: Vec<_> = forms::HOLIDAY
            .change
            .iter()
            .filter(|member| matches!(member.column, "location_code" | "holiday_date"))
            .copied()
            .collect();
        let mut wanted = Row::empty(&tables::LOC_HOLIDAY);
        fill(&mut wanted, &members, body)?;
        let (place, day) = (wanted.text("location_code"), wanted.text("holiday_date"));
        let find =
            Find::undeleted(&tables::LOC_HOLIDAY).where_text("location_code", place).where_text("holiday_date", day);
        let rows = self.rows(find).await?;
        let code = rows.first().map(|row| row.get("id").published()).unwrap_or_default();
        self.delete_rows(caller, &forms::HOLIDAY, &code, rows).await?;
        Ok(json!({ "locationCode": place, "holidayDate": day }))
    }

    /// Switches a holiday by its number.
    pub(crate) async fn switch_holiday(
        &self,
        caller: &Caller,
        id: Option<&str>,
        active: Option<&str>,
    ) -> Result<Value, Failure> {
        let id = id
            .filter(|id| id.parse::<i64>().is_ok())
            .ok_or_else(|| Failure::from(Fault::worded(E::Invalid, "Invalid Format in field : holidayId")))?;
        self.switch(caller, &forms::HOLIDAY, id, active).await
    }
}
