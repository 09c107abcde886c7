//! Somebody's first password, shown once to whoever made it.

use app_i18n::tr;
use app_kit::{ConsolePage, Notice, loaded, use_locale};
use leptos::prelude::*;

use crate::account_api::{self, ShownOnce};
use crate::parts::{Breadcrumb, Secrets};
use crate::place::Place;

#[component]
pub fn FirstPassword(id: String) -> impl IntoView {
    let shown = Resource::new_blocking(|| (), |()| account_api::shown());
    loaded(shown, super::sign_in_for(&Place::Users.path()), move |shown: ShownOnce| {
        view! { <Whole shown=shown id=id.clone()/> }.into_any()
    })
}

#[component]
fn Whole(shown: ShownOnce, id: String) -> impl IntoView {
    let locale = use_locale();
    let title = tr::users::first_password_for(locale, &id);
    let back = Place::User(id.clone()).path();
    let here = view! { {tr::users::first_password(locale)} }.into_any();
    view! {
        <ConsolePage title=title.clone()>
            <div class="max-w-text">
                <Breadcrumb href=back.clone() above=id.clone() here=here/>
                <h1 class="page-title mt-1">{title.clone()}</h1>
                {match shown.secrets {
                    Some(secrets) => view! {
                        <p class="mt-1 text-ink-2">{tr::users::first_password_text(locale)}</p>
                        <Secrets secrets=secrets label=title/>
                    }
                    .into_any(),
                    None => view! {
                        <div class="mt-4">
                            <Notice title=tr::users::first_password_gone(locale) text=tr::users::first_password_gone_text(locale)/>
                        </div>
                    }
                    .into_any(),
                }}
                <div class="btn-row mt-4 no-print"><a class="btn" href=back>{tr::users::back_to(locale, &id)}</a></div>
            </div>
        </ConsolePage>
    }
}
