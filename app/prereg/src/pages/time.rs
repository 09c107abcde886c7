//! UI-PRE-10: days and times of a centre as a mosaic. Choosing is following links, so that it works without scripts; only
//! booking posts.

use std::collections::BTreeMap;

use app_i18n::{Locale, date_short, month_year, tr, weekday_short};
use app_kit::{BackLink, ErrorSummary, Icon, Page, Steps, UiError, loaded, use_locale, use_problem, use_query_value};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use prereg_api::{ApplicationSummary, CenterChoice, CenterQuery, DayAvailability, FreeSlot};
use serde::{Deserialize, Serialize};
use types::CenterId;

use super::{centre::CentreFacts, hour, long_date, name_of, ymd};
use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Shown {
    centre: Option<CenterChoice>,
    days: Vec<DayAvailability>,
    applications: Vec<ApplicationSummary>,
}

#[component]
pub fn Time(prid: String) -> impl IntoView {
    let locale = use_locale();
    let centre = use_query_value("centre");
    let own = prid.clone();
    let shown = Resource::new_blocking(move || centre.get(), move |centre| load(own.clone(), centre, locale));
    loaded(shown, SIGN_IN, move |shown| view! { <Choose prid=prid.clone() shown=shown/> }.into_any())
}

/// The chosen centre; else the one that is booked; else the first that is recommended.
async fn load(prid: String, centre: Option<String>, locale: Locale) -> Result<Shown, UiError> {
    let language = api::data_language(locale);
    let applications = api::applications(language).await?;
    let booked = applications
        .iter()
        .find(|application| application.prid == prid)
        .and_then(|application| application.booking.as_ref());
    let wanted =
        centre.and_then(|id| CenterId::parse(&id).ok()).or_else(|| booked.map(|booking| booking.center.clone()));
    let centre = match wanted {
        Some(id) => api::centres(CenterQuery::All, language).await?.into_iter().find(|centre| centre.id == id),
        None => api::centres(CenterQuery::Recommended { prid }, language).await?.into_iter().next(),
    };
    let days = match &centre {
        Some(centre) => api::availability(centre.id.clone()).await?,
        None => Vec::new(),
    };
    Ok(Shown { centre, days, applications })
}

#[component]
fn Choose(prid: String, shown: Shown) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("");
    let day = use_query_value("day");
    let time = use_query_value("time");
    let month = use_query_value("month");
    let Some(centre) = shown.centre else {
        return view! { <super::Centre prid=prid/> }.into_any();
    };
    let base = format!("{}?centre={}", Place::Time(prid.clone()).path(), centre.id);
    let days = StoredValue::new(shown.days);
    let first_free = days.with_value(|days| days.iter().find(|day| day.free() > 0).map(|day| day.date));
    let chosen = Memo::new(move |_| day.get().and_then(|day| day.parse::<NaiveDate>().ok()).or(first_free));
    let links = base.clone();
    let calendar = move || {
        let at = month.get().and_then(|month| format!("{month}-01").parse::<NaiveDate>().ok()).or(chosen.get());
        days.with_value(|days| calendar(locale, days, chosen.get(), at, &links))
    };
    let links = base.clone();
    let slots = move || {
        let date = chosen.get()?;
        let slots = days.with_value(|days| days.iter().find(|day| day.date == date).map(|day| day.slots.clone()))?;
        Some(slots_of(locale, date, &slots, time.get().as_deref(), &links))
    };
    let booking = StoredValue::new((prid.clone(), centre.id.clone(), shown.applications));
    let aside = move || {
        let date = chosen.get()?;
        let from = time.get()?;
        let (prid, centre, applications) = booking.get_value();
        Some(view! { <Book prid=prid centre=centre applications=applications date=date from=from/> })
    };
    let other = Place::Centre(prid.clone()).path();
    let back = Place::Tasks(prid).path();
    view! {
        <Page title=tr::prereg::time_title(locale) width="max-w-citizen!">
            <Steps steps=steps(locale) current=4/>
            <BackLink href=back/>
            <ErrorSummary problems=problems/>
            <div class="mt-2 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_19rem]">
                <div class="min-w-0">
                    <h1 class="page-title">{tr::prereg::time_title(locale)}</h1>
                    <p class="mt-2 text-ink-2">{tr::prereg::time_text(locale, u64::from(centre.minutes_per_person))}</p>
                    {calendar}
                    <div id="times">{slots}</div>
                </div>
                <aside class="card lg:sticky lg:top-6">
                    <div class="card-pad">
                        <h2 class="section-title"><bdi>{centre.name.clone()}</bdi></h2>
                        <CentreFacts centre=centre/>
                        <p class="mt-3"><a class="link text-base" href=other>{tr::prereg::other_centre(locale)}</a></p>
                    </div>
                    {aside}
                </aside>
            </div>
        </Page>
    }
    .into_any()
}

