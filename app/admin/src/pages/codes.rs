//! Recovery codes, shown once.

use app_i18n::tr;
use app_kit::{ConsolePage, Notice, loaded, use_locale};
use leptos::prelude::*;

use crate::account_api::{self, ShownOnce};
use crate::parts::{Breadcrumb, Secrets};
use crate::place::Place;

#[component]
pub fn Codes() -> impl IntoView {
    let shown = Resource::new_blocking(|| (), |()| account_api::shown());
    loaded(shown, super::sign_in_for(&Place::Account.path()), |shown: ShownOnce| {
        view! { <Whole shown=shown/> }.into_any()
    })
}

#[component]
fn Whole(shown: ShownOnce) -> impl IntoView {
    let locale = use_locale();
    let title = tr::account::codes_title(locale);
    view! {
        <ConsolePage title=title>
            <div class="max-w-text">
                <Breadcrumb href=Place::Account.path() above=tr::account::title(locale) here=title.into_any()/>
                <h1 class="page-title mt-1">{title}</h1>
                {match shown.secrets {
                    Some(codes) => view! {
                        <p class="mt-1 text-ink-2">{tr::account::codes_text(locale)}</p>
                        <Secrets secrets=codes label=title/>
                        <div class="btn-row mt-4 no-print"><a class="btn" href=Place::Account.path()>{tr::account::codes_done(locale)}</a></div>
                    }
                    .into_any(),
                    None => view! {
                        <div class="mt-4"><Notice title=tr::account::codes_gone(locale) text=tr::account::codes_gone_text(locale)/></div>
                        <div class="btn-row mt-4"><a class="btn" href=Place::Account.path()>{tr::account::title(locale)}</a></div>
                    }
                    .into_any(),
                }}
            </div>
        </ConsolePage>
    }
}
