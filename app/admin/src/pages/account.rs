//! One's own account: password, passkeys, recovery codes, sessions.

use app_i18n::tr;
use app_kit::{
    ConsolePage, ErrorSummary, Field, Input, Notice, Problem, error_text, loaded, use_locale, use_query_value,
};
use iam_api::account::{AccountView, MIN_PASSWORD};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::parts::{Passkeys, Sessions};
use crate::{account_api, place::Place};

#[component]
pub fn Account() -> impl IntoView {
    let account = Resource::new_blocking(|| (), |()| account_api::account());
    loaded(account, super::sign_in_for(&Place::Account.path()), |view| view! { <Whole view=view/> }.into_any())
}

/// The problem a form sent back, at the field the address names.
pub fn use_field_problem() -> Vec<Problem> {
    let locale = use_locale();
    use_query_map()
        .with_untracked(|query| {
            let code = query.get("problem").filter(|code| !code.is_empty())?;
            let args = query.get_all("arg").unwrap_or_default();
            let field = query.get("field").unwrap_or_default();
            Some(vec![Problem { field, text: error_text(locale, &code, &args) }])
        })
        .unwrap_or_default()
}

/// Says up front that a factor has to be shown first, so that nothing is written in vain.
#[component]
pub fn FirstConfirm(#[prop(into)] next: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="mt-4">
            <Notice kind="warn" title=tr::account::confirm_first(locale) text=tr::account::confirm_first_text(locale)>
                <a class="link" href=format!("{}?next={next}", Place::Confirm.path())>{tr::account::confirm(locale)}</a>
            </Notice>
        </div>
    }
}

#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let said = match use_query_value("done").get_untracked().as_deref() {
        Some("password") => tr::account::password_changed(locale),
        Some("passkey-added") => tr::account::passkey_added(locale),
        Some("passkey-named") => tr::account::passkey_named(locale),
        Some("passkey-removed") => tr::account::passkey_removed(locale),
        Some("second-factor") => tr::account::second_factor_changed(locale),
        Some("session") => tr::account::session_ended(locale),
        Some("others") => tr::account::others_ended(locale),
        _ if use_query_value("confirmed").get_untracked().is_some() => tr::account::confirmed(locale),
        _ => return None,
    };
    Some(view! { <div class="mt-4"><Notice kind="ok" live=true title=said/></div> })
}

#[component]
fn Whole(view: AccountView) -> impl IntoView {
    let locale = use_locale();
    let problems = use_field_problem();
    let AccountView { user_id, name, has_password, recovery_left, fresh, .. } = view.clone();
    view! {
        <ConsolePage title=tr::account::title(locale)>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title">{tr::account::title(locale)}</h1>
            <p class="mt-1 text-ink-2"><bdi>{name}</bdi>" · "<bdi class="id">{user_id}</bdi></p>
            <p class="mt-1 text-ink-2">{tr::account::text(locale)}</p>
            <Done/>
            {(!fresh).then(|| view! { <FirstConfirm next=Place::Account.path()/> })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-2">
                <Passkeys view=view.clone() problems=problems.clone()/>
                <div class="grid min-w-0 gap-4">
                    <Password has=has_password problems=problems/>
                    <Recovery left=recovery_left/>
                </div>
            </div>
            <Sessions view=view/>
        </ConsolePage>
    }
}

#[component]
fn Password(has: bool, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let error = |field: &str| Problem::of(&problems, field);
    let (wrong, weak) = (error("current-password"), error("new-password"));
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="password-title">
            <h2 class="section-title" id="password-title">{tr::account::password(locale)}</h2>
            {if has {
                view! {
                    <p class="mt-1 text-ink-2">{tr::account::change_password_text(locale)}</p>
                    <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/account/password">
                        <Field id="current-password" label=tr::account::current_password(locale) error=wrong>
                            <Input name="current-password" kind="password" autocomplete="current-password" maxlength=1024/>
                        </Field>
                        <Field
                            id="new-password"
                            label=tr::account::new_password(locale)
                            hint=tr::account::password_hint(locale, &MIN_PASSWORD)
                            error=weak
                        >
                            <Input name="new-password" kind="password" autocomplete="new-password" maxlength=1024/>
                        </Field>
                        <div class="btn-row"><button class="btn" data-kind="quiet">{tr::account::change_password(locale)}</button></div>
                    </form>
                }
                .into_any()
            } else {
                view! { <p class="mt-1 text-ink-2">{tr::account::no_password(locale)}</p> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Recovery(left: u64) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="recovery">
            <h2 class="section-title" id="recovery" tabindex="-1">{tr::account::recovery(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::account::recovery_about(locale)}</p>
            <p class="mt-2 font-medium">{tr::account::recovery_left(locale, left)}</p>
            <form class="mt-3 grid gap-2" method="post" action="/_ui/admin/account/codes">
                <p class="text-ink-2">{(left > 0).then(|| tr::account::make_codes_text(locale))}</p>
                <div class="btn-row"><button class="btn" data-kind="quiet">{tr::account::make_codes(locale)}</button></div>
            </form>
        </section>
    }
}
