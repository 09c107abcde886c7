//! The card, what can be done, and the last uses.

use app_i18n::tr;
use app_kit::{Icon, Notice, Page, loaded, use_locale};
use leptos::prelude::*;
use resident_api::{CardState, Home, Use};

use crate::{
    api,
    parts::{
        card_front::{CardFront, name},
        uses, when,
    },
    place::{Place, SIGN_IN},
};

#[component]
pub fn HomePage() -> impl IntoView {
    let home = Resource::new_blocking(|| (), |()| api::home());
    loaded(home, SIGN_IN, |home: Home| view! { <Shown home=home/> }.into_any())
}

#[component]
fn Shown(home: Home) -> impl IntoView {
    let locale = use_locale();
    let name = name(&home, locale);
    let greeting = match home.hour {
        5..12 => tr::resident::good_morning(locale, &name),
        12..18 => tr::resident::good_afternoon(locale, &name),
        _ => tr::resident::good_evening(locale, &name),
    };
    let refused = home.refused.clone().map(|one| {
        let when = when::moment(locale, one.at, home.today);
        view! {
            <Notice kind="warn" title=tr::resident::refused_title(locale)>
                {tr::resident::refused_text(locale, &one.partner, &when)}" "
                <a class="link" href=Place::History.path()>{tr::resident::look_at_it(locale)}</a>
            </Notice>
        }
    });
    view! {
        <Page title=tr::resident::home(locale)>
            <h1 class="page-title">{greeting}</h1>
            <div class="mt-6 grid items-start gap-8 lg:grid-cols-[25rem_minmax(0,1fr)]">
                <YourCard home=home.clone()/>
                <div class="grid gap-6">
                    {refused}
                    <Doors home=home.clone()/>
                    <LastUses home=home/>
                </div>
            </div>
        </Page>
    }
}

#[component]
fn YourCard(home: Home) -> impl IntoView {
    let locale = use_locale();
    let state = home.card;
    let (hidden, set_hidden) = signal(false);
    let word = move || if hidden.get() { tr::resident::show_number(locale) } else { tr::resident::hide_number(locale) };
    let eye = move || {
        if hidden.get() {
            view! { <Icon name="icon-eye"/> }
        } else {
            view! { <Icon name="icon-eye-slash"/> }
        }
    };
    let button = "btn flex-col! gap-1! px-2! py-2.5! text-base!";
    let note = match state {
        CardState::Ready => None,
        CardState::Preparing => Some(view! { <Notice title=tr::resident::card_preparing(locale) text=tr::resident::card_preparing_text(locale)/> }.into_any()),
        CardState::Failed => Some(view! { <Notice kind="warn" title=tr::resident::card_failed(locale) text=tr::resident::card_failed_text(locale)/> }.into_any()),
    };
    view! {
        <section class="min-w-0" aria-labelledby="card">
            <h2 id="card" class="sr-only">{tr::resident::your_card(locale)}</h2>
            <CardFront home=home hidden=hidden/>
            {note.map(|note| view! { <div class="mt-4">{note}</div> })}
            <div class="no-print mt-4 grid auto-cols-fr grid-flow-col gap-2">
                {(state == CardState::Ready).then(|| view! {
                    <a class=button data-kind="quiet" href="/_ui/resident/card.pdf" download="" rel="external"><Icon name="icon-download-simple"/>{tr::resident::save(locale)}</a>
                })}
                <a class=button data-kind="quiet" href=Place::Card.path()><Icon name="icon-qr-code"/>{tr::resident::about_card(locale)}</a>
                <button class=format!("{button} needs-script") data-kind="quiet" type="button" on:click=move |_| set_hidden.update(|hidden| *hidden = !*hidden)>{eye}{word}</button>
            </div>
        </section>
    }
}

#[component]
fn Doors(home: Home) -> impl IntoView {
    let locale = use_locale();
    let door = |place: Place, icon: &'static str, title: &'static str, text: String| {
        view! {
            <a class="go" href=place.path()>
                <span class="glyph"><Icon name=icon/></span>
                <span class="min-w-0"><b>{title}</b><small>{text}</small></span>
                <Icon name="icon-caret-right" mirror=true/>
            </a>
        }
    };
    let uses = tr::resident::uses_this_month(locale, u64::from(home.uses));
    let numbers = tr::resident::numbers_in_use(locale, u64::from(home.virtual_numbers));
    let card = match home.card {
        CardState::Ready => tr::resident::card_ready(locale),
        CardState::Preparing => tr::resident::card_preparing(locale),
        CardState::Failed => tr::resident::card_failed(locale),
    };
    view! {
        <section class="card rows" aria-labelledby="do">
            <h2 id="do" class="section-title px-4 pt-4 pb-3">{tr::resident::what_to_do(locale)}</h2>
            {door(Place::History, "icon-clock-counter-clockwise-duotone", tr::resident::see_uses(locale), uses)}
            {door(Place::Vids, "icon-key-duotone", tr::resident::vids_title(locale), numbers)}
            {door(Place::Card, "icon-identification-card-duotone", tr::resident::save_card(locale), card.to_owned())}
        </section>
    }
}

#[component]
fn LastUses(home: Home) -> impl IntoView {
    let locale = use_locale();
    let today = home.today;
    let row = move |one: Use| {
        let kind = if one.succeeded { None } else { Some("bad") };
        let words = uses::words(locale, &one);
        view! {
            <li class="flex flex-wrap items-center gap-x-4 gap-y-1 p-4">
                <span class="glyph" data-kind=kind><Icon name=uses::icon(&one.kind)/></span>
                <span class="min-w-0 flex-1 basis-40"><b class="block font-semibold wrap-anywhere"><bdi>{one.partner}</bdi></b><span class="text-base text-ink-2">{words}</span></span>
                <span class="ms-auto shrink-0 text-end text-base text-ink-3">{when::day(locale, one.at.date(), today)}<br/><bdi class="ltr">{when::hour(one.at)}</bdi></span>
            </li>
        }
    };
    let rows: Vec<_> = home.last_uses.into_iter().map(row).collect();
    let empty = rows.is_empty();
    view! {
        <section class="card" aria-labelledby="recent">
            <div class="flex items-center justify-between gap-4 px-4 pt-4 pb-3">
                <h2 id="recent" class="section-title">{tr::resident::last_uses(locale)}</h2>
                {(!empty).then(|| view! { <a class="link text-base" href=Place::History.path()>{tr::resident::all_uses(locale)}</a> })}
            </div>
            {if empty {
                view! { <p class="px-4 pb-5 text-ink-2">{tr::resident::nobody_used(locale)}</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
        </section>
    }
}
