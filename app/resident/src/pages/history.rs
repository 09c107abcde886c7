//! UI-RES-09: who used my identity, day by day.

use app_i18n::tr;
use app_kit::{BackLink, CopyId, Empty, Icon, Page, Tag, Tile, loaded, use_locale, use_query_value};
use chrono::NaiveDate;
use leptos::prelude::*;
use resident_api::{History, Use};

use crate::{
    api,
    parts::{uses, when},
    place::{Place, SIGN_IN},
};

/// Uses on the page; all that are kept in sight with `?all=1`.
const SHORT: u32 = 30;
const LONG: u32 = 200;

#[component]
pub fn HistoryPage() -> impl IntoView {
    let all = use_query_value("all");
    let limit = move || if all.get().is_some() { LONG } else { SHORT };
    let history = Resource::new_blocking(limit, api::history);
    loaded(history, SIGN_IN, |history: History| view! { <Shown history=history/> }.into_any())
}

/// Uses of one day stand together.
fn days(uses: Vec<Use>) -> Vec<(NaiveDate, Vec<Use>)> {
    let mut days: Vec<(NaiveDate, Vec<Use>)> = Vec::new();
    for one in uses {
        let date = one.at.date();
        match days.last_mut() {
            Some((day, list)) if *day == date => list.push(one),
            _ => days.push((date, vec![one])),
        }
    }
    days
}

#[component]
fn Shown(history: History) -> impl IntoView {
    let locale = use_locale();
    let History { uses, today, more } = history;
    let list = if uses.is_empty() {
        view! { <div class="mt-6"><Empty title=tr::resident::nobody_used(locale) text=tr::resident::nobody_used_text(locale)/></div> }
            .into_any()
    } else {
        days(uses)
            .into_iter()
            .map(|(date, uses)| {
                view! {
                    <h2 class="section-title mt-8 mb-4">{when::day(locale, date, today)}</h2>
                    <ol class="timeline">{uses.into_iter().map(|one| view! { <Entry one=one/> }).collect_view()}</ol>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <Page title=tr::resident::history_title(locale) width="max-w-citizen!">
            <BackLink href=Place::Home.path() text=tr::resident::home(locale).to_owned()/>
            <h1 class="page-title mt-1">{tr::resident::history_title(locale)}</h1>
            <p class="mt-2 text-ink-2">{tr::resident::history_text(locale)}</p>
            {list}
            {more.then(|| view! {
                <div class="btn-row mt-4"><a class="btn" data-kind="quiet" href=format!("{}?all=1", Place::History.path())>{tr::resident::older_uses(locale)}</a></div>
            })}
        </Page>
    }
}

#[component]
fn Entry(one: Use) -> impl IntoView {
    let locale = use_locale();
    let (colour, glyph, tile, words) = if one.succeeded {
        ("text-ok", "done", Tile::Done, tr::resident::succeeded(locale))
    } else {
        ("text-bad", "bad", Tile::Failed, tr::resident::did_not_succeed(locale))
    };
    let (said, seen) = (uses::words(locale, &one), uses::seen(locale, &one));
    let shown: Vec<_> = uses::disclosed(locale, &one)
        .into_iter()
        .map(|what| view! { <li class="tag"><Icon name="icon-eye"/>{what}</li> })
        .collect();
    view! {
        <li class=colour>
            <span class="t" data-s=glyph aria-hidden="true"></span>
            <article class="card text-ink">
                <div class="flex flex-wrap items-start gap-4 p-4">
                    <span class="glyph" data-kind=(!one.succeeded).then_some("bad")><Icon name=uses::icon(&one.kind)/></span>
                    <div class="min-w-0 flex-1 basis-40">
                        <h3 class="text-xl font-semibold wrap-anywhere"><bdi>{one.partner}</bdi></h3>
                        <p class="text-base text-ink-2">{said}</p>
                        {(!shown.is_empty()).then(|| view! { <ul class="mt-2 flex flex-wrap gap-2">{shown}</ul> })}
                    </div>
                    <span class="grid justify-items-end gap-1 text-base text-ink-3">
                        <Tag tile=tile text=words/>
                        <bdi class="ltr">{when::hour(one.at)}</bdi>
                    </span>
                </div>
                <dl class="dl border-t border-line px-4 text-base [&>div:last-child]:border-0!">
                    <div><dt>{tr::resident::what_they_saw(locale)}</dt><dd>{seen}</dd></div>
                    <div><dt>{tr::resident::their_number(locale)}</dt><dd><CopyId id=one.reference/></dd></div>
                </dl>
                {(!one.succeeded).then(|| view! { <p class="border-t border-line p-4 text-base text-ink-2">{tr::resident::was_it_you(locale)}</p> })}
            </article>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_grouped_by_day() {
        let one = |day: u32, hour: u32| Use {
            at: NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, 0, 0).unwrap(),
            partner: "Bank".to_owned(),
            kind: "OTP-AUTH".to_owned(),
            succeeded: true,
            reference: "1".to_owned(),
            disclosed: Vec::new(),
        };
        let grouped = days(vec![one(28, 9), one(28, 8), one(27, 23)]);
        assert_eq!(grouped.iter().map(|(_, uses)| uses.len()).collect::<Vec<_>>(), [2, 1]);
        assert!(days(Vec::new()).is_empty());
    }
}
