//! Read applications.

use crate::{
    Inner,
    domain::{BookingType, day_time},
    entity::{application, booking},
    error::{Error, Result},
    repo, rules,
    service::{
        documents,
        record::{self, Family, Record},
    },
};
use prereg_api::{
    PreregError, Status,
    application::{
        ApplicationEntity, ApplicationInfo, ApplicationList, CenterBooking, DemographicDetails, DemographicItem,
        DemographicPage, PreRegistrationStatus, UpdatedTimeRequest,
    },
    appointment::{AppointmentDto, BookedIds},
    document::DocumentsMetaData,
    permission::{
        APPLICATION_LIST, APPLICATION_READ, APPLICATION_STATUS, APPLICATION_TIMES, APPOINTMENT_RANGE, APPOINTMENT_READ,
        CENTER_BOOKINGS,
    },
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use types::{Caller, Failure, Fault, time::format};

pub(crate) fn appointment(row: &booking::Model) -> AppointmentDto {
    AppointmentDto {
        registration_center_id: row.center_id.clone(),
        appointment_date: row.day.clone(),
        time_slot_from: row.from_time.clone(),
        time_slot_to: row.to_time.clone(),
    }
}

fn details(record: Record) -> DemographicDetails {
    DemographicDetails {
        pre_registration_id: record.row.prid,
        created_by: record.content.owner,
        created_date_time: format(record.row.created_at),
        updated_by: record.content.updated_by,
        updated_date_time: format(record.row.updated_at),
        status_code: record.row.status,
        lang_code: record.row.lang,
        demographic_details: record.content.details,
    }
}

/// GET /applications/prereg/{id}
pub(crate) async fn demographics(m: &Inner, caller: &Caller, prid: &str) -> Result<DemographicDetails> {
    caller.require(APPLICATION_READ)?;
    Ok(details(record::load(m, caller, prid, Family::Demographic).await?))
}

/// GET /applications/prereg/info/{id}
pub(crate) async fn info(m: &Inner, caller: &Caller, prid: &str) -> Result<ApplicationInfo> {
    caller.require(APPLICATION_READ)?;
    let record = record::load(m, caller, prid, Family::Demographic).await?;
    let items = documents::items(m, &record.row.prid).await?;
    let document_meta_data = (!items.is_empty()).then_some(DocumentsMetaData { documents_meta_data: items });
    Ok(ApplicationInfo { demographic_response: details(record), document_meta_data })
}

/// GET /applications/prereg/status/{id}
pub(crate) async fn status(m: &Inner, caller: &Caller, prid: &str) -> Result<PreRegistrationStatus> {
    caller.require(APPLICATION_STATUS)?;
    let row = record::load_row(m, caller, prid, Family::Demographic).await?;
    Ok(PreRegistrationStatus { pre_registration_id: row.prid, status_code: row.status })
}

/// GET /applications/prereg?pageIndex=
pub(crate) async fn page(m: &Inner, caller: &Caller, index: Option<&str>) -> Result<DemographicPage> {
    caller.require(APPLICATION_LIST)?;
    let kind = BookingType::New.code();
    let size = u64::try_from(rules::page_size(m).await?).ok().filter(|size| *size > 0);
    let size = size.ok_or(Error::of(PreregError::PageSize))?;
    let index = match index.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse::<u64>().map_err(|_| Error::of(PreregError::PageIndex))?),
        None => None,
    };
    let owner = record::owner_index(m, caller.user_id()).await?;
    let total = repo::application::count_of_owner(m.db.read(), &owner, Some(kind)).await?;
    if total == 0 {
        let text = "No record found for the requested user id";
        return Err(Error::Coded(Failure::from(Fault::worded(PreregError::NotFound, text))));
    }
    // without a page all are shown, as in MOSIP
    let (offset, limit) = index.map_or((0, total.min(1_000)), |index| (index.saturating_mul(size), size));
    let rows = repo::application::of_owner(m.db.read(), &owner, Some(kind), offset, limit).await?;
    if rows.is_empty() {
        return Err(Error::of(PreregError::EmptyPage));
    }
    let records = record::open_many(m, rows).await?;
    let items = items(m, records).await?;
    Ok(DemographicPage {
        total_records: total.to_string(),
        no_of_records: items.len().to_string(),
        page_index: index.unwrap_or(0).to_string(),
        basic_details: items,
    })
}

