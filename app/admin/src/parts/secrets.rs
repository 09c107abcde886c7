//! Secrets shown once, to be copied by hand or printed.

use app_i18n::tr;
use app_kit::{PrintButton, use_locale};
use leptos::prelude::*;

/// The secrets in the order they were made.
#[component]
pub fn Secrets(secrets: Vec<String>, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <ol class="card card-pad mt-4 grid gap-2 sm:grid-cols-2" aria-label=label>
            {secrets
                .into_iter()
                .map(|secret| view! { <li><span class="id text-lg" dir="ltr">{secret}</span></li> })
                .collect_view()}
        </ol>
        <div class="btn-row mt-3 no-print"><PrintButton text=tr::common::print(use_locale())/></div>
    }
}
