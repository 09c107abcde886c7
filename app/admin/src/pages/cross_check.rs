//! SCH-06: where the country's definitions do not fit together, in words, and where each is mended.

use app_i18n::{Locale, tr};
use app_kit::{ConsolePage, Icon, Notice, loaded, use_locale};
use leptos::prelude::*;
use masterdata_api::cross_check::{CrossCheckReport, Mend, Mismatch};

use crate::data::DataPlace;
use crate::place::Place;
use crate::system_api;

#[component]
pub fn CrossCheck() -> impl IntoView {
    let report = Resource::new_blocking(|| (), |()| system_api::cross_check());
    loaded(report, super::sign_in_for(&Place::CrossCheck.path()), |report| view! { <Whole report=report/> }.into_any())
}

/// A mismatch in the reader's language.
pub fn mismatch_words(locale: Locale, mismatch: &Mismatch) -> String {
    mismatch.worded(tr::mismatch::find(locale, mismatch.rule.code()).unwrap_or(mismatch.rule.text()))
}

/// The page where it is mended; policies have none here.
fn place(mend: &Mend) -> Option<Place> {
    match mend {
        Mend::Schemas => Some(Place::Schemas),
        Mend::Setting(name) => Some(Place::Setting(name.clone())),
        Mend::Data(resource) => DataPlace::parse(&format!("/admin/data/{resource}")).map(Place::Data),
        Mend::Policies => None,
    }
}

#[component]
fn Whole(report: CrossCheckReport) -> impl IntoView {
    let locale = use_locale();
    let count = report.mismatches.len() as u64;
    let looked_at = tr::cross::looked_at(locale, report.looked_at);
    let verdict = if count == 0 {
        view! { <Notice kind="ok" title=tr::cross::fits(locale) text=looked_at/> }
    } else {
        view! { <Notice kind="warn" title=tr::cross::wrong(locale, count) text=looked_at/> }
    };
    view! {
        <ConsolePage title=tr::cross::title(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::cross::title(locale)}</h1>
                <a class="btn" data-kind="quiet" href=Place::CrossCheck.path() rel="external">
                    <Icon name="icon-arrows-clockwise"/>
                    {tr::admin::refresh(locale)}
                </a>
            </div>
            <p class="mt-1 max-w-text text-ink-2">{tr::cross::text(locale)}</p>
            <div class="mt-4">{verdict}</div>
            {(count > 0).then(|| view! {
                <section class="card mt-4 min-w-0" aria-labelledby="list">
                    <div class="card-head"><h2 class="section-title" id="list">{tr::cross::list(locale)}</h2></div>
                    <ul class="divide-y divide-line">
                        {report.mismatches.into_iter().map(|mismatch| view! { <Row mismatch=mismatch/> }).collect_view()}
                    </ul>
                </section>
            })}
        </ConsolePage>
    }
}

#[component]
fn Row(mismatch: Mismatch) -> impl IntoView {
    let locale = use_locale();
    let text = mismatch_words(locale, &mismatch);
    let mend = match place(&mismatch.mend) {
        Some(place) => {
            let name = tr::cross::mend_at(locale, &text);
            view! { <a class="link shrink-0" href=place.path() aria-label=name>{tr::cross::mend(locale)}</a> }
                .into_any()
        }
        None => view! { <span class="text-ink-2">{tr::cross::at_policies(locale)}</span> }.into_any(),
    };
    view! {
        <li class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3">
            <span class="flex min-w-0 flex-1 basis-72 gap-2">
                <Icon name="icon-warning" class="mt-0.5 shrink-0 text-warn"/>
                <span class="min-w-0 wrap-anywhere">{text}</span>
            </span>
            {mend}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use masterdata_api::cross_check::Rule;

    // SCH-06
    #[test]
    fn every_rule_has_words_with_the_same_arguments_in_every_language() {
        let places = |text: &str| (0..5).filter(|at| text.contains(&format!("{{{at}}}"))).collect::<Vec<_>>();
        for locale in Locale::ALL {
            for rule in Rule::ALL {
                let found = tr::mismatch::find(locale, rule.code()).unwrap_or_else(|| panic!("{rule:?}"));
                assert_eq!(places(found), places(rule.text()), "{rule:?}");
            }
        }
    }
}
