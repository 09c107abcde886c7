//! UI-PRE-03: all applications of the person who is signed in.

use app_i18n::{Locale, tr};
use app_kit::{Empty, Icon, Notice, Page, Refusal, Skeleton, Tag, Tile, use_locale, use_query_value};
use leptos::prelude::*;
use prereg_api::{ApplicationSummary, Booking, Status};

use super::{hour, long_date, name_of};
use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Applications() -> impl IntoView {
    let locale = use_locale();
    let applications = Resource::new_blocking(|| (), move |()| api::applications(api::data_language(locale)));
    view! {
        <Suspense fallback=|| view! { <main id="main" class="page"><Skeleton/></main> }>
            {move || Suspend::new(async move {
                match applications.await {
                    Ok(applications) => view! { <List applications=applications/> }.into_any(),
                    // the portal's front page is where signing in starts
                    Err(error) if error.kind == Refusal::SignedOut => view! { <super::SignIn/> }.into_any(),
                    Err(error) => error.page(SIGN_IN),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(applications: Vec<ApplicationSummary>) -> impl IntoView {
    let locale = use_locale();
    let saved = use_query_value("saved");
    let count = applications.len() as u64;
    let waiting =
        applications.iter().filter(|application| application.bookable && application.booking.is_none()).count() as u64;
    let new = Place::New.path();
    view! {
        <Page title=tr::prereg::applications(locale) width="max-w-citizen!">
            <div class="flex flex-wrap items-end justify-between gap-4">
                <div>
                    <h1 class="page-title">{tr::prereg::applications(locale)}</h1>
                    {(count > 0).then(|| view! {
                        <p class="mt-1 text-ink-2">
                            {tr::prereg::people(locale, count)}" "
                            {(waiting > 0).then(|| tr::prereg::need_time(locale, waiting))}
                        </p>
                    })}
                </div>
                {(count > 0).then(|| view! {
                    <a class="btn max-md:w-full" href=new.clone()><Icon name="icon-plus"/>{tr::prereg::add_person(locale)}</a>
                })}
            </div>
            {move || saved.get().map(|_| view! {
                <div class="mt-6"><Notice kind="ok" live=true title=tr::prereg::saved(locale) text=tr::prereg::saved_text(locale)/></div>
            })}
            {if count == 0 {
                view! {
                    <div class="mt-6">
                        <Empty title=tr::prereg::nobody_yet(locale) text=tr::prereg::nobody_yet_text(locale)>
                            <a class="btn mt-2" href=Place::New.path()>{tr::prereg::add_person(locale)}</a>
                        </Empty>
                    </div>
                }.into_any()
            } else {
                view! {
                    <ul class="mt-6 grid gap-4">
                        {applications.into_iter().map(|application| view! { <Entry application=application/> }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </Page>
    }
}

pub(super) fn state(locale: Locale, application: &ApplicationSummary) -> (Tile, String) {
    match application.status {
        Status::Incomplete => {
            (Tile::Moving, tr::prereg::state_incomplete(locale, &application.sections_done, &application.sections))
        }
        Status::PendingAppointment => (Tile::Waits, tr::prereg::state_pending(locale).to_owned()),
        Status::Booked => (Tile::Done, tr::prereg::state_booked(locale).to_owned()),
        Status::Expired => (Tile::Waits, tr::prereg::state_expired(locale).to_owned()),
        Status::Cancelled => (Tile::None, tr::prereg::state_cancelled(locale).to_owned()),
        Status::Prefetched => (Tile::You, tr::prereg::state_at_centre(locale).to_owned()),
        Status::Consumed => (Tile::Done, tr::prereg::state_registered(locale).to_owned()),
    }
}

#[component]
fn Entry(application: ApplicationSummary) -> impl IntoView {
    let locale = use_locale();
    let name = name_of(&application, locale);
    let others: Vec<_> = application
        .names
        .iter()
        .filter(|(_, other)| **other != name)
        .map(|(language, other)| {
            let (tag, direction) = app_i18n::data_language(language);
            view! { <bdi lang=tag.to_owned() dir=direction.as_str() class="text-lg text-ink-2">{other.clone()}</bdi> }
        })
        .collect();
    let (tile, words) = state(locale, &application);
    let prid = application.prid.clone();
    let home = Place::Tasks(prid.clone()).path();
    view! {
        <li class="card">
            <div class="card-pad grid gap-x-6 gap-y-4 md:grid-cols-[1fr_17rem]">
                <div class="min-w-0">
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                        <h2 class="section-title"><a class="link" href=home><bdi>{name.clone()}</bdi></a></h2>
                        {others}
                        {application.age.map(|age| view! { <span class="text-base text-ink-3">{tr::prereg::years_old(locale, u64::from(age))}</span> })}
                    </div>
                    <p class="mt-1 text-base text-ink-3">{tr::prereg::application(locale)}" "<span class="id">{prid}</span></p>
                    <p class="mt-3"><Tag tile=tile text=words/></p>
                </div>
                <NextStep application=application name=name/>
            </div>
        </li>
    }
}

/// What the person does next with one application: the right half of its card.
#[component]
fn NextStep(application: ApplicationSummary, name: String) -> impl IntoView {
    let locale = use_locale();
    let prid = application.prid.clone();
    match (application.status, application.booking) {
        (Status::Booked | Status::Prefetched, Some(booking)) => {
            view! { <Booked prid=prid booking=booking/> }.into_any()
        }
        (Status::Consumed, _) => ().into_any(),
        (Status::Incomplete, _) => view! {
            <div class="grid content-center">
                <a class="btn" data-kind="quiet" href=Place::Tasks(prid).path()>
                    {tr::prereg::carry_on(locale)}<span class="sr-only">": "{name}</span>
                </a>
            </div>
        }
        .into_any(),
        _ => view! {
            <div class="grid content-center">
                <a class="btn" data-kind="quiet" href=Place::Time(prid).path()>
                    {tr::prereg::choose_time(locale)}<span class="sr-only">": "{name}</span>
                </a>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Booked(prid: String, booking: Booking) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="rounded-md bg-sunken p-4 text-base">
            <b class="block text-lg">{long_date(locale, booking.date)}", "<bdi>{hour(booking.from)}</bdi></b>
            <bdi>{booking.center_name}</bdi>
            <br/>
            <a class="link" href=Place::Slip(prid.clone()).path()>{tr::prereg::show_slip(locale)}</a>
            " · "
            <a class="link" href=Place::Time(prid.clone()).path()>{tr::prereg::change_time(locale)}</a>
            " · "
            <a class="link" href=Place::Cancel(prid).path()>{tr::common::cancel(locale)}</a>
        </div>
    }
}
