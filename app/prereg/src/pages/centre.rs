//! UI-PRE-09: choose a centre.

use app_i18n::tr;
use app_kit::{BackLink, Empty, Field, Icon, Input, Page, Steps, loaded, use_locale, use_query_value};
use leptos::prelude::*;
use prereg_api::{CenterChoice, CenterQuery};

use super::{hour, long_date};
use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Centre(prid: String) -> impl IntoView {
    let locale = use_locale();
    let searched = use_query_value("q");
    let all = use_query_value("all");
    let own = prid.clone();
    let centres = Resource::new_blocking(
        move || (searched.get(), all.get()),
        move |(searched, all)| {
            let query = match (searched, all) {
                (Some(text), _) => CenterQuery::Text { text },
                (None, Some(_)) => CenterQuery::All,
                (None, None) => CenterQuery::Recommended { prid: own.clone() },
            };
            api::centres(query, api::data_language(locale))
        },
    );
    loaded(centres, SIGN_IN, move |centres| view! { <List prid=prid.clone() centres=centres/> }.into_any())
}

#[component]
fn List(prid: String, centres: Vec<CenterChoice>) -> impl IntoView {
    let locale = use_locale();
    let searched = use_query_value("q").get_untracked();
    let everything = use_query_value("all").get_untracked().is_some();
    let here = Place::Centre(prid.clone()).path();
    let all = format!("{here}?all=1");
    let time = Place::Time(prid).path();
    let found = tr::prereg::centres_found(locale, centres.len() as u64);
    let recommended = searched.is_none() && !everything;
    let back = time.clone();
    let none = centres.is_empty();
    view! {
        <Page title=tr::prereg::centre_title(locale) width="max-w-text!">
            <Steps steps=steps(locale) current=4/>
            <BackLink href=back/>
            <h1 class="page-title mt-2">{tr::prereg::centre_title(locale)}</h1>
            <form class="mt-6 flex flex-col gap-3 sm:flex-row sm:items-end" method="get" action=here role="search">
                <div class="flex-1">
                    <Field id="q" label=tr::prereg::centre_search(locale)>
                        <Input name="q" kind="search" value=searched.unwrap_or_default()/>
                    </Field>
                </div>
                <button class="btn" data-kind="quiet"><Icon name="icon-magnifying-glass"/>{tr::prereg::search(locale)}</button>
            </form>
            <p class="mt-5 text-ink-2" role="status">
                {if recommended { tr::prereg::centres_near(locale).to_owned() } else { found }}
                {(!everything).then(|| view! { " "<a class="link" href=all>{tr::prereg::centres_all(locale)}</a> })}
            </p>
            {if none {
                view! { <div class="mt-4"><Empty title=tr::prereg::no_centre(locale) text=tr::prereg::no_centre_text(locale)/></div> }.into_any()
            } else {
                view! {
                    <ul class="mt-4 grid gap-4">
                        {centres.into_iter().map(|centre| view! { <Entry time=time.clone() centre=centre/> }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </Page>
    }
}

#[component]
fn Entry(time: String, centre: CenterChoice) -> impl IntoView {
    let locale = use_locale();
    let href = format!("{time}?centre={}", centre.id);
    let name = centre.name.clone();
    view! {
        <li class="card card-pad grid gap-x-6 gap-y-3 sm:grid-cols-[1fr_auto] sm:items-center">
            <div class="min-w-0">
                <h2 class="section-title"><bdi>{centre.name.clone()}</bdi></h2>
                <CentreFacts centre=centre.clone()/>
                {centre.next_free.map(|date| view! { <p class="mt-1 text-base font-medium">{tr::prereg::next_free(locale, &long_date(locale, date))}</p> })}
            </div>
            <a class="btn" data-kind="quiet" href=href>{tr::common::choose(locale)}<span class="sr-only">": "{name}</span></a>
        </li>
    }
}

/// Address, hours and phone of a centre.
#[component]
pub fn CentreFacts(centre: CenterChoice) -> impl IntoView {
    let locale = use_locale();
    let hours = match centre.lunch {
        Some((from, to)) => {
            tr::prereg::hours_with_lunch(locale, &hour(centre.opens), &hour(centre.closes), &hour(from), &hour(to))
        }
        None => tr::prereg::hours(locale, &hour(centre.opens), &hour(centre.closes)),
    };
    view! {
        <p class="mt-2 flex gap-2 text-base text-ink-2"><Icon name="icon-map-pin" class="mt-0.5"/><bdi>{centre.address.join(", ")}</bdi></p>
        <p class="mt-1 flex gap-2 text-base text-ink-2"><Icon name="icon-clock" class="mt-0.5"/><span>{hours}</span></p>
        {centre.phone.map(|phone| view! { <p class="mt-1 flex gap-2 text-base text-ink-2"><Icon name="icon-phone" class="mt-0.5"/><bdi class="ltr">{phone}</bdi></p> })}
    }
}
