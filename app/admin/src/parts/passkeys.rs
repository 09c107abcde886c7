//! The passkeys of one's account, and whether the password alone suffices.

use app_i18n::tr;
use app_kit::{Field, Icon, Input, Problem, use_locale};
use iam_api::account::{AccountView, MAX_PASSKEY_NAME, PasskeySummary};
use leptos::prelude::*;

use crate::parts::{Asked, PasskeyForm};
use crate::{place::Place, words};

#[component]
pub fn Passkeys(view: AccountView, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let error = Problem::of(&problems, "passkey-name");
    let (none, second, password) = (view.passkeys.is_empty(), view.second_factor, view.has_password);
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="passkeys">
            <h2 class="section-title" id="passkeys" tabindex="-1">{tr::account::passkeys(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::account::passkeys_text(locale)}</p>
            {none.then(|| view! { <p class="mt-3">{tr::account::no_passkeys(locale)}</p> })}
            <ul class="mt-3 grid gap-3 empty:hidden">
                {view.passkeys.into_iter().map(|one| view! { <Entry passkey=one/> }).collect_view()}
            </ul>
            {if view.passkeys_possible {
                view! {
                    <div class="mt-4 border-t border-line pt-4">
                        <PasskeyForm
                            action="/_ui/admin/account/passkey/add"
                            purpose="add"
                            text=tr::account::add_passkey(locale)
                            kind="quiet"
                        >
                            <Field
                                id="passkey-name"
                                label=tr::account::passkey_name(locale)
                                hint=tr::account::passkey_name_hint(locale)
                                error=error
                            >
                                <Input name="name" maxlength=MAX_PASSKEY_NAME as u32/>
                            </Field>
                        </PasskeyForm>
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="mt-3 text-ink-2">{tr::account::passkeys_impossible(locale)}</p> }.into_any()
            }}
            {(password && !none).then(|| view! { <SecondFactor on=second/> })}
        </section>
    }
}

#[component]
fn SecondFactor(on: bool) -> impl IntoView {
    let locale = use_locale();
    let (says, change, to) = if on {
        (tr::account::second_factor_is_on(locale), tr::account::second_factor_off(locale), "no")
    } else {
        (tr::account::second_factor_is_off(locale), tr::account::second_factor_on(locale), "yes")
    };
    view! {
        <form class="mt-4 border-t border-line pt-4" id="second-factor" tabindex="-1" method="post" action="/_ui/admin/account/second-factor">
            <p class="text-ink-2">{says}</p>
            <input type="hidden" name="on" value=to/>
            <div class="btn-row mt-2"><button class="btn" data-kind="quiet">{change}</button></div>
        </form>
    }
}

#[component]
fn Entry(passkey: PasskeySummary) -> impl IntoView {
    let locale = use_locale();
    let PasskeySummary { id, name, created_at, last_used_at } = passkey;
    let used = last_used_at.map_or_else(
        || tr::account::never_used(locale).to_owned(),
        |at| tr::account::last_used(locale, &words::moment(locale, at)),
    );
    let field = format!("name-{id}");
    let (shown, typed) = (name.clone(), name.clone());
    view! {
        <li class="grid gap-2 rounded border border-line p-3">
            <p class="flex items-center gap-2 font-medium"><Icon name="icon-fingerprint"/><bdi>{shown}</bdi></p>
            <p class="text-xs text-ink-2">{tr::account::added(locale, &words::moment(locale, created_at))}" · "{used}</p>
            <details>
                <summary class="link">{tr::common::change(locale)}</summary>
                <form class="mt-2 grid gap-2" method="post" action="/_ui/admin/account/passkey/rename">
                    <input type="hidden" name="id" value=id.clone()/>
                    <Field id=field label=tr::account::rename_this(locale, &name)>
                        <Input name="name" value=typed maxlength=MAX_PASSKEY_NAME as u32/>
                    </Field>
                    <div class="btn-row"><button class="btn" data-kind="quiet">{tr::account::rename(locale)}</button></div>
                </form>
            </details>
            <Asked
                id=format!("remove-{id}")
                action="/_ui/admin/account/passkey/remove"
                fields=vec![("id", id)]
                text=tr::account::remove_this(locale, &name)
                question=tr::account::remove_question(locale)
                explain=tr::account::remove_text(locale)
                page=Place::Account.path()
                answer=tr::account::remove(locale).to_owned()
            />
        </li>
    }
}
