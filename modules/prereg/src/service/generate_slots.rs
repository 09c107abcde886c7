//! Make the slots of the coming days from centre calendars, and mend days whose calendar changed (PRE-40, PRE-51, PRE-52).

use crate::{
    Inner,
    domain::{
        day_time,
        slots::{self, Hours, SlotPlan},
    },
    entity::{booking, day, slot},
    error::{Error, Result},
    repo, rules,
    service::{self, audit, cancel, record},
};
use chrono::{NaiveDate, TimeDelta};
use masterdata_api::Center;
use prereg_api::Status;
use std::collections::BTreeMap;
use types::Caller;

/// Days written in one transaction: some hundred slots.
const DAYS_AT_ONCE: usize = 10;

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) new_days: u32,
    pub(crate) changed_days: u32,
    pub(crate) cancelled: u32,
}

/// All active centres; then the days of centres that are no longer active are closed.
pub(crate) async fn all(m: &Inner, caller: &Caller) -> Result<Outcome> {
    let lang = service::default_language(m).await?;
    let mut sum = Outcome::default();
    let active = m.master.centers(lang).await?;
    for center in &active {
        sum.add(self::center(m, caller, center).await?);
    }
    let today = day_time::day(rules::time(m).await?.today(m.db.now()));
    for id in repo::slot::generated_centers(m.db.read(), &today).await? {
        if !active.iter().any(|center| center.id.as_str() == id) {
            sum.add(close_center(m, caller, &id, &today).await?);
        }
    }
    Ok(sum)
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.new_days += other.new_days;
        self.changed_days += other.changed_days;
        self.cancelled += other.cancelled;
    }
}

/// One centre's days from today on.
pub(crate) async fn center(m: &Inner, caller: &Caller, center: &Center) -> Result<Outcome> {
    let time = rules::time(m).await?;
    let today = time.today(m.db.now());
    let last = today + TimeDelta::days(rules::days_to_generate(m, &time).await?);
    let (from, to) = (day_time::day(today), day_time::day(last));
    let hours = Hours {
        opens: center.opens,
        closes: center.closes,
        lunch: center.lunch_from.zip(center.lunch_to),
        minutes_per_person: center.minutes_per_person,
        kiosks: center.kiosks,
    };
    let plan = slots::plan(&hours);
    let calendar = m.master.center_days(&center.id, today, last).await?;
    let known: BTreeMap<String, bool> = repo::slot::days(m.db.read(), center.id.as_str(), &from, &to)
        .await?
        .into_iter()
        .map(|day| (day.day, day.closed))
        .collect();
    let mut existing: BTreeMap<String, Vec<slot::Model>> = BTreeMap::new();
    for row in repo::slot::slots(m.db.read(), center.id.as_str(), &from, &to).await? {
        existing.entry(row.day.clone()).or_default().push(row);
    }

    let mut outcome = Outcome::default();
    let mut fresh = Vec::new();
    for day in calendar {
        // a centre without usable hours is closed
        let closed = day.closed || plan.is_empty();
        let wanted: &[SlotPlan] = if closed { &[] } else { &plan };
        let key = day_time::day(day.date);
        match known.get(&key) {
            None => fresh.push((day.date, closed)),
            Some(was) => {
                let rows = existing.get(&key).map_or(&[][..], Vec::as_slice);
                if *was != closed || !same(rows, wanted) {
                    outcome.cancelled += rewrite(m, caller, center.id.as_str(), &key, closed, wanted).await?;
                    outcome.changed_days += 1;
                }
            }
        }
    }
    for chunk in fresh.chunks(DAYS_AT_ONCE) {
        insert(m, caller, center.id.as_str(), chunk, &plan).await?;
        outcome.new_days += u32::try_from(chunk.len()).unwrap_or(0);
    }
    Ok(outcome)
}

fn same(rows: &[slot::Model], wanted: &[SlotPlan]) -> bool {
    rows.len() == wanted.len()
        && rows.iter().zip(wanted).all(|(row, plan)| {
            row.from_time == day_time::time(plan.from)
                && row.to_time == day_time::time(plan.to)
                && u32::try_from(row.capacity) == Ok(plan.places)
        })
}

