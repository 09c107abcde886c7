//! Parts that several pages of master data share.

use app_i18n::{data_language, tr};
use app_kit::{Icon, Tag, Tile, use_locale};
use leptos::prelude::*;

use super::shape::Cell;

/// Where a page of data stands, from the first page of master data.
#[component]
pub fn Way(
    /// Address and name of the pages above, after master data itself.
    above: Vec<(String, String)>,
    here: AnyView,
) -> impl IntoView {
    let locale = use_locale();
    let link = |(href, text): (String, String)| {
        view! {
            <a class="link" href=href>{text}</a>
            <span aria-hidden="true">"/"</span>
        }
    };
    let first = (super::DataPlace::Home.path(), tr::data::title(locale).to_owned());
    view! {
        <nav class="flex flex-wrap gap-x-1.5 text-ink-3" aria-label=tr::admin::breadcrumb(locale)>
            {std::iter::once(first).chain(above).map(link).collect_view()}
            <span class="min-w-0 wrap-anywhere" aria-current="page">{here}</span>
        </nav>
    }
}

/// A text in its own language and direction.
pub fn spoken(language: &str, text: String) -> AnyView {
    let (tag, direction) = data_language(language);
    view! { <bdi lang=tag.to_owned() dir=direction.as_str()>{text}</bdi> }.into_any()
}

/// A value as it is drawn.
pub fn cell(cell: Cell) -> AnyView {
    let locale = use_locale();
    match cell {
        Cell::Nothing => view! { <span class="text-ink-3" aria-hidden="true">"–"</span> }.into_any(),
        Cell::Text(text) => view! { <bdi>{text}</bdi> }.into_any(),
        Cell::Number(text) => view! { <span class="tabular-nums">{text}</span> }.into_any(),
        Cell::Spoken(language, text) => spoken(&language, text),
        Cell::Id(text) => {
            view! { <span class="id text-xs wrap-break-word whitespace-normal!">{text}</span> }.into_any()
        }
        Cell::Status(true) => view! { <Tag tile=Tile::Done text=tr::data::active(locale)/> }.into_any(),
        Cell::Status(false) => view! { <Tag tile=Tile::None text=tr::data::inactive(locale)/> }.into_any(),
        Cell::Long(language, text) => {
            let (tag, direction) = data_language(&language);
            view! {
                <div class="max-h-64 overflow-auto whitespace-pre-wrap wrap-anywhere text-sm" lang=tag.to_owned() dir=direction.as_str() tabindex="0" role="group">
                    {text}
                </div>
            }
            .into_any()
        }
    }
}

/// A button with an icon that leads somewhere.
#[component]
pub fn IconLink(
    #[prop(into)] href: String,
    icon: &'static str,
    #[prop(into)] text: String,
    #[prop(default = "quiet")] kind: &'static str,
    /// Leaves the pages: a file, or a new document.
    #[prop(optional)]
    external: bool,
) -> impl IntoView {
    view! {
        <a class="btn" data-kind=(!kind.is_empty()).then_some(kind) href=href rel=external.then_some("external")>
            <Icon name=icon/>
            {text}
        </a>
    }
}

/// The query of the page, as it stands in the address; forms and links load pages anew or change it.
pub fn use_search() -> Memo<String> {
    leptos_router::hooks::use_location().search
}
