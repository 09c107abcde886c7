//! UI-ADM-02 to UI-ADM-19: the list of any entity. Filters and order stand in the address; the form that changes them is
//! sent with GET and works without scripts.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, Field, Input, Notice, Pager, RowKeys, Select, SortHead, SortTable, loaded, use_locale,
};
use leptos::prelude::*;

use super::parts::{IconLink, Way, cell, use_search};
use super::shape::{Ask, Filter, Head, Line, ListPage};
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn List(slug: String) -> impl IntoView {
    let locale = use_locale();
    let search = use_search();
    let back = sign_in_for(&DataPlace::List(slug.clone()).path());
    let page = Resource::new_blocking(
        move || search.get(),
        move |search| api::list(slug.clone(), search, locale.code().to_owned()),
    );
    loaded(page, back, |page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: ListPage) -> impl IntoView {
    let locale = use_locale();
    let title = page.title.clone();
    let here = page.title.clone().into_any();
    let count = tr::data::count(locale, page.total);
    let body = match (page.lines.is_empty(), page.filtered) {
        _ if page.problem.is_some() => ().into_any(),
        (true, true) => {
            let path = page.path.clone();
            view! {
                <div class="p-4">
                    <Empty title=tr::data::no_match(locale) text=tr::data::no_match_text(locale)>
                        <div class="btn-row"><a class="btn" data-kind="quiet" href=path>{tr::data::clear_filters(locale)}</a></div>
                    </Empty>
                </div>
            }
            .into_any()
        }
        (true, false) => {
            let new = page.new.clone();
            view! {
                <div class="p-4">
                    <Empty title=tr::data::none(locale) text=tr::data::none_text(locale)>
                        {new.map(|href| view! {
                            <div class="btn-row"><IconLink href=href icon="icon-plus" text=tr::data::add(locale) kind=""/></div>
                        })}
                    </Empty>
                </div>
            }
            .into_any()
        }
        _ => view! { <Rows page=page.clone()/> }.into_any(),
    };
    view! {
        <ConsolePage title=title.clone()>
            <Way above=Vec::new() here=here/>
            <div class="mt-1 flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{title.clone()}</h1>
                <div class="btn-row">
                    {page.map.clone().map(|href| view! { <IconLink href=href icon="icon-map-pin" text=tr::data::map(locale)/> })}
                    <IconLink href=page.csv.clone() icon="icon-download-simple" text=tr::data::export(locale) external=true/>
                    {page.new.clone().map(|href| view! { <IconLink href=href icon="icon-plus" text=tr::data::add(locale) kind=""/> })}
                </div>
            </div>
            {page.done.clone().map(|text| view! { <div class="mt-4"><Notice kind="ok" live=true title=text/></div> })}
            {page.problem.clone().map(|text| view! { <div class="mt-4"><Notice kind="bad" live=true title=text/></div> })}
            <RowKeys>
                <section class="card mt-4 min-w-0" aria-label=title>
                    <Filters path=page.path.clone() filters=page.filters.clone() sort=page.sort.clone() filtered=page.filtered/>
                    <p class="flex flex-wrap items-center justify-between gap-2 px-4 py-2 text-sm text-ink-2">
                        <span role="status">{count}</span>
                        <span class="needs-script max-lg:hidden">
                            <kbd class="kbd">"j"</kbd>" "<kbd class="kbd">"k"</kbd>" "{tr::data::keys_rows(locale)}" · "
                            <kbd class="kbd">"/"</kbd>" "{tr::data::keys_filter(locale)}
                        </span>
                    </p>
                    {body}
                </section>
            </RowKeys>
        </ConsolePage>
    }
}

#[component]
fn Filters(path: String, filters: Vec<Filter>, sort: Option<String>, filtered: bool) -> impl IntoView {
    let locale = use_locale();
    let clear = path.clone();
    view! {
        <search class="block border-b border-line p-4" aria-label=tr::data::filters(locale)>
            <form class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,8.5rem),1fr))] items-end gap-3" method="get" action=path>
                {sort.map(|sort| view! { <input type="hidden" name="sort" value=sort/> })}
                {filters.into_iter().map(control).collect_view()}
                <div class="btn-row">
                    <button class="btn">{tr::data::filter(locale)}</button>
                    {filtered.then(|| view! { <a class="btn" data-kind="plain" href=clear>{tr::data::clear_filters(locale)}</a> })}
                </div>
            </form>
        </search>
    }
}

fn control(filter: Filter) -> AnyView {
    let locale = use_locale();
    let id = format!("filter-{}", filter.name);
    match filter.ask {
        Ask::Contains | Ask::Equals => {
            let label = match filter.ask {
                Ask::Contains => tr::data::contains(locale, &filter.label),
                _ => tr::data::equals(locale, &filter.label),
            };
            view! {
                <Field id=id label=label lean=true>
                    <Input name=filter.name value=filter.value kind="search"/>
                </Field>
            }
            .into_any()
        }
        Ask::Days(from, to) => {
            let (first, last) = (format!("{}-from", filter.name), format!("{}-to", filter.name));
            view! {
                <Field id=format!("{id}-from") label=tr::data::from_day(locale, &filter.label) lean=true>
                    <Input name=first value=from kind="date"/>
                </Field>
                <Field id=format!("{id}-to") label=tr::data::to_day(locale, &filter.label) lean=true>
                    <Input name=last value=to kind="date"/>
                </Field>
            }
            .into_any()
        }
        Ask::OneOf(options) => {
            // rows are always read in some language
            let always = filter.name == "language";
            view! {
                <Field id=id label=filter.label lean=true>
                    <Select name=filter.name options=options value=filter.value none=tr::data::any(locale) always=always/>
                </Field>
            }
            .into_any()
        }
    }
}

#[component]
fn Rows(page: ListPage) -> impl IntoView {
    let locale = use_locale();
    let heads = page.heads.iter().cloned().map(head).collect();
    let numbers: Vec<bool> = page.heads.iter().skip(1).map(|head| head.number).collect();
    let lines = page.lines.iter().cloned().map(|line| row(line, &numbers)).collect_view();
    let until = page.from + page.lines.len() as u64 - 1;
    let range = tr::data::range(locale, &page.from, &until, &page.total);
    view! {
        <SortTable caption=format!("{}, {range}", page.title) heads=heads>
            {lines}
        </SortTable>
        <div class="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2 text-sm text-ink-2">
            <span>{range.clone()}</span>
            <Pager previous=page.previous next=page.next/>
        </div>
    }
}

fn head(head: Head) -> SortHead {
    SortHead { text: head.text, number: head.number, href: head.href, order: head.order }
}

fn row(line: Line, numbers: &[bool]) -> impl IntoView + use<> {
    let code = (!line.code.is_empty()).then_some(line.code);
    view! {
        <tr>
            <td class="min-w-44">
                <a class="link inline-block min-h-6 font-medium" href=line.href data-row="">{cell(line.title)}</a>
                {code.map(|code| view! { <span class="id block text-xs text-ink-3 wrap-anywhere whitespace-normal!">{code}</span> })}
            </td>
            {line
                .cells
                .into_iter()
                .zip(numbers.iter().copied().chain(std::iter::repeat(false)))
                .map(|(value, number)| view! { <td class=if number { "num" } else { "min-w-20 max-w-80 wrap-break-word" }>{cell(value)}</td> })
                .collect_view()}
        </tr>
    }
}
