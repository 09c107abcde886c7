//! UI-PRE-01, first half: where the code goes.

use app_i18n::tr;
use app_kit::{BackLink, ErrorSummary, Field, Icon, Input, Page, Problem, use_locale, use_problem};
use leptos::prelude::*;

#[component]
pub fn SignIn() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("address");
    let error = Problem::of(&problems, "address");
    view! {
        <Page title=tr::prereg::sign_in(locale) width="max-w-text!">
            <BackLink href="/"/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::prereg::sign_in(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::prereg::sign_in_text(locale)}</p>
            <form class="mt-7 grid gap-7" method="post" action="/_ui/prereg/send-code">
                <Field id="address" label=tr::prereg::address(locale) hint=tr::prereg::address_hint(locale) error=error>
                    <Input name="address" autocomplete="username" is_id=true maxlength=100/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::prereg::send_code(locale)}</button></div>
            </form>
            <p class="mt-8 flex gap-3 text-base text-ink-2">
                <Icon name="icon-phone" class="mt-1"/>
                <span>{tr::prereg::no_phone(locale)}</span>
            </p>
        </Page>
    }
}