/// Four shades by how many places are free, relative to the best day.
fn shade(free: u32, best: u32) -> &'static str {
    match free * 4 / best.max(1) {
        0 => "1",
        1 => "2",
        2 => "3",
        _ => "4",
    }
}

/// One month of the calendar, with links to the months before and after that have days.
fn calendar(
    locale: Locale,
    days: &[DayAvailability],
    chosen: Option<NaiveDate>,
    at: Option<NaiveDate>,
    base: &str,
) -> AnyView {
    let Some(at) = at.or_else(|| days.first().map(|day| day.date)) else {
        return view! { <p class="mt-6 font-semibold">{tr::prereg::no_days(locale)}</p> }.into_any();
    };
    let by_date: BTreeMap<NaiveDate, &DayAvailability> = days.iter().map(|day| (day.date, day)).collect();
    let best = days.iter().map(DayAvailability::free).max().unwrap_or_default();
    let in_month = |date: &NaiveDate| date.year() == at.year() && date.month() == at.month();
    let month_link = |date: Option<&NaiveDate>, icon: &'static str, text: &'static str| {
        match date {
        Some(date) => view! {
            <a class="btn" data-kind="quiet" data-icon="" href=format!("{base}&month={}", date.format("%Y-%m")) aria-label=text><Icon name=icon mirror=true/></a>
        }
        .into_any(),
        None => view! { <span class="btn" data-kind="quiet" data-icon="" aria-disabled="true" role="link" aria-label=text><Icon name=icon mirror=true/></span> }.into_any(),
    }
    };
    let first = at.with_day(1).unwrap_or(at);
    let earlier = by_date.keys().rfind(|date| **date < first);
    let later = by_date.keys().find(|date| **date > first && !in_month(date));
    // weeks start on Monday; days that the centre never offers are empty places
    let shown: Vec<NaiveDate> = first.iter_days().take_while(in_month).collect();
    let lead = first.weekday().num_days_from_monday();
    let tiles: Vec<_> =
        shown.iter().map(|date| day_tile(locale, *date, by_date.get(date).copied(), chosen, best, base)).collect();
    let (year, month, _) = ymd(at);
    view! {
        <div class="mt-6 flex items-center justify-between">
            <h2 class="section-title">{month_year(locale, year, month)}</h2>
            <span class="flex gap-2">
                {month_link(earlier, "icon-caret-left", tr::common::previous_page(locale))}
                {month_link(later, "icon-caret-right", tr::common::next_page(locale))}
            </span>
        </div>
        <div class="days week mt-3" role="group" aria-label=tr::common::day(locale)>
            {(0..7).map(|day| view! { <span aria-hidden="true">{weekday_short(locale, day)}</span> }).collect_view()}
            {(0..lead).map(|_| view! { <i></i> }).collect_view()}
            {tiles}
        </div>
    }
    .into_any()
}

