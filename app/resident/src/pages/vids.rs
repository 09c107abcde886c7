//! UI-RES-10: numbers to give instead of one's own. A new one takes two clicks: its kind, and the button.

use app_i18n::{Locale, tr};
use app_kit::{
    BackLink, Choice, Choices, CopyId, Empty, ErrorSummary, Group, Notice, Page, Problem, loaded, use_locale,
    use_problem, use_query_value,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use resident_api::{NumberKind, Offer, VirtualNumber, VirtualNumbers};

use crate::{
    api,
    parts::when,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Vids() -> impl IntoView {
    let numbers = Resource::new_blocking(|| (), |()| api::vids());
    loaded(numbers, SIGN_IN, |numbers: VirtualNumbers| view! { <Shown numbers=numbers/> }.into_any())
}

/// A kind in words; one of the country's own keeps its name.
fn kind_words(locale: Locale, kind: &str) -> String {
    match kind.to_ascii_uppercase().as_str() {
        "PERPETUAL" => tr::resident::kind_perpetual(locale).to_owned(),
        "TEMPORARY" => tr::resident::kind_temporary(locale).to_owned(),
        "ONETIMEUSE" => tr::resident::kind_once(locale).to_owned(),
        _ => kind.to_owned(),
    }
}

/// What the policy says of a kind: how long, how often.
fn rule_words(locale: Locale, kind: &NumberKind) -> String {
    let life = match kind.valid_minutes.map(u64::from) {
        None => tr::resident::no_end(locale).to_owned(),
        Some(minutes) if minutes % 1_440 == 0 => tr::resident::works_days(locale, minutes / 1_440),
        Some(minutes) if minutes % 60 == 0 => tr::resident::works_hours(locale, minutes / 60),
        Some(minutes) => tr::resident::works_minutes(locale, minutes),
    };
    match kind.uses {
        Some(uses) => format!("{life} {}", tr::resident::for_uses(locale, u64::from(uses))),
        None => life,
    }
}

#[component]
fn Shown(numbers: VirtualNumbers) -> impl IntoView {
    let locale = use_locale();
    let made = use_query_value("made");
    let problems = use_problem("kind");
    let VirtualNumbers { numbers, kinds, today } = numbers;
    let list = if numbers.is_empty() {
        view! { <div class="mt-6"><Empty title=tr::resident::no_vids(locale) text=tr::resident::no_vids_text(locale)/></div> }.into_any()
    } else {
        // the newest first: it is the one that was just made
        let cards =
            numbers.into_iter().rev().map(|number| view! { <NumberCard number=number today=today/> }).collect_view();
        view! { <ul class="mt-6 grid grid-cols-1 gap-4 md:grid-cols-2" aria-label=tr::resident::your_vids(locale)>{cards}</ul> }.into_any()
    };
    view! {
        <Page title=tr::resident::vids_title(locale) width="max-w-citizen!">
            <BackLink href=Place::Home.path() text=tr::resident::home(locale).to_owned()/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{tr::resident::vids_title(locale)}</h1>
            <p class="mt-2 max-w-text text-ink-2">{tr::resident::vids_text(locale)}</p>
            {move || made.get().map(|_| view! { <div class="mt-4"><Notice kind="ok" live=true title=tr::resident::vid_made(locale) text=tr::resident::vid_made_text(locale)/></div> })}
            {list}
            <Make kinds=kinds problems=problems/>
        </Page>
    }
}

#[component]
fn NumberCard(number: VirtualNumber, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let ends = match number.ends {
        Some(at) => tr::resident::ends(locale, &when::moment(locale, at, today)),
        None => tr::resident::no_end(locale).to_owned(),
    };
    let (kind, glyph, words) = match number.uses {
        Some(uses) => ("info", "wait", tr::resident::for_uses(locale, u64::from(uses))),
        None => ("ok", "done", tr::resident::in_use(locale).to_owned()),
    };
    let tag = view! { <span class="tag" data-kind=kind><span class="t" data-s=glyph aria-hidden="true"></span>{words}</span> };
    view! {
        <li class="card card-pad">
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h2 class="section-title">{kind_words(locale, &number.kind)}</h2>
                {tag}
            </div>
            <p class="mt-3 text-xl font-medium sm:text-2xl"><CopyId id=number.number/></p>
            <p class="mt-1 text-base text-ink-3">{ends}</p>
        </li>
    }
}

#[component]
fn Make(kinds: Vec<NumberKind>, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let error = Problem::of(&problems, "kind");
    // what serves one purpose and ends comes first; a number for good is asked for seldom
    let (lasting, passing): (Vec<_>, Vec<_>) =
        kinds.into_iter().partition(|kind| kind.kind.eq_ignore_ascii_case("Perpetual"));
    let kinds: Vec<NumberKind> = passing.into_iter().chain(lasting).collect();
    let first = kinds.iter().find(|kind| kind.offer == Offer::Free).map(|kind| kind.kind.clone());
    let choices = kinds
        .iter()
        .map(|kind| {
            let note = match kind.offer {
                Offer::Free => rule_words(locale, kind),
                Offer::Full => tr::resident::have_enough(locale).to_owned(),
            };
            Choice {
                disabled: kind.offer == Offer::Full,
                ..Choice::new(kind.kind.clone(), kind_words(locale, &kind.kind)).note(note)
            }
        })
        .collect::<Vec<_>>();
    first.map(|first| {
        view! {
            <form class="mt-8" method="post" action="/_ui/resident/new-number">
                <Group id="kind" legend=tr::resident::make_vid(locale) error=error>
                    <Choices name="kind" choices=choices chosen=vec![first] class="grid gap-3 md:grid-cols-3"/>
                </Group>
                <div class="btn-row mt-5"><button class="btn">{tr::resident::make_the_vid(locale)}</button></div>
            </form>
        }
    })
}
