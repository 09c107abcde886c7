//! A form whose answer the authenticator gives: the button asks it, the answer is posted like any other form.

use app_i18n::tr;
use app_kit::{Icon, UiError, use_locale};
use leptos::{html, prelude::*, task::spawn_local};

use crate::account_api::{Challenge, passkey_challenge};
use crate::passkey::{self, NoAnswer};
use crate::place::Place;

/// Code of the refusal that asks for a fresh factor first.
const NOT_FRESH: &str = "TES-ACC-001";

/// `purpose` is `sign-in`, `second`, `confirm` or `add`; `children` are further fields. Without scripts there is none.
#[component]
pub fn PasskeyForm(
    action: &'static str,
    purpose: &'static str,
    #[prop(optional, into)] next: String,
    #[prop(into)] text: String,
    #[prop(optional)] kind: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let locale = use_locale();
    let (form, ticket, answer) =
        (NodeRef::<html::Form>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let (said, say) = signal(None::<(bool, String)>);
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        say.set(Some((false, tr::account::passkey_working(locale).to_owned())));
        spawn_local(async move {
            match challenge_and_answer(purpose).await {
                Ok((challenge, json)) => {
                    let (Some(form), Some(ticket), Some(answer)) =
                        (form.get_untracked(), ticket.get_untracked(), answer.get_untracked())
                    else {
                        return;
                    };
                    ticket.set_value(&challenge);
                    answer.set_value(&json);
                    // posts without asking again
                    let _ = form.submit();
                }
                Err(Problem::Refused(error)) if error.code == NOT_FRESH => to_confirm(),
                Err(Problem::Refused(error)) => say.set(Some((true, error.text(locale)))),
                Err(Problem::NoAnswer(why)) => say.set(Some((true, words(locale, why).to_owned()))),
            }
        });
    };
    view! {
        <form class="needs-script grid gap-3" method="post" action=action node_ref=form on:submit=ask>
            <input type="hidden" name="next" value=next/>
            <input type="hidden" name="ticket" node_ref=ticket/>
            <input type="hidden" name="answer" node_ref=answer/>
            {children.map(|children| children())}
            <div class="btn-row">
                <button class="btn" data-kind=(!kind.is_empty()).then_some(kind)>
                    <Icon name="icon-fingerprint"/>
                    {text}
                </button>
            </div>
            <p class="text-base empty:hidden" role="status" class:text-bad=move || said.get().is_some_and(|(bad, _)| bad)>
                {move || said.get().map(|(_, text)| text)}
            </p>
        </form>
    }
}

enum Problem {
    Refused(UiError),
    NoAnswer(NoAnswer),
}

async fn challenge_and_answer(purpose: &'static str) -> Result<(String, String), Problem> {
    let packed = passkey_challenge(purpose.to_owned()).await.map_err(Problem::Refused)?;
    let challenge: Challenge = packed.open().map_err(Problem::Refused)?;
    let answer = passkey::ask(&challenge.options, purpose == "add").await.map_err(Problem::NoAnswer)?;
    Ok((challenge.ticket, answer))
}

fn words(locale: app_i18n::Locale, why: NoAnswer) -> &'static str {
    match why {
        NoAnswer::NotUsed => tr::account::passkey_not_used(locale),
        NoAnswer::There => tr::account::passkey_there(locale),
        NoAnswer::Old => tr::account::passkey_old(locale),
    }
}

/// What is added needs a fresh factor: that page leads back to the account.
fn to_confirm() {
    if let Some(window) = leptos::web_sys::window() {
        let _ = window.location().set_href(&format!("{}?next={}", Place::Confirm.path(), Place::Account.path()));
    }
}
