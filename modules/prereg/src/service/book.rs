//! Free places; book and rebook, for one or several applications at once.

use crate::{
    Inner,
    domain::{day_time, status},
    entity::{application, booking},
    error::{Error, Result},
    jobs::send_notice::{Occasion, SendNotice},
    repo,
    rules::{self, TimeRules},
    service::{
        self, audit, generate_slots,
        record::{self, Family},
        submit, update,
    },
};
use chrono::TimeDelta;
use prereg_api::{
    DayAvailability, FreeSlot, PreregError, Seat, SlotChoice, Status, appointment::BookingRequest,
    permission::APPOINTMENT_BOOK,
};
use std::collections::BTreeSet;
use types::{Caller, CenterId, Failure, Prid};

pub(crate) const BOOKED: &str = "Appointment booked successfully";

/// The centre, active or not; nobody can book where there is none.
pub(crate) async fn center(m: &Inner, id: &str) -> Result<masterdata_api::Center> {
    let lang = service::default_language(m).await?;
    let found = match CenterId::parse(id) {
        Ok(id) => m.master.center(&id, lang).await?,
        Err(_) => None,
    };
    found.ok_or(Error::of(PreregError::CenterUnknown))
}

/// Days and free places of a centre, from the first day that can be booked.
pub(crate) async fn availability(m: &Inner, caller: &Caller, center_id: &str) -> Result<Vec<DayAvailability>> {
    caller.require(APPOINTMENT_BOOK)?;
    let center = center(m, center_id).await?;
    let time = rules::time(m).await?;
    let today = time.today(m.db.now());
    if center.active && !repo::slot::is_generated(m.db.read(), center.id.as_str(), &day_time::day(today)).await? {
        // a centre that is newer than the last nightly run
        generate_slots::center(m, caller, &center).await?;
    }
    let first = today + TimeDelta::days(time.booking_offset_days);
    let (from, to) = (day_time::day(first), day_time::day(first + TimeDelta::days(time.window_days)));
    let days = repo::slot::days(m.db.read(), center.id.as_str(), &from, &to).await?;
    let slots = repo::slot::slots(m.db.read(), center.id.as_str(), &from, &to).await?;
    if days.is_empty() {
        return Err(Error::of(PreregError::NoSlots));
    }
    let mut slots = slots.into_iter().peekable();
    let mut found = Vec::with_capacity(days.len());
    for day in days {
        let mut free = Vec::new();
        while let Some(slot) = slots.next_if(|slot| slot.day <= day.day) {
            if let (Some(from), Some(to)) = (day_time::parse_time(&slot.from_time), day_time::parse_time(&slot.to_time))
            {
                free.push(FreeSlot { from, to, free: u32::try_from(slot.remaining).unwrap_or(0) });
            }
        }
        let Some(date) = day_time::parse_day(&day.day) else { continue };
        found.push(DayAvailability { date, closed: day.closed, slots: free });
    }
    Ok(found)
}

/// Reads a request in MOSIP's order of checks (spec A8).
pub(crate) fn choice(request: &BookingRequest) -> Result<(SlotChoice, Option<chrono::NaiveTime>)> {
    let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let center = given(&request.registration_center_id).ok_or(Error::of(PreregError::CenterMissing))?;
    let date = given(&request.appointment_date).ok_or(Error::of(PreregError::DateMissing))?;
    let (Some(from), Some(to)) = (given(&request.time_slot_from), given(&request.time_slot_to)) else {
        return Err(Error::of(PreregError::TimeMissing));
    };
    let date = day_time::parse_day(&date).ok_or(Error::of(PreregError::TimePassed))?;
    let from = day_time::parse_time(&from).ok_or(Error::of(PreregError::TimeMissing))?;
    let to = day_time::parse_time(&to).ok_or(Error::of(PreregError::TimeMissing))?;
    // an id that cannot be one is unknown, once the day was looked at
    let center = CenterId::parse(&center).map_err(|_| Error::of(PreregError::CenterUnknown))?;
    Ok((SlotChoice { center, date, from }, Some(to)))
}

/// One place, checked and ready to be taken.
struct Place {
    application: application::Model,
    old: Option<booking::Model>,
    slot: SlotChoice,
    to: String,
    /// Booking hands the application in, because it was complete and nobody had done so yet.
    handed_in: bool,
}

