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
