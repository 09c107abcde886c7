//! Tables with a caption, and their pages. Wide tables scroll inside their card; the page never does.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{Icon, Tile, use_locale};

/// A table; `children` are its `<tr>`s. `heads` are text and whether the column holds numbers.
#[component]
pub fn Table(#[prop(into)] caption: String, heads: Vec<(String, bool)>, children: Children) -> impl IntoView {
    let name = caption.clone();
    view! {
        <div class="overflow-x-auto" role="region" aria-label=name tabindex="0">
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        {heads
                            .into_iter()
                            .map(|(text, number)| view! { <th scope="col" class=number.then_some("num")>{text}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The head of a column that rows may be sorted by.
#[derive(Clone, Debug)]
pub struct SortHead {
    pub text: String,
    /// Whether the column holds numbers.
    pub number: bool,
    /// Where the list is sorted by it; absent when it cannot be.
    pub href: Option<String>,
    /// Whether it is sorted by it: ascending or descending.
    pub order: Option<bool>,
}

/// A table whose heads are links that sort: they work without scripts and can be kept as bookmarks.
#[component]
pub fn SortTable(#[prop(into)] caption: String, heads: Vec<SortHead>, children: Children) -> impl IntoView {
    let name = caption.clone();
    let head = |head: SortHead| {
        let sorted = head.order.map(|ascending| if ascending { "ascending" } else { "descending" });
        let icon = match head.order {
            Some(true) => view! { <Icon name="icon-caret-up"/> },
            Some(false) => view! { <Icon name="icon-caret-down"/> },
            None => view! { <Icon name="icon-caret-up-down" class="text-ink-3"/> },
        };
        let text = match head.href {
            Some(href) => {
                view! { <a class="inline-flex items-center gap-1" href=href>{head.text}{icon}</a> }.into_any()
            }
            None => head.text.into_any(),
        };
        view! { <th scope="col" class=head.number.then_some("num") aria-sort=sorted>{text}</th> }
    };
    view! {
        <div class="overflow-x-auto" role="region" aria-label=name tabindex="0">
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{heads.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// One of several filters of a list, as a link: it works without scripts and can be kept as a bookmark.
#[component]
pub fn FilterLink(
    #[prop(into)] href: String,
    #[prop(into)] text: String,
    /// The state it filters by.
    #[prop(optional)]
    tile: Option<Tile>,
    /// How many there are.
    #[prop(optional_no_strip)]
    count: Option<u64>,
    #[prop(optional)] current: bool,
) -> impl IntoView {
    view! {
        <a class="chip" href=href data-on=current.then_some("") aria-current=current.then_some("true")>
            {tile.map(|tile| view! { <span class="t" data-s=tile.glyph() aria-hidden="true"></span> })}
            {text}
            {count.map(|count| view! { " "<span class="tabular-nums">{count}</span> })}
        </a>
    }
}

/// Links to the pages before and after; lists are paged by key, so there are no numbers.
#[component]
pub fn Pager(previous: Option<String>, next: Option<String>) -> impl IntoView {
    let locale = use_locale();
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager justify-end border-t border-line p-2" aria-label=tr::common::pages(locale)>
                {previous.map(|href| view! { <a class="px-2" href=href><span class="flex items-center gap-1"><Icon name="icon-caret-left" mirror=true/>{tr::common::previous_page(locale)}</span></a> })}
                {next.map(|href| view! { <a class="px-2" href=href><span class="flex items-center gap-1">{tr::common::next_page(locale)}<Icon name="icon-caret-right" mirror=true/></span></a> })}
            </nav>
        }
    })
}
