//! Sign-in, first half: the number. Who is signed in already sees the home page.

use app_i18n::tr;
use app_kit::{BackLink, ErrorSummary, Field, Icon, Input, Page, Problem, loaded, use_locale, use_problem};
use leptos::prelude::*;

use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Start() -> impl IntoView {
    let account = Resource::new_blocking(|| (), |()| api::account());
    loaded(account, SIGN_IN, |signed_in: bool| {
        if signed_in { view! { <super::HomePage/> }.into_any() } else { view! { <Number/> }.into_any() }
    })
}

#[component]
fn Number() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("number");
    let error = Problem::of(&problems, "number");
    view! {
        <Page title=tr::resident::sign_in(locale) width="max-w-text!">
            <BackLink href="/"/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::resident::sign_in(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::resident::sign_in_text(locale)}</p>
            <form class="mt-7 grid gap-7" method="post" action="/_ui/resident/send-code">
                <Field id="number" label=tr::resident::number(locale) hint=tr::resident::number_hint(locale) error=error>
                    <Input name="number" autocomplete="off" inputmode="numeric" is_id=true maxlength=60/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::resident::send_code(locale)}</button></div>
            </form>
            <div class="card rows mt-8">
                <a class="go" href=Place::Status.path()>
                    <Icon name="icon-clock-countdown" class="text-ink-3"/>
                    <span>{tr::resident::no_number_yet(locale)}</span>
                    <Icon name="icon-caret-right" mirror=true/>
                </a>
                <p class="flex items-center gap-4 p-4 text-base text-ink-2">
                    <Icon name="icon-phone" class="text-ink-3"/>
                    <span>{tr::resident::no_phone(locale)}</span>
                </p>
            </div>
        </Page>
    }
}
