//! Find the number of a registration again by what the person remembers.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use masterdata_api::admin::{LostRid, LostRids};
use masterdata_api::admin_error::AdminError;
use masterdata_api::lost::{LostForm, LostFound, LostNumbers};
use masterdata_api::search::{SearchFilter, SearchRequest};
use masterdata_api::{MasterdataError, tables};
use registration_api::history::{LostQuestion, LostRegistration};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use serde_json::Value;
use types::{Caller, Failure};

use super::AdminServices;
use crate::row::Find;
use crate::service::locations::codes_below;

fn day(text: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    day.map(Some).ok_or_else(|| AdminError::LostNotFound.into())
}

/// The question that MOSIP's filters ask, and the place that the registration was made at or below.
fn question(filters: &[SearchFilter]) -> Result<(LostQuestion, Option<String>), Failure> {
    let mut question = LostQuestion::default();
    let mut place = None;
    for filter in filters {
        let value = filter.value.as_ref().and_then(Value::as_str).map(|text| text.trim().to_owned());
        let value = value.filter(|text| !text.is_empty());
        match filter.column_name.as_deref().unwrap_or_default() {
            "name" => question.name = value,
            "email" => question.email = value,
            "phone" => question.phone = value,
            "centerId" => question.centers = value.map(|center| vec![center]),
            "locationCode" | "postalCode" => place = value,
            "registrationDate" if filter.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("between")) => {
                question.from = day(filter.from_value.as_deref())?;
                question.to = day(filter.to_value.as_deref())?;
            }
            "registrationDate" => {
                question.from = day(value.as_deref())?;
                question.to = question.from;
            }
            _ => return Err(AdminError::LostNotFound.into()),
        }
    }
    Ok((question, place))
}

impl AdminServices {
    /// The centres at a place or below it, of `among` when it is given: the person's own address is in the packet, which is
    /// not opened for this.
    async fn centers_at(&self, place: &str, among: Option<&[String]>) -> Result<Vec<String>, Failure> {
        let places = codes_below(&Find::undeleted(&tables::LOCATION).where_text("code", place));
        let at = Expr::col(Alias::new("location_code")).in_subquery(places);
        let find = Find::undeleted(&tables::REGISTRATION_CENTER).and(at);
        let rows = self.masterdata.rows(find).await?;
        let centers: BTreeSet<String> = rows.iter().map(|row| row.text("id").to_owned()).collect();
        Ok(centers.into_iter().filter(|center| among.is_none_or(|among| among.contains(center))).collect())
    }

    /// Registrations of the caller's zone that fit; of all zones for whoever has none.
    async fn lost_in_zone(
        &self,
        caller: &Caller,
        mut question: LostQuestion,
        place: Option<String>,
    ) -> Result<Vec<LostRegistration>, Failure> {
        if let Some(place) = place {
            question.centers = Some(self.centers_at(&place, question.centers.as_deref()).await?);
        }
        let found = self.lost.find_lost(caller, &question).await?;
        let zones = match self.masterdata.zone_of(caller).await {
            Ok(own) => Some(self.masterdata.zone_codes_below(&own).await?),
            Err(failure) if failure.is(MasterdataError::ZoneNotFound) => None,
            Err(failure) => return Err(failure),
        };
        let mut seen = Vec::new();
        for one in found {
            let find = Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", &one.center);
            let center = self.masterdata.first(find).await?;
            let zone = center.as_ref().map_or("", |center| center.text("zone_code"));
            if zones.as_ref().is_none_or(|zones| zones.contains(zone)) {
                seen.push(one);
            }
        }
        Ok(seen)
    }

    /// The same in MOSIP's words.
    pub(super) async fn lost(&self, caller: &Caller, request: &SearchRequest) -> Result<LostRids, Failure> {
        let filters = request.filters.as_deref().filter(|filters| !filters.is_empty());
        let (question, place) = question(filters.ok_or(AdminError::LostNotFound)?)?;
        let shown = |one: LostRegistration| LostRid {
            registration_id: one.rid,
            registartion_date: one.registered_at.date_naive().to_string(),
            additional_info: BTreeMap::from([("centerId".to_owned(), one.center)]),
            sync_date_time: types::time::format(one.synced_at),
        };
        let found = self.lost_in_zone(caller, question, place).await?;
        Ok(LostRids { data: found.into_iter().map(shown).collect() })
    }
}

#[async_trait]
impl LostNumbers for AdminServices {
    async fn find(&self, caller: &Caller, form: &LostForm) -> Result<Vec<LostFound>, Failure> {
        let said = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        let question = LostQuestion {
            name: said(&form.name),
            email: said(&form.email),
            phone: said(&form.phone),
            centers: said(&form.center).map(|center| vec![center]),
            from: day(Some(&form.from))?,
            to: day(Some(&form.to))?,
        };
        if question.from.is_none() || question.to.is_none() {
            return Err(AdminError::LostNotFound.into());
        }
        let found = self.lost_in_zone(caller, question, said(&form.place)).await?;
        let shown =
            |one: LostRegistration| LostFound { rid: one.rid, center: one.center, registered_at: one.registered_at };
        Ok(found.into_iter().map(shown).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // ADM-20
    #[test]
    fn filters_become_a_question() {
        let filters: Vec<SearchFilter> = serde_json::from_value(json!([
            {"columnName": "name", "type": "equals", "value": " Leila "},
            {"columnName": "registrationDate", "type": "between", "fromValue": "2026-11-01T00:00:00.000Z", "toValue": "2026-11-20"},
            {"columnName": "postalCode", "type": "equals", "value": "14022"},
        ]))
        .expect("filters");
        let (asked, place) = question(&filters).expect("known columns");
        assert_eq!(place.as_deref(), Some("14022"));
        assert_eq!(asked.name.as_deref(), Some("Leila"));
        assert_eq!(
            (asked.from, asked.to),
            (NaiveDate::from_ymd_opt(2026, 11, 1), NaiveDate::from_ymd_opt(2026, 11, 20))
        );
        let unknown = [SearchFilter { column_name: Some("shoeSize".into()), ..SearchFilter::default() }];
        assert!(question(&unknown).is_err_and(|failure| failure.is(AdminError::LostNotFound)));
    }
}
