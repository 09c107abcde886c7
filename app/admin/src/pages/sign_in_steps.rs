//! Steps of signing in: the second factor, a password of one's own, the recovery code.

use app_i18n::tr;
use app_kit::{ErrorSummary, Field, Input, Problem, use_locale, use_problem};
use iam_api::account::MIN_PASSWORD;
use leptos::prelude::*;

use super::sign_in::{SignInFrame, next};
use crate::parts::PasskeyForm;

#[component]
fn RecoveryCode(error: Option<String>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Field id="code" label=tr::account::recovery_code(locale) hint=tr::account::recovery_hint(locale) error=error>
            <Input name="code" is_id=true maxlength=64/>
        </Field>
    }
}

#[component]
pub fn SecondFactor() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("code");
    let error = Problem::of(&problems, "code");
    view! {
        <SignInFrame title=tr::account::second(locale)>
            <ErrorSummary problems=problems/>
            <h1 class="page-title">{tr::account::second(locale)}</h1>
            <p class="mt-3 mb-7 text-ink-2">{tr::account::second_text(locale)}</p>
            <PasskeyForm
                action="/_ui/admin/sign-in/second/passkey"
                purpose="second"
                next=next()
                text=tr::account::use_passkey(locale)
            />
            <h2 class="section-title mt-8">{tr::account::instead_code(locale)}</h2>
            <form class="mt-3 grid gap-5" method="post" action="/_ui/admin/sign-in/second">
                <input type="hidden" name="next" value=next()/>
                <RecoveryCode error=error/>
                <div class="btn-row"><button class="btn" data-kind="quiet">{tr::common::sign_in(locale)}</button></div>
            </form>
        </SignInFrame>
    }
}

#[component]
pub fn ChoosePassword() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("new-password");
    let error = Problem::of(&problems, "new-password");
    view! {
        <SignInFrame title=tr::account::choose(locale)>
            <ErrorSummary problems=problems/>
            <h1 class="page-title">{tr::account::choose(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::account::choose_text(locale)}</p>
            <form class="mt-7 grid gap-5" method="post" action="/_ui/admin/sign-in/choose">
                <input type="hidden" name="next" value=next()/>
                <Field
                    id="new-password"
                    label=tr::account::new_password(locale)
                    hint=tr::account::password_hint(locale, &MIN_PASSWORD)
                    error=error
                >
                    <Input name="new-password" kind="password" autocomplete="new-password" maxlength=1024/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::account::save_password(locale)}</button></div>
            </form>
        </SignInFrame>
    }
}

#[component]
pub fn Recovery() -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("user");
    let error = Problem::of(&problems, "user");
    view! {
        <SignInFrame title=tr::account::recovery_title(locale)>
            <ErrorSummary problems=problems/>
            <h1 class="page-title">{tr::account::recovery_title(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::account::recovery_text(locale)}</p>
            <form class="mt-7 grid gap-5" method="post" action="/_ui/admin/sign-in/recovery">
                <input type="hidden" name="next" value=next()/>
                <Field id="user" label=tr::admin::user_name(locale) error=error>
                    <Input name="user" autocomplete="username" maxlength=256/>
                </Field>
                <Field id="password" label=tr::admin::password(locale)>
                    <Input name="password" kind="password" autocomplete="current-password" maxlength=1024/>
                </Field>
                <RecoveryCode error=None/>
                <div class="btn-row"><button class="btn">{tr::common::sign_in(locale)}</button></div>
            </form>
        </SignInFrame>
    }
}