async fn items(m: &Inner, records: Vec<Record>) -> Result<Vec<DemographicItem>> {
    let prids: Vec<String> = records.iter().map(|record| record.row.prid.clone()).collect();
    let bookings = bookings_by_prid(m, prids.clone()).await?;
    let documents = repo::document::of_many(m.db.read(), prids).await?;
    let names = rules::attributes(m).await?;
    let mut items = Vec::with_capacity(records.len());
    for record in records {
        let address = documents.iter().find(|row| row.prid == record.row.prid && row.category == "POA");
        let address = match address {
            Some(row) => json!(documents::item(m, row).await?),
            None => Value::Null,
        };
        let name = record.identity().and_then(|identity| identity.get(&names.name)).cloned();
        let postal = record.identity().and_then(|identity| identity.get("postalCode")).cloned();
        let languages: Vec<String> = record.languages().iter().map(ToString::to_string).collect();
        items.push(DemographicItem {
            booking_metadata: bookings
                .get(&record.row.prid)
                .filter(|_| record.status() == Status::Booked)
                .map(appointment),
            demographic_metadata: json!({
                names.name.as_str(): name,
                "postalCode": postal,
                "proofOfAddress": address,
                "dataCaptureLanguage": languages,
            }),
            pre_registration_id: record.row.prid,
            status_code: record.row.status,
        });
    }
    Ok(items)
}

pub(crate) async fn bookings_by_prid(m: &Inner, prids: Vec<String>) -> Result<BTreeMap<String, booking::Model>> {
    let rows = repo::booking::of(m.db.read(), prids).await?;
    Ok(rows.into_iter().map(|row| (row.prid.clone(), row)).collect())
}

fn entity(record: Record, booking: Option<&booking::Model>) -> ApplicationEntity {
    let booking = booking.filter(|_| record.status() == Status::Booked);
    ApplicationEntity {
        application_id: record.row.prid,
        booking_type: record.row.booking_type,
        booking_status_code: record.row.status,
        application_status_code: record.row.application_status,
        appointment_date: booking.map(|b| b.day.clone()),
        booking_date: booking.map(|b| day_time::day(b.booked_at.date_naive())),
        registration_center_id: booking.map(|b| b.center_id.clone()),
        slot_from_time: booking.map(|b| b.from_time.clone()),
        slot_to_time: booking.map(|b| b.to_time.clone()),
        contact_info: Some(record.content.owner.clone()),
        cr_by: record.content.owner,
        cr_dtime: format(record.row.created_at),
        upd_by: record.content.updated_by,
        upd_dtime: format(record.row.updated_at),
    }
}

/// GET /applications?type=
pub(crate) async fn all(m: &Inner, caller: &Caller, kind: Option<&str>) -> Result<ApplicationList> {
    caller.require(APPLICATION_LIST)?;
    let kind = match kind.filter(|text| !text.is_empty()) {
        Some(text) => Some(BookingType::parse(text).ok_or(Error::of(PreregError::BookingType))?.code()),
        None => None,
    };
    let owner = record::owner_index(m, caller.user_id()).await?;
    let rows = repo::application::of_owner(m.db.read(), &owner, kind, 0, 1_000).await?;
    let records = record::open_many(m, rows).await?;
    let bookings = bookings_by_prid(m, records.iter().map(|r| r.row.prid.clone()).collect()).await?;
    let all_applications = records
        .into_iter()
        .map(|record| {
            let booking = bookings.get(&record.row.prid).cloned();
            entity(record, booking.as_ref())
        })
        .collect();
    Ok(ApplicationList { all_applications })
}

/// GET /applications/{id}
pub(crate) async fn one(m: &Inner, caller: &Caller, prid: &str) -> Result<ApplicationEntity> {
    caller.require(APPLICATION_READ)?;
    let record = record::load(m, caller, prid, Family::Application).await?;
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    Ok(entity(record, booking.as_ref()))
}

/// GET /applications/status/{id}
pub(crate) async fn booking_status(m: &Inner, caller: &Caller, prid: &str) -> Result<String> {
    caller.require(APPLICATION_READ)?;
    Ok(record::load_row(m, caller, prid, Family::Application).await?.status)
}

/// GET /applications/appointment/{id}
pub(crate) async fn appointment_of(m: &Inner, caller: &Caller, prid: &str) -> Result<AppointmentDto> {
    caller.require(APPOINTMENT_READ)?;
    let row = record::load_row(m, caller, prid, Family::Application).await?;
    let booking = repo::booking::find(m.db.read(), &row.prid).await?;
    let booking = booking.filter(|_| record::status_of(&row) == Status::Booked);
    Ok(appointment(&booking.ok_or(Error::of(PreregError::BookingNotFound))?))
}

/// POST /applications/prereg/updatedTime
pub(crate) async fn updated_times(
    m: &Inner,
    caller: &Caller,
    request: UpdatedTimeRequest,
) -> Result<BTreeMap<String, String>> {
    caller.require(APPLICATION_TIMES)?;
    let asked = request.pre_registration_ids.unwrap_or_default();
    let rows = repo::application::many(m.db.read(), asked).await?;
    let mine = if caller.has_any_role(&[types::role::INDIVIDUAL]) {
        Some(record::owner_index(m, caller.user_id()).await?)
    } else {
        None
    };
    let times: BTreeMap<String, String> = rows
        .into_iter()
        .filter(|row| mine.as_ref().is_none_or(|owner| row.owner_index == *owner))
        .map(|row| (row.prid, format(row.updated_at)))
        .collect();
    if times.is_empty() { Err(Error::of(PreregError::NotFound)) } else { Ok(times) }
}

