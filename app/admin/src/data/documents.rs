//! UI-ADM-18: a category, and the document types that prove it or do not.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, Field, Icon, Notice, Select, loaded, use_locale};
use leptos::prelude::*;

use super::parts::{Way, use_search};
use super::shape::DocumentsPage;
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn Documents() -> impl IntoView {
    let locale = use_locale();
    let search = use_search();
    let page =
        Resource::new_blocking(move || search.get(), move |search| api::documents(search, locale.code().to_owned()));
    loaded(page, sign_in_for(&DataPlace::Documents.path()), |page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: DocumentsPage) -> impl IntoView {
    let locale = use_locale();
    let here = tr::data::documents(locale).into_any();
    let DocumentsPage { categories, category, mapped, unmapped, may_change, done, problem } = page;
    let body = if categories.is_empty() {
        view! { <Empty title=tr::data::none(locale) text=tr::data::no_categories(locale)/> }.into_any()
    } else {
        view! {
            <div class="grid items-start gap-4 md:grid-cols-2">
                <Column title=tr::data::mapped(locale) types=mapped category=category.clone() mapped=true may_change=may_change/>
                <Column title=tr::data::unmapped(locale) types=unmapped category=category.clone() mapped=false may_change=may_change/>
            </div>
        }
        .into_any()
    };
    view! {
        <ConsolePage title=tr::data::documents(locale)>
            <Way above=Vec::new() here=here/>
            <h1 class="page-title mt-1">{tr::data::documents(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::data::documents_text(locale)}</p>
            {done.map(|text| view! { <div class="mt-4"><Notice kind="ok" live=true title=text/></div> })}
            {problem.map(|text| view! { <div class="mt-4"><Notice kind="bad" live=true title=text/></div> })}
            <form class="my-4 flex flex-wrap items-end gap-3" method="get" action=DataPlace::Documents.path()>
                <div class="w-72 max-w-full">
                    <Field id="category" label=tr::data::category(locale) lean=true>
                        <Select name="category" options=categories value=category.clone() always=true/>
                    </Field>
                </div>
                <button class="btn" data-kind="quiet">{tr::data::show(locale)}</button>
            </form>
            {body}
        </ConsolePage>
    }
}

/// One of the two columns; each line is a button that moves it across.
#[component]
fn Column(
    title: &'static str,
    types: Vec<(String, String)>,
    category: String,
    mapped: bool,
    may_change: bool,
) -> impl IntoView {
    let locale = use_locale();
    let id = if mapped { "mapped" } else { "unmapped" };
    let empty = types.is_empty();
    let line = move |(code, name): (String, String)| {
        let (button, icon, text) = if mapped {
            ("unmap", "icon-arrow-right", tr::data::move_out(locale, &name))
        } else {
            ("map", "icon-arrow-left", tr::data::move_in(locale, &name))
        };
        view! {
            <li class="flex items-center justify-between gap-3 border-b border-line px-4 py-2 last:border-b-0">
                <span class="min-w-0">
                    <bdi class="block font-medium">{name}</bdi>
                    <span class="id text-xs text-ink-3">{code.clone()}</span>
                </span>
                {may_change.then(|| view! {
                    <button class="btn" data-kind="quiet" data-icon="" data-size="sm" name=button value=code aria-label=text.clone() title=text>
                        <Icon name=icon mirror=true/>
                    </button>
                })}
            </li>
        }
    };
    view! {
        <section class="card min-w-0" aria-labelledby=id>
            <div class="card-head"><h2 class="section-title" id=id>{title}" "<span class="text-ink-3 tabular-nums">{types.len()}</span></h2></div>
            <form method="post" action="/_ui/admin/data/validdocuments/map">
                <input type="hidden" name="category" value=category/>
                <ul>{types.into_iter().map(line).collect_view()}</ul>
            </form>
            {empty.then(|| view! { <p class="p-4 text-ink-2">{tr::data::no_types(locale)}</p> })}
        </section>
    }
}
