//! UI-PRE-01, second half: the code that was sent.

use app_i18n::tr;
use app_kit::{BackLink, CodeInput, ErrorSummary, Field, Icon, Page, Problem, loaded, use_locale, use_problem};
use leptos::prelude::*;

use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Code() -> impl IntoView {
    let pending = Resource::new_blocking(|| (), |()| api::pending());
    loaded(pending, SIGN_IN, |pending| match pending {
        Some(address) => view! { <Enter address=address/> }.into_any(),
        // nothing is on its way: start where it begins
        None => view! { <super::SignIn/> }.into_any(),
    })
}

#[component]
fn Enter(address: String) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("code");
    let error = Problem::of(&problems, "code");
    let change = Place::SignIn.path();
    view! {
        <Page title=tr::prereg::enter_code(locale) width="max-w-text!">
            <BackLink href=change.clone()/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::prereg::enter_code(locale)}</h1>
            <p class="mt-3 text-ink-2">
                {tr::prereg::code_sent_to(locale, &address)}" "
                <a class="link" href=change>{tr::prereg::change_address(locale)}</a>
            </p>
            <form class="mt-7 grid gap-7" method="post" action="/_ui/prereg/sign-in">
                <Field id="code" label=tr::prereg::code(locale) hint=tr::prereg::code_hint(locale) error=error>
                    <CodeInput name="code"/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::common::go_on(locale)}</button></div>
            </form>
            <div class="card rows mt-7">
                <form class="flex flex-wrap items-center gap-3 p-4" method="post" action="/_ui/prereg/send-code">
                    <Icon name="icon-clock-countdown" class="text-ink-3"/>
                    <span>{tr::prereg::nothing_arrived(locale)}</span>
                    <button class="btn ms-auto" data-kind="plain">{tr::prereg::send_again(locale)}</button>
                </form>
                <p class="flex items-center gap-3 p-4 text-base text-ink-2">
                    <Icon name="icon-phone" class="text-ink-3"/>
                    {tr::prereg::no_phone(locale)}
                </p>
            </div>
        </Page>
    }
}