async fn check(
    m: &Inner,
    caller: &Caller,
    time: &TimeRules,
    prid: &str,
    slot: &SlotChoice,
    to: Option<chrono::NaiveTime>,
) -> Result<Place> {
    let now = time.local(m.db.now());
    if slot.date.and_time(slot.from) <= now {
        return Err(Error::of(PreregError::TimePassed));
    }
    let center = center(m, slot.center.as_str()).await?;
    let application = record::load_row(m, caller, prid, Family::Application).await?;
    let state = record::status_of(&application);
    // MOSIP's clients book a complete application without handing it in first
    let handed_in = state == Status::Incomplete && is_ready(m, caller, prid).await?;
    if !status::bookable(state) && !handed_in {
        return Err(Error::Coded(Failure::with(PreregError::NotBookable, [state.code()])));
    }
    let old = repo::booking::find(m.db.read(), &application.prid).await?;
    let old = old.filter(|_| state == Status::Booked);
    if let Some(old) = &old {
        may_change(old, time, now, time.rebook_hours, "re-booking")?;
    }
    let (day, from) = (day_time::day(slot.date), day_time::time(slot.from));
    let row = repo::slot::find(m.db.read(), center.id.as_str(), &day, &from).await?;
    let row = row.ok_or(Error::of(PreregError::SlotTaken))?;
    if to.is_some_and(|to| day_time::parse_time(&row.to_time) != Some(to)) {
        return Err(Error::of(PreregError::SlotTaken));
    }
    Ok(Place { application, old, slot: slot.clone(), to: row.to_time, handed_in })
}

/// Whether an application that was never handed in has all its answers and documents.
async fn is_ready(m: &Inner, caller: &Caller, prid: &str) -> Result<bool> {
    let record = record::load(m, caller, prid, Family::Application).await?;
    Ok(record.identity().is_some() && update::is_complete(m, &record).await?)
}

/// Whether there is enough time left before an appointment.
pub(crate) fn may_change(
    booking: &booking::Model,
    _time: &TimeRules,
    now: chrono::NaiveDateTime,
    hours: i64,
    what: &str,
) -> Result<()> {
    let (Some(date), Some(from)) = (day_time::parse_day(&booking.day), day_time::parse_time(&booking.from_time)) else {
        return Ok(());
    };
    // with a span of 0 hours an appointment may be changed at any time, as MOSIP does
    if hours > 0 && now > day_time::change_until(date, from, hours) {
        return Err(Error::Coded(Failure::with(PreregError::TooLate, [what.to_owned(), hours.to_string()])));
    }
    Ok(())
}

/// Books places: all or none. Each entry is the application's number, the slot, and the end of the slot where it was given.
pub(crate) async fn book(
    m: &Inner,
    caller: &Caller,
    seats: &[(String, SlotChoice, Option<chrono::NaiveTime>)],
) -> Result<()> {
    caller.require(APPOINTMENT_BOOK)?;
    let time = rules::time(m).await?;
    let mut places = Vec::with_capacity(seats.len());
    let mut seen = BTreeSet::new();
    for (prid, slot, to) in seats {
        if !seen.insert(prid.clone()) {
            return Err(Error::of(PreregError::Input)); // one application, two places
        }
        places.push(check(m, caller, &time, prid, slot, *to).await?);
    }

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    for place in places {
        let center = place.slot.center.as_str();
        let (day, from) = (day_time::day(place.slot.date), day_time::time(place.slot.from));
        if let Some(old) = &place.old {
            if !repo::booking::close(&mut tx, old).await? {
                return Err(Error::Changed);
            }
            repo::slot::release_place(&mut tx, old).await?;
        }
        if !repo::slot::take_place(&mut tx, center, &day, &from).await? {
            return Err(Error::of(PreregError::SlotTaken)); // dropping the transaction gives everything back
        }
        repo::application::set_status(&mut tx, &place.application, Status::Booked, status::SUBMITTED).await?;
        let row = booking::Model {
            prid: place.application.prid.clone(),
            center_id: center.to_owned(),
            day: day.clone(),
            from_time: from.clone(),
            to_time: place.to,
            booked_at: tx.now(),
        };
        repo::booking::put(&mut tx, row).await?;
        let key = place.application.key.clone();
        if place.handed_in {
            tx.audit(submit::audit_row(&key)).await?;
        }
        let text = if place.old.is_some() { "An appointment was changed" } else { "An appointment was booked" };
        tx.audit(audit::about("PRE_BOK_001", "APPOINTMENT_BOOKED", text, &key)).await?;
        let center = center.to_owned();
        tx.enqueue(&SendNotice { key, occasion: Occasion::Booked, center, day, from }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The portal's form of [`book`].
pub(crate) async fn book_seats(m: &Inner, caller: &Caller, seats: &[Seat]) -> Result<()> {
    let seats: Vec<_> =
        seats.iter().map(|seat| (Prid::reveal(&seat.prid).to_owned(), seat.slot.clone(), None)).collect();
    book(m, caller, &seats).await
}
