//! Registration centres: by place, by distance, by zone; whether one is open.

use masterdata_api::{MasterdataError, tables, wire};
use sea_orm::sea_query::Order;
use serde_json::{Value, json};
use types::{Failure, Timestamp};

use crate::Masterdata;
use crate::cell::parse_stamp;
use crate::read::{PageOf, dto, dtos, extended};
use crate::row::{Find, Row};

/// Mean radius of the earth in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

fn listed(rows: &[Row]) -> Result<Value, Failure> {
    if rows.is_empty() {
        return Err(MasterdataError::CenterNotFound.into());
    }
    Ok(json!({ "registrationCenters": dtos(&wire::CENTER, rows) }))
}

impl Masterdata {
    fn centers_in(language: &str) -> Find {
        Find::active(&tables::REGISTRATION_CENTER).where_text("lang_code", language).order("id", Order::Asc)
    }

    /// Centres whose location is exactly that one.
    pub(crate) async fn centers_at(&self, language: &str, location: &str) -> Result<Value, Failure> {
        listed(&self.rows(Self::centers_in(language).where_text("location_code", location)).await?)
    }

    /// Centres of a zone and the zones below it.
    pub(crate) async fn centers_of_zone(&self, language: &str, zone: &str) -> Result<Value, Failure> {
        let zones = self.zone_codes_below(zone).await?;
        listed(&self.rows(Self::centers_in(language).where_in("zone_code", zones.iter().map(String::as_str))).await?)
    }

    /// Centres below the locations with one of these names at a level.
    pub(crate) async fn centers_under(&self, language: &str, level: &str, names: &[&str]) -> Result<Vec<Row>, Failure> {
        let Ok(level) = level.parse() else { return Ok(Vec::new()) };
        let codes = self.locations_under(language, level, names).await?;
        self.rows(Self::centers_in(language).where_in("location_code", codes.iter().map(String::as_str))).await
    }

    /// The same as a list.
    pub(crate) async fn centers_under_listed(
        &self,
        language: &str,
        level: &str,
        names: &[&str],
    ) -> Result<Value, Failure> {
        listed(&self.centers_under(language, level, names).await?)
    }

    /// The same by page.
    pub(crate) async fn centers_under_page(
        &self,
        language: &str,
        level: &str,
        name: &str,
        page: &PageOf<'_>,
    ) -> Result<Value, Failure> {
        let rows = self.centers_under(language, level, &[name]).await?;
        let total = rows.len() as u64;
        let from = usize::try_from(page.number * page.size).unwrap_or(usize::MAX);
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let data: Vec<Value> = rows.iter().skip(from).take(size).map(|row| extended(&wire::CENTER, row)).collect();
        if data.is_empty() {
            return Err(MasterdataError::CenterNotFound.into());
        }
        Ok(json!({ "pageNo": page.number, "totalPages": total.div_ceil(page.size), "totalItems": total, "data": data }))
    }

    /// Centres within a distance in metres, nearest first.
    pub(crate) async fn centers_near(
        &self,
        language: &str,
        longitude: &str,
        latitude: &str,
        metres: &str,
    ) -> Result<Value, Failure> {
        let (Ok(longitude), Ok(latitude), Ok(reach)) = (longitude.parse(), latitude.parse(), metres.parse::<f64>())
        else {
            return Err(MasterdataError::CenterNotFound.into());
        };
        let mut near: Vec<(f64, Row)> = self
            .rows(Self::centers_in(language))
            .await?
            .into_iter()
            .filter_map(|row| {
                let place = (row.text("latitude").parse().ok()?, row.text("longitude").parse().ok()?);
                let distance = distance_m((latitude, longitude), place);
                (distance <= reach).then_some((distance, row))
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        listed(&near.into_iter().map(|(_, row)| row).collect::<Vec<_>>())
    }

    /// A centre with the holidays of its location in a year.
    pub(crate) async fn center_with_holidays(&self, language: &str, id: &str, year: &str) -> Result<Value, Failure> {
        let year: u16 = year.parse().map_err(|_| MasterdataError::YearInvalid)?;
        let Some(center) = self.first(Self::centers_in(language).where_text("id", id)).await? else {
            return Err(MasterdataError::CenterNotFound.into());
        };
        let find = Find::active(&tables::LOC_HOLIDAY)
            .where_text("location_code", center.text("holiday_loc_code"))
            .where_text("lang_code", language)
            .order("holiday_date", Order::Asc);
        let prefix = format!("{year:04}-");
        let holidays: Vec<Value> = self
            .rows(find)
            .await?
            .iter()
            .filter(|row| row.text("holiday_date").starts_with(&prefix))
            .map(|row| dto(&wire::HOLIDAY, row))
            .collect();
        Ok(json!({ "registrationCenter": dto(&wire::CENTER, &center), "holidays": holidays }))
    }

    /// `Accepted` when the centre works at that instant: in its hours, outside lunch, on a working day, on no holiday.
    pub(crate) async fn center_is_open(&self, id: &str, language: &str, at: &str) -> Result<Value, Failure> {
        let at: Timestamp = parse_stamp(at).ok_or(MasterdataError::InvalidDate)?;
        let Some(center) = self.first(Self::centers_in(language).where_text("id", id)).await? else {
            return Err(MasterdataError::CenterNotFound.into());
        };
        let time = at.format("%H:%M:%S").to_string();
        let within = |from: &str, to: &str| {
            let (from, to) = (center.text(from), center.text(to));
            !from.is_empty() && !to.is_empty() && from <= time.as_str() && time.as_str() <= to
        };
        let in_hours = within("center_start_time", "center_end_time") && !within("lunch_start_time", "lunch_end_time");
        let closed =
            self.closed_days(&center, at.date_naive(), at.date_naive()).await?.iter().any(|(_, closed)| *closed);
        Ok(json!({ "status": if in_hours && !closed { "Accepted" } else { "Rejected" } }))
    }
}

/// Great-circle distance of two points given as latitude and longitude in degrees, in metres.
fn distance_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (half_lat, half_lon) = ((lat_b - lat_a) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::distance_m;

    #[test] // MST: one degree of a meridian is about 111 km; a parallel shrinks with the cosine
    fn distances() {
        assert!((distance_m((0.0, 0.0), (1.0, 0.0)) - 111_195.0).abs() < 10.0);
        assert!((distance_m((60.0, 0.0), (60.0, 1.0)) - 55_597.0).abs() < 20.0);
        assert!(distance_m((31.2041, -17.4021), (31.2041, -17.4021)) < 0.001);
    }
}
