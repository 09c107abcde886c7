//! Where one is signed in.

use app_i18n::{Locale, tr};
use app_kit::{Table, Tag, Tile, use_locale};
use iam_api::account::{AccountView, Factor, SessionSummary};
use leptos::prelude::*;

use crate::words;

fn factor(locale: Locale, factor: Factor) -> &'static str {
    match factor {
        Factor::Password => tr::account::by_password(locale),
        Factor::Passkey => tr::account::by_passkey(locale),
        Factor::PasswordAndPasskey => tr::account::by_both(locale),
        Factor::PasswordAndRecovery => tr::account::by_recovery(locale),
        Factor::Provider => tr::account::by_provider(locale),
    }
}

#[component]
pub fn Sessions(view: AccountView) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![
        (tr::account::device(locale).to_owned(), false),
        (tr::account::how(locale).to_owned(), false),
        (tr::account::last_seen(locale).to_owned(), false),
        (tr::account::end(locale).to_owned(), false),
    ];
    let others = view.sessions.len() > 1;
    view! {
        <section class="card mt-4 min-w-0" aria-labelledby="sessions">
            <div class="card-head flex-wrap">
                <h2 class="section-title" id="sessions" tabindex="-1">{tr::account::sessions(locale)}</h2>
                {others.then(|| view! {
                    <form method="post" action="/_ui/admin/account/sessions/end-others">
                        <button class="btn" data-kind="quiet">{tr::account::end_others(locale)}</button>
                    </form>
                })}
            </div>
            <Table caption=tr::account::sessions_caption(locale) heads=heads>
                {view.sessions.into_iter().map(|one| view! { <Row session=one/> }).collect_view()}
            </Table>
        </section>
    }
}

#[component]
fn Row(session: SessionSummary) -> impl IntoView {
    let locale = use_locale();
    let device = session.device.unwrap_or_else(|| tr::account::device_unknown(locale).to_owned());
    let seen = words::moment(locale, session.last_seen_at);
    let name = tr::account::end_this(locale, &device, &seen);
    view! {
        <tr>
            <td class="min-w-40"><bdi>{device}</bdi></td>
            <td class="min-w-40 text-ink-2">{session.factor.map(|one| factor(locale, one))}</td>
            <td class="min-w-40 text-ink-2">{seen}</td>
            <td class="min-w-32">
                {if session.current {
                    view! { <Tag tile=Tile::You text=tr::account::this_one(locale)/> }.into_any()
                } else {
                    view! {
                        <form method="post" action="/_ui/admin/account/sessions/end">
                            <input type="hidden" name="id" value=session.id/>
                            <button class="btn" data-kind="quiet" aria-label=name>{tr::account::end(locale)}</button>
                        </form>
                    }
                    .into_any()
                }}
            </td>
        </tr>
    }
}
