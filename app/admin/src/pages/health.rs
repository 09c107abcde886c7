//! COM-10: how the installation is, part by part, and what to do where something is wrong.

use app_i18n::tr;
use app_kit::{ConsolePage, Fact, Facts, Icon, Notice, Tag, loaded, use_locale};
use kernel_api::health::{Finding, HealthReport, Level};
use leptos::prelude::*;
use types::Timestamp;

use crate::{health_words, place::Place, system_api, words};

#[component]
pub fn Health() -> impl IntoView {
    let report = Resource::new_blocking(|| (), |()| system_api::health());
    loaded(report, super::sign_in_for(&Place::Health.path()), |report| view! { <Whole report=report/> }.into_any())
}

#[component]
fn Whole(mut report: HealthReport) -> impl IntoView {
    let locale = use_locale();
    let troubles = report.troubles().count() as u64;
    let worst = report.level();
    // what is wrong first; within a level in the order of the report
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let profile = match report.production {
        true => tr::health::production(locale),
        false => tr::health::development(locale),
    };
    let now = report.now;
    let clock = format!("{} · {}", words::moment(locale, now), words::clock(now));
    let facts = vec![
        Fact::view(tr::health::version(locale), view! { <span class="id">{report.version}</span> }),
        Fact::new(tr::health::profile(locale), profile),
        Fact::new(tr::health::running(locale), words::since(locale, report.started_at, now)),
        Fact::view(tr::health::now(locale), view! { <bdi>{clock}</bdi> }),
    ];
    let (kind, title, text) = match worst {
        Level::Good => ("ok", tr::health::all_good(locale).to_owned(), tr::health::all_good_text(locale)),
        Level::Attention => ("warn", tr::health::troubles(locale, troubles), tr::health::troubles_text(locale)),
        Level::Bad => ("bad", tr::health::troubles(locale, troubles), tr::health::troubles_text(locale)),
    };
    view! {
        <ConsolePage title=tr::health::title(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::health::title(locale)}</h1>
                <a class="btn" data-kind="quiet" href=Place::Health.path() rel="external">
                    <Icon name="icon-arrows-clockwise"/>
                    {tr::admin::refresh(locale)}
                </a>
            </div>
            <p class="mt-1 text-ink-2">{tr::health::text(locale)}</p>
            <div class="mt-4"><Notice kind=kind title=title text=text/></div>
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <section class="card min-w-0" aria-labelledby="parts">
                    <div class="card-head"><h2 class="section-title" id="parts">{tr::health::parts(locale)}</h2></div>
                    <ul class="divide-y divide-line">
                        {report.findings.into_iter().map(|finding| view! { <Row finding=finding now=now/> }).collect_view()}
                    </ul>
                </section>
                <section class="card card-pad min-w-0" aria-labelledby="facts">
                    <h2 class="section-title mb-2" id="facts">{tr::health::facts(locale)}</h2>
                    <Facts facts=facts narrow=true/>
                </section>
            </div>
        </ConsolePage>
    }
}

#[component]
fn Row(finding: Finding, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let (tile, state) = health_words::state(locale, &finding);
    let said = health_words::said(locale, &finding, now);
    let open = said.href.map(|href| {
        let name = format!("{}: {}", tr::health::open(locale), said.title);
        view! { <a class="link shrink-0 text-sm" href=href aria-label=name>{tr::health::open(locale)}</a> }
    });
    view! {
        <li class="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[10rem_minmax(0,1fr)_auto]">
            <span><Tag tile=tile text=state/></span>
            <div class="min-w-0">
                <h3 class="font-medium">{said.title}</h3>
                <p class="text-ink-2 wrap-anywhere">{said.text}</p>
                {said.todo.map(|todo| view! { <p class="mt-1 max-w-text">{todo}</p> })}
            </div>
            {open}
        </li>
    }
}
