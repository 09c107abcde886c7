//! UI-ADM-08: the first page of master data.

use app_i18n::tr;
use app_kit::{ConsolePage, loaded, use_locale};
use leptos::prelude::*;

use super::shape::{Group, Tile};
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn Home() -> impl IntoView {
    let locale = use_locale();
    let groups = Resource::new_blocking(|| (), move |()| api::home(locale.code().to_owned()));
    loaded(groups, sign_in_for(&DataPlace::Home.path()), |groups: Vec<Group>| {
        let locale = use_locale();
        view! {
            <ConsolePage title=tr::data::title(locale)>
                <h1 class="page-title">{tr::data::title(locale)}</h1>
                <p class="mt-1 text-ink-2">{tr::data::title_text(locale)}</p>
                <div class="mt-5 grid gap-6">{groups.into_iter().map(group).collect_view()}</div>
            </ConsolePage>
        }
        .into_any()
    })
}

fn group(group: Group) -> impl IntoView {
    view! {
        <section aria-label=group.title.clone()>
            <h2 class="section-title mb-2">{group.title.clone()}</h2>
            <ul class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,14rem),1fr))] gap-3">
                {group.tiles.into_iter().map(tile).collect_view()}
            </ul>
        </section>
    }
}

fn tile(tile: Tile) -> impl IntoView {
    view! {
        <li>
            <a class="card flex min-h-14 items-center justify-between gap-3 px-4 py-3 font-medium text-brand no-underline hover:border-brand" href=tile.href>
                <span>{tile.title}</span>
                {tile.count.map(|count| view! { <span class="text-ink-3 tabular-nums">{count}</span> })}
            </a>
        </li>
    }
}
