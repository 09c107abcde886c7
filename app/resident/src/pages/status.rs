//! UI-RES-04: where a registration is, in plain words. It says nothing about the person.

use app_i18n::{Locale, tr};
use app_kit::{
    BackLink, ErrorSummary, Field, Input, Notice, Page, Problem, Tile, Timeline, TimelineEntry, error_text, loaded,
    use_locale, use_query_value,
};
use leptos::prelude::*;
use resident_api::{Progress, RegistrationStatus};

use crate::{
    api::{self, Whereabouts},
    parts::when,
    place::SIGN_IN,
};

#[component]
pub fn Status() -> impl IntoView {
    let number = use_query_value("number");
    let answer = Resource::new_blocking(move || number.get().unwrap_or_default(), api::status);
    loaded(answer, SIGN_IN, move |answer: Whereabouts| {
        view! { <Shown answer=answer number=number.get_untracked().unwrap_or_default()/> }.into_any()
    })
}

#[component]
fn Shown(answer: Whereabouts, number: String) -> impl IntoView {
    let locale = use_locale();
    let malformed = matches!(answer, Whereabouts::Malformed);
    let text = error_text(locale, "RES-SER-413", &[]);
    let problems = if malformed { vec![Problem { field: "number".to_owned(), text }] } else { Vec::new() };
    let error = Problem::of(&problems, "number");
    let found = match answer {
        Whereabouts::Known(status) => Some(view! { <Known status=status number=number.clone()/> }.into_any()),
        Whereabouts::Unknown => Some(view! { <Unknown/> }.into_any()),
        Whereabouts::Ask | Whereabouts::Malformed => None,
    };
    view! {
        <Page title=tr::landing::whereabouts(locale) width="max-w-text!">
            <BackLink href="/"/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::landing::whereabouts(locale)}</h1>
            {found}
            <form class="card card-pad mt-8 grid gap-5" method="get" action="/resident/status">
                <Field id="number" label=tr::landing::slip_number(locale) hint=tr::landing::where_text(locale) error=error>
                    <Input name="number" value=number inputmode="numeric" is_id=true maxlength=60/>
                </Field>
                <div class="btn-row"><button class="btn" data-kind="quiet">{tr::landing::show_status(locale)}</button></div>
            </form>
        </Page>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="mt-5">
            <Notice kind="warn" live=true title=tr::resident::not_known(locale)>
                <ul class="mt-1 grid list-disc gap-1 ps-5">
                    <li>{tr::resident::not_known_check(locale)}</li>
                    <li>{tr::resident::not_known_wait(locale)}</li>
                    <li>{tr::resident::not_known_call(locale)}</li>
                </ul>
            </Notice>
        </div>
    }
}

/// How far the registration is: the step it is at, of four; and how that step is drawn.
fn step(progress: Progress) -> (usize, Tile) {
    match progress {
        Progress::Announced => (0, Tile::You),
        Progress::Received | Progress::Checking => (1, Tile::You),
        Progress::ComeBack => (1, Tile::Waits),
        Progress::Rejected | Progress::RegisterAgain => (1, Tile::Failed),
        Progress::Issuing => (2, Tile::You),
        Progress::Issued => (3, Tile::Done),
    }
}

fn title(locale: Locale, progress: Progress) -> &'static str {
    match progress {
        Progress::Announced => tr::resident::status_announced(locale),
        Progress::Received => tr::resident::status_received(locale),
        Progress::Checking => tr::resident::status_checking(locale),
        Progress::Issuing => tr::resident::status_issuing(locale),
        Progress::Issued => tr::resident::status_issued(locale),
        Progress::Rejected => tr::resident::status_rejected(locale),
        Progress::RegisterAgain => tr::resident::status_again(locale),
        Progress::ComeBack => tr::resident::status_come_back(locale),
    }
}

/// What happens next, and who acts.
fn next(locale: Locale, progress: Progress) -> &'static str {
    match progress {
        Progress::Announced => tr::resident::next_announced(locale),
        Progress::Received => tr::resident::next_received(locale),
        Progress::Checking => tr::resident::next_checking(locale),
        Progress::Issuing => tr::resident::next_issuing(locale),
        Progress::Issued => tr::resident::next_issued(locale),
        Progress::Rejected => tr::resident::next_rejected(locale),
        Progress::RegisterAgain => tr::resident::next_again(locale),
        Progress::ComeBack => tr::resident::next_come_back(locale),
    }
}

#[component]
fn Known(status: RegistrationStatus, number: String) -> impl IntoView {
    let locale = use_locale();
    let RegistrationStatus { progress, since } = status;
    let (at, tile) = step(progress);
    let steps = [
        tr::resident::step_registered(locale),
        tr::resident::step_checked(locale),
        tr::resident::step_made(locale),
        tr::resident::step_ready(locale),
    ];
    let when = format!("{} {}", when::date_in_words(locale, since.date()), when::hour(since));
    let entries = steps
        .into_iter()
        .enumerate()
        .map(|(position, text)| {
            let tile = match position.cmp(&at) {
                std::cmp::Ordering::Less => Tile::Done,
                std::cmp::Ordering::Equal => tile,
                std::cmp::Ordering::Greater => Tile::None,
            };
            let here = position == at;
            let now = here.then(|| title(locale, progress));
            let when = here.then(|| when.clone());
            view! { <TimelineEntry tile=tile title=text text=now when=when/> }
        })
        .collect_view();
    let action = match progress {
        Progress::Issued => Some((SIGN_IN, tr::landing::sign_in(locale))),
        Progress::RegisterAgain => Some(("/prereg", tr::landing::book(locale))),
        _ => None,
    };
    view! {
        <p class="mt-2 text-base text-ink-2">{tr::landing::slip_number(locale)}": "<bdi class="id wrap-anywhere">{grouped(&number)}</bdi></p>
        <section class="card card-pad mt-5" aria-labelledby="now">
            <h2 id="now" class="section-title">{title(locale, progress)}</h2>
            <p class="mt-1 text-ink-2">{next(locale, progress)}</p>
            {action.map(|(href, text)| view! { <div class="btn-row mt-4"><a class="btn" href=href>{text}</a></div> })}
            <div class="mt-6"><Timeline>{entries}</Timeline></div>
        </section>
    }
}

/// 5-5-5-14: centre, machine, sequence, time.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 29 {
        return number.to_owned();
    }
    [0..5, 5..10, 10..15, 15..29].map(|group| digits[group].iter().collect::<String>()).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    // RES-27, UI-RES-04
    #[test]
    fn every_state_has_its_own_words_and_place() {
        use Progress::{Announced, Checking, ComeBack, Issued, Issuing, Received, RegisterAgain, Rejected};
        let all = [Announced, Received, Checking, Issuing, Issued, Rejected, RegisterAgain, ComeBack];
        for locale in Locale::ALL {
            let words: std::collections::BTreeSet<_> =
                all.iter().map(|p| (title(locale, *p), next(locale, *p))).collect();
            assert_eq!(words.len(), all.len());
        }
        assert_eq!(step(Issued), (3, Tile::Done));
        assert_eq!(step(Rejected).1, Tile::Failed);
    }

    #[test]
    fn a_registration_number_is_grouped() {
        assert_eq!(grouped("10001 10001 00001 20260105090000"), "10001 10001 00001 20260105090000");
        assert_eq!(grouped("10001100010000120260105090000"), "10001 10001 00001 20260105090000");
        assert_eq!(grouped("12"), "12");
    }
}
