//! Shows that it is still the same person, before what cannot be undone.

use app_i18n::tr;
use app_kit::{ConsolePage, ErrorSummary, Field, Input, Problem, loaded, use_locale, use_problem};
use iam_api::account::AccountView;
use leptos::prelude::*;

use super::sign_in::next;
use crate::parts::PasskeyForm;
use crate::{account_api, place::Place};

#[component]
pub fn Confirm() -> impl IntoView {
    let account = Resource::new_blocking(|| (), |()| account_api::account());
    loaded(account, super::sign_in_for(&Place::Packets.path()), |view| view! { <Ways view=view/> }.into_any())
}

#[component]
fn Ways(view: AccountView) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("password");
    let error = Problem::of(&problems, "password");
    let passkey = !view.passkeys.is_empty();
    view! {
        <ConsolePage title=tr::account::confirm(locale)>
            <div class="max-w-text">
                <ErrorSummary problems=problems/>
                <h1 class="page-title">{tr::account::confirm(locale)}</h1>
                <p class="mt-1 text-ink-2">{tr::account::confirm_text(locale)}</p>
                <div class="card card-pad mt-4 grid gap-5">
                    {passkey.then(|| view! {
                        <PasskeyForm
                            action="/_ui/admin/confirm"
                            purpose="confirm"
                            next=next()
                            text=tr::account::use_passkey(locale)
                        />
                    })}
                    {view.has_password.then(|| view! {
                        <form class="grid gap-4" method="post" action="/_ui/admin/confirm">
                            <input type="hidden" name="next" value=next()/>
                            <Field id="password" label=tr::account::confirm_password(locale) error=error>
                                <Input name="password" kind="password" autocomplete="current-password" maxlength=1024/>
                            </Field>
                            <div class="btn-row"><button class="btn" data-kind=passkey.then_some("quiet")>{tr::account::confirm_button(locale)}</button></div>
                        </form>
                    })}
                    {(view.recovery_left > 0).then(|| view! {
                        <details>
                            <summary class="link">{tr::account::instead_code(locale)}</summary>
                            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/confirm">
                                <input type="hidden" name="next" value=next()/>
                                <Field id="code" label=tr::account::recovery_code(locale) hint=tr::account::recovery_hint(locale)>
                                    <Input name="code" is_id=true maxlength=64/>
                                </Field>
                                <div class="btn-row"><button class="btn" data-kind="quiet">{tr::account::confirm_button(locale)}</button></div>
                            </form>
                        </details>
                    })}
                </div>
            </div>
        </ConsolePage>
    }
}
