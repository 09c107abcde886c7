//! Staff sign in with user name and password; afterwards they are where they wanted to be.

use app_i18n::tr;
use app_kit::{
    CitizenFrame, ErrorSummary, Field, Icon, Input, Notice, Page, Problem, use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;

#[component]
pub fn SignIn() -> impl IntoView {
    let locale = use_locale();
    view! {
        <CitizenFrame service=tr::admin::service(locale)>
            <Page title=tr::admin::sign_in(locale)>
                <div class="grid gap-x-16 lg:grid-cols-[23rem_minmax(0,28rem)] lg:justify-center">
                    <div class="hidden lg:block">
                        <img class="dark:hidden" src="/mosaic-print.svg" alt="" width="420" height="520"/>
                        <img class="hidden dark:block" src="/mosaic-print-dark.svg" alt="" width="420" height="520"/>
                    </div>
                    <SignInForm/>
                </div>
            </Page>
        </CitizenFrame>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("user");
    let error = Problem::of(&problems, "user");
    let asked = |name: &'static str| use_query_value(name).get_untracked();
    let next = asked("next").unwrap_or_default();
    // a problem says more than why the page was closed
    let ended = asked("ended").is_some() && problems.is_empty();
    let out = asked("out").is_some() && problems.is_empty();
    view! {
        <div>
            <ErrorSummary problems=problems/>
            {ended.then(|| view! {
                <div class="mb-6"><Notice kind="warn" title=tr::page::signed_out(locale) text=tr::admin::ended_text(locale)/></div>
            })}
            {out.then(|| view! {
                <div class="mb-6"><Notice kind="ok" live=true title=tr::admin::signed_out(locale) text=tr::admin::signed_out_text(locale)/></div>
            })}
            <h1 class="page-title">{tr::admin::sign_in(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::admin::sign_in_text(locale)}</p>
            <form class="mt-7 grid gap-5" method="post" action="/_ui/admin/sign-in">
                <input type="hidden" name="next" value=next/>
                <Field id="user" label=tr::admin::user_name(locale) error=error>
                    <Input name="user" autocomplete="username" maxlength=256/>
                </Field>
                <Field id="password" label=tr::admin::password(locale)>
                    <Input name="password" kind="password" autocomplete="current-password" maxlength=1024/>
                </Field>
                <div class="btn-row mt-2"><button class="btn">{tr::common::sign_in(locale)}</button></div>
            </form>
            <p class="mt-8 flex gap-3 text-base text-ink-2">
                <Icon name="icon-info" class="mt-1"/>
                <span>{tr::admin::sign_in_help(locale)}</span>
            </p>
        </div>
    }
}
