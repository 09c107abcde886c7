//! The portal's frame: who is signed in, signing out, the steps of the journey.

use app_i18n::{Locale, tr};
use app_kit::{CitizenFrame, Icon, use_locale};
use leptos::prelude::*;

use crate::api;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let locale = use_locale();
    let account = Resource::new(|| (), |()| api::account());
    let signed_in = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    account.await.ok().flatten().map(|address| view! { <Account address=address/> })
                })}
            </Suspense>
        }
    };
    view! {
        <CitizenFrame service=tr::prereg::service(locale) account=signed_in>
            {children()}
        </CitizenFrame>
    }
}

#[component]
fn Account(address: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <span class="hidden items-center gap-2 text-base md:inline-flex">
            <Icon name="icon-user-circle"/>
            <bdi class="ltr">{address}</bdi>
        </span>
        <form method="post" action="/_ui/prereg/sign-out" class="contents">
            <button class="btn" data-kind="quiet" data-icon="" aria-label=tr::common::sign_out(locale)>
                <Icon name="icon-sign-out" mirror=true/>
            </button>
        </form>
    }
}

/// Names of the journey's steps, for `Steps`.
pub fn steps(locale: Locale) -> Vec<String> {
    [
        tr::prereg::step_languages(locale),
        tr::prereg::step_about(locale),
        tr::prereg::step_documents(locale),
        tr::prereg::step_check(locale),
        tr::prereg::step_time(locale),
    ]
    .map(str::to_owned)
    .into()
}