fn day_tile(
    locale: Locale,
    date: NaiveDate,
    day: Option<&DayAvailability>,
    chosen: Option<NaiveDate>,
    best: u32,
    base: &str,
) -> AnyView {
    let (year, month, number) = ymd(date);
    let name = date_short(locale, year, month, number);
    let free = day.map_or(0, DayAvailability::free);
    match day {
        Some(_) if free > 0 => view! {
            <a class="day" data-l=shade(free, best) href=format!("{base}&day={date}#times") aria-current=(chosen == Some(date)).then_some("date")>
                <b aria-hidden="true">{number}</b>
                <span class="sr-only">{name}", "</span>
                <small>{tr::prereg::free(locale, u64::from(free))}</small>
            </a>
        }
        .into_any(),
        _ => {
            let why = if day.is_some_and(|day| !day.closed) { tr::prereg::full(locale) } else { tr::prereg::closed(locale) };
            view! { <span class="day" data-off=""><b aria-hidden="true">{number}</b><span class="sr-only">{name}", "</span><small>{why}</small></span> }.into_any()
        }
    }
}

fn slots_of(locale: Locale, date: NaiveDate, slots: &[FreeSlot], chosen: Option<&str>, base: &str) -> AnyView {
    let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let group = |title: &'static str, slots: Vec<&FreeSlot>| {
        (!slots.is_empty()).then(|| {
            let tiles: Vec<_> = slots
                .into_iter()
                .map(|slot| {
                    let from = hour(slot.from);
                    if slot.free > 0 {
                        let href = format!("{base}&day={date}&time={from}#book");
                        let current = (chosen == Some(from.as_str())).then_some("time");
                        view! { <a class="slot" href=href aria-current=current><b>{from}</b><small>{tr::prereg::free(locale, u64::from(slot.free))}</small></a> }.into_any()
                    } else {
                        view! { <span class="slot" data-off=""><b>{from}</b><small>{tr::prereg::full(locale)}</small></span> }.into_any()
                    }
                })
                .collect();
            view! {
                <h3 class="mt-3 text-base text-ink-3">{title}</h3>
                <div class="slots mt-2" role="group" aria-label=title>{tiles}</div>
            }
        })
    };
    view! {
        <h2 class="section-title mt-8">{long_date(locale, date)}</h2>
        {group(tr::prereg::morning(locale), slots.iter().filter(|slot| slot.from < noon).collect())}
        {group(tr::prereg::afternoon(locale), slots.iter().filter(|slot| slot.from >= noon).collect())}
    }
    .into_any()
}

/// Who is coming, and the one button.
#[component]
fn Book(
    prid: String,
    centre: CenterId,
    applications: Vec<ApplicationSummary>,
    date: NaiveDate,
    from: String,
) -> impl IntoView {
    let locale = use_locale();
    let name = applications
        .iter()
        .find(|application| application.prid == prid)
        .map(|application| name_of(application, locale))
        .unwrap_or_default();
    let others: Vec<_> = applications
        .iter()
        .filter(|application| application.bookable && application.booking.is_none() && application.prid != prid)
        .map(|application| {
            view! {
                <label class="choice mt-2">
                    <input type="checkbox" name="with" value=application.prid.clone()/>
                    <span><b><bdi>{name_of(application, locale)}</bdi></b><span class="text-base text-ink-2">{tr::prereg::no_time_yet(locale)}</span></span>
                </label>
            }
        })
        .collect();
    let action = format!("/_ui/prereg/{prid}/book");
    let when = format!("{}, {from}", long_date(locale, date));
    let button = tr::prereg::book_for(locale, &from, &name);
    view! {
        <form class="border-t border-line card-pad" id="book" method="post" action=action>
            <h2 class="font-semibold">{tr::prereg::who_comes(locale)}</h2>
            <input type="hidden" name="centre" value=centre.to_string()/>
            <input type="hidden" name="date" value=date.to_string()/>
            <input type="hidden" name="from" value=from/>
            <p class="choice mt-3" data-fixed=""><span><b><bdi>{name}</bdi></b><span class="text-base text-ink-2">{when}</span></span></p>
            {others}
            <p class="mt-4 text-base text-ink-2">{tr::prereg::book_text(locale)}</p>
            <button class="btn mt-4 w-full">{button}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_follow_the_best_day() {
        assert_eq!([1, 9, 18, 27, 35].map(|free| shade(free, 35)), ["1", "2", "3", "4", "4"]);
        assert_eq!(shade(0, 0), "1");
    }
}
