//! Staff sign in: by user name and password, by passkey, with the outside provider; afterwards they are where they wanted to be.

use app_i18n::tr;
use app_kit::{
    CitizenFrame, ErrorSummary, Field, Icon, Input, Notice, Packed, Page, Problem, UiError, use_locale, use_problem,
    use_query_value,
};
use leptos::prelude::*;

use crate::account_api::{SignInWays, sign_in_offer};
use crate::parts::PasskeyForm;
use crate::place::{Place, encoded};

/// The frame of signing in: mosaic on the start side, one form.
#[component]
pub fn SignInFrame(title: &'static str, children: Children) -> impl IntoView {
    let locale = use_locale();
    view! {
        <CitizenFrame service=tr::admin::service(locale)>
            <Page title=title>
                <div class="grid gap-x-16 lg:grid-cols-[23rem_minmax(0,28rem)] lg:justify-center">
                    <div class="hidden lg:block">
                        <img class="dark:hidden" src="/mosaic-print.svg" alt="" width="420" height="520"/>
                        <img class="hidden dark:block" src="/mosaic-print-dark.svg" alt="" width="420" height="520"/>
                    </div>
                    <div>{children()}</div>
                </div>
            </Page>
        </CitizenFrame>
    }
}

#[component]
pub fn SignIn() -> impl IntoView {
    let locale = use_locale();
    view! { <SignInFrame title=tr::admin::sign_in(locale)><SignInForm/></SignInFrame> }
}

/// The page to go to afterwards, as the address has it.
pub fn next() -> String {
    use_query_value("next").get_untracked().unwrap_or_default()
}

/// A step's address that goes to the same page afterwards; the server checks where that is.
fn step(place: &Place) -> String {
    let next = next();
    if next.is_empty() { place.path() } else { format!("{}?next={}", place.path(), encoded(&next)) }
}

#[component]
fn SignInForm() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("user");
    let error = Problem::of(&problems, "user");
    let asked = |name: &'static str| use_query_value(name).get_untracked();
    // a problem says more than why the page was closed
    let ended = asked("ended").is_some() && problems.is_empty();
    let out = asked("out").is_some() && problems.is_empty();
    view! {
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
            <input type="hidden" name="next" value=next()/>
            <Field id="user" label=tr::admin::user_name(locale) error=error>
                <Input name="user" autocomplete="username" maxlength=256/>
            </Field>
            <Field id="password" label=tr::admin::password(locale)>
                <Input name="password" kind="password" autocomplete="current-password" maxlength=1024/>
            </Field>
            <div class="btn-row mt-2"><button class="btn">{tr::common::sign_in(locale)}</button></div>
        </form>
        <div class="mt-6 grid gap-3">
            <PasskeyForm
                action="/_ui/admin/sign-in/passkey"
                purpose="sign-in"
                next=next()
                text=tr::account::passkey_sign_in(locale)
                kind="quiet"
            />
            <Outside/>
        </div>
        <p class="mt-6"><a class="link" href=step(&Place::Recovery) rel="external">{tr::account::with_recovery(locale)}</a></p>
        <p class="mt-4 flex gap-3 text-base text-ink-2">
            <Icon name="icon-info" class="mt-1"/>
            <span>{tr::admin::sign_in_help(locale)}</span>
        </p>
    }
}

/// Where signing in with the outside provider begins.
const OUTSIDE: &str = "/_ui/admin/outside/start";

/// The outside provider, where there is one. A link: no form of ours may lead to another site.
#[component]
fn Outside() -> impl IntoView {
    let locale = use_locale();
    let offer = Resource::new_blocking(|| (), |()| sign_in_offer());
    let href = move || {
        let next = next();
        if next.is_empty() { OUTSIDE.to_owned() } else { format!("{OUTSIDE}?next={}", encoded(&next)) }
    };
    let opened =
        |data: Result<Packed, UiError>| data.and_then(|packed| packed.open::<SignInWays>()).unwrap_or_default();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                opened(offer.await).provider.map(|name| view! {
                    <div class="btn-row">
                        <a class="btn" data-kind="quiet" href=href() rel="external">{tr::account::provider_sign_in(locale, &name)}</a>
                    </div>
                })
            })}
        </Suspense>
    }
}
