//! The portal's frame: its name, and signing out for who is signed in.

use app_i18n::tr;
use app_kit::{CitizenFrame, Icon, use_locale};
use leptos::prelude::*;

use crate::{api, place::Place};

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let locale = use_locale();
    let account = Resource::new(|| (), |()| api::account());
    let signed_in = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    let known = account.await.and_then(|packed| packed.open::<bool>()).unwrap_or_default();
                    known.then(|| view! { <Account/> })
                })}
            </Suspense>
        }
    };
    view! {
        <CitizenFrame service=tr::resident::service(locale) account=signed_in>
            {children()}
        </CitizenFrame>
    }
}

#[component]
fn Account() -> impl IntoView {
    let locale = use_locale();
    view! {
        <a class="hidden min-h-11 items-center gap-2 px-2 text-base font-medium md:inline-flex" href=Place::Home.path()>
            <Icon name="icon-user-circle"/>
            {tr::resident::home(locale)}
        </a>
        <form method="post" action="/_ui/resident/sign-out" class="contents">
            <button class="btn" data-kind="quiet" data-icon="" aria-label=tr::common::sign_out(locale)>
                <Icon name="icon-sign-out" mirror=true/>
            </button>
        </form>
    }
}