/// Applications booked at a centre on the days `from..=to`, with their appointments, in order. A person sees their own.
pub(crate) async fn booked(
    m: &Inner,
    caller: &Caller,
    center: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(application::Model, booking::Model)>> {
    let bookings = repo::booking::of_center(m.db.read(), center, from, to).await?;
    let rows = repo::application::many(m.db.read(), bookings.iter().map(|b| b.prid.clone()).collect()).await?;
    let rows: BTreeMap<String, application::Model> = rows.into_iter().map(|row| (row.prid.clone(), row)).collect();
    let mine = if caller.has_any_role(&[types::role::INDIVIDUAL]) {
        Some(record::owner_index(m, caller.user_id()).await?)
    } else {
        None
    };
    Ok(bookings
        .into_iter()
        .filter_map(|booking| Some((rows.get(&booking.prid)?.clone(), booking)))
        .filter(|(row, _)| record::status_of(row) == Status::Booked)
        .filter(|(row, _)| mine.as_ref().is_none_or(|owner| row.owner_index == *owner))
        .collect())
}

/// GET /applications/bookings/{center}?appointmentDate=&appointmentToDate=
pub(crate) async fn center_bookings(
    m: &Inner,
    caller: &Caller,
    center: &str,
    day: Option<&str>,
    to: Option<&str>,
) -> Result<Vec<CenterBooking>> {
    caller.require(CENTER_BOOKINGS)?;
    let wrong = || Error::Coded(Failure::from(Fault::worded(PreregError::NoApplication, "Invaild Request Argument")));
    let from = day.and_then(day_time::parse_day).ok_or_else(wrong)?;
    let to = match to.filter(|text| !text.is_empty()) {
        Some(text) => day_time::parse_day(text).ok_or_else(wrong)?,
        None => from,
    };
    let pairs = booked(m, caller, center, &day_time::day(from), &day_time::day(to)).await?;
    if pairs.is_empty() {
        return Err(Error::of(PreregError::NothingBooked));
    }
    let (rows, bookings): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let records = record::open_many(m, rows).await?;
    Ok(records
        .into_iter()
        .zip(bookings)
        .map(|(record, booking)| CenterBooking {
            application_id: record.row.prid,
            application_status_code: record.row.application_status,
            booking_status_code: record.row.status,
            appointment_date: booking.day,
            slot_from_time: booking.from_time,
            slot_to_time: booking.to_time,
            cr_by: record.content.owner,
            cr_dtime: format(record.row.created_at),
            registration_center_id: booking.center_id,
            booking_type: record.row.booking_type,
        })
        .collect())
}

/// The range of the booking service's lists: `to` defaults to `from`.
pub(crate) fn range(from: Option<&str>, to: Option<&str>) -> Result<(String, String)> {
    let wrong = || Error::of(PreregError::DateFormat);
    let from = from.map(str::trim).and_then(day_time::parse_day).ok_or_else(wrong)?;
    let to = match to.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => day_time::parse_day(text).ok_or_else(wrong)?,
        None => from,
    };
    if from > to {
        return Err(Error::of(PreregError::DateRange));
    }
    Ok((day_time::day(from), day_time::day(to)))
}

/// GET /appointment/preRegistrationId/{center}
pub(crate) async fn booked_ids(
    m: &Inner,
    caller: &Caller,
    center: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<BookedIds> {
    caller.require(CENTER_BOOKINGS)?;
    let (from, to) = range(from, to)?;
    let pairs = booked(m, caller, center, &from, &to).await?;
    if pairs.is_empty() {
        return Err(Error::of(PreregError::NothingBooked));
    }
    let pre_registration_ids = pairs.into_iter().map(|(row, _)| row.prid).collect();
    Ok(BookedIds { registration_center_id: center.to_owned(), pre_registration_ids })
}

/// GET /appointment/registrationCenterId/{center}
pub(crate) async fn bookings(
    m: &Inner,
    caller: &Caller,
    center: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<BTreeMap<String, AppointmentDto>> {
    caller.require(APPOINTMENT_RANGE)?;
    let (from, to) = range(from, to)?;
    let pairs = booked(m, caller, center, &from, &to).await?;
    if pairs.is_empty() {
        return Err(Error::of(PreregError::NothingBooked));
    }
    Ok(pairs.into_iter().map(|(row, booking)| (row.prid, appointment(&booking))).collect())
}
