//! Sign-in, second half: the code that was sent. It never says whether the number is somebody's.

use app_i18n::tr;
use app_kit::{
    BackLink, CodeInput, ErrorSummary, Field, Icon, Notice, Page, Problem, loaded, use_locale, use_problem,
    use_query_value,
};
use leptos::prelude::*;
use resident_api::PendingSignIn;

use crate::{api, parts::resend::Resend, place::SIGN_IN};

#[component]
pub fn Code() -> impl IntoView {
    let pending = Resource::new_blocking(|| (), |()| api::pending());
    loaded(pending, SIGN_IN, |pending: Option<PendingSignIn>| match pending {
        Some(pending) => view! { <Enter pending=pending/> }.into_any(),
        // nothing is on its way: start where it begins
        None => view! { <super::Start/> }.into_any(),
    })
}

#[component]
fn Enter(pending: PendingSignIn) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("code");
    let error = Problem::of(&problems, "code");
    let (still, again) = (use_query_value("still"), use_query_value("again"));
    let minutes = u64::from(pending.valid_secs.div_ceil(60));
    view! {
        <Page title=tr::resident::enter_code(locale) width="max-w-text!">
            <BackLink href=SIGN_IN/>
            <ErrorSummary problems=problems/>
            {move || still.get().map(|_| view! { <div class="my-4"><Notice live=true title=tr::resident::still_works(locale)/></div> })}
            {move || again.get().map(|_| view! { <div class="my-4"><Notice kind="ok" live=true title=tr::resident::sent_again(locale)/></div> })}
            <h1 class="page-title mt-2">{tr::resident::enter_code(locale)}</h1>
            <p class="mt-3 text-ink-2">
                {tr::resident::code_sent(locale, &pending.ending)}" "
                <a class="link" href=SIGN_IN>{tr::resident::change_number(locale)}</a>
            </p>
            <form class="mt-7 grid gap-7" method="post" action="/_ui/resident/sign-in">
                <Field id="code" label=tr::resident::code(locale) hint=tr::resident::code_hint(locale, minutes) error=error>
                    <CodeInput name="code"/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::common::go_on(locale)}</button></div>
            </form>
            <div class="card rows mt-7">
                <Resend wait=pending.resend_after_secs/>
                <p class="flex items-center gap-4 p-4 text-base text-ink-2">
                    <Icon name="icon-phone" class="text-ink-3"/>
                    <span>{tr::resident::no_phone(locale)}</span>
                </p>
            </div>
        </Page>
    }
}