fn rows(center: &str, day: &str, plan: &[SlotPlan]) -> Vec<slot::Model> {
    plan.iter()
        .map(|slot| {
            let places = i32::try_from(slot.places).unwrap_or(i32::MAX);
            slot::Model {
                center_id: center.to_owned(),
                day: day.to_owned(),
                from_time: day_time::time(slot.from),
                to_time: day_time::time(slot.to),
                capacity: places,
                remaining: places,
            }
        })
        .collect()
}

async fn insert(m: &Inner, caller: &Caller, center: &str, days: &[(NaiveDate, bool)], plan: &[SlotPlan]) -> Result<()> {
    let mut all_days = Vec::with_capacity(days.len());
    let mut all_slots = Vec::new();
    for (date, closed) in days {
        let day = day_time::day(*date);
        if !closed {
            all_slots.extend(rows(center, &day, plan));
        }
        all_days.push(day::Model { center_id: center.to_owned(), day, closed: *closed });
    }
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    repo::slot::insert_days(&mut tx, all_days, all_slots).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes a day anew: bookings whose slot is gone, or that no longer fit, are cancelled and their people told.
async fn rewrite(m: &Inner, caller: &Caller, center: &str, day: &str, closed: bool, plan: &[SlotPlan]) -> Result<u32> {
    db::retry(|| rewrite_once(m, caller, center, day, closed, plan)).await
}

async fn rewrite_once(
    m: &Inner,
    caller: &Caller,
    center: &str,
    day: &str,
    closed: bool,
    plan: &[SlotPlan],
) -> Result<u32> {
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    // read inside: a booking made meanwhile must be seen
    let bookings = repo::booking::of_center(tx.conn(), center, day, day).await?;
    let applications = repo::application::many(tx.conn(), bookings.iter().map(|b| b.prid.clone()).collect()).await?;
    let applications: BTreeMap<_, _> = applications.into_iter().map(|row| (row.prid.clone(), row)).collect();
    repo::slot::delete_day(&mut tx, center, day).await?;
    let mut fresh = rows(center, day, plan);
    let mut lost: Vec<&booking::Model> = Vec::new();
    for booking in &bookings {
        let booked = applications.get(&booking.prid).map(record::status_of) == Some(Status::Booked);
        if !booked {
            continue;
        }
        match fresh.iter_mut().find(|slot| slot.from_time == booking.from_time && slot.remaining > 0) {
            Some(slot) => slot.remaining -= 1,
            None => lost.push(booking),
        }
    }
    let row = day::Model { center_id: center.to_owned(), day: day.to_owned(), closed };
    repo::slot::insert_days(&mut tx, vec![row], fresh).await?;
    let mut cancelled = 0;
    for booking in lost {
        if let Some(application) = applications.get(&booking.prid) {
            cancel::take_away(&mut tx, application, booking, Status::Cancelled).await?;
            cancelled += 1;
        }
    }
    let text = format!("Day {day} of centre {center} was written anew; {cancelled} appointments were cancelled");
    tx.audit(audit::batch("PRE_BAT_001", "SLOTS_CHANGED", text)).await?;
    tx.commit().await?;
    Ok(cancelled)
}

async fn close_center(m: &Inner, caller: &Caller, center: &str, today: &str) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let days = repo::slot::days(m.db.read(), center, today, "9999-12-31").await?;
    for day in days.into_iter().filter(|day| !day.closed) {
        outcome.cancelled += rewrite(m, caller, center, &day.day, true, &[]).await?;
        outcome.changed_days += 1;
    }
    Ok(outcome)
}

/// Bookings of past days become Expired (PRE-50); gives how many.
pub(crate) async fn expire(m: &Inner, caller: &Caller) -> Result<u64> {
    let today = day_time::day(rules::time(m).await?.today(m.db.now()));
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let count = repo::application::expire(&mut tx, &today).await?;
    if count > 0 {
        let text = format!("{count} appointments of past days expired");
        tx.audit(audit::batch("PRE_BAT_002", "APPOINTMENTS_EXPIRED", text)).await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// Slots of past days are removed (PRE-53); gives how many.
pub(crate) async fn purge(m: &Inner, caller: &Caller) -> Result<u64> {
    let today = day_time::day(rules::time(m).await?.today(m.db.now()));
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let count = repo::slot::purge_before(&mut tx, &today).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(count)
}
