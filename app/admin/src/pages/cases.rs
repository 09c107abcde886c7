//! Cases that wait for a person's decision.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, Table, Tag, Tile, loaded, use_locale};
use leptos::prelude::*;
use registration_api::adjudication::CaseList;
use registration_api::{AdjudicationCase, CaseKind};
use types::Timestamp;

use crate::{api, place::Place, words};

#[component]
pub fn Cases() -> impl IntoView {
    let cases = Resource::new_blocking(|| (), |()| api::cases());
    loaded(cases, super::sign_in_for(&Place::Cases.path()), |cases| view! { <List list=cases/> }.into_any())
}

#[component]
fn List(list: CaseList) -> impl IntoView {
    let locale = use_locale();
    let CaseList { cases, open, now } = list;
    let heads = vec![
        (tr::admin::packet(locale).to_owned(), false),
        (tr::admin::why(locale).to_owned(), false),
        (tr::admin::candidates(locale).to_owned(), true),
        (tr::admin::best_score(locale).to_owned(), true),
        (tr::admin::since(locale).to_owned(), true),
    ];
    view! {
        <ConsolePage title=tr::admin::adjudication(locale)>
            <h1 class="page-title">{tr::admin::adjudication(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::admin::adjudication_text(locale)}</p>
            {if cases.is_empty() {
                view! {
                    <div class="mt-4"><Empty title=tr::admin::no_cases(locale) text=tr::admin::no_cases_text(locale)/></div>
                }
                .into_any()
            } else {
                view! {
                    <section class="card mt-4 min-w-0" aria-label=tr::admin::adjudication(locale)>
                        <Table caption=tr::admin::open_cases(locale, open) heads=heads>
                            {cases.into_iter().map(|case| view! { <Row case=case now=now/> }).collect_view()}
                        </Table>
                        <p class="border-t border-line px-3 py-2 text-xs text-ink-3">{tr::admin::open_cases(locale, open)}</p>
                    </section>
                }
                .into_any()
            }}
        </ConsolePage>
    }
}

#[component]
fn Row(case: AdjudicationCase, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let why = match case.kind {
        CaseKind::Biometric => tr::admin::kind_biometric(locale),
        CaseKind::Verification => tr::admin::kind_verification(locale),
    };
    let best = case.candidates.first().map(|best| best.score).filter(|score| *score > 0.0);
    view! {
        <tr>
            <td><a class="link font-medium" href=Place::Case(case.id).path()><span class="id">{case.rid}</span></a></td>
            <td class="min-w-56"><Tag tile=Tile::Waits text=why/></td>
            <td class="num">{case.candidates.len()}</td>
            <td class="num">{best.map(|score| format!("{score:.0} %"))}</td>
            <td class="num whitespace-nowrap text-ink-2">{words::since(locale, case.opened_at, now)}</td>
        </tr>
    }
}
