//! The first page of help: search, and every page by whom it is for.

use app_i18n::{Locale, tr};
use app_kit::{Empty, Field, Input, Page, loaded, use_locale, use_query_value};
use leptos::prelude::*;

use crate::api;
use crate::model::{Audience, Card, Found};

#[component]
pub fn Home() -> impl IntoView {
    let locale = use_locale();
    let asked = use_query_value("q");
    let index = Resource::new_blocking(
        move || asked.get().unwrap_or_default(),
        move |asked| api::index(locale.code().to_owned(), asked),
    );
    loaded(index, "/help", |index: Found| view! { <Whole index=index/> }.into_any())
}

fn audience(locale: Locale, audience: Audience) -> &'static str {
    match audience {
        Audience::Resident => tr::help::residents(locale),
        Audience::Officer => tr::help::officers(locale),
        Audience::Admin => tr::help::admins(locale),
        Audience::Partner => tr::help::partners(locale),
        Audience::All => tr::help::everybody(locale),
    }
}

#[component]
fn Whole(index: Found) -> impl IntoView {
    let locale = use_locale();
    let Found { asked, cards } = index;
    let body = match (asked.is_empty(), cards.is_empty()) {
        (true, _) => Audience::ALL
            .into_iter()
            .map(|one| {
                let own: Vec<Card> = cards.iter().filter(|card| card.audience == one).cloned().collect();
                view! { <Group title=audience(locale, one) id=format!("for-{one:?}").to_lowercase() cards=own/> }
            })
            .collect_view()
            .into_any(),
        (false, true) => view! {
            <div class="mt-8">
                <Empty title=tr::help::nothing(locale) text=tr::help::nothing_text(locale)>
                    <a class="btn" data-kind="quiet" href="/help">{tr::help::all(locale)}</a>
                </Empty>
            </div>
        }
        .into_any(),
        (false, false) => {
            let title = tr::help::found(locale, cards.len() as u64);
            view! { <Group title=title id="found" cards=cards/> }.into_any()
        }
    };
    view! {
        <Page title=tr::help::title(locale)>
            <h1 class="page-title">{tr::help::title(locale)}</h1>
            <search>
                <form class="mt-4 flex max-w-citizen flex-wrap items-end gap-3" method="get" action="/help">
                    <div class="min-w-0 flex-1 basis-64">
                        <Field id="q" label=tr::help::search(locale) lean=true>
                            <Input name="q" kind="search" value=asked maxlength=100/>
                        </Field>
                    </div>
                    <button class="btn">{tr::admin::find(locale)}</button>
                </form>
            </search>
            {body}
        </Page>
    }
}

#[component]
pub fn Group(#[prop(into)] title: String, #[prop(into)] id: String, cards: Vec<Card>) -> impl IntoView {
    let labelled_by = id.clone();
    view! {
        <section class="mt-8" aria-labelledby=labelled_by>
            <h2 class="section-title mb-3" id=id>{title}</h2>
            <ul class="grid gap-3 md:grid-cols-2">
                {cards
                    .into_iter()
                    .map(|card| view! {
                        <li>
                            <a class="card block h-full px-4 py-3 no-underline hover:border-brand" href=format!("/help/{}", card.slug)>
                                <span class="font-semibold text-brand">{card.title}</span>
                                <span class="mt-0.5 block text-base text-ink-2">{card.about}</span>
                            </a>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
