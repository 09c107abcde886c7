//! Save the card, and what its QR proves.

use app_i18n::tr;
use app_kit::{BackLink, ErrorSummary, Icon, Notice, Page, loaded, use_locale, use_problem};
use leptos::prelude::*;
use resident_api::{CardState, Home};

use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn CardPage() -> impl IntoView {
    let home = Resource::new_blocking(|| (), |()| api::home());
    loaded(home, SIGN_IN, |home: Home| view! { <Shown state=home.card/> }.into_any())
}

#[component]
fn Shown(state: CardState) -> impl IntoView {
    let locale = use_locale();
    let save = match state {
        CardState::Ready => view! {
            <div class="btn-row mt-6">
                <a class="btn" href="/_ui/resident/card.pdf" download="" rel="external"><Icon name="icon-download-simple"/>{tr::resident::save_card_pdf(locale)}</a>
            </div>
            <p class="mt-3 text-base text-ink-2">{tr::resident::save_card_hint(locale)}</p>
        }
        .into_any(),
        CardState::Preparing => view! { <div class="mt-6"><Notice title=tr::resident::card_preparing(locale) text=tr::resident::card_preparing_text(locale)/></div> }.into_any(),
        CardState::Failed => view! { <div class="mt-6"><Notice kind="warn" title=tr::resident::card_failed(locale) text=tr::resident::card_failed_text(locale)/></div> }.into_any(),
    };
    view! {
        <Page title=tr::resident::card_title(locale) width="max-w-text!">
            <BackLink href=Place::Home.path() text=tr::resident::home(locale).to_owned()/>
            <ErrorSummary problems=use_problem("")/>
            <h1 class="page-title mt-1">{tr::resident::card_title(locale)}</h1>
            <p class="mt-3 text-ink-2">{tr::resident::card_text(locale)}</p>
            {save}
            <section class="card card-pad mt-8" aria-labelledby="qr">
                <h2 id="qr" class="section-title flex items-center gap-3"><Icon name="icon-qr-code"/>{tr::resident::qr_title(locale)}</h2>
                <ul class="mt-3 grid gap-3 text-ink-2">
                    {fact(tr::resident::qr_offline(locale))}
                    {fact(tr::resident::qr_signed(locale))}
                    {fact(tr::resident::qr_says(locale))}
                    {fact(tr::resident::qr_not(locale))}
                </ul>
            </section>
            <section class="card card-pad mt-4" aria-labelledby="lost">
                <h2 id="lost" class="section-title flex items-center gap-3"><Icon name="icon-phone"/>{tr::resident::lost_title(locale)}</h2>
                <p class="mt-2 text-ink-2">{tr::resident::lost_text(locale)}</p>
            </section>
        </Page>
    }
}

fn fact(text: &'static str) -> impl IntoView {
    view! {
        <li class="flex gap-3">
            <span class="mt-1.5"><span class="t" data-s="done" aria-hidden="true"></span></span>
            <span>{text}</span>
        </li>
    }
}
