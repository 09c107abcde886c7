//! What needs attention, above the list that the day begins with: only what this member of staff can do something about.

use app_i18n::tr;
use app_kit::{Icon, use_locale};
use leptos::prelude::*;

use crate::api::Attention as Counts;
use crate::place::Place;

#[component]
pub fn Attention(counts: Counts) -> impl IntoView {
    let locale = use_locale();
    let line = |count: Option<u64>, href: String, words: &dyn Fn(u64) -> String| {
        count.filter(|count| *count > 0).map(|count| (href, words(count)))
    };
    let lines: Vec<(String, String)> = [
        line(counts.stuck, "/admin?state=stuck".to_owned(), &|n| tr::attention::stuck(locale, n)),
        line(counts.cases, Place::Cases.path(), &|n| tr::attention::cases(locale, n)),
        line(counts.dead, Place::Jobs.path(), &|n| tr::attention::dead(locale, n)),
        line(counts.keys, Place::Keys.path(), &|n| tr::attention::keys(locale, n)),
        line(counts.parts, Place::Health.path(), &|n| tr::attention::parts(locale, n)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let body = if lines.is_empty() {
        view! { <p class="text-ink-2">{tr::attention::nothing(locale)}</p> }.into_any()
    } else {
        view! {
            <ul class="flex flex-wrap gap-x-6 gap-y-1">
                {lines
                    .into_iter()
                    .map(|(href, text)| view! {
                        <li><a class="link inline-flex min-h-6 items-center gap-1.5" href=href rel="external"><Icon name="icon-warning"/>{text}</a></li>
                    })
                    .collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="card mt-4 flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3" aria-labelledby="attention">
            <h2 class="font-semibold" id="attention">{tr::attention::title(locale)}</h2>
            {body}
        </section>
    }
}
